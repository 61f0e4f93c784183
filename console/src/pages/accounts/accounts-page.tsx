/** Whose orders there are: accounts, what they draw on, and what they have. */

import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { EmptyNote } from '../../parts/empty-note'
import { PlusIcon } from '../../parts/icons'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { Money } from '../../parts/show'
import { useMay } from '../../permissions'
import type { Account } from '../../types'
import { wordText } from '../../words'
import { AddAccount } from './add-account'

const NO_FILTERS = [] as const

export function Component() {
  const { t } = useTranslation()
  const mayChange = useMay()('settings.change')
  const filters = useFilters(NO_FILTERS)
  const list = useList<Account>('/v1/accounts', filters)
  const [adding, setAdding] = useState(false)
  const columns: TableColumnsType<Account> = [
    {
      key: 'name',
      title: t('locations.name'),
      className: 'wraps',
      render: (_, { name }) => (
        <Link to={`/settings/accounts/${encodeURIComponent(name)}`}>
          <strong>{name}</strong>
        </Link>
      ),
    },
    {
      key: 'payment',
      title: t('accounts.payment'),
      render: (_, { payment }) => wordText('accountPayment', payment),
    },
    {
      key: 'balance',
      title: t('accounts.balance'),
      align: 'right',
      render: (_, { balanceMinor, currency }) => <Money minor={balanceMinor} currency={currency} />,
    },
    { key: 'stockOwner', title: t('accounts.stockOwner'), dataIndex: 'stockOwner' },
    {
      key: 'routingPolicy',
      title: t('accounts.routingPolicy'),
      render: (_, { routingPolicy }) => wordText('routingPolicy', routingPolicy),
    },
    {
      key: 'outOfStock',
      title: t('accounts.outOfStock'),
      render: (_, { outOfStock }) => wordText('outOfStock', outOfStock),
    },
  ]
  const add = mayChange && (
    <Button type="primary" icon={<PlusIcon />} onClick={() => setAdding(true)}>
      {t('accounts.add')}
    </Button>
  )
  return (
    <Page title={t('accounts.title')} actions={add}>
      <ListTable<Account>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ name }) => name}
        label={t('accounts.title')}
        empty={
          <EmptyNote title={t('accounts.emptyTitle')} advice={t('accounts.emptyAdvice')}>
            {add || undefined}
          </EmptyNote>
        }
      />
      {adding && <AddAccount done={list.again} close={() => setAdding(false)} />}
    </Page>
  )
}
