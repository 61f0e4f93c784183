/** What each location still has to do: short of stock, on hold, to be packed, to be handed over. */

import { App, Button, Empty, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { change, withQuery } from '../../api'
import { useNews } from '../../live'
import { LoadingPage } from '../../parts/fallback'
import { PrintIcon, ReloadIcon } from '../../parts/icons'
import { type Filters, ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Time } from '../../parts/show'
import { useMay } from '../../permissions'
import { problemIn, type Reading, useChoices, useReading } from '../../reading'
import { recall, remember } from '../../remembering'
import { saidText } from '../../said'
import { useSending } from '../../sending'
import type { List, QueueCounts, QueuedPart, StockLocation } from '../../types'
import { countryText, numberText, wordText } from '../../words'
import { MoveStock } from '../stock/move-stock'

const FILTERS = ['location', 'status'] as const
const QUEUES = ['allocated', 'packed', 'shortage', 'hold'] as const
type Queue = (typeof QUEUES)[number]
/** The hub counts no further. */
const MOST_COUNTED = 10_000
const LOCATION = 'work-location'

export function Component() {
  const { t } = useTranslation()
  const filters = useFilters(FILTERS)
  const counts = useReading<List<QueueCounts>>('/v1/work-queues?limit=250')
  if (counts.value === null && counts.problem === null) return <LoadingPage />
  const rows = counts.value?.data ?? []
  const wanted = filters.values.location ?? recall(LOCATION)
  const here = rows.find(({ location }) => location === wanted) ?? rows.find(hasWork) ?? rows[0]
  if (here === undefined) {
    return (
      <Page title={t('work.title')}>
        <ProblemNote problem={counts.problem} again={counts.again} />
        {counts.problem === null && <NoLocation />}
      </Page>
    )
  }
  const queue = QUEUES.find((one) => one === filters.values.status) ?? 'allocated'
  return <Queues filters={filters} all={rows} here={here} queue={queue} counts={counts} />
}

function hasWork(counts: QueueCounts): boolean {
  return QUEUES.some((queue) => counts[queue] > 0)
}

function NoLocation() {
  const { t } = useTranslation()
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={null} className="empty">
      <strong>{t('work.noLocation')}</strong>
      {t('work.noLocationAdvice')}
    </Empty>
  )
}

interface QueuesProps {
  readonly filters: Filters
  readonly all: readonly QueueCounts[]
  readonly here: QueueCounts
  readonly queue: Queue
  readonly counts: Pick<Reading<List<QueueCounts>>, 'again' | 'quietly' | 'value'>
}

function Queues({ filters, all, here, queue, counts }: QueuesProps) {
  const { t } = useTranslation()
  const may = useMay()
  const { location } = here
  const locations = useChoices<StockLocation>('/v1/stock-locations')
  const nameOf = (code: string) => {
    const name = locations.find((one) => one.code === code)?.name
    return name === undefined || name === code ? code : `${code} · ${name}`
  }
  const shown = { ...filters, values: { location, status: queue }, isFiltered: false }
  const list = useList<QueuedPart>('/v1/fulfilment-orders', shown)
  const reload = () => {
    counts.again()
    list.again()
  }
  const reloadQuietly = () => {
    counts.quietly()
    list.quietly()
  }
  useNews('queues', reloadQuietly)
  return (
    <Page
      title={t('work.title')}
      actions={
        <>
          <Button icon={<ReloadIcon />} onClick={reload} aria-label={t('common.reload')} />
          {queue === 'allocated' && (
            <Link to={withQuery('/paper/pick-list', { location })} target="_blank">
              <PrintIcon /> {t('work.pickList')}
            </Link>
          )}
          {may('warehouse') && <Link to="/warehouse/station">{t('work.toStation')}</Link>}
        </>
      }
    >
      <div className="filters">
        <Select
          className="filter-wide"
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('stock.location')}
          value={location}
          options={all.map((one) => ({ value: one.location, label: nameOf(one.location) }))}
          popupMatchSelectWidth={false}
          onChange={(chosen) => {
            remember(LOCATION, chosen)
            filters.set({ location: chosen })
          }}
        />
        {counts.value !== null && counts.value.nextCursor !== null && (
          <span className="soft">{t('list.firstOnly', { count: all.length })}</span>
        )}
      </div>
      <nav className="queues" aria-label={t('work.queues')}>
        {QUEUES.map((one) => (
          <Link
            key={one}
            to={withQuery('/warehouse', { location, status: one })}
            {...(one === queue && { 'aria-current': 'page' as const })}
          >
            {t(`queue.${one}.name`)} <span className="number">{countText(here[one])}</span>
          </Link>
        ))}
      </nav>
      <ListTable<QueuedPart>
        list={list}
        filters={shown}
        columns={useColumns(queue, reload)}
        rowKey={({ number }) => number}
        label={t(`queue.${queue}.name`)}
        empty={
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={null} className="empty">
            <strong>{t(`queue.${queue}.empty`)}</strong>
            {t(`queue.${queue}.advice`)}
            <div className="empty-next">
              <Link to="/orders">{t('work.toOrders')}</Link>
            </div>
          </Empty>
        }
      />
    </Page>
  )
}

function countText(count: number): string {
  return count < MOST_COUNTED ? numberText(count) : `${numberText(MOST_COUNTED)}+`
}

function useColumns(queue: Queue, reload: () => void): TableColumnsType<QueuedPart> {
  const { t } = useTranslation()
  const may = useMay()
  return [
    {
      key: 'number',
      title: t('work.number'),
      render: (_, { number, order }) => <Link to={`/orders/${order.orderNumber}`}>{number}</Link>,
    },
    { key: 'since', title: t('work.since'), render: (_, { since }) => since !== null && <Time at={since} /> },
    {
      key: 'recipient',
      title: t('address.recipient'),
      render: (_, { order: { address } }) => (
        <>
          <span className="recipient" title={address.recipient}>
            {address.recipient}
          </span>{' '}
          <span className="soft">{countryText(address.country)}</span>
        </>
      ),
    },
    {
      key: 'lines',
      title: t('order.lines'),
      render: (_, part) => (
        <div className="queue-words">
          <Pieces part={part} />
        </div>
      ),
    },
    {
      key: 'remark',
      title: t('order.remark'),
      render: (_, { order }) => (
        <div className="queue-words">
          {queue === 'hold'
            ? order.holds.map(({ kind, reason }) => (
                <div key={`${kind} ${reason}`}>
                  {wordText('holdKind', kind)} <span className="soft">{saidText(reason)}</span>
                </div>
              ))
            : order.remark}
        </div>
      ),
    },
    {
      key: 'acts',
      align: 'right',
      title: <span className="unseen">{t('stock.acts')}</span>,
      render: (_, part) => <Acts part={part} queue={queue} mayWork={may('warehouse')} done={reload} />,
    },
  ]
}

function Pieces({ part }: { part: QueuedPart }) {
  return part.lines
    .filter(({ quantity, cancelled }) => quantity > cancelled)
    .map(({ rowNumber, sku, quantity, cancelled }) => (
      <div key={rowNumber}>
        <span className="number">{numberText(quantity - cancelled)}</span> ×{' '}
        <span className="code">{sku}</span>
      </div>
    ))
}

interface ActsProps {
  readonly part: QueuedPart
  readonly queue: Queue
  readonly mayWork: boolean
  readonly done: () => void
}

function Acts({ part, queue, mayWork, done }: ActsProps) {
  const { t } = useTranslation()
  const may = useMay()
  const { modal, message } = App.useApp()
  const [receiving, setReceiving] = useState(false)
  const { busy, send } = useSending()
  /** As it was when it was acted on: it waits to be read anew. */
  const [acted, setActed] = useState<QueuedPart | null>(null)
  const isWaiting = busy || acted === part
  const act = (name: 'allocate' | 'release') =>
    send(async (key) => {
      try {
        await change('POST', `/v1/fulfilment-orders/${part.number}/${name}`, {}, key)
      } catch (error) {
        modal.error({
          title: t(`acts.${name}.title`, { name: part.number }),
          content: <ProblemNote problem={problemIn(error)} />,
          okText: t('common.back'),
        })
        throw error
      }
      setActed(part)
      void message.success(t(`acts.${name}.done`, { name: part.number }))
      done()
    })
  const sku = part.lines[0]?.sku
  return (
    <span className="row-acts stacked-acts">
      {mayWork && queue === 'shortage' && (
        <Button type="link" size="small" disabled={isWaiting} onClick={() => void act('allocate')}>
          {t('acts.allocate.button')}
        </Button>
      )}
      {queue === 'shortage' && sku !== undefined && may('stock.change') && (
        <Button type="link" size="small" disabled={isWaiting} onClick={() => setReceiving(true)}>
          {t('stock.receiveStock')}
        </Button>
      )}
      {mayWork && queue === 'hold' && (
        <Button type="link" size="small" disabled={isWaiting} onClick={() => void act('release')}>
          {t('acts.release.button')}
        </Button>
      )}
      {mayWork && (queue === 'allocated' || queue === 'packed') && (
        <Link to={withQuery('/warehouse/station', { number: part.number })}>
          {t(queue === 'packed' ? 'acts.handOver.button' : 'acts.pack.button')}
        </Link>
      )}
      {(queue === 'allocated' || queue === 'packed') && (
        <Link to={`/paper/packing-slip/${part.number}`} target="_blank">
          {t('work.packingSlip')}
        </Link>
      )}
      {receiving && sku !== undefined && (
        <MoveStock
          moving={{
            kind: 'receive',
            account: part.order.account,
            location: part.location,
            ...(part.lines.length === 1 && { sku }),
          }}
          done={done}
          close={() => setReceiving(false)}
        />
      )}
    </span>
  )
}
