/** What is to be fetched from a location's shelves for all orders that are to be packed, oldest first, in one walk. */
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { type Problem, withQuery } from '../../api'
import { Barcode } from '../../parts/barcode'
import { LoadingPage } from '../../parts/fallback'
import { ProblemNote } from '../../parts/problem'
import { problemIn, readAll } from '../../reading'
import type { QueuedPart } from '../../types'
import { wantedRows } from '../warehouse/counting'
import { dayText, Sheet, useSheetTexts } from './sheet'

/** More is more than one walk; what is left is on the next list. */
const MOST_PARTS = 5_000

interface Pick {
  readonly sku: string
  /** Null: it is unknown by now. */
  readonly name: string | null
  readonly quantity: number
  /** Pieces, by the number of the fulfilment order. */
  readonly parts: Map<string, number>
}

/** By SKU, as shelves are. */
function picksOf(parts: readonly QueuedPart[]): readonly Pick[] {
  const picks = new Map<string, Pick>()
  for (const part of parts) {
    const names = new Map(part.lines.map(({ sku, name }) => [sku, name]))
    for (const { sku, quantity } of wantedRows(part)) {
      const name = names.get(sku) ?? null
      const pick = picks.get(sku) ?? { sku, name, quantity: 0, parts: new Map<string, number>() }
      pick.parts.set(part.number, (pick.parts.get(part.number) ?? 0) + quantity)
      picks.set(sku, { ...pick, quantity: pick.quantity + quantity })
    }
  }
  return [...picks.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1))
}

export function Component() {
  const [search] = useSearchParams()
  const location = search.get('location') ?? ''
  const [parts, setParts] = useState<readonly QueuedPart[] | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads the same queue again.
  useEffect(() => {
    const aborting = new AbortController()
    const path = withQuery('/v1/fulfilment-orders', { location, status: 'allocated' })
    setProblem(null)
    readAll<QueuedPart>(path, aborting.signal, MOST_PARTS).then(setParts, (error: unknown) => {
      if (!aborting.signal.aborted) setProblem(problemIn(error))
    })
    return () => aborting.abort()
  }, [location, round])
  if (problem !== null) {
    return <ProblemNote problem={problem} again={() => setRound((before) => before + 1)} />
  }
  return parts === null ? <LoadingPage /> : <PickList location={location} parts={parts} />
}

function PickList({ location, parts }: { location: string; parts: readonly QueuedPart[] }) {
  const { t, language } = useSheetTexts()
  const picks = picksOf(parts)
  const pieces = picks.reduce((sum, { quantity }) => sum + quantity, 0)
  return (
    <Sheet title={t('paper.pickTitle', { location })}>
      <header className="sheet-head">
        <h1>{t('paper.pickTitle', { location })}</h1>
        <dl className="sheet-facts">
          <dt>{t('paper.printed')}</dt>
          <dd>{dayText(language, new Date().toISOString())}</dd>
          <dt>{t('paper.orders')}</dt>
          <dd>{parts.length}</dd>
          <dt>{t('paper.pieces')}</dt>
          <dd>{pieces}</dd>
        </dl>
      </header>
      {parts.length >= MOST_PARTS && <p>{t('paper.oldestOnly', { count: parts.length })}</p>}
      {picks.length === 0 && <p>{t('paper.nothing')}</p>}
      {picks.length > 0 && (
        <table className="picks" aria-label={t('paper.pickTitle', { location })}>
          <thead>
            <tr>
              <th scope="col">{t('paper.sku')}</th>
              <th scope="col" className="pick-name">
                {t('paper.name')}
              </th>
              <th scope="col" className="number">
                {t('paper.quantity')}
              </th>
              <th scope="col">{t('paper.forOrders')}</th>
            </tr>
          </thead>
          <tbody>
            {picks.map((pick) => (
              <tr key={pick.sku}>
                <td>
                  <Barcode text={pick.sku} />
                </td>
                <td>{pick.name}</td>
                <td className="number">
                  <strong className="pick-quantity">{pick.quantity}</strong>
                </td>
                <td>
                  {[...pick.parts].map(([number, quantity]) => (
                    <span key={number} className="pick-part">
                      {number} × {quantity}
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {parts.length > 0 && (
        <>
          <h2>{t('paper.orders')}</h2>
          <div className="sheet-codes">
            {parts.map(({ number }) => (
              <Barcode key={number} text={number} />
            ))}
          </div>
        </>
      )}
    </Sheet>
  )
}
