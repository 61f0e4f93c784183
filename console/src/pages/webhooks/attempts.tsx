/** The attempts to deliver a message along a line of time, up to the one that is due next. */
import { useTranslation } from 'react-i18next'
import { Time } from '../../parts/show'
import type { Delivery } from '../../types'

export function Attempts({ delivery: { log, dueAt, state } }: { delivery: Delivery }) {
  const { t } = useTranslation()
  const isDue = state === 'due' && dueAt !== null
  if (log.length === 0 && !isDue) return null
  return (
    <ol className="trail">
      {log.map(({ at, status, tookMs, problem }) => (
        <li key={at}>
          <div className="trail-head">
            <span>{status === null ? t('deliveries.noAnswer') : t('deliveries.answered', { status })}</span>
            <Time at={at} />
          </div>
          <p>{[problem, t('deliveries.took', { tookMs })].filter((one) => one !== null).join(' · ')}</p>
        </li>
      ))}
      {isDue && (
        <li>
          <div className="trail-head">
            <span>{t('deliveries.next')}</span>
            <Time at={dueAt} />
          </div>
        </li>
      )}
    </ol>
  )
}
