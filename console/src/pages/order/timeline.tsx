/** What has happened to an order, newest first. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../../api'
import { Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Time } from '../../parts/show'
import { problemIn, readAll } from '../../reading'
import { saidText } from '../../said'
import type { Order, OrderEvent } from '../../types'
import { moneyText, wordText } from '../../words'
import { changesOf } from './event-texts'

/** `round`: raised when the history has to be read again. */
export function Timeline({ order, round }: { order: Order; round: number }) {
  const { t } = useTranslation()
  const { orderNumber, currency } = order
  const [events, setEvents] = useState<readonly OrderEvent[]>([])
  const [problem, setProblem] = useState<Problem | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads the same history again.
  useEffect(() => {
    const aborting = new AbortController()
    readAll<OrderEvent>(`/v1/orders/${orderNumber}/events`, aborting.signal).then(
      (found) => {
        setEvents([...found].reverse())
        setProblem(null)
      },
      (error: unknown) => {
        if (!aborting.signal.aborted) setProblem(problemIn(error))
      },
    )
    return () => aborting.abort()
  }, [orderNumber, round])
  return (
    <Panel title={t('order.timeline')}>
      <ProblemNote problem={problem} />
      <ol className="trail">
        {events.map((event, index) => (
          <li key={event.version}>
            <div className="trail-head">
              <span>{wordText('events', event.kind)}</span>
              <Time at={event.at} />
            </div>
            <p>{[...changesOf(event, events[index + 1]), ...detailsOf(event, currency)].join(' · ')}</p>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

const DETAILS = ['reason', 'carrier', 'trackingNumber', 'location', 'from', 'to', 'afterSaleNumber'] as const

function detailsOf({ data }: OrderEvent, currency: string): readonly string[] {
  if (data === null) return []
  const shown = DETAILS.flatMap((name) => {
    const value = data[name]
    return typeof value === 'string' || typeof value === 'number' ? [saidText(String(value))] : []
  })
  const { refundMinor } = data
  return typeof refundMinor === 'number' && refundMinor > 0
    ? [...shown, moneyText(refundMinor, currency)]
    : shown
}
