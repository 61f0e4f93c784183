/** What is asked about the request log. */
import type { Serving } from '../order/calls.js'
import { accept, refuse } from '../order/rejection.js'
import type { RequestCalls } from '../order/request-calls.js'
import { subjectsOfOrder } from '../order/subjects.js'
import { readOrderRecord } from '../store/order-records.js'
import type { Database } from '../store/pool.js'
import { listRequests, readRequest } from '../store/request-log.js'

/** `flush`: what this process has noted so far is there when it is asked for. */
export function requestCalls(database: Database, flush: () => Promise<void>): Serving<RequestCalls> {
  return {
    listRequests: async ({ tenantId }, { search, ...slice }) => {
      await flush()
      const { orderNumber } = search
      const order = orderNumber === undefined ? null : await readOrderRecord(database, tenantId, orderNumber)
      if (orderNumber !== undefined && order === null) {
        return refuse({ kind: 'not_found', what: 'order', id: String(orderNumber) })
      }
      const about = order === null ? null : subjectsOfOrder(order)
      return accept(await listRequests(database, tenantId, search, about, slice))
    },
    readLoggedRequest: async ({ tenantId }, { requestNumber }) => {
      const found = await readRequest(database, tenantId, requestNumber)
      const id = String(requestNumber)
      return found === null ? refuse({ kind: 'not_found', what: 'request', id }) : accept(found)
    },
  }
}
