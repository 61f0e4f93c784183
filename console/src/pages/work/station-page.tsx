/**
 * Packing and handing over with a scanner or the keyboard alone: the order's number, each piece's SKU, the parcel's
 * tracking number. Nothing is packed before every piece has been counted.
 */
import { Button, Input } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { change, newKey, ownProblem, type Problem } from '../../api'
import { Page, Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { type Said, ScanField } from '../../parts/scan-field'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import { problemIn } from '../../reading'
import { recall, remember } from '../../remembering'
import type { FulfilmentOrder, Order } from '../../types'
import { numberText, wordText } from '../../words'
import { type Counted, countScan, isComplete, wantedRows } from './counting'
import { findOrder } from './finding'

const CARRIER = 'carrier'

interface Job {
  readonly order: Order
  readonly part: FulfilmentOrder
  readonly counted: Counted
  /** Of the next change: the same for each try, so that one whose answer was lost is not made twice. */
  readonly key: string
}

type Step = 'order' | 'choose' | 'pack' | 'handOver'

const OPEN = ['allocated', 'packed']

export function Component() {
  const { t } = useTranslation()
  const may = useMay()
  const title = t('station.title')
  if (may('warehouse')) return <Station />
  return (
    <Page title={title}>
      <ProblemNote problem={ownProblem('not_allowed', 403)} />
    </Page>
  )
}

function Station() {
  const { t } = useTranslation()
  const [search, setSearch] = useSearchParams()
  const [job, setJob] = useState<Job | null>(null)
  const [choice, setChoice] = useState<{ order: Order; parts: readonly FulfilmentOrder[] } | null>(null)
  const [said, setSaid] = useState<Said | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const [carrier, setCarrier] = useState(() => recall(CARRIER) ?? '')
  const good = useCallback((text: string) => setSaid({ isGood: true, text }), [])
  const bad = useCallback((text: string) => setSaid({ isGood: false, text }), [])

  const restart = useCallback(() => {
    setJob(null)
    setChoice(null)
    setProblem(null)
    setSaid(null)
  }, [])
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape') restart()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [restart])

  const guarded = async (work: () => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    try {
      await work()
    } catch (error) {
      const found = problemIn(error)
      setProblem(found)
      setSaid(null)
      // It was refused: the next try is another request.
      if (found.status >= 400 && found.status < 500) setJob((now) => now && { ...now, key: newKey() })
    } finally {
      setBusy(false)
    }
  }
  const begin = (order: Order, part: FulfilmentOrder) => {
    setChoice(null)
    if (!OPEN.includes(part.status)) {
      bad(t('station.notNow', { number: part.number, status: wordText('partStatus', part.status) }))
      return
    }
    setJob({ order, part, counted: {}, key: newKey() })
    good(t(part.status === 'packed' ? 'station.isPacked' : 'station.begun', { number: part.number }))
  }
  const takeOrder = (text: string) =>
    guarded(async () => {
      const found = await findOrder(text)
      if (found === null) {
        bad(t('station.unknown', { text }))
        return
      }
      const { order, parts } = found
      const open = parts.filter(({ status }) => OPEN.includes(status))
      const [first = parts[0], second] = open
      if (first === undefined) bad(t('station.unknown', { text }))
      else if (second === undefined) begin(order, first)
      else {
        setChoice({ order, parts: open })
        good(t('station.several', { number: order.orderNumber }))
      }
    })
  const pack = ({ order, part, counted, key }: Job) =>
    guarded(async () => {
      const packed = await change<FulfilmentOrder>(
        'POST',
        `/v1/fulfilment-orders/${part.number}/pack`,
        {},
        key,
      )
      setJob({ order, part: packed, counted, key: newKey() })
      good(t('station.packed', { number: part.number }))
    })
  const takePiece = (now: Job, text: string) => {
    const rows = wantedRows(now.part)
    const counting = countScan(rows, now.counted, text)
    if (counting.kind === 'wrong') {
      bad(t('station.wrong', { sku: counting.sku, number: now.part.number }))
    } else if (counting.kind === 'surplus') {
      bad(t('station.surplus', { sku: counting.sku, wanted: numberText(counting.wanted) }))
    } else {
      const next = { ...now, counted: counting.counted }
      setJob(next)
      if (isComplete(rows, counting.counted)) void pack(next)
      else good(t('station.counted', { sku: counting.sku, pieces: numberText(counting.pieces) }))
    }
  }
  const takeTracking = (now: Job, trackingNumber: string) => {
    const { order, part, key } = now
    const names = [part.number, String(order.orderNumber), order.sellerOrderNumber]
    if (carrier.trim() === '') return bad(t('station.noCarrier'))
    if (names.includes(trackingNumber) || part.lines.some(({ sku }) => sku === trackingNumber)) {
      return bad(t('station.noTracking', { text: trackingNumber }))
    }
    remember(CARRIER, carrier.trim())
    const [box, nextBox] = part.packages
    const body = {
      carrier: carrier.trim(),
      trackingNumber,
      ...(box !== undefined && nextBox !== undefined && { packageNumber: box.packageNumber }),
    }
    return void guarded(async () => {
      const path = `/v1/fulfilment-orders/${part.number}/hand-over`
      const after = await change<FulfilmentOrder>('POST', path, body, key)
      setJob(after.packages.length > 0 ? { ...now, part: after, key: newKey() } : null)
      good(t('station.handedOver', { number: part.number, trackingNumber }))
    })
  }

  // A queue's row leads here with its number.
  const asked = search.get('number')
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is taken once.
  useEffect(() => {
    if (asked === null) return
    setSearch(new URLSearchParams(), { replace: true })
    void takeOrder(asked)
  }, [asked])

  const step: Step =
    job === null ? (choice === null ? 'order' : 'choose') : job.part.status === 'packed' ? 'handOver' : 'pack'
  const scan = (text: string) => {
    if (job === null) void takeOrder(text)
    else if (step === 'handOver') takeTracking(job, text)
    else takePiece(job, text)
  }
  return (
    <Page
      title={t('station.title')}
      actions={step !== 'order' && <Button onClick={restart}>{t('station.restart')}</Button>}
    >
      <div className="station">
        <div>
          {step === 'handOver' && (
            <div className="scan">
              <label htmlFor="carrier">{t('actFields.carrier')}</label>
              <Input
                id="carrier"
                size="large"
                maxLength={64}
                autoComplete="off"
                value={carrier}
                onChange={(event) => setCarrier(event.target.value)}
                onPressEnter={() => document.getElementById('scan')?.focus()}
              />
            </div>
          )}
          <ScanField
            label={t(`station.scan.${step}`)}
            said={said}
            busy={busy}
            step={`${step} ${job?.part.number ?? ''}`}
            scan={scan}
          />
          <ProblemNote
            problem={problem}
            {...(job !== null && step === 'pack' && { again: () => void pack(job) })}
          />
          <p className="soft">{t(`station.hint.${step}`)}</p>
          {choice !== null && (
            <div className="station-choice">
              {choice.parts.map((part) => (
                <Button key={part.number} onClick={() => begin(choice.order, part)}>
                  {part.number} · {part.location} · {wordText('partStatus', part.status)}
                </Button>
              ))}
            </div>
          )}
        </div>
        {job !== null && <JobPanel job={job} />}
      </div>
    </Page>
  )
}

function JobPanel({ job: { order, part, counted } }: { job: Job }) {
  const { t } = useTranslation()
  const isPacked = part.status === 'packed'
  return (
    <Panel
      title={t('part.title', { number: part.number, location: part.location })}
      extra={<Status group="partStatus" word={part.status} />}
    >
      <ul className="station-rows">
        {wantedRows(part).map(({ rowNumber, sku, quantity }) => {
          const there = isPacked ? quantity : (counted[rowNumber] ?? 0)
          return (
            <li key={rowNumber} className={there === quantity ? 'complete' : ''}>
              <span className="code">{sku}</span>
              <span className="number">
                {t('station.of', { there: numberText(there), quantity: numberText(quantity) })}
              </span>
            </li>
          )
        })}
      </ul>
      {order.remark !== null && <p className="station-remark">{order.remark}</p>}
      <p className="station-papers">
        <Link to={`/paper/packing-slip/${part.number}`} target="_blank">
          {t('work.packingSlip')}
        </Link>
        {order.label !== null && (
          <Link to={`/paper/label/${order.orderNumber}`} target="_blank">
            {t('order.label')}
          </Link>
        )}
        <Link to={`/orders/${order.orderNumber}`}>{t('order.title', { number: order.orderNumber })}</Link>
      </p>
    </Panel>
  )
}
