/** When a message is tried, and when it will be given up. */
import type { Delivery, WebhookDialect } from '../../types'

const SECOND_MS = 1_000

/** The attempts that follow the next one as long as each fails; the last of them gives it up. Times are ISO 8601. */
export function laterAttempts(
  { state, dueAt, attempts }: Delivery,
  { retryAfterSeconds }: WebhookDialect,
): readonly string[] {
  if (state !== 'due' || dueAt === null) return []
  let at = Date.parse(dueAt)
  return retryAfterSeconds.slice(attempts).map((seconds) => {
    at += seconds * SECOND_MS
    return new Date(at).toISOString()
  })
}
