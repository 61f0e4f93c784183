// The workloads by name. Each dialect's says how its orders are written, how its acknowledgements are read, and what
// must be there before.
import { warehouse, warehouseDrafts } from './apicenter.mjs'
import { hot, spread } from './kakaclo.mjs'
import { stores } from './lingxing.mjs'
import { listWorkloads } from './lists.mjs'
import { purchases } from './pandapon.mjs'

/**
 * @typedef {object} OrderSource
 * @property {number} skuCount
 * @property {number} seed
 * @property {string} prefix of the sellers' order numbers; the sequence number follows it
 * @property {string} host value of the Host header
 * @property {number} connections
 * @property {number} most how many orders a run may need, for workloads that are written beforehand
 * @property {any} credentials what `prepare` has made
 */

/**
 * @typedef {object} Workload
 * @property {string} name
 * @property {(hub: import('../hub.mjs').HubAccess) => Promise<unknown>} prepare credentials for the whole run
 * @property {(hub: import('../hub.mjs').HubAccess, credentials: any) => Promise<unknown>} [refresh] what holds for
 *   minutes only, before each run
 * @property {readonly import('../hub.mjs').Supply[]} [supplies] items in stock besides the spread ones
 * @property {string} [location] where the spread items must be in stock, too
 * @property {(source: OrderSource) => OrderWriter} writer
 * @property {(body: string) => number} acknowledged of an answer with status 200: the order's number, `unnumbered`
 *   if the answer has none, 0 if it is a refusal
 */

/**
 * @typedef {object} OrderWriter
 * @property {(sequence: number) => string} write a whole HTTP request; each character is one byte
 * @property {(connection: number, count: number) => number} [sequenceOf] of a connection's next order, where each
 *   has orders of its own; else they are numbered as they are sent
 */

/** @type {ReadonlyMap<string, Workload>} */
export const workloads = new Map(
  [spread, hot, purchases, stores, warehouse, warehouseDrafts].map((one) => [one.name, one]),
)

/** @param {string} name @returns {Workload} */
export function workloadOf(name) {
  const found = workloads.get(name) ?? listWorkloads.get(name)
  if (found === undefined) throw new Error(`there is no workload ${name}`)
  return found
}
