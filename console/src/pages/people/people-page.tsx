/** People who sign in: what each may do, and whether they may at all. */

import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { withQuery } from '../../api'
import { EmptyNote } from '../../parts/empty-note'
import { PlusIcon } from '../../parts/icons'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { Time } from '../../parts/show'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import type { User } from '../../types'
import { wordText } from '../../words'
import { EditUser } from './edit-user'

const NO_FILTERS = [] as const

export function Component() {
  const { t } = useTranslation()
  const mayChange = useMay()('people')
  const filters = useFilters(NO_FILTERS)
  const list = useList<User>('/v1/users', filters)
  const [edited, setEdited] = useState<User | 'new' | null>(null)
  const columns: TableColumnsType<User> = [
    {
      key: 'username',
      title: t('people.username'),
      render: (_, { username }) => <strong>{username}</strong>,
    },
    { key: 'role', title: t('people.role'), render: (_, { role }) => wordText('roles', role) },
    {
      key: 'state',
      title: t('connections.state'),
      render: (_, { enabled }) => <Status group="userState" word={enabled ? 'on' : 'off'} />,
    },
    {
      key: 'signedInAt',
      title: t('people.signedInAt'),
      render: (_, { signedInAt }) =>
        signedInAt === null ? <span className="soft">{t('people.never')}</span> : <Time at={signedInAt} />,
    },
    {
      key: 'acts',
      align: 'right',
      title: <span className="unseen">{t('stock.acts')}</span>,
      render: (_, user) => (
        <span className="row-acts">
          <Link to={withQuery('/audit-log', { who: user.username })}>{t('people.changes')}</Link>
          {mayChange && (
            <Button type="link" size="small" onClick={() => setEdited(user)}>
              {t('people.edit')}
            </Button>
          )}
        </span>
      ),
    },
  ]
  const add = mayChange && (
    <Button type="primary" icon={<PlusIcon />} onClick={() => setEdited('new')}>
      {t('people.add')}
    </Button>
  )
  return (
    <Page title={t('people.title')} actions={add}>
      <ListTable<User>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ username }) => username}
        label={t('people.title')}
        empty={
          <EmptyNote title={t('people.empty')} advice={t('people.emptyAdvice')}>
            {add}
          </EmptyNote>
        }
      />
      {edited !== null && (
        <EditUser user={edited === 'new' ? null : edited} done={list.again} close={() => setEdited(null)} />
      )}
    </Page>
  )
}
