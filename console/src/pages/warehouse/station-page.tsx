/**
 * Packing and handing over with a scanner or the keyboard alone: the order's number, each piece's SKU, the parcel's
 * tracking number. Nothing is packed before every piece has been counted; `+` closes a package and begins the next.
 */
import { Button, Checkbox, Input } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { change, newKey, ownProblem, type Problem, read } from '../../api'
import { useNews } from '../../live'
import { Page } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { type Said, ScanField } from '../../parts/scan-field'
import { useMay } from '../../permissions'
import { problemIn } from '../../reading'
import { recall, remember } from '../../remembering'
import type { FulfilmentOrder, Order } from '../../types'
import { numberText, wordText } from '../../words'
import { packagesOf, piecesInHand, readGrams } from './boxes'
import { countScan, isComplete, wantedRows } from './counting'
import { findOrder, isOrderNumber, isSku } from './finding'
import {
  changeOf,
  isOpen,
  isOwnName,
  isReady,
  isUnsaved,
  type Job,
  looksLikePart,
  NEXT_BOX,
  type Step,
  stepOf,
} from './job'
import { JobPanel } from './job-panel'

const CARRIER = 'carrier'
const WEIGHING = 'weigh-packages'

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
  /** Escape was pressed while there is something to lose. */
  const [isLeaving, setIsLeaving] = useState(false)
  const [round, setRound] = useState(0)
  /** What an answer that comes late is held against. */
  const latest = useRef({ job, busy, round })
  useEffect(() => {
    latest.current = { job, busy, round }
  })
  const good = useCallback((text: string) => setSaid({ isGood: true, text }), [])
  const bad = useCallback((text: string) => setSaid({ isGood: false, text }), [])

  const restart = () => {
    setJob(null)
    setChoice(null)
    setProblem(null)
    setSaid(null)
    setIsLeaving(false)
    setRound((before) => before + 1)
  }
  const leave = () => {
    if (job === null || !isUnsaved(job) || isLeaving) return restart()
    setIsLeaving(true)
    bad(t('station.restartAgain', { number: job.part.number }))
  }
  const onEscape = useRef(leave)
  useEffect(() => {
    onEscape.current = leave
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.repeat) onEscape.current()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])

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
    if (!isOpen(part)) {
      bad(t('station.notNow', { number: part.number, status: wordText('partStatus', part.status) }))
      return
    }
    setJob({ order, part, counted: {}, boxes: [], isWeighing: false, key: newKey() })
    good(t(part.status === 'packed' ? 'station.isPacked' : 'station.begun', { number: part.number }))
  }
  const takeOrder = (text: string) =>
    guarded(async () => {
      const found = await findOrder(text)
      if (latest.current.round !== round) return
      if (found === null) {
        bad(t('station.unknown', { text }))
        return
      }
      const { order, parts } = found
      const open = parts.filter(isOpen)
      const [first = parts[0], second] = open
      if (first === undefined) bad(t('station.unknown', { text }))
      else if (second === undefined) begin(order, first)
      else {
        setChoice({ order, parts: open })
        good(t('station.several', { number: order.orderNumber }))
      }
    })
  /** After an answer, unless what it is about was left meanwhile. */
  const goOn = (next: Job | null) => setJob((now) => (latest.current.round === round ? next : now))
  const pack = (now: Job) =>
    guarded(async () => {
      const { part, boxes, key } = now
      const packages = packagesOf(part, boxes)
      const path = `/v1/fulfilment-orders/${part.number}/pack`
      const body = packages === undefined ? {} : { packages }
      const packed = await change<FulfilmentOrder>('POST', path, body, key)
      goOn({ ...now, part: packed, isWeighing: false, key: newKey() })
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
    const { part, key } = now
    if (carrier.trim() === '') return bad(t('station.noCarrier'))
    if (isOwnName(now, trackingNumber)) return bad(t('station.noTracking', { text: trackingNumber }))
    const isNone = (why: 'noTrackingOrder' | 'noTrackingSku') =>
      bad(t(`station.${why}`, { text: trackingNumber, number: part.number }))
    if (looksLikePart(trackingNumber)) return isNone('noTrackingOrder')
    remember(CARRIER, carrier.trim())
    const [box, nextBox] = part.packages
    const body = {
      carrier: carrier.trim(),
      trackingNumber,
      ...(box !== undefined && nextBox !== undefined && { packageNumber: box.packageNumber }),
    }
    return void guarded(async () => {
      const [isOrders, isGoods] = await Promise.all([isOrderNumber(trackingNumber), isSku(trackingNumber)])
      if (isOrders) return isNone('noTrackingOrder')
      if (isGoods) return isNone('noTrackingSku')
      if (latest.current.round !== round) return
      const path = `/v1/fulfilment-orders/${part.number}/hand-over`
      const after = await change<FulfilmentOrder>('POST', path, body, key)
      goOn(after.packages.length > 0 ? { ...now, part: after, key: newKey() } : null)
      good(t('station.handedOver', { number: part.number, trackingNumber }))
    })
  }

  /** Another one may have packed it, taken pieces out of it, or cancelled the order. */
  const lookAgain = async () => {
    if (job === null || busy) return
    const { part } = job
    const order = await read<Order>(`/v1/orders/${job.order.orderNumber}`).catch(() => null)
    if (order === null || latest.current.busy || latest.current.job?.part !== part) return
    const after = order.fulfilmentOrders.find(({ number }) => number === part.number)
    if (after === undefined || !isOpen(after)) {
      setJob(null)
      const status = wordText('partStatus', after?.status ?? 'cancelled')
      bad(t('station.notNow', { number: part.number, status }))
      return
    }
    const what = changeOf(part, after)
    if (what === null) {
      setJob((now) => now && { ...now, order })
      return
    }
    setJob({ order, part: after, counted: {}, boxes: [], isWeighing: false, key: newKey() })
    bad(t(`station.${what}`, { number: part.number }))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: a refusal may be for what has changed.
  useEffect(() => {
    if (problem !== null) void lookAgain()
  }, [problem])
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
    setIsLeaving(false)
    if (job === null) void takeOrder(text)
    else if (step === 'handOver') takeTracking(job, text)
    else if (step === 'weigh') takeWeight(job, text)
    else takePiece(job, text)
  }
  return (
    <Page
      title={t('station.title')}
      actions={step !== 'order' && <Button onClick={leave}>{t('station.restart')}</Button>}
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
            key={round}
            label={boxToGo === null ? t(`station.scan.${step}`) : t('station.scanBox', { number: boxToGo })}
            said={said}
            problem={problem}
            busy={busy}
            step={`${step} ${job?.part.number ?? ''} ${job?.boxes.length ?? 0} ${isWeighed}`}
            scan={scan}
          />
          <ProblemNote
            problem={problem}
            {...(job !== null && isReady(job) && !busy && { again: () => void pack(job) })}
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
