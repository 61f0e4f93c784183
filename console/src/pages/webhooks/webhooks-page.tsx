/** Addresses that are told what happens, and how their deliveries stand. */

import { App, Button, Empty, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { change } from '../../api'
import { useNews } from '../../live'
import { ActDialog } from '../../parts/act-dialog'
import { PlusIcon } from '../../parts/icons'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import type { WebhookEndpoint } from '../../types'
import { numberText } from '../../words'
import { AddEndpoint } from './add-endpoint'
import { stateOf } from './endpoint-state'

const NO_FILTERS = [] as const

interface Asked {
  readonly act: 'turnOn' | 'turnOff' | 'remove'
  readonly endpoint: WebhookEndpoint
}

export function Component() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayChange = useMay()('integration.change')
  const filters = useFilters(NO_FILTERS)
  const list = useList<WebhookEndpoint>('/v1/webhook-endpoints', filters)
  useNews('deliveries', list.quietly, { everyMs: 2_000 })
  const [adding, setAdding] = useState(false)
  const [asked, setAsked] = useState<Asked | null>(null)
  const columns: TableColumnsType<WebhookEndpoint> = [
    {
      key: 'url',
      title: t('webhooks.url'),
      className: 'wraps',
      render: (_, { id, url }) => (
        <Link to={`/webhooks/${id}`} className="code">
          {url}
        </Link>
      ),
    },
    { key: 'dialect', title: t('connections.dialect'), dataIndex: 'dialect' },
    {
      key: 'state',
      title: t('connections.state'),
      render: (_, endpoint) => <Status group="endpointState" word={stateOf(endpoint)} />,
    },
    amount('due', t('webhooks.due'), ({ due }) => due),
    amount('undelivered', t('webhooks.undelivered'), ({ undelivered }) => undelivered),
    {
      key: 'acts',
      align: 'right',
      title: <span className="unseen">{t('stock.acts')}</span>,
      render: (_, endpoint) => {
        if (!mayChange) return null
        const turn = stateOf(endpoint) === 'on' || stateOf(endpoint) === 'failing' ? 'turnOff' : 'turnOn'
        return (
          <span className="row-acts">
            <Button type="link" size="small" onClick={() => setAsked({ act: turn, endpoint })}>
              {t(`webhooks.${turn}`)}
            </Button>
            <Button type="link" size="small" danger onClick={() => setAsked({ act: 'remove', endpoint })}>
              {t('webhooks.remove')}
            </Button>
          </span>
        )
      },
    },
  ]
  const perform = ({ act, endpoint }: Asked) =>
    act === 'remove'
      ? change('DELETE', `/v1/webhook-endpoints/${endpoint.id}`)
      : change('PATCH', `/v1/webhook-endpoints/${endpoint.id}`, { enabled: act === 'turnOn' })
  const add = mayChange && (
    <Button type="primary" icon={<PlusIcon />} onClick={() => setAdding(true)}>
      {t('webhooks.add')}
    </Button>
  )
  return (
    <Page title={t('webhooks.title')} actions={add}>
      <ListTable<WebhookEndpoint>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ id }) => String(id)}
        label={t('webhooks.title')}
        empty={
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={null} className="empty">
            <strong>{t('webhooks.emptyTitle')}</strong>
            {t('webhooks.emptyAdvice')}
          </Empty>
        }
      />
      {adding && <AddEndpoint done={list.again} close={() => setAdding(false)} />}
      {asked !== null && (
        <ActDialog
          title={t(`webhooks.${asked.act}Title`)}
          lead={t(`webhooks.${asked.act}Lead`, { url: asked.endpoint.url })}
          confirm={t(`webhooks.${asked.act}`)}
          danger={asked.act === 'remove'}
          act={() => perform(asked)}
          done={() => {
            void message.success(t(`webhooks.${asked.act}Done`))
            list.again()
          }}
          close={() => setAsked(null)}
        />
      )}
    </Page>
  )
}

function amount(
  key: string,
  title: string,
  of: (endpoint: WebhookEndpoint) => number,
): TableColumnsType<WebhookEndpoint>[number] {
  return {
    key,
    title,
    align: 'right',
    className: 'number',
    render: (_, endpoint) => numberText(of(endpoint)),
  }
}
