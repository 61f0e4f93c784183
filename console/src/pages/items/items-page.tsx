/** The catalogue: what can be ordered, at what price. */

import { Button, Input, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Refused, read, withQuery } from '../../api'
import { EmptyNote } from '../../parts/empty-note'
import { PlusIcon } from '../../parts/icons'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { Money } from '../../parts/show'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import { problemIn } from '../../reading'
import { problemText } from '../../said/refusal'
import type { Item } from '../../types'
import { numberText, wordText } from '../../words'
import { EditItem } from './edit-item'
import { ITEM_STATUSES } from './item-statuses'

const FILTERS = ['status'] as const

export function Component() {
  const { t } = useTranslation()
  const may = useMay()
  const filters = useFilters(FILTERS)
  const list = useList<Item>('/v1/items', filters)
  const [edited, setEdited] = useState<Item | 'new' | null>(null)
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
          <Link to={withQuery('/stock', { sku: item.sku })}>{t('items.stock')}</Link>
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
        <OpenItem open={mayEdit ? setEdited : null} />
        <Select
          className="filter-wide"
          allowClear
          aria-label={t('items.status')}
          placeholder={t('items.status')}
          value={filters.values.status}
          options={ITEM_STATUSES.map((value) => ({ value, label: wordText('itemStatus', value) }))}
          onChange={(status: string | undefined) => filters.set({ status })}
        />
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
      {edited !== null && (
        <EditItem item={edited === 'new' ? null : edited} done={list.again} close={() => setEdited(null)} />
      )}
    </Page>
  )
}

/** The list goes by SKU, and one of them is opened by its whole name. */
function OpenItem({ open }: { open: ((item: Item) => void) | null }) {
  const { t } = useTranslation()
  const [said, setSaid] = useState<string | null>(null)
  const search = async (typed: string) => {
    const sku = typed.trim()
    setSaid(null)
    if (sku === '') return
    try {
      const item = await read<Item>(`/v1/items/${encodeURIComponent(sku)}`)
      if (open === null) setSaid(t('items.found', { name: item.name }))
      else open(item)
    } catch (error) {
      const isUnknown = error instanceof Refused && error.problem.status === 404
      setSaid(isUnknown ? t('items.unknown', { sku }) : problemText(problemIn(error)))
    }
  }
  return (
    <div className="find">
      <Input.Search
        allowClear
        maxLength={64}
        aria-label={t('items.open')}
        placeholder={t('items.open')}
        onSearch={(text) => void search(text)}
      />
      <div className="find-said" role="status">
        {said}
      </div>
    </div>
  )
}
