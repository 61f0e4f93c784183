/** What a problem is about, and why it is one. */
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { withQuery } from '../../api'
import { saidText } from '../../said'
import type { Problem } from '../../types'
import { numberText, wordText } from '../../words'

export function ProblemSubject({ problem }: { problem: Problem }) {
  const { orderNumber, fulfilmentOrder, sellerOrderNumber, connection, webhookEndpoint, requests } = problem
  if (orderNumber !== null) {
    return (
      <>
        <Link to={`/orders/${orderNumber}`} className="code">
          {fulfilmentOrder}
        </Link>
        {sellerOrderNumber !== null && <div className="soft">{sellerOrderNumber}</div>}
      </>
    )
  }
  if (requests !== null) return <RefusedSubject problem={problem} requests={requests} />
  if (connection !== null) return <Link to={`/connections/${connection.id}`}>{connection.name}</Link>
  return webhookEndpoint === null ? null : (
    <Link to={`/webhooks/${webhookEndpoint.id}`} className="code">
      {webhookEndpoint.url}
    </Link>
  )
}

interface RefusedProps {
  readonly problem: Problem
  readonly requests: NonNullable<Problem['requests']>
}

/** Leads to all of them. */
function RefusedSubject({ problem: { account, since }, requests }: RefusedProps) {
  const { t } = useTranslation()
  const { count, dialect, operation, refusal, credential } = requests
  const filters = {
    dialect,
    refusal,
    from: since,
    ...(operation !== null && { operation }),
    ...(credential !== null && { credential }),
  }
  const who = credential === null ? t('requests.nobody') : t('queue.credential', { credential })
  return (
    <>
      <Link to={withQuery('/requests', filters)}>
        {operation ?? t('requests.noOperation')} · {t('queue.refused', { count, times: numberText(count) })}
      </Link>
      <div className="soft">{[dialect, who, account].filter((one) => one !== null).join(' · ')}</div>
    </>
  )
}

export function ProblemReason({ problem }: { problem: Problem }) {
  const { t } = useTranslation()
  const { kind, reason, field, location, missing, connection, orderNumber, requests } = problem
  const where = orderNumber === null ? null : (location ?? connection?.name ?? null)
  const refusal = requests === null ? null : wordText('refusal', requests.refusal)
  const told = [where, refusal, field, reason === null ? null : saidText(reason)].filter(
    (one) => one !== null,
  )
  return (
    <>
      <div>{t(`problemAdvice.${kind}`)}</div>
      {missing.map(({ sku, quantity }) => (
        <div key={sku} className="soft">
          <Link to={`/stock?sku=${encodeURIComponent(sku)}`} className="code">
            {sku}
          </Link>{' '}
          {t('queue.missing', { quantity: numberText(quantity) })}
        </div>
      ))}
      {requests !== null && <Link to={`/requests/${requests.newest}`}>{t('queue.newest')}</Link>}
      {told.length > 0 && <div className="soft">{told.join(' · ')}</div>}
    </>
  )
}
