/** Other platforms that ship for us, and the rules that send them what they ship. */

import { App, Button, Empty, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { change } from '../../api'
import { useNews } from '../../live'
import { PlusIcon } from '../../parts/icons'
import { ListTable, useFilters, useList } from '../../parts/list'
import { Page } from '../../parts/page'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import { problemIn } from '../../reading'
import { saidText } from '../../said'
import { problemText } from '../../said/refusal'
import type { Connection, ConnectionTest } from '../../types'
import { AddConnection } from './add-connection'
import { stateOf } from './connection-state'
import { Rules } from './rules'

const NO_FILTERS = [] as const

export function Component() {
  const { t } = useTranslation()
  const mayChange = useMay()('integration.change')
  const filters = useFilters(NO_FILTERS)
  const list = useList<Connection>('/v1/connections', filters)
  useNews('connections', list.quietly, { everyMs: 2_000 })
  const [adding, setAdding] = useState(false)
  const columns: TableColumnsType<Connection> = [
    {
      key: 'name',
      title: t('connections.name'),
      render: (_, { id, name }) => (
        <Link to={`/connections/${id}`}>
          <strong>{name}</strong>
        </Link>
      ),
    },
    { key: 'dialect', title: t('connections.dialect'), dataIndex: 'dialect' },
    {
      key: 'baseUrl',
      title: t('connections.baseUrl'),
      className: 'wraps',
      render: (_, { baseUrl }) => <span className="code">{baseUrl}</span>,
    },
    {
      key: 'state',
      title: t('connections.state'),
      className: 'wraps',
      render: (_, connection) => (
        <>
          <Status group="connectionState" word={stateOf(connection)} />
          {connection.problem !== null && <div className="soft">{saidText(connection.problem)}</div>}
        </>
      ),
    },
    {
      key: 'acts',
      align: 'right',
      title: <span className="unseen">{t('stock.acts')}</span>,
      render: (_, connection) => mayChange && <ConnectionActions connection={connection} done={list.again} />,
    },
  ]
  const add = mayChange && (
    <Button type="primary" icon={<PlusIcon />} onClick={() => setAdding(true)}>
      {t('connections.add')}
    </Button>
  )
  return (
    <Page title={t('connections.title')} actions={add}>
      <ListTable<Connection>
        list={list}
        filters={filters}
        columns={columns}
        rowKey={({ id }) => String(id)}
        label={t('connections.title')}
        empty={
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={null} className="empty">
            <strong>{t('connections.emptyTitle')}</strong>
            {t('connections.emptyAdvice')}
          </Empty>
        }
      />
      <Rules hasConnections={(list.value?.data.length ?? 0) > 0} />
      {adding && <AddConnection done={list.again} close={() => setAdding(false)} />}
    </Page>
  )
}

/** Each is answered in a message: what a test found out stands nowhere else. */
function ConnectionActions({ connection, done }: { connection: Connection; done: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const { id, name, enabled } = connection
  const run = async (act: () => Promise<void>) => {
    setBusy(true)
    try {
      await act()
      done()
    } catch (error) {
      const problem = problemIn(error)
      void message.error(t('connections.failed', { code: problem.code, detail: problemText(problem) }))
    } finally {
      setBusy(false)
    }
  }
  const test = () =>
    run(async () => {
      const tested = await change<ConnectionTest>('POST', `/v1/connections/${id}/test`)
      const { alive, reason, elapsedMs } = tested
      if (alive) void message.success(t('connections.alive', { name, elapsedMs }))
      else void message.error(t('connections.dead', { name, reason: saidText(reason ?? '') }))
    })
  const turn = () =>
    run(async () => {
      await change('PATCH', `/v1/connections/${id}`, { enabled: !enabled })
    })
  return (
    <span className="row-acts">
      <Button type="link" size="small" loading={busy} onClick={() => void test()}>
        {t('connections.test')}
      </Button>
      <Button type="link" size="small" disabled={busy} onClick={() => void turn()}>
        {t(enabled ? 'connections.turnOff' : 'connections.turnOn')}
      </Button>
    </span>
  )
}
