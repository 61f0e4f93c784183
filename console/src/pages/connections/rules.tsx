/** Which fulfilment orders go where: the rule of the lowest priority that fits is taken. */

import { App, Button, Empty, Form, Input, InputNumber, Select, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { useMay } from '../../permissions'
import { useChoices, useReading } from '../../reading'
import type { Connection, List, RoutingRule, StockLocation } from '../../types'

const ROWS = 250

export function Rules({ connections }: { connections: readonly Connection[] }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayChange = useMay()('integration.change')
  const { value, problem, again } = useReading<List<RoutingRule>>(`/v1/routing-rules?limit=${ROWS}`)
  const [adding, setAdding] = useState(false)
  const [removed, setRemoved] = useState<RoutingRule | null>(null)
  const any = <span className="soft">{t('rules.any')}</span>
  const columns: TableColumnsType<RoutingRule> = [
    { key: 'priority', title: t('rules.priority'), className: 'number', dataIndex: 'priority' },
    { key: 'location', title: t('stock.location'), render: (_, { location }) => location ?? any },
    { key: 'skuPrefix', title: t('rules.skuPrefix'), render: (_, { skuPrefix }) => skuPrefix ?? any },
    { key: 'country', title: t('rules.country'), render: (_, { country }) => country ?? any },
    { key: 'account', title: t('rules.account'), render: (_, { account }) => account ?? any },
    { key: 'connection', title: t('rules.connection'), render: (_, { connection }) => connection.name },
    {
      key: 'acts',
      align: 'right',
      title: <span className="unseen">{t('stock.acts')}</span>,
      render: (_, rule) =>
        mayChange && (
          <Button type="link" size="small" danger onClick={() => setRemoved(rule)}>
            {t('rules.remove')}
          </Button>
        ),
    },
  ]
  return (
    <Panel
      title={t('rules.title')}
      extra={
        mayChange &&
        connections.length > 0 && (
          <Button size="small" onClick={() => setAdding(true)}>
            {t('rules.add')}
          </Button>
        )
      }
    >
      {problem !== null && <ProblemNote problem={problem} again={again} />}
      <Table<RoutingRule>
        aria-label={t('rules.title')}
        size="small"
        columns={columns}
        dataSource={[...(value?.data ?? [])].sort((a, b) => a.priority - b.priority)}
        rowKey={({ id }) => String(id)}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{
          emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('rules.empty')} />,
        }}
      />
      {adding && <AddRule connections={connections} done={again} close={() => setAdding(false)} />}
      {removed !== null && (
        <ActDialog
          title={t('rules.removeTitle')}
          lead={t('rules.removeLead')}
          confirm={t('rules.remove')}
          danger
          act={() => change('DELETE', `/v1/routing-rules/${removed.id}`)}
          done={() => {
            void message.success(t('rules.removed'))
            again()
          }}
          close={() => setRemoved(null)}
        />
      )}
    </Panel>
  )
}

interface Typed {
  readonly connection: number
  readonly location?: string
  readonly skuPrefix?: string
  readonly country?: string
  readonly priority: number
}

interface AddRuleProps {
  readonly connections: readonly Connection[]
  readonly done: () => void
  readonly close: () => void
}

function AddRule({ connections, done, close }: AddRuleProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const locations = useChoices<StockLocation>('/v1/stock-locations')
  const needed = [{ required: true, message: t('common.needed') }]
  const add = async (typed: Typed, key: string) => {
    const { connection, priority, ...conditions } = typed
    const given = Object.entries(conditions).filter(([, value]) => (value ?? '').trim() !== '')
    const body = { connection: String(connection), priority, ...Object.fromEntries(given) }
    await change('POST', '/v1/routing-rules', body, key)
    void message.success(t('rules.added'))
  }
  return (
    <ActDialog<Typed>
      title={t('rules.addTitle')}
      lead={t('rules.addLead')}
      confirm={t('rules.add')}
      initial={{ priority: 100 }}
      act={add}
      done={done}
      close={close}
    >
      <Form.Item name="connection" label={t('rules.connection')} rules={needed}>
        <Select options={connections.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item name="location" label={t('stock.location')}>
        <Select
          allowClear
          options={locations.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
        />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="skuPrefix" label={t('rules.skuPrefix')}>
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        <Form.Item name="country" label={t('rules.country')}>
          <Input maxLength={2} autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name="priority" label={t('rules.priority')} rules={needed}>
        <InputNumber className="whole" min={0} max={1_000_000} precision={0} />
      </Form.Item>
    </ActDialog>
  )
}
