/** Setting a tenant up, and what operators ask of its orders and stock. */
import type { Serving } from '../../order/calls.js'
import type { SetupCalls } from '../../order/setup-calls.js'
import type { Pool } from '../../store/pool.js'
import type { Lanes } from '../lanes.js'

export function setupCalls(_pool: Pool, _lanes: Lanes): Serving<SetupCalls> {
  return {}
}
