/** Receiving what was announced: each piece is scanned, good or defective, or its count is typed. */
import { Alert, App, Button, InputNumber, Segmented, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { change, withQuery } from '../../api'
import { useNews } from '../../live'
import { numberColumn } from '../../parts/columns'
import { LoadingPage } from '../../parts/fallback'
import { Page, Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { type Said, ScanField } from '../../parts/scan-field'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import { useReading } from '../../reading'
import { useSending } from '../../sending'
import type { Notice } from '../../types'
import { numberText } from '../../words'
import { CloseNotice } from './close-notice'
import { type ComeNow, missingOf, NONE, receiveScan, totalsOf } from './receiving'

type Quality = 'good' | 'defective'

const OPEN = ['announced', 'confirmed', 'receiving']
/** The most that the hub takes of one row. */
const MOST = 1_000_000

export function Component() {
  const { number = '' } = useParams()
  const [search] = useSearchParams()
  const path = `/v1/inbound-notices/${encodeURIComponent(number)}`
  const scope = search.get('scope') ?? ''
  // A notice without a scope is asked for by an empty one.
  const query = `account=${encodeURIComponent(search.get('account') ?? '')}&scope=${encodeURIComponent(scope)}`
  const isNamed = search.get('account') !== null
  const reading = useReading<Notice>(isNamed ? `${path}?${query}` : withQuery(path, {}))
  const { value: notice, problem, again } = reading
  const title = useTranslation().t('inbound.noticeTitle', { number })
  if (problem !== null) {
    return (
      <Page title={title}>
        <ProblemNote problem={problem} again={again} />
      </Page>
    )
  }
  if (notice === null) return <LoadingPage />
  const pathOf = (act: string) => `${path}/${act}${isNamed ? `?${query}` : ''}`
  return <Receiving key={pathOf('')} read={notice} pathOf={pathOf} quietly={reading.quietly} />
}

/** What has been counted, and the notice as it was when the counting began. */
interface Count {
  readonly of: Notice
  readonly now: ComeNow
}

interface ReceivingProps {
  readonly read: Notice
  readonly pathOf: (act: string) => string
  readonly quietly: () => void
}

function Receiving({ read, pathOf, quietly }: ReceivingProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [count, setCount] = useState<Count | null>(null)
  const [answered, setAnswered] = useState<Notice | null>(null)
  const [quality, setQuality] = useState<Quality>('good')
  const [said, setSaid] = useState<Said | null>(null)
  const [isClosing, setIsClosing] = useState(false)
  const [asked, setAsked] = useState(0)
  const { busy, problem, send, forget } = useSending()
  const newest = answered !== null && answered.version > read.version ? answered : read
  // What has been counted here is not thrown away for what another one has received.
  const notice = count?.of ?? newest
  const now = count?.now ?? {}
  const totals = totalsOf(notice.rows, now)
  const isOld = notice.version !== newest.version && !busy
  const mayReceive = useMay()('warehouse') && OPEN.includes(newest.status)
  const title = t('inbound.noticeTitle', { number: notice.number })
  useNews('notices', quietly, { concerns: (name) => name === notice.number })

  const countOn = (next: ComeNow) => {
    setCount(totalsOf(notice.rows, next).length === 0 ? null : { of: notice, now: next })
  }
  const startAnew = () => {
    setCount(null)
    setSaid(null)
    forget()
  }
  const receive = () =>
    send(async () => {
      try {
        // The version keeps it from being done twice, as a key would.
        const body = { version: notice.version, rows: totals }
        setAnswered(await change<Notice>('POST', pathOf('receive'), body))
        setCount(null)
        setSaid({ isGood: true, text: t('inbound.receiveDone', { number: notice.number }) })
      } catch (error) {
        // Perhaps for what another one has received.
        quietly()
        throw error
      }
    })
  const close = async (key: string) => {
    setAnswered(await change<Notice>('POST', pathOf('close'), {}, key))
    void message.success(t('inbound.closeDone', { number: notice.number }))
  }
  const scan = (text: string) => {
    const taken = receiveScan(notice.rows, now, text, quality)
    if (taken.kind === 'wrong') {
      setSaid({ isGood: false, text: t('inbound.wrong', { sku: taken.sku, number: notice.number }) })
      return
    }
    countOn(taken.now)
    setSaid(
      taken.isSurplus
        ? { isGood: false, text: t('inbound.surplus', { sku: taken.sku }) }
        : { isGood: true, text: t(`inbound.${quality}Counted`, { sku: taken.sku }) },
    )
  }
  return (
    <Page
      title={title}
      note={
        <>
          <Status group="noticeStatus" word={newest.status} /> · {notice.location} · {notice.account}
        </>
      }
      actions={
        mayReceive && (
          <>
            {newest.status === 'receiving' && totals.length === 0 && (
              <Button disabled={busy} onClick={() => setIsClosing(true)}>
                {t('inbound.close')}
              </Button>
            )}
            <Button
              type="primary"
              disabled={totals.length === 0 || isOld}
              loading={busy}
              onClick={() => void receive()}
            >
              {t('inbound.receive')}
            </Button>
          </>
        )
      }
    >
      <ProblemNote problem={problem} />
      {isOld && (
        <Alert
          className="problem"
          type="warning"
          showIcon
          title={t('inbound.changed')}
          action={<Button onClick={startAnew}>{t('inbound.startAnew')}</Button>}
        />
      )}
      {mayReceive && (
        <div className="receiving">
          <Segmented<Quality>
            aria-label={t('inbound.quality')}
            value={quality}
            options={[
              { value: 'good', label: t('inbound.good') },
              { value: 'defective', label: t('inbound.defective') },
            ]}
            onChange={(chosen) => setQuality(chosen)}
          />
          <ScanField
            label={t('inbound.scan')}
            said={said}
            problem={problem}
            busy={busy}
            step={`${quality} ${asked} ${notice.version}`}
            scan={scan}
          />
        </div>
      )}
      <Rows notice={notice} now={now} set={mayReceive && !busy ? countOn : null} isOpen={mayReceive} />
      {isClosing && (
        <CloseNotice
          notice={notice}
          act={close}
          close={() => {
            setIsClosing(false)
            setAsked(asked + 1)
          }}
        />
      )}
    </Page>
  )
}

interface RowsProps {
  readonly notice: Notice
  readonly now: ComeNow
  /** Whether anything can be received. */
  readonly isOpen: boolean
  /** Null: not now. */
  readonly set: ((now: ComeNow) => void) | null
}

function Rows({ notice, now, isOpen, set }: RowsProps) {
  const { t } = useTranslation()
  type Row = Notice['rows'][number]
  const typed = (quality: Quality) => ({
    key: quality,
    title: t(`inbound.${quality}`),
    render: (_: unknown, row: Row) => (
      <InputNumber
        aria-label={t(`inbound.${quality}Of`, { sku: row.sku, row: row.rowNumber })}
        min={0}
        max={MOST}
        precision={0}
        disabled={set === null}
        value={(now[row.rowNumber] ?? NONE)[quality]}
        onChange={(value) =>
          set?.({ ...now, [row.rowNumber]: { ...(now[row.rowNumber] ?? NONE), [quality]: value ?? 0 } })
        }
      />
    ),
  })
  const columns: TableColumnsType<Row> = [
    { key: 'box', title: t('inbound.box'), render: (_, { box, boxNumber }) => box ?? numberText(boxNumber) },
    { key: 'sku', title: t('stock.sku'), render: (_, { sku }) => <span className="code">{sku}</span> },
    numberColumn<Row>('quantity', t('inbound.announced'), ({ quantity }) => quantity),
    numberColumn<Row>('received', t('inbound.before'), ({ received }) => received),
    numberColumn<Row>('broken', t('inbound.brokenBefore'), ({ defective }) => defective),
    ...(isOpen ? [typed('good'), typed('defective')] : []),
    numberColumn<Row>('missing', t('inbound.missing'), (row) => Math.max(missingOf(row, now), 0)),
  ]
  return (
    <Panel title={t('inbound.rows')}>
      <Table<Row>
        aria-label={t('inbound.rows')}
        size="small"
        columns={columns}
        dataSource={[...notice.rows]}
        rowKey="rowNumber"
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
    </Panel>
  )
}
