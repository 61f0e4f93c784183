/** What the native API serves of views, as a table. */
import { composedOperation, type Operation } from '../../wire/dialect.js'
import { deleteView, listViews, putView } from './map-views.js'
import { listOf } from './paging.js'
import * as wire from './wire-views.js'

export const VIEWS: readonly Operation[] = [
  composedOperation({
    name: 'listViews',
    permission: 'own',
    method: 'GET',
    paths: ['/v1/views/orders'],
    summary: "List one's own views of the list of orders, by name.",
    query: wire.ListViews,
    reply: listOf(wire.OrderView),
    run: listViews,
  }),
  composedOperation({
    name: 'putView',
    permission: 'own',
    method: 'PUT',
    paths: ['/v1/views/orders/:name'],
    summary: 'Keep filters and columns under a name, or change what is kept under it.',
    body: wire.PutOrderView,
    reply: wire.OrderView,
    run: putView,
  }),
  composedOperation({
    name: 'deleteView',
    permission: 'own',
    method: 'DELETE',
    paths: ['/v1/views/orders/:name'],
    summary: 'Take a view away.',
    reply: wire.OrderView,
    run: deleteView,
  }),
]
