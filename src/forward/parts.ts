/** What forwarding works with. */
import type { Lanes } from '../commit/lanes.js'
import type { TargetRules } from '../connect/targets.js'
import type { Pool } from '../store/pool.js'
import type { SecretBox } from '../store/secret-box.js'
import type { AuthScheme } from '../wire/auth.js'
import type { Upstream } from '../wire/upstream.js'

/** By dialect or family: how platforms are spoken to that we have a client of. */
export type Platforms = ReadonlyMap<string, { readonly auth: AuthScheme; readonly upstream: Upstream }>

export interface ForwardParts {
  readonly pool: Pool
  readonly lanes: Lanes
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly box: SecretBox
  readonly platforms: Platforms
  readonly rules: TargetRules
}
