/** What is asked about views: each owner's own. */
import type { Serving } from '../order/calls.js'
import { accept, refuse } from '../order/rejection.js'
import { MOST_VIEWS, type ViewCalls } from '../order/view-calls.js'
import type { Database } from '../store/pool.js'
import { deleteView, listViews, putView } from '../store/saved-views.js'

export function viewCalls(database: Database, clock: () => number): Serving<ViewCalls> {
  return {
    listViews: async ({ tenantId }, { owner, page, ...slice }) =>
      accept(await listViews(database, tenantId, { owner, page }, slice)),
    putView: async ({ tenantId }, { wish, ...shelf }) => {
      const kept = await putView(database, tenantId, shelf, wish, MOST_VIEWS, clock())
      if (kept !== null) return accept(kept)
      const state = `one too many: ${MOST_VIEWS} are kept, so take another one away first`
      return refuse({ kind: 'not_allowed_in_state', what: 'view', id: wish.name, state })
    },
    deleteView: async ({ tenantId }, { name, ...shelf }) => {
      const gone = await deleteView(database, tenantId, shelf, name)
      return gone === null ? refuse({ kind: 'not_found', what: 'view', id: name }) : accept(gone)
    },
  }
}
