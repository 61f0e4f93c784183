/** How orders are shipped; what each method costs is on a page of its own. */

import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { EmptyNote } from '../../parts/empty-note'
import { PlusIcon } from '../../parts/icons'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import type { ShippingMethod } from '../../types'
import { wordText } from '../../words'
import { EditMethod } from './edit-method'

const NO_FILTERS = [] as const

export function Component() {
  const { t } = useTranslation()
  const mayChange = useMay()('settings.change')
  const filters = useFilters(NO_FILTERS)
  const list = useList<ShippingMethod>('/v1/shipping-methods', filters)
  const [edited, setEdited] = useState<ShippingMethod | 'new' | null>(null)
  const columns: TableColumnsType<ShippingMethod> = [
    {
      key: 'code',
      title: t('locations.code'),
      render: (_, { code }) => (
        <Link to={`/settings/shipping/${encodeURIComponent(code)}`}>
          <strong>{code}</strong>
        </Link>
      ),
    },
    { key: 'name', title: t('locations.name'), className: 'wraps', dataIndex: 'name' },
    { key: 'speed', title: t('shipping.speed'), render: (_, { speed }) => wordText('speed', speed) },
    {
      key: 'purpose',
      title: t('shipping.purpose'),
      render: (_, { purpose }) => wordText('methodPurpose', purpose),
    },
    {
      key: 'state',
      title: t('connections.state'),
      render: (_, { enabled }) => <Status group="enabledState" word={enabled ? 'on' : 'off'} />,
    },
    {
      key: 'acts',
      align: 'right',
      title: <span className="unseen">{t('stock.acts')}</span>,
      render: (_, method) => (
        <span className="row-acts">
          <Link to={`/settings/shipping/${encodeURIComponent(method.code)}`}>{t('shipping.rates')}</Link>
          {mayChange && (
            <Button type="link" size="small" onClick={() => setEdited(method)}>
              {t('items.edit')}
            </Button>
          )}
        </span>
      ),
    },
  ]
  const add = mayChange && (
    <Button type="primary" icon={<PlusIcon />} onClick={() => setEdited('new')}>
      {t('shipping.add')}
    </Button>
  )
  return (
    <Page title={t('shipping.title')} actions={add}>
      <ListTable<ShippingMethod>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ code }) => code}
        label={t('shipping.title')}
        empty={
          <EmptyNote title={t('shipping.emptyTitle')} advice={t('shipping.emptyAdvice')}>
            {add || undefined}
          </EmptyNote>
        }
      />
      {edited !== null && (
        <EditMethod
          method={edited === 'new' ? null : edited}
          done={list.again}
          close={() => setEdited(null)}
        />
      )}
    </Page>
  )
}
