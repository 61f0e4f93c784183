/** How things go today: each figure leads to the rows behind it. */

import { Button, Empty } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { withQuery } from '../../api'
import { useNews } from '../../live'
import { LoadingPage } from '../../parts/fallback'
import { ReloadIcon } from '../../parts/icons'
import { Page, Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import { useReading } from '../../reading'
import type { Overview, Problems } from '../../types'
import { numberText } from '../../words'
import { CommitsPanel, OrdersPanel, RefusalsPanel, WaitingPanel } from './charts'
import { HealthPanel } from './health'

const HOURS = 24
/** All of it is much to count. */
const EVERY_MS = 5_000

export function Component() {
  const { t } = useTranslation()
  const may = useMay()
  const { value, problem, again, quietly } = useReading<Overview>(withQuery('/v1/overview', { hours: HOURS }))
  const problems = useReading<Problems>('/v1/problems?limit=1')
  const reload = () => {
    again()
    problems.again()
  }
  const reloadQuietly = () => {
    quietly()
    problems.quietly()
  }
  useNews('orders problems stock', reloadQuietly, { everyMs: EVERY_MS })
  if (value === null && problem === null) return <LoadingPage />
  return (
    <Page
      title={t('overview.title')}
      note={t('overview.lastHours', { hours: HOURS })}
      actions={<Button icon={<ReloadIcon />} onClick={reload} aria-label={t('common.reload')} />}
    >
      <ProblemNote problem={problem ?? problems.problem} again={reload} />
      {problems.value !== null && <Counts counts={problems.value.counts} />}
      {value !== null && (
        <div className="overview">
          <OrdersPanel overview={value} />
          <WaitingPanel overview={value} />
          <RefusalsPanel overview={value} />
          <CommitsPanel overview={value} />
          <AtRisk atRisk={value.atRisk} />
          {may('integration.read') && <HealthPanel />}
        </div>
      )}
    </Page>
  )
}

function Counts({ counts }: Pick<Problems, 'counts'>) {
  const { t } = useTranslation()
  const some = counts.filter(({ count }) => count > 0)
  return (
    <Panel title={t('queue.title')}>
      {some.length === 0 ? (
        <span className="soft">{t('queue.emptyTitle')}</span>
      ) : (
        <div className="counts">
          {some.map(({ kind, count }) => (
            <Link key={kind} to={withQuery('/problems', { kind })}>
              <Status group="problemKind" word={kind} /> <strong>{numberText(count)}</strong>
            </Link>
          ))}
        </div>
      )}
    </Panel>
  )
}

function AtRisk({ atRisk }: Pick<Overview, 'atRisk'>) {
  const { t } = useTranslation()
  return (
    <Panel title={t('overview.atRisk')}>
      {atRisk.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('overview.noRisk')} />
      ) : (
        <table aria-label={t('overview.atRisk')}>
          <thead>
            <tr>
              <th scope="col">{t('stock.sku')}</th>
              <th scope="col">{t('stock.location')}</th>
              <th scope="col" className="number">
                {t('stock.available')}
              </th>
              <th scope="col" className="number">
                {t('overview.missing')}
              </th>
            </tr>
          </thead>
          <tbody>
            {atRisk.map(({ sku, location, available, missing }) => (
              <tr key={`${sku} ${location}`}>
                <td>
                  <Link to={withQuery('/stock', { sku, location })} className="code">
                    {sku}
                  </Link>
                </td>
                <td>{location}</td>
                <td className="number">{numberText(available)}</td>
                <td className={missing > 0 ? 'number negative' : 'number'}>{numberText(missing)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
