/** The attempts to deliver a message along a line of time: those that were made, the next one, and those behind it. */
import { useTranslation } from 'react-i18next'
import { Time } from '../../parts/show'
import { saidText } from '../../said'
import type { Delivery, WebhookDialect } from '../../types'
import { laterAttempts } from './schedule'

interface AttemptsProps {
  readonly delivery: Delivery
  /** Null: its schedule is not known. */
  readonly dialect: WebhookDialect | null
}

export function Attempts({ delivery, dialect }: AttemptsProps) {
  const { t } = useTranslation()
  const { log, dueAt, state, endedAt } = delivery
  const later = dialect === null ? [] : laterAttempts(delivery, dialect)
  return (
    <ol className="trail">
      {log.map((one) => (
        <li key={one.at} className={one.problem === null ? 'trail-good' : 'trail-bad'}>
          <div className="trail-head">
            <span>
              {one.status === null
                ? t('deliveries.noAnswer')
                : t('deliveries.answered', { status: one.status })}
            </span>
            <Time at={one.at} />
          </div>
          <p>
            {[
              one.problem === null ? null : saidText(one.problem),
              t('deliveries.took', { tookMs: one.tookMs }),
            ]
              .filter((text) => text !== null)
              .join(' · ')}
          </p>
          {one.answer !== null && one.answer !== '' && <p className="code">{one.answer}</p>}
        </li>
      ))}
      {state === 'due' && dueAt !== null && (
        <li className="trail-next">
          <div className="trail-head">
            <span>{t('deliveries.next')}</span>
            <Time at={dueAt} />
          </div>
        </li>
      )}
      {later.map((at, index) => (
        <li key={at} className="trail-later">
          <div className="trail-head">
            <span>
              {t('deliveries.later', { number: delivery.attempts + index + 2 })}
              {index === later.length - 1 &&
                ` · ${t(dialect?.waitsWhileDown ? 'deliveries.lastUnlessDown' : 'deliveries.last')}`}
            </span>
            <Time at={at} />
          </div>
        </li>
      ))}
      {state !== 'due' && endedAt !== null && (
        <li className={state === 'delivered' ? 'trail-good' : 'trail-bad'}>
          <div className="trail-head">
            <span>{t(`deliveries.${state}`)}</span>
            <Time at={endedAt} />
          </div>
        </li>
      )}
    </ol>
  )
}
