/** What is said of an address's secret where it is shown, the only time. */
import type { TFunction } from 'i18next'
import type { NewWebhookEndpoint } from '../../types'

export function endpointSecret(t: TFunction, { secret }: NewWebhookEndpoint) {
  return {
    title: t('webhooks.secretTitle'),
    lead: t('webhooks.secretLead'),
    lost: t('webhooks.secretLost'),
    kept: t('webhooks.secretKept'),
    parts: secret === null ? null : { [t('webhooks.secret')]: secret },
  }
}
