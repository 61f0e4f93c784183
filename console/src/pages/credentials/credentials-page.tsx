/** Who may ask the hub by which API, in whose name, and how often. */
import { Button, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { change, withQuery } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { Choice } from '../../parts/choice'
import { EmptyNote } from '../../parts/empty-note'
import { PlusIcon } from '../../parts/icons'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { Time } from '../../parts/show'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import { useChoices } from '../../reading'
import type { Account, Credential } from '../../types'
import { numberText } from '../../words'
import { MakeCredential } from './make-credential'

const FILTERS = ['account'] as const

export function Component() {
  const { t } = useTranslation()
  const may = useMay()
  const filters = useFilters(FILTERS)
  const list = useList<Credential>('/v1/credentials', filters)
  const accounts = useChoices<Account>('/v1/accounts')
  const [isMaking, setMaking] = useState(false)
  const [revoked, setRevoked] = useState<Credential | null>(null)
  const mayChange = may('integration.change')
  const columns: TableColumnsType<Credential> = [
    { key: 'id', title: t('credentials.id'), className: 'number', dataIndex: 'id' },
    { key: 'account', title: t('credentials.account'), dataIndex: 'account' },
    { key: 'dialect', title: t('credentials.dialect'), dataIndex: 'dialect' },
    {
      key: 'hint',
      title: t('credentials.hint'),
      render: (_, { hint }) => <span className="code">{`…${hint}`}</span>,
    },
    {
      key: 'state',
      title: t('credentials.state'),
      render: (_, { revokedAt, sandbox }) => (
        <>
          <Status group="credentialState" word={revokedAt === null ? 'valid' : 'revoked'} />{' '}
          {sandbox && <Tag className="mark">{t('credentials.sandbox')}</Tag>}
        </>
      ),
    },
    { key: 'limit', title: t('credentials.limit'), render: (_, { limit }) => <LimitText limit={limit} /> },
    { key: 'createdAt', title: t('credentials.createdAt'), render: (_, one) => <Time at={one.createdAt} /> },
    {
      key: 'acts',
      align: 'right',
      title: <span className="unseen">{t('stock.acts')}</span>,
      render: (_, credential) => (
        <span className="row-acts">
          <Link to={withQuery('/requests', { credential: credential.id })}>{t('credentials.requests')}</Link>
          {mayChange && credential.revokedAt === null && (
            <Button type="link" danger size="small" onClick={() => setRevoked(credential)}>
              {t('credentials.revoke')}
            </Button>
          )}
        </span>
      ),
    },
  ]
  const make = mayChange && (
    <Button type="primary" icon={<PlusIcon />} onClick={() => setMaking(true)}>
      {t('credentials.make')}
    </Button>
  )
  return (
    <Page title={t('credentials.title')} actions={make}>
      <div className="filters">
        <Choice
          label={t('credentials.account')}
          value={filters.values.account}
          options={accounts.map(({ name }) => ({ value: name, label: name }))}
          isSearched
          onChange={(account) => filters.set({ account })}
        />
      </div>
      <ListTable<Credential>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ id }) => String(id)}
        label={t('credentials.title')}
        empty={
          <EmptyNote title={t('credentials.emptyTitle')} advice={t('credentials.emptyAdvice')}>
            {make}
          </EmptyNote>
        }
      />
      {isMaking && <MakeCredential accounts={accounts} done={list.again} close={() => setMaking(false)} />}
      {revoked !== null && (
        <ActDialog<object>
          title={t('credentials.revokeTitle', { id: revoked.id })}
          lead={t('credentials.revokeLead', { account: revoked.account, hint: revoked.hint })}
          confirm={t('credentials.revoke')}
          danger
          act={() => change('DELETE', `/v1/credentials/${revoked.id}`)}
          done={list.again}
          close={() => setRevoked(null)}
        />
      )}
    </Page>
  )
}

function LimitText({ limit }: { limit: Credential['limit'] }) {
  const { t } = useTranslation()
  if (limit === null) return t('credentials.usualLimit')
  if (limit === 'none') return t('credentials.noLimit')
  const { capacity, perSecond } = limit
  return t('credentials.ownLimit', { capacity: numberText(capacity), perSecond: numberText(perSecond) })
}
