/** What an address is told, how it stands, and when it is tried again. */
import { useTranslation } from 'react-i18next'
import { Fact, Facts, Panel } from '../../parts/page'
import { Time } from '../../parts/show'
import type { WebhookDialect, WebhookEndpoint } from '../../types'
import { durationText, numberText } from '../../words'

interface EndpointFactsProps {
  readonly endpoint: WebhookEndpoint
  readonly dialect: WebhookDialect | null
}

export function EndpointFacts({ endpoint, dialect }: EndpointFactsProps) {
  return (
    <div className="panel-pair">
      <About endpoint={endpoint} dialect={dialect} />
      <Standing endpoint={endpoint} dialect={dialect} />
    </div>
  )
}

function About({
  endpoint: { url, account, events, options, dialect: family },
  dialect,
}: EndpointFactsProps) {
  const { t } = useTranslation()
  return (
    <Panel title={t('webhooks.about')}>
      <Facts>
        <Fact name={t('webhooks.url')}>
          <span className="code">{url}</span>
        </Fact>
        <Fact name={t('connections.dialect')}>{family}</Fact>
        <Fact name={t('credentials.account')}>{account ?? t('webhooks.allAccounts')}</Fact>
        <Fact name={t('webhooks.events')}>
          {events === null
            ? t('webhooks.usualEvents', { count: dialect?.usualEvents.length ?? 0 })
            : events.join(', ')}
        </Fact>
        {Object.entries(options).map(([name, value]) => (
          <Fact key={name} name={name}>
            <span className="code">{JSON.stringify(value)}</span>
          </Fact>
        ))}
      </Facts>
    </Panel>
  )
}

function Standing({ endpoint, dialect }: EndpointFactsProps) {
  const { t } = useTranslation()
  const { due, undelivered, failingSince, pausedAt, previousSecretUntil, createdAt } = endpoint
  return (
    <Panel title={t('connection.standing')}>
      <Facts>
        <Fact name={t('webhooks.due')}>{numberText(due)}</Fact>
        <Fact name={t('webhooks.undelivered')}>{numberText(undelivered)}</Fact>
        <Fact name={t('webhooks.failingSince')}>{failingSince !== null && <Time at={failingSince} />}</Fact>
        <Fact name={t('webhooks.pausedAt')}>{pausedAt !== null && <Time at={pausedAt} />}</Fact>
        <Fact name={t('webhooks.previousSecretUntil')}>
          {previousSecretUntil !== null && <Time at={previousSecretUntil} />}
        </Fact>
        <Fact name={t('webhooks.schedule')}>{dialect !== null && <Schedule dialect={dialect} />}</Fact>
        <Fact name={t('connection.createdAt')}>
          <Time at={createdAt} />
        </Fact>
      </Facts>
    </Panel>
  )
}

function Schedule({ dialect }: { dialect: WebhookDialect }) {
  const { t } = useTranslation()
  const waits = dialect.retryAfterSeconds.map((seconds) => durationText(seconds, 'short'))
  return (
    <>
      {t('webhooks.scheduleAfter', { waits: waits.join(' → ') })}
      <div className="soft">{t(dialect.waitsWhileDown ? 'webhooks.waitsWhileDown' : 'webhooks.givesUp')}</div>
    </>
  )
}
