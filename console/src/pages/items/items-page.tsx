/** The catalogue: what can be ordered, at what price. */

import { Button, Input, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { withQuery } from '../../api'
import { AccountFilter, useStockOwners } from '../../parts/account-choice'
import { Choice } from '../../parts/choice'
import { EmptyNote } from '../../parts/empty-note'
import { PlusIcon } from '../../parts/icons'
import { type Filters, ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { Money } from '../../parts/show'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import type { Item } from '../../types'
import { numberText, wordText } from '../../words'
import { EditItem } from './edit-item'
import { ItemNames } from './item-names'
import { ITEM_STATUSES } from './item-statuses'

const FILTERS = ['search', 'status', 'account'] as const

export function Component() {
  const { t } = useTranslation()
  const may = useMay()
  const filters = useFilters(FILTERS)
  const list = useList<Item>('/v1/items', filters)
  const owners = useStockOwners()
  const { account } = filters.values
  const [edited, setEdited] = useState<Item | 'new' | null>(null)
  const [named, setNamed] = useState<string | null>(null)
  const mayEdit = may('catalogue.change')
  const columns: TableColumnsType<Item> = [
    { key: 'sku', title: t('stock.sku'), render: (_, { sku }) => <span className="code">{sku}</span> },
    { key: 'name', title: t('items.name'), className: 'wraps', dataIndex: 'name' },
    {
      key: 'status',
      title: t('items.status'),
      render: (_, { status }) => <Status group="itemStatus" word={status} />,
    },
    {
      key: 'price',
      title: t('items.price'),
      align: 'right',
      render: (_, { priceMinor, currency }) => <Money minor={priceMinor} currency={currency} />,
    },
    {
      key: 'weight',
      title: t('items.weightGrams'),
      align: 'right',
      className: 'number',
      render: (_, { weightGrams }) => numberText(weightGrams),
    },
    {
      key: 'acts',
      align: 'right',
      title: <span className="unseen">{t('stock.acts')}</span>,
      render: (_, item) => (
        <span className="row-acts">
          <Link to={withQuery('/stock', { sku: item.sku, account })}>{t('items.stock')}</Link>
          <Button type="link" size="small" onClick={() => setNamed(item.sku)}>
            {t('items.names')}
          </Button>
          {mayEdit && (
            <Button type="link" size="small" onClick={() => setEdited(item)}>
              {t('items.edit')}
            </Button>
          )}
        </span>
      ),
    },
  ]
  const add = mayEdit && (
    <Button type="primary" icon={<PlusIcon />} onClick={() => setEdited('new')}>
      {t('items.add')}
    </Button>
  )
  return (
    <Page title={t('items.title')} actions={add}>
      <div className="filters">
        <FindItems filters={filters} />
        <Choice
          label={t('items.status')}
          value={filters.values.status}
          options={ITEM_STATUSES.map((value) => ({ value, label: wordText('itemStatus', value) }))}
          onChange={(status) => filters.set({ status })}
        />
        <AccountFilter filters={filters} names={owners} />
      </div>
      <ListTable<Item>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ sku }) => sku}
        label={t('items.title')}
        empty={
          <EmptyNote title={t('items.emptyTitle')} advice={t('items.emptyAdvice')}>
            {add}
          </EmptyNote>
        }
      />
      {named !== null && <ItemNames sku={named} account={account} close={() => setNamed(null)} />}
      {edited !== null && (
        <EditItem
          item={edited === 'new' ? null : edited}
          account={account}
          done={list.again}
          close={() => setEdited(null)}
        />
      )}
    </Page>
  )
}

/** By the beginning of a SKU, or by words of a name. */
function FindItems({ filters }: { filters: Filters }) {
  const { t } = useTranslation()
  const { search = '' } = filters.values
  return (
    <div className="find">
      <Input.Search
        allowClear
        key={search}
        maxLength={100}
        aria-label={t('items.find')}
        placeholder={t('items.find')}
        defaultValue={search}
        onSearch={(typed) => filters.set({ search: typed.trim() })}
      />
    </div>
  )
}
