/** How a webhook endpoint stands, in one word. */
import type { WebhookEndpoint } from '../../types'

export function stateOf({ enabled, pausedAt, failingSince }: WebhookEndpoint) {
  if (pausedAt !== null) return 'paused'
  if (!enabled) return 'off'
  return failingSince === null ? 'on' : 'failing'
}
