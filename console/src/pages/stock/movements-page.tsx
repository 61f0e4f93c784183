/** What came to stock and what left it, newest first, with the reason. */
import { DatePicker, type TableColumnsType } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { AccountFilter, useStockOwners } from '../../parts/account-choice'
import { EmptyNote } from '../../parts/empty-note'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { Time } from '../../parts/show'
import { saidText } from '../../said'
import type { StockMovement } from '../../types'
import { numberText, signedText } from '../../words'
import { LocationFilter, SkuFilter } from './stock-filters'

const FILTERS = ['sku', 'location', 'account', 'from', 'to'] as const

export function Component() {
  const { t } = useTranslation()
  const filters = useFilters(FILTERS)
  const list = useList<StockMovement>('/v1/stock-movements', filters)
  const owners = useStockOwners()
  const { from, to } = filters.values
  const columns: TableColumnsType<StockMovement> = [
    { key: 'at', title: t('movements.at'), render: (_, { at }) => <Time at={at} /> },
    { key: 'sku', title: t('stock.sku'), render: (_, { sku }) => <span className="code">{sku}</span> },
    { key: 'location', title: t('stock.location'), dataIndex: 'location' },
    ...(owners.length < 2 ? [] : [{ key: 'account', title: t('stock.account'), dataIndex: 'account' }]),
    {
      key: 'quantity',
      title: t('movements.quantity'),
      align: 'right',
      className: 'number',
      render: (_, { quantity }) => (
        <span className={quantity < 0 ? 'negative' : ''}>{signedText(quantity)}</span>
      ),
    },
    {
      key: 'onHand',
      title: t('movements.onHand'),
      align: 'right',
      className: 'number',
      render: (_, { onHand }) => numberText(onHand),
    },
    {
      key: 'reason',
      title: t('stock.reason'),
      className: 'wraps',
      render: (_, { reason }) => saidText(reason),
    },
  ]
  return (
    <Page title={t('movements.title')}>
      <div className="filters">
        <SkuFilter filters={filters} />
        <LocationFilter filters={filters} />
        <AccountFilter filters={filters} names={owners} />
        <DatePicker.RangePicker
          className="filter-wide"
          aria-label={t('movements.at')}
          allowEmpty={[true, true]}
          placeholder={[t('movements.from'), t('movements.to')]}
          value={[from === undefined ? null : dayjs(from), to === undefined ? null : dayjs(to)]}
          onChange={(range) =>
            filters.set({
              from: range?.[0]?.startOf('day').toISOString(),
              to: range?.[1]?.endOf('day').toISOString(),
            })
          }
        />
      </div>
      <ListTable<StockMovement>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ at, sku, location, quantity, onHand }) => `${at} ${sku} ${location} ${quantity} ${onHand}`}
        label={t('movements.title')}
        empty={
          <EmptyNote title={t('movements.emptyTitle')} advice={t('movements.emptyAdvice')}>
            <Link to="/stock">{t('movements.emptyNext')}</Link>
          </EmptyNote>
        }
      />
    </Page>
  )
}
