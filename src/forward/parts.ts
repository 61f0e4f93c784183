/** What forwarding works with. */
import type { Lanes } from '../commit/lanes.js'
import type { TargetRules } from '../connect/targets.js'
import type { Pool } from '../store/pool.js'
import type { SecretBox } from '../store/secret-box.js'
import type { AuthScheme } from '../wire/auth.js'
import type { CallbackReceiving } from '../wire/callbacks.js'
import type { PrivateFields } from '../wire/request-log.js'
import type { Upstream } from '../wire/upstream.js'
import type { CallLog } from './call-log.js'

/** A platform that we have a client of. */
export interface SpokenPlatform {
  readonly auth: AuthScheme
  readonly upstream: Upstream
  /** What it tells us by itself; nothing if not given. */
  readonly receiving?: CallbackReceiving
  /** What of calls and answers is not kept; without it, neither is. */
  readonly privateFields?: PrivateFields
}

/** By dialect or family. */
export type Platforms = ReadonlyMap<string, SpokenPlatform>

export interface ForwardParts {
  readonly pool: Pool
  readonly lanes: Lanes
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly box: SecretBox
  readonly platforms: Platforms
  readonly rules: TargetRules
  /** Where calls are kept for people to look at; nowhere if not given. */
  readonly callLog?: CallLog
}
