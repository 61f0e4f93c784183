/**
 * Packing and handing over with a scanner or the keyboard alone: the order's number, each piece's SKU, the parcel's
 * tracking number. Nothing is packed before every piece has been counted; `+` closes a package and begins the next.
 */
import { Button, Checkbox, Input } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { change, newKey, ownProblem, type Problem, read } from '../../api'
import { useNews } from '../../live'
import { Page, Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { type Said, ScanField } from '../../parts/scan-field'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import { problemIn } from '../../reading'
import { recall, remember } from '../../remembering'
import type { FulfilmentOrder, Order } from '../../types'
import { numberText, wordText } from '../../words'
import { type Box, packagesOf, piecesInHand, readGrams } from './boxes'
import { type Counted, countScan, isComplete, wantedRows } from './counting'
import { findOrder } from './finding'

const CARRIER = 'carrier'
const WEIGHING = 'weigh-packages'
const NEXT_BOX = '+'

interface Job {
  readonly order: Order
  readonly part: FulfilmentOrder
  readonly counted: Counted
  /** Packages that are closed. */
  readonly boxes: readonly Box[]
  /** The package that was closed last is on the scales. */
  readonly isWeighing: boolean
  /** Of the next change: the same for each try, so that one whose answer was lost is not made twice. */
  readonly key: string
}

type Step = 'order' | 'choose' | 'pack' | 'weigh' | 'handOver'

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
  const [isWeighed, setIsWeighed] = useState(() => recall(WEIGHING) === 'yes')
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
    setJob({ order, part, counted: {}, boxes: [], isWeighing: false, key: newKey() })
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
  const pack = (now: Job) =>
    guarded(async () => {
      const { part, boxes, key } = now
      const packages = packagesOf(part, boxes)
      const path = `/v1/fulfilment-orders/${part.number}/pack`
      const body = packages === undefined ? {} : { packages }
      const packed = await change<FulfilmentOrder>('POST', path, body, key)
      setJob({ ...now, part: packed, isWeighing: false, key: newKey() })
      good(t('station.packed', { number: part.number }))
    })
  /** What has been counted since the last one goes into a package of its own. */
  const closeBox = (now: Job) => {
    const { part, counted, boxes } = now
    if (piecesInHand(counted, boxes) === 0) return bad(t('station.emptyBox'))
    const next = { ...now, boxes: [...boxes, { weightGrams: null, counted }], isWeighing: isWeighed }
    setJob(next)
    const number = boxes.length + 1
    if (isWeighed) return good(t('station.weighBox', { number }))
    return isComplete(wantedRows(part), counted)
      ? void pack(next)
      : good(t('station.nextBox', { number: number + 1 }))
  }
  const takeWeight = (now: Job, text: string) => {
    const weightGrams = readGrams(text)
    const last = now.boxes.at(-1)
    if (weightGrams === null || last === undefined) return bad(t('station.noWeight', { text }))
    const boxes = [...now.boxes.slice(0, -1), { ...last, weightGrams }]
    const next = { ...now, boxes, isWeighing: false }
    setJob(next)
    if (isComplete(wantedRows(now.part), now.counted)) return void pack(next)
    return good(t('station.nextBox', { number: boxes.length + 1 }))
  }
  const takePiece = (now: Job, text: string) => {
    const rows = wantedRows(now.part)
    if (text === NEXT_BOX) return closeBox(now)
    const counting = countScan(rows, now.counted, text)
    if (counting.kind === 'wrong') {
      return bad(t('station.wrong', { sku: counting.sku, number: now.part.number }))
    }
    if (counting.kind === 'surplus') {
      return bad(t('station.surplus', { sku: counting.sku, wanted: numberText(counting.wanted) }))
    }
    const next = { ...now, counted: counting.counted }
    if (isComplete(rows, counting.counted)) return closeBox(next)
    setJob(next)
    return good(t('station.counted', { sku: counting.sku, pieces: numberText(counting.pieces) }))
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

  /** Another one may have packed it, or cancelled the order. */
  const lookAgain = async () => {
    if (job === null || busy) return
    const { orderNumber } = job.order
    const order = await read<Order>(`/v1/orders/${orderNumber}`).catch(() => null)
    if (order === null) return
    const part = order.fulfilmentOrders.find(({ number }) => number === job.part.number)
    const status = part?.status ?? 'cancelled'
    setJob((now) => {
      if (now === null || now.part !== job.part) return now
      if (part === undefined || !OPEN.includes(status)) return null
      return status === now.part.status ? { ...now, order } : { ...now, order, part }
    })
    if (!OPEN.includes(status)) {
      bad(t('station.notNow', { number: job.part.number, status: wordText('partStatus', status) }))
    }
  }
  useNews('orders', () => void lookAgain(), { concerns: (name) => name === String(job?.order.orderNumber) })

  // A queue's row leads here with its number.
  const asked = search.get('number')
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is taken once.
  useEffect(() => {
    if (asked === null) return
    setSearch(new URLSearchParams(), { replace: true })
    void takeOrder(asked)
  }, [asked])

  const step: Step = job === null ? (choice === null ? 'order' : 'choose') : stepOf(job)
  const [firstBox, secondBox] = job?.part.packages ?? []
  const boxToGo = secondBox === undefined ? null : (firstBox?.packageNumber ?? null)
  const scan = (text: string) => {
    if (job === null) void takeOrder(text)
    else if (step === 'handOver') takeTracking(job, text)
    else if (step === 'weigh') takeWeight(job, text)
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
            label={boxToGo === null ? t(`station.scan.${step}`) : t('station.scanBox', { number: boxToGo })}
            said={said}
            busy={busy}
            step={`${step} ${job?.part.number ?? ''} ${job?.boxes.length ?? 0}`}
            scan={scan}
          />
          <ProblemNote
            problem={problem}
            {...(job !== null && step !== 'handOver' && { again: () => void pack(job) })}
          />
          <p className="soft">{t(`station.hint.${step}`)}</p>
          {job !== null && step === 'pack' && (
            <p className="station-acts">
              <Button onClick={() => closeBox(job)}>{t('station.closeBox')}</Button>
            </p>
          )}
          {step !== 'handOver' && (
            <Checkbox
              checked={isWeighed}
              onChange={({ target }) => {
                remember(WEIGHING, target.checked ? 'yes' : 'no')
                setIsWeighed(target.checked)
              }}
            >
              {t('station.weighEach')}
            </Checkbox>
          )}
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

function stepOf({ part, isWeighing }: Job): Step {
  if (part.status === 'packed') return 'handOver'
  return isWeighing ? 'weigh' : 'pack'
}

function JobPanel({ job: { order, part, counted, boxes } }: { job: Job }) {
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
      {(isPacked ? part.packages.length > 1 : boxes.length > 0) && <Boxes part={part} boxes={boxes} />}
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

/** Those that are closed; once they are packed, those that their carrier has yet to get. */
function Boxes({ part, boxes }: { part: FulfilmentOrder; boxes: readonly Box[] }) {
  const { t } = useTranslation()
  const closed =
    part.status === 'packed'
      ? part.packages.map(({ packageNumber, weightGrams }) => ({ packageNumber, weightGrams }))
      : boxes.map(({ weightGrams }, index) => ({ packageNumber: String(index + 1), weightGrams }))
  return (
    <ul className="station-boxes" aria-label={t('station.boxes')}>
      {closed.map(({ packageNumber, weightGrams }) => (
        <li key={packageNumber}>
          {t('parcel.package', { number: packageNumber })}
          {weightGrams !== null && ` · ${t('parcel.grams', { grams: numberText(weightGrams) })}`}
        </li>
      ))}
    </ul>
  )
}
