/** What can be done about a problem, where it is listed. */

import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { type Permission, useMay } from '../../permissions'
import type { Problem } from '../../types'

interface Act {
  /** Its texts are `queueActs.<name>`. */
  readonly name: 'retry' | 'settle' | 'release' | 'allocate' | 'enable' | 'poll'
  readonly method: 'POST' | 'PATCH'
  readonly path: string
  readonly body?: object
  readonly may: Permission
}

function actsOn({ kind, fulfilmentOrder, connection, webhookEndpoint }: Problem): readonly Act[] {
  const forwarding = `/v1/forwardings/${fulfilmentOrder}`
  const settle = {
    name: 'settle',
    method: 'POST',
    path: `${forwarding}/settle`,
    may: 'orders.change',
  } as const
  const part = (name: 'release' | 'allocate'): Act => ({
    name,
    method: 'POST',
    path: `/v1/fulfilment-orders/${fulfilmentOrder}/${name}`,
    may: 'warehouse',
  })
  switch (kind) {
    case 'forwarding_unknown':
      return [settle]
    case 'forwarding_parked':
      return [{ name: 'retry', method: 'POST', path: `${forwarding}/retry`, may: 'orders.change' }, settle]
    case 'connection_failing': {
      const path = `/v1/connections/${connection?.id}`
      return [{ name: 'poll', method: 'POST', path: `${path}/poll`, may: 'integration.change' }]
    }
    case 'endpoint_paused':
    case 'endpoint_failing': {
      const path = `/v1/webhook-endpoints/${webhookEndpoint?.id}`
      return [{ name: 'enable', method: 'PATCH', path, body: { enabled: true }, may: 'integration.change' }]
    }
    case 'review_failed':
    case 'hold':
      return [part('release')]
    case 'shortage':
      return [part('allocate')]
    case 'requests_refused':
      return []
  }
}

export function ProblemActions({ problem, done }: { problem: Problem; done: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const may = useMay()
  const [asked, setAsked] = useState<Act | null>(null)
  const acts = actsOn(problem).filter((act) => may(act.may))
  const name = problem.fulfilmentOrder ?? problem.connection?.name ?? problem.webhookEndpoint?.url ?? ''
  return (
    <span className="row-acts">
      {acts.map((act) => (
        <Button key={act.name} type="link" size="small" onClick={() => setAsked(act)}>
          {t(`queueActs.${act.name}.button`)}
        </Button>
      ))}
      {asked !== null && (
        <ActDialog<Settling>
          title={t(`queueActs.${asked.name}.title`, { name })}
          lead={t(`queueActs.${asked.name}.lead`)}
          confirm={t(`queueActs.${asked.name}.button`)}
          initial={{ outcome: 'sent' }}
          act={(values, key) =>
            change(asked.method, asked.path, asked.name === 'settle' ? settling(values) : asked.body, key)
          }
          done={() => {
            void message.success(t(`queueActs.${asked.name}.done`, { name }))
            done()
          }}
          close={() => setAsked(null)}
        >
          {asked.name === 'settle' && <SettleFields />}
        </ActDialog>
      )}
    </span>
  )
}

interface Settling {
  readonly outcome: 'sent' | 'given_up'
  readonly upstreamNumber?: string
  readonly reason?: string
}

function settling({ outcome, upstreamNumber, reason }: Settling): Settling {
  const [name, typed] = outcome === 'sent' ? ['upstreamNumber', upstreamNumber] : ['reason', reason]
  const text = typed?.trim() ?? ''
  return { outcome, ...(text !== '' && { [name ?? '']: text }) }
}

/** What a person has found out on the platform. */
function SettleFields() {
  const { t } = useTranslation()
  const outcome = Form.useWatch<Settling['outcome']>('outcome') ?? 'sent'
  return (
    <>
      <Form.Item name="outcome" label={t('settle.outcome')}>
        <Select
          options={(['sent', 'given_up'] as const).map((value) => ({
            value,
            label: t(`settle.${value}`),
          }))}
        />
      </Form.Item>
      {outcome === 'sent' ? (
        <Form.Item name="upstreamNumber" label={t('settle.upstreamNumber')}>
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
      ) : (
        <Form.Item name="reason" label={t('actFields.reason')}>
          <Input maxLength={200} />
        </Form.Item>
      )}
    </>
  )
}
