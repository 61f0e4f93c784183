/** A connection: where the platform is, how it stands, what is called how there, and whether it answers. */

import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { change } from '../../api'
import { useNews } from '../../live'
import { LoadingPage } from '../../parts/fallback'
import { ReloadIcon } from '../../parts/icons'
import { Outcome } from '../../parts/outcome'
import { Fact, Facts, Page, Panel } from '../../parts/page'
import { ProblemNote } from '../../parts/problem'
import { Copyable, Time } from '../../parts/show'
import { Status } from '../../parts/status'
import { useMay } from '../../permissions'
import { useReading } from '../../reading'
import { saidText } from '../../said'
import { useSending } from '../../sending'
import type { Connection, ConnectionTest } from '../../types'
import { stateOf } from '../connections/connection-state'
import { EditConnection } from './edit-connection'
import { Mappings } from './mappings'
import { NewCredentials } from './new-credentials'

export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const path = `/v1/connections/${encodeURIComponent(id)}`
  const { value: connection, problem, again, quietly } = useReading<Connection>(path)
  useNews('connections', quietly, { everyMs: 2_000 })
  if (problem !== null) {
    return (
      <Page title={t('connections.title')}>
        <ProblemNote problem={problem} again={again} />
      </Page>
    )
  }
  if (connection === null) return <LoadingPage />
  return <Shown connection={connection} path={path} again={again} />
}

interface ShownProps {
  readonly connection: Connection
  readonly path: string
  readonly again: () => void
}

function Shown({ connection, path, again }: ShownProps) {
  const { t } = useTranslation()
  const mayChange = useMay()('integration.change')
  const [asked, setAsked] = useState<'edit' | 'credentials' | null>(null)
  const { busy, problem, send } = useSending()
  const [tested, setTested] = useState<ConnectionTest | null>(null)
  const run = (act: () => Promise<unknown>) => {
    setTested(null)
    return send(async () => {
      await act()
      again()
    })
  }
  const { name, enabled } = connection
  const changes = (
    <>
      <Button disabled={busy} onClick={() => void run(() => change('PATCH', path, { enabled: !enabled }))}>
        {t(enabled ? 'connections.turnOff' : 'connections.turnOn')}
      </Button>
      <Button disabled={busy} onClick={() => void run(() => change('POST', `${path}/poll`))}>
        {t('connection.poll')}
      </Button>
      <Button
        type="primary"
        loading={busy}
        onClick={() => void run(async () => setTested(await change('POST', `${path}/test`)))}
      >
        {t('connections.test')}
      </Button>
    </>
  )
  const acts = (
    <>
      <Button icon={<ReloadIcon />} onClick={again} aria-label={t('common.reload')} />
      {mayChange && changes}
    </>
  )
  return (
    <Page title={name} note={<Status group="connectionState" word={stateOf(connection)} />} actions={acts}>
      <ProblemNote problem={problem} />
      {tested !== null && <Tested test={tested} name={name} />}
      <div className="panel-pair">
        <Place connection={connection} edit={mayChange ? () => setAsked('edit') : null} />
        <Standing connection={connection} renew={mayChange ? () => setAsked('credentials') : null} />
      </div>
      <Mappings connection={connection} path={path} mayChange={mayChange} again={again} />
      {asked === 'edit' && (
        <EditConnection connection={connection} done={again} close={() => setAsked(null)} />
      )}
      {asked === 'credentials' && (
        <NewCredentials connection={connection} done={again} close={() => setAsked(null)} />
      )}
    </Page>
  )
}

/** What a test found out, and what to do about it. */
function Tested({ test: { alive, reason, elapsedMs }, name }: { test: ConnectionTest; name: string }) {
  const { t } = useTranslation()
  if (alive) {
    return <Outcome isGood title={t('connections.alive', { name, elapsedMs })} />
  }
  return (
    <Outcome isGood={false} title={t('connection.deadTitle', { name })}>
      <p>{t('connection.deadAdvice')}</p>
      <p className="problem-detail">{saidText(reason ?? '')}</p>
    </Outcome>
  )
}

function Place({ connection, edit }: { connection: Connection; edit: (() => void) | null }) {
  const { t } = useTranslation()
  const { dialect, baseUrl, store, numberPrefix, callsPerSecond, settings } = connection
  return (
    <Panel
      title={t('connection.place')}
      extra={
        edit !== null && (
          <Button size="small" onClick={edit}>
            {t('items.edit')}
          </Button>
        )
      }
    >
      <Facts>
        <Fact name={t('connections.dialect')}>{dialect}</Fact>
        <Fact name={t('connections.baseUrl')}>
          <span className="code">{baseUrl}</span>
        </Fact>
        <Fact name={t('connection.store')}>{store !== null && `${store.name} · ${store.marketplace}`}</Fact>
        <Fact name={t('connection.numberPrefix')}>{numberPrefix}</Fact>
        <Fact name={t('connection.pace')}>
          {callsPerSecond === null
            ? t('connection.usualPace')
            : t('connection.perSecond', { number: callsPerSecond })}
        </Fact>
        {Object.entries(settings).map(([name, value]) => (
          <Fact key={name} name={name}>
            <span className="code">{String(value)}</span>
          </Fact>
        ))}
      </Facts>
    </Panel>
  )
}

function Standing({ connection, renew }: { connection: Connection; renew: (() => void) | null }) {
  const { t } = useTranslation()
  const { problem, pausedUntil, polledUntil, callbackUrl, createdAt, updatedAt } = connection
  return (
    <Panel
      title={t('connection.standing')}
      extra={
        renew !== null && (
          <Button size="small" onClick={renew}>
            {t('connection.renew')}
          </Button>
        )
      }
    >
      <Facts>
        <Fact name={t('connection.problem')}>
          {problem !== null && <span className="negative">{saidText(problem)}</span>}
        </Fact>
        <Fact name={t('connection.pausedUntil')}>{pausedUntil !== null && <Time at={pausedUntil} />}</Fact>
        <Fact name={t('connection.polledUntil')}>{polledUntil !== null && <Time at={polledUntil} />}</Fact>
        <Fact name={t('connection.callbackUrl')}>
          {callbackUrl !== null && (
            <>
              <Copyable text={callbackUrl} />
              <div className="soft">{t('connection.callbackHint')}</div>
            </>
          )}
        </Fact>
        <Fact name={t('connection.credentials')}>
          <span className="soft">{t('connection.credentialsKept')}</span>
        </Fact>
        <Fact name={t('connection.createdAt')}>
          <Time at={createdAt} />
        </Fact>
        <Fact name={t('orderColumns.updatedAt')}>
          <Time at={updatedAt} />
        </Fact>
      </Facts>
    </Panel>
  )
}
