/** The tenant itself: what it has, what is kept of it, what its admin sets, and what whoever runs the hub does. */

import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { LoadingPage } from '../../parts/fallback'
import { Fact, Facts, Page, Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Copyable, Time } from '../../parts/show'
import { type Permission, useMay } from '../../permissions'
import { useReading } from '../../reading'
import type { Tenant } from '../../types'
import { bytesText, numberText } from '../../words'
import { RenameTenant } from './rename-tenant'

const PLACES: readonly {
  readonly count: keyof Tenant['counts']
  readonly to: string
  readonly may: Permission
}[] = [
  { count: 'accounts', to: '/settings/accounts', may: 'settings.read' },
  { count: 'stockLocations', to: '/settings/locations', may: 'settings.read' },
  { count: 'shippingMethods', to: '/settings/shipping', may: 'settings.read' },
  { count: 'credentials', to: '/credentials', may: 'integration.read' },
  { count: 'connections', to: '/connections', may: 'integration.read' },
  { count: 'routingRules', to: '/connections', may: 'integration.read' },
  { count: 'webhookEndpoints', to: '/webhooks', may: 'integration.read' },
  { count: 'users', to: '/people', may: 'people' },
]

export function Component() {
  const { t } = useTranslation()
  const mayChange = useMay()('settings.change')
  const [renaming, setRenaming] = useState(false)
  const { value: tenant, problem, again } = useReading<Tenant>('/v1/tenant')
  if (problem !== null) {
    return (
      <Page title={t('tenant.title')}>
        <ProblemNote problem={problem} again={again} />
      </Page>
    )
  }
  if (tenant === null) return <LoadingPage />
  return (
    <Page
      title={t('tenant.title')}
      note={tenant.name}
      actions={mayChange && <Button onClick={() => setRenaming(true)}>{t('tenant.rename')}</Button>}
    >
      <div className="panel-pair">
        <Panel title={t('tenant.has')}>
          <Counts counts={tenant.counts} />
        </Panel>
        <Panel title={t('tenant.keeps')}>
          <Limits limits={tenant.limits} />
        </Panel>
      </div>
      <Panel title={t('tenant.others')}>
        <Facts>
          <Fact name={t('locations.name')}>{tenant.name}</Fact>
          <Fact name={t('tenant.createdAt')}>
            <Time at={tenant.createdAt} />
          </Fact>
        </Facts>
        <p>{t('tenant.othersLead')}</p>
        <Facts>
          <Fact name={t('tenant.add')}>
            <Copyable text='npx entrepot tenant create "Acme Trading"' />
          </Fact>
          <Fact name={t('tenant.list')}>
            <Copyable text="npx entrepot tenant list" />
          </Fact>
        </Facts>
      </Panel>
      {renaming && <RenameTenant name={tenant.name} done={again} close={() => setRenaming(false)} />}
    </Page>
  )
}

function Counts({ counts }: { counts: Tenant['counts'] }) {
  const { t } = useTranslation()
  const may = useMay()
  const name = (count: keyof Tenant['counts']) => t(`tenant.${count}`)
  return (
    <Facts>
      {PLACES.map(({ count, to, may: needed }) => (
        <Fact key={count} name={name(count)}>
          <Linked to={may(needed) ? to : null} name={name(count)}>
            {numberText(counts[count])}
          </Linked>
        </Fact>
      ))}
    </Facts>
  )
}

function Linked({ to, name, children }: { to: string | null; name: string; children: string }): ReactNode {
  if (to === null) return children
  return (
    <Link to={to} aria-label={`${name}: ${children}`} className="number">
      {children}
    </Link>
  )
}

function Limits({ limits }: { limits: Tenant['limits'] }) {
  const { t } = useTranslation()
  const { requestLogDays, requestLogRows, deliveryDays, webhookEndpoints, openImports, importBytes } = limits
  const days = (count: number) => t('tenant.days', { count })
  return (
    <Facts>
      <Fact name={t('tenant.requestLog')}>
        {requestLogDays === 0
          ? t('tenant.notKept')
          : t('tenant.requestLogKept', { days: days(requestLogDays), rows: numberText(requestLogRows) })}
      </Fact>
      <Fact name={t('tenant.deliveries')}>{days(deliveryDays)}</Fact>
      <Fact name={t('tenant.webhookEndpoints')}>
        {t('tenant.atMost', { number: numberText(webhookEndpoints) })}
      </Fact>
      <Fact name={t('tenant.imports')}>
        {t('tenant.importsAtMost', { number: numberText(openImports), size: bytesText(importBytes) })}
      </Fact>
      <Fact name={t('tenant.setBy')}>
        <span className="soft">{t('tenant.setByLead')}</span>
      </Fact>
    </Facts>
  )
}
