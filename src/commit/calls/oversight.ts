/** What waits for a person, and how things go. */
import type { Serving } from '../../order/calls.js'
import type { OversightCalls } from '../../order/oversight-calls.js'
import { accept } from '../../order/rejection.js'
import {
  HOUR_MS,
  readHourlyCounts,
  readOrdersByHour,
  readStockAtRisk,
  readWaiting,
} from '../../store/overview.js'
import type { Pool } from '../../store/pool.js'
import { countProblems, listProblems } from '../../store/problems.js'

/** A call to a platform is answered, or given up, within this time. */
const SENDING_MS = 60_000

/** Hours: up to a day, two, four, a week, and beyond. */
const AGES = [0, 24, 48, 96, 168]

/** Of a SKU that sells, fewer than these are few. */
const FEW = 5
const MOST_AT_RISK = 20

export function oversightCalls(pool: Pool, clock: () => number): Serving<OversightCalls> {
  const settledBy = () => clock() - SENDING_MS
  return {
    listProblems: async ({ tenantId }, { kinds, ...slice }) =>
      accept(await listProblems(pool, tenantId, { kinds, settledBy: settledBy() }, slice)),
    countProblems: async ({ tenantId }, { kinds }) =>
      accept(await countProblems(pool, tenantId, { kinds, settledBy: settledBy() })),
    readOverview: async ({ tenantId }, { hours }) => {
      const at = clock()
      const from = at - (at % HOUR_MS) - (hours - 1) * HOUR_MS
      const [orders, refusals, commits, waiting, atRisk] = await Promise.all([
        readOrdersByHour(pool, tenantId, from, hours),
        readHourlyCounts(pool, tenantId, 'refusal', from),
        readHourlyCounts(pool, tenantId, 'commit', from),
        readWaiting(pool, tenantId, AGES, at),
        readStockAtRisk(pool, tenantId, { least: FEW, most: MOST_AT_RISK }),
      ])
      const all = Array.from({ length: hours }, (_, index) => from + index * HOUR_MS)
      return accept({ hours: all, orders, refusals, commits, waiting, atRisk })
    },
  }
}
