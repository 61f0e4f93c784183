/** What the pipeline works with. */
import type { Engine } from '../order/calls.js'
import type { Broadcasting } from '../wire/news.js'
import type { AuditTrail, SignIns } from '../wire/people.js'
import type { Playground } from '../wire/playground.js'
import type { RequestLog } from '../wire/request-log.js'
import type { Sessions } from '../wire/sessions.js'
import type { Authentication } from './authentication.js'
import type { InFlight } from './in-flight.js'
import type { RateLimiter } from './rate-limiter.js'
import type { Spoiling } from './spoiling.js'
import type { Watch } from './watch.js'

export interface PipelineParts {
  readonly engine: Engine
  readonly authentication: Authentication
  readonly sessions: Sessions
  readonly signIns: SignIns
  readonly auditTrail: AuditTrail
  readonly news: Broadcasting
  readonly rateLimiter: RateLimiter
  readonly inFlight: InFlight
  readonly spoiling: Spoiling
  readonly watch: Watch
  /** Null: none is kept. */
  readonly requestLog: RequestLog | null
  readonly playground: Playground
  readonly clock: () => number
}
