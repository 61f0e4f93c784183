/** How connections and webhook endpoints do. */
import { Empty } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useNews } from '../../live'
import { useAllRows } from '../../parts/all-rows'
import { LoadingPage } from '../../parts/fallback'
import { Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Status } from '../../parts/status'
import type { Connection, WebhookEndpoint } from '../../types'
import { numberText } from '../../words'
import { stateOf as connectionState } from '../connections/connection-state'
import { stateOf as endpointState } from '../webhooks/endpoint-state'

const EVERY_MS = 5_000

export function HealthPanel() {
  const { t } = useTranslation()
  const [round, setRound] = useState(0)
  useNews('connections deliveries', () => setRound((before) => before + 1), { everyMs: EVERY_MS })
  const read = {
    connections: useAllRows<Connection>('/v1/connections', round),
    endpoints: useAllRows<WebhookEndpoint>('/v1/webhook-endpoints', round),
  }
  const problem = read.connections.problem ?? read.endpoints.problem
  const { rows: connections } = read.connections
  const { rows: endpoints } = read.endpoints
  if (connections === null || endpoints === null || problem !== null) {
    return (
      <Panel title={t('overview.health')}>
        {problem === null ? (
          <LoadingPage />
        ) : (
          <ProblemNote problem={problem} again={() => setRound((before) => before + 1)} />
        )}
      </Panel>
    )
  }
  if (connections.length + endpoints.length === 0) {
    return (
      <Panel title={t('overview.health')}>
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('overview.noHealth')}>
          <Link to="/connections">{t('nav.connections')}</Link>
        </Empty>
      </Panel>
    )
  }
  return (
    <Panel title={t('overview.health')}>
      <table aria-label={t('overview.health')}>
        <thead>
          <tr>
            <th scope="col">{t('connections.name')}</th>
            <th scope="col">{t('connections.state')}</th>
            <th scope="col" className="number">
              {t('webhooks.due')}
            </th>
          </tr>
        </thead>
        <tbody>
          {connections.map((connection) => (
            <tr key={`connection ${connection.id}`}>
              <td>
                <Link to={`/connections/${connection.id}`}>{connection.name}</Link>
              </td>
              <td>
                <Status group="connectionState" word={connectionState(connection)} />
              </td>
              <td />
            </tr>
          ))}
          {endpoints.map((endpoint) => (
            <tr key={`endpoint ${endpoint.id}`}>
              <td>
                <Link to={`/webhooks/${endpoint.id}`} className="code">
                  {endpoint.url}
                </Link>
              </td>
              <td>
                <Status group="endpointState" word={endpointState(endpoint)} />
              </td>
              <td className="number">{numberText(endpoint.due)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
