/** What an address is and was told: each message with its attempts, and when the next one is due. */

import { App, Button, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { EmptyNote } from '../../parts/empty-note'
import { ReloadIcon } from '../../parts/icons'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { Time } from '../../parts/show'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import { useReading } from '../../reading'
import type { Delivery, WebhookEndpoint } from '../../types'
import { wordText } from '../../words'
import { Attempts } from './attempts'
import { stateOf } from './endpoint-state'

const FILTERS = ['state'] as const
const STATES = ['due', 'delivered', 'undelivered'] as const

export function Component() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { id = '' } = useParams()
  const path = `/v1/webhook-endpoints/${encodeURIComponent(id)}`
  const mayChange = useMay()('integration.change')
  const filters = useFilters(FILTERS)
  const { value: endpoint, again: readAgain } = useReading<WebhookEndpoint>(path)
  const list = useList<Delivery>(`${path}/deliveries`, filters)
  const [asked, setAsked] = useState(false)
  const reload = () => {
    readAgain()
    list.again()
  }
  const columns: TableColumnsType<Delivery> = [
    {
      key: 'event',
      title: t('deliveries.event'),
      render: (_, { event }) => <span className="code">{event}</span>,
    },
    { key: 'subject', title: t('deliveries.subject'), dataIndex: 'subject' },
    {
      key: 'state',
      title: t('connections.state'),
      render: (_, { state }) => <Status group="deliveryState" word={state} />,
    },
    {
      key: 'attempts',
      title: t('deliveries.attempts'),
      className: 'wraps',
      render: (_, delivery) => <Attempts delivery={delivery} />,
    },
    {
      key: 'createdAt',
      title: t('deliveries.createdAt'),
      render: (_, { createdAt }) => <Time at={createdAt} />,
    },
  ]
  return (
    <Page
      title={t('deliveries.title')}
      note={
        endpoint !== null && (
          <>
            <span className="code">{endpoint.url}</span>{' '}
            <Status group="endpointState" word={stateOf(endpoint)} />
          </>
        )
      }
      actions={
        <>
          <Button icon={<ReloadIcon />} onClick={reload} aria-label={t('common.reload')} />
          {mayChange && (
            <Button type="primary" disabled={endpoint?.undelivered === 0} onClick={() => setAsked(true)}>
              {t('deliveries.replay')}
            </Button>
          )}
        </>
      }
    >
      <div className="filters">
        <Select
          className="filter-wide"
          allowClear
          aria-label={t('connections.state')}
          placeholder={t('connections.state')}
          value={filters.values.state}
          options={STATES.map((value) => ({ value, label: wordText('deliveryState', value) }))}
          onChange={(state: string | undefined) => filters.set({ state })}
        />
      </div>
      <ListTable<Delivery>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ number }) => String(number)}
        label={t('deliveries.title')}
        empty={<EmptyNote title={t('deliveries.emptyTitle')} advice={t('deliveries.emptyAdvice')} />}
      />
      {asked && (
        <ActDialog
          title={t('deliveries.replayTitle')}
          lead={t('deliveries.replayLead')}
          confirm={t('deliveries.replay')}
          act={async (_, key) => {
            const { requeued } = await change<{ requeued: number }>('POST', `${path}/replay`, {}, key)
            void message.success(t('deliveries.replayed', { count: requeued }))
          }}
          done={reload}
          close={() => setAsked(false)}
        />
      )}
    </Page>
  )
}
