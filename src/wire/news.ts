/** News of a tenant: what has changed, told to whoever listens, so that they know what to read again. */
import type { Readable } from 'node:stream'
import type { Result } from '../order/rejection.js'
import type { Topic } from './topics.js'

export interface NewsWish {
  readonly topics: readonly Topic[]
  /** The position up to which the caller has been told before; null: what comes from now on. */
  readonly after: number | null
}

export interface Listening extends NewsWish {
  readonly tenantId: number
  /** Who listens: each may do so only so many times at once. */
  readonly caller: string
  /** Whether they still may, as they did at first. */
  readonly stands: () => Promise<boolean>
}

/** The text of an event stream, which ends when the hub stops, or its listener may no longer listen. */
export interface Broadcasting {
  listen(listening: Listening): Promise<Result<Readable>>
}
