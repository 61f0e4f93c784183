/** All orders, newest first: found by whatever is at hand, filtered, and taken along as a file. */

import { Empty } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '../../api'
import { ExportButton } from '../../parts/export-button'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import type { Order } from '../../types'
import { ColumnChoice, chosenColumns, rememberColumns } from './column-choice'
import { useOrderColumns } from './columns'
import { FindOrder } from './find-order'
import { ORDER_FILTERS, OrderFilters } from './order-filters'
import { SavedViews } from './saved-views'

export function Component() {
  const { t } = useTranslation()
  const filters = useFilters(ORDER_FILTERS)
  const list = useList<Order>('/v1/orders', filters)
  const [chosen, setChosen] = useState(chosenColumns)
  const all = useOrderColumns()
  const columns = useMemo(() => all.filter(({ key }) => chosen.includes(String(key))), [all, chosen])
  const choose = (names: readonly string[]) => {
    rememberColumns(names)
    setChosen(names)
  }
  return (
    <Page
      title={t('orders.title')}
      actions={
        <>
          <SavedViews filters={filters} columns={chosen} choose={choose} />
          <ColumnChoice chosen={chosen} choose={choose} />
          <ExportButton path={withQuery('/v1/exports/orders', filters.values)} name="orders.csv">
            {t('orders.export')}
          </ExportButton>
        </>
      }
    >
      <div className="filters">
        <FindOrder filters={filters} />
        <OrderFilters filters={filters} />
      </div>
      <ListTable<Order>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={(order) => String(order.orderNumber)}
        label={t('orders.title')}
        empty={
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={null} className="empty">
            <strong>{t('orders.emptyTitle')}</strong>
            {t('orders.emptyAdvice')}
            <div className="empty-next">
              <a href="/docs">{t('orders.emptyNext')}</a>
            </div>
          </Empty>
        }
      />
    </Page>
  )
}
