/** Goods that are announced, and how much of them has come. */
import { Select, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { withQuery } from '../../api'
import { useNews } from '../../live'
import { EmptyNote } from '../../parts/empty-note'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { Time } from '../../parts/show'
import { Status } from '../../parts/status'
import type { NoticeSummary } from '../../types'
import { numberText, wordText } from '../../words'
import { LocationFilter } from '../stock/stock-filters'

const FILTERS = ['location', 'status'] as const
const STATUSES = ['announced', 'confirmed', 'receiving', 'closed', 'withdrawn'] as const

export function Component() {
  const { t } = useTranslation()
  const filters = useFilters(FILTERS)
  const list = useList<NoticeSummary>('/v1/inbound-notices', filters)
  useNews('notices', list.quietly)
  const columns: TableColumnsType<NoticeSummary> = [
    {
      key: 'number',
      title: t('inbound.number'),
      render: (_, { number, account, scope }) => (
        <Link to={withQuery(`/inbound/${encodeURIComponent(number)}`, { account, scope })}>{number}</Link>
      ),
    },
    {
      key: 'status',
      title: t('inbound.status'),
      render: (_, { status }) => <Status group="noticeStatus" word={status} />,
    },
    { key: 'location', title: t('stock.location'), dataIndex: 'location' },
    { key: 'expectedOn', title: t('inbound.expectedOn'), dataIndex: 'expectedOn' },
    {
      key: 'received',
      title: t('inbound.received'),
      align: 'right',
      className: 'number',
      render: (_, { received, quantity }) =>
        t('station.of', { there: numberText(received), quantity: numberText(quantity) }),
    },
    { key: 'account', title: t('orderColumns.account'), dataIndex: 'account' },
    {
      key: 'createdAt',
      title: t('inbound.createdAt'),
      render: (_, { createdAt }) => <Time at={createdAt} />,
    },
    { key: 'remark', title: t('order.remark'), className: 'wraps', dataIndex: 'remark' },
  ]
  return (
    <Page title={t('inbound.title')}>
      <div className="filters">
        <LocationFilter filters={filters} />
        <Select
          className="filter"
          allowClear
          aria-label={t('inbound.status')}
          placeholder={t('inbound.status')}
          value={filters.values.status}
          options={STATUSES.map((value) => ({ value, label: wordText('noticeStatus', value) }))}
          onChange={(status: string | undefined) => filters.set({ status })}
        />
      </div>
      <ListTable<NoticeSummary>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ account, scope, number }) => `${account} ${scope} ${number}`}
        label={t('inbound.title')}
        empty={
          <EmptyNote title={t('inbound.emptyTitle')} advice={t('inbound.emptyAdvice')}>
            <Link to="/stock">{t('movements.emptyNext')}</Link>
          </EmptyNote>
        }
      />
    </Page>
  )
}
