/** What stock locations still have to do. */
import type { Serving } from '../../order/calls.js'
import type { QueueCalls } from '../../order/queue-calls.js'
import { accept } from '../../order/rejection.js'
import type { Pool } from '../../store/pool.js'
import { countQueued, listQueued } from '../../store/work-queues.js'

export function queueCalls(pool: Pool): Serving<QueueCalls> {
  return {
    listQueued: async ({ tenantId }, { location, status, ...slice }) =>
      accept(await listQueued(pool, tenantId, { location, status }, slice)),
    countQueued: async ({ tenantId }, slice) => accept(await countQueued(pool, tenantId, slice)),
  }
}
