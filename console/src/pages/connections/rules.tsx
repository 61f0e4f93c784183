/** Which fulfilment orders go where: the rule of the lowest priority that fits is taken. */

import { App, Button, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { change } from '../../api'
import { ActDialog } from '../../parts/act-dialog'
import { EmptyNote } from '../../parts/empty-note'
import { Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { useMay } from '../../permissions'
import { useReading } from '../../reading'
import type { List, RoutingRule } from '../../types'
import { EditRule } from './edit-rule'

const ROWS = 250

export function Rules({ hasConnections }: { hasConnections: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayChange = useMay()('integration.change')
  const { value, problem, again } = useReading<List<RoutingRule>>(`/v1/routing-rules?limit=${ROWS}`)
  const [edited, setEdited] = useState<RoutingRule | 'new' | null>(null)
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
          <span className="row-acts">
            <Button type="link" size="small" onClick={() => setEdited(rule)}>
              {t('items.edit')}
            </Button>
            <Button type="link" size="small" danger onClick={() => setRemoved(rule)}>
              {t('rules.remove')}
            </Button>
          </span>
        ),
    },
  ]
  return (
    <Panel
      title={t('rules.title')}
      extra={
        mayChange &&
        hasConnections && (
          <Button size="small" onClick={() => setEdited('new')}>
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
          emptyText: value !== null && (
            <EmptyNote title={t('rules.empty')} advice={t('rules.emptyAdvice')}>
              {mayChange && hasConnections && (
                <Button size="small" onClick={() => setEdited('new')}>
                  {t('rules.add')}
                </Button>
              )}
            </EmptyNote>
          ),
        }}
      />
      {value !== null && value.nextCursor !== null && (
        <p className="soft">{t('list.firstOnly', { count: ROWS })}</p>
      )}
      {edited !== null && (
        <EditRule rule={edited === 'new' ? null : edited} done={again} close={() => setEdited(null)} />
      )}
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
