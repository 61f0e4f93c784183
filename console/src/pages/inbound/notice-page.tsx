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
import { type Reading, useReading } from '../../reading'
import { useSending } from '../../sending'
import type { Notice } from '../../types'
import { numberText } from '../../words'
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
  return <Receiving key={notice.version} notice={notice} pathOf={pathOf} reading={reading} />
}

interface ReceivingProps {
  readonly notice: Notice
  readonly pathOf: (act: string) => string
  readonly reading: Pick<Reading<Notice>, 'again' | 'quietly'>
}

function Receiving({ notice, pathOf, reading }: ReceivingProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayReceive = useMay()('warehouse') && OPEN.includes(notice.status)
  const [now, setNow] = useState<ComeNow>({})
  const [quality, setQuality] = useState<Quality>('good')
  const [said, setSaid] = useState<Said | null>(null)
  const { busy, problem, send } = useSending()
  const totals = totalsOf(notice.rows, now)
  const title = t('inbound.noticeTitle', { number: notice.number })
  const [isOld, setIsOld] = useState(false)
  // What has been counted here is not thrown away for what another one has received.
  const concerns = (name: string) => name === notice.number
  useNews('notices', () => (busy || totals.length > 0 ? setIsOld(true) : reading.quietly()), { concerns })

  const act = (name: 'receive' | 'close', body: object) =>
    send(async (key) => {
      await change('POST', pathOf(name), body, key)
      void message.success(t(`inbound.${name}Done`, { number: notice.number }))
      reading.again()
    })
  const scan = (text: string) => {
    const taken = receiveScan(notice.rows, now, text, quality)
    if (taken.kind === 'wrong') {
      setSaid({ isGood: false, text: t('inbound.wrong', { sku: taken.sku, number: notice.number }) })
      return
    }
    setNow(taken.now)
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
          <Status group="noticeStatus" word={notice.status} /> · {notice.location} · {notice.account}
        </>
      }
      actions={
        mayReceive && (
          <>
            {notice.status === 'receiving' && totals.length === 0 && (
              <Button disabled={busy} onClick={() => void act('close', {})}>
                {t('inbound.close')}
              </Button>
            )}
            <Button
              type="primary"
              disabled={totals.length === 0}
              loading={busy}
              onClick={() => void act('receive', { rows: totals })}
            >
              {t('inbound.receive')}
            </Button>
          </>
        )
      }
    >
      <ProblemNote problem={problem} />
      {isOld && totals.length > 0 && (
        <Alert
          className="problem"
          type="warning"
          showIcon
          title={t('inbound.changed')}
          action={<Button onClick={reading.again}>{t('inbound.startAnew')}</Button>}
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
          <ScanField label={t('inbound.scan')} said={said} busy={busy} step={quality} scan={scan} />
        </div>
      )}
      <Rows notice={notice} now={now} set={mayReceive ? setNow : null} />
    </Page>
  )
}

interface RowsProps {
  readonly notice: Notice
  readonly now: ComeNow
  /** Null: nothing can be received. */
  readonly set: ((now: ComeNow) => void) | null
}

function Rows({ notice, now, set }: RowsProps) {
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
    ...(set === null ? [] : [typed('good'), typed('defective')]),
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
