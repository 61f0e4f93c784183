/** Where goods lie: stock locations, in the order in which they are preferred. */

import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { withQuery } from '../../api'
import { numberColumn } from '../../parts/columns'
import { EmptyNote } from '../../parts/empty-note'
import { PlusIcon } from '../../parts/icons'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import type { StockLocation } from '../../types'
import { countryText } from '../../words'
import { EditLocation } from './edit-location'

const NO_FILTERS = [] as const

export function Component() {
  const { t } = useTranslation()
  const mayChange = useMay()('settings.change')
  const filters = useFilters(NO_FILTERS)
  const list = useList<StockLocation>('/v1/stock-locations', filters)
  const [edited, setEdited] = useState<StockLocation | 'new' | null>(null)
  const columns: TableColumnsType<StockLocation> = [
    { key: 'code', title: t('locations.code'), render: (_, { code }) => <strong>{code}</strong> },
    { key: 'name', title: t('locations.name'), className: 'wraps', dataIndex: 'name' },
    { key: 'country', title: t('locations.country'), render: (_, { country }) => countryText(country) },
    { key: 'region', title: t('locations.region'), dataIndex: 'region' },
    numberColumn('priority', t('locations.priority'), ({ priority }) => priority),
    {
      key: 'state',
      title: t('connections.state'),
      render: (_, { enabled }) => <Status group="enabledState" word={enabled ? 'on' : 'off'} />,
    },
    {
      key: 'acts',
      align: 'right',
      title: <span className="unseen">{t('stock.acts')}</span>,
      render: (_, location) => (
        <span className="row-acts">
          <Link to={withQuery('/stock', { location: location.code })}>{t('items.stock')}</Link>
          {mayChange && (
            <Button type="link" size="small" onClick={() => setEdited(location)}>
              {t('items.edit')}
            </Button>
          )}
        </span>
      ),
    },
  ]
  const add = mayChange && (
    <Button type="primary" icon={<PlusIcon />} onClick={() => setEdited('new')}>
      {t('locations.add')}
    </Button>
  )
  return (
    <Page title={t('locations.title')} actions={add}>
      <ListTable<StockLocation>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ code }) => code}
        label={t('locations.title')}
        empty={
          <EmptyNote title={t('locations.emptyTitle')} advice={t('locations.emptyAdvice')}>
            {add || undefined}
          </EmptyNote>
        }
      />
      {edited !== null && (
        <EditLocation
          location={edited === 'new' ? null : edited}
          done={list.again}
          close={() => setEdited(null)}
        />
      )}
    </Page>
  )
}
