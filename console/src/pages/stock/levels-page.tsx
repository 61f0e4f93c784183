/** How much there is of what, and where; and the way to say that some came or is gone. */

import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { withQuery } from '../../api'
import { useNews } from '../../live'
import { AccountFilter, useStockOwners } from '../../parts/account-choice'
import { EmptyNote } from '../../parts/empty-note'
import { ExportButton } from '../../parts/export-button'
import { PlusIcon } from '../../parts/icons'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { useMay } from '../../permissions'
import { useChoices } from '../../reading'
import type { StockLevel, StockLocation } from '../../types'
import { numberText } from '../../words'
import { MoveStock, type Moving } from './move-stock'
import { LocationFilter, SkuFilter } from './stock-filters'

const FILTERS = ['sku', 'location', 'account'] as const

export function Component() {
  const { t } = useTranslation()
  const may = useMay()
  const filters = useFilters(FILTERS)
  const list = useList<StockLevel>('/v1/stock-levels', filters)
  useNews('stock', list.quietly, { everyMs: 3_000 })
  const locations = useChoices<StockLocation>('/v1/stock-locations')
  const owners = useStockOwners()
  const [moving, setMoving] = useState<Moving | null>(null)
  const mayMove = may('stock.change')
  const columns: TableColumnsType<StockLevel> = [
    { key: 'sku', title: t('stock.sku'), render: (_, { sku }) => <span className="code">{sku}</span> },
    { key: 'location', title: t('stock.location'), render: (_, { location }) => nameOf(locations, location) },
    ...(owners.length < 2 ? [] : [{ key: 'account', title: t('stock.account'), dataIndex: 'account' }]),
    quantity('onHand', t('stock.onHand'), ({ onHand }) => onHand),
    quantity('reserved', t('stock.reserved'), ({ reserved }) => reserved),
    quantity('available', t('stock.available'), ({ available }) => available, true),
    quantity('defective', t('stock.defective'), ({ defective }) => defective),
    {
      key: 'acts',
      align: 'right',
      title: <span className="unseen">{t('stock.acts')}</span>,
      render: (_, { account, sku, location }) => (
        <span className="row-acts">
          <Link to={withQuery('/stock/movements', { sku, location, account: filters.values.account })}>
            {t('stock.movements')}
          </Link>
          {mayMove && (
            <>
              <Button
                type="link"
                size="small"
                onClick={() => setMoving({ kind: 'receive', account, sku, location })}
              >
                {t('stock.receive')}
              </Button>
              <Button
                type="link"
                size="small"
                onClick={() => setMoving({ kind: 'adjust', account, sku, location })}
              >
                {t('stock.adjust')}
              </Button>
            </>
          )}
        </span>
      ),
    },
  ]
  return (
    <Page
      title={t('stock.title')}
      actions={
        <>
          <ExportButton path={withQuery('/v1/exports/stock', filters.values)} name="stock.csv">
            {t('stock.export')}
          </ExportButton>
          {mayMove && (
            <Button
              type="primary"
              icon={<PlusIcon />}
              onClick={() => setMoving({ kind: 'receive', isFree: true, account: filters.values.account })}
            >
              {t('stock.receiveStock')}
            </Button>
          )}
        </>
      }
    >
      <div className="filters">
        <SkuFilter filters={filters} />
        <LocationFilter filters={filters} />
        <AccountFilter filters={filters} names={owners} />
      </div>
      <ListTable<StockLevel>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ sku, location }) => `${sku} ${location}`}
        label={t('stock.title')}
        empty={
          <EmptyNote title={t('stock.emptyTitle')} advice={t('stock.emptyAdvice')}>
            <Link to="/items">{t('stock.emptyNext')}</Link>
          </EmptyNote>
        }
      />
      {moving !== null && <MoveStock moving={moving} done={list.again} close={() => setMoving(null)} />}
    </Page>
  )
}

function nameOf(locations: readonly StockLocation[], code: string) {
  const name = locations.find((one) => one.code === code)?.name
  return (
    <>
      {code} {name !== undefined && name !== code && <span className="soft">{name}</span>}
    </>
  )
}

function quantity(
  key: string,
  title: string,
  of: (level: StockLevel) => number,
  isMain = false,
): TableColumnsType<StockLevel>[number] {
  return {
    key,
    title,
    align: 'right',
    className: 'number',
    render: (_, level) => {
      const value = of(level)
      if (!isMain) return value === 0 ? <span className="soft">{numberText(0)}</span> : numberText(value)
      return <strong className={value <= 0 ? 'negative' : ''}>{numberText(value)}</strong>
    },
  }
}
