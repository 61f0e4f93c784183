/** What shipping would cost: pure functions over a load that locks nothing. */
import type { QuoteCalls, Serving } from '../../order/calls.js'
import type { Pool } from '../../store/pool.js'

export function quoteCalls(_pool: Pool): Serving<QuoteCalls> {
  return {
    quoteBySpeed: () => Promise.reject(new Error('to be written')),
    quoteByMethod: () => Promise.reject(new Error('to be written')),
  }
}
