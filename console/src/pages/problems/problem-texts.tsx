/** What a problem is about, and why it is one. */
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { saidText } from '../../said'
import type { Problem } from '../../types'
import { numberText } from '../../words'

export function ProblemSubject({ problem }: { problem: Problem }) {
  const { orderNumber, fulfilmentOrder, sellerOrderNumber, connection, webhookEndpoint } = problem
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
  if (connection !== null) return <Link to="/connections">{connection.name}</Link>
  return webhookEndpoint === null ? null : (
    <Link to={`/webhooks/${webhookEndpoint.id}`} className="code">
      {webhookEndpoint.url}
    </Link>
  )
}

export function ProblemReason({ problem }: { problem: Problem }) {
  const { t } = useTranslation()
  const { kind, reason, field, location, missing, connection, orderNumber } = problem
  const where = orderNumber === null ? null : (location ?? connection?.name ?? null)
  const told = [where, field, reason === null ? null : saidText(reason)].filter((one) => one !== null)
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
      {told.length > 0 && <div className="soft">{told.join(' · ')}</div>}
    </>
  )
}
