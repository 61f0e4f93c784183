/** Views to the engine's words and back. */
import type { AccountContext } from '../../order/calls.js'
import { accept, type Result } from '../../order/rejection.js'
import type { ViewRecord } from '../../order/view-calls.js'
import type { Running, WireRequest } from '../../wire/dialect.js'
import type { Admitted } from '../../wire/people.js'
import { writeTime } from './map-orders.js'
import { readSlice, writeList } from './paging.js'
import { requestReader } from './reading.js'
import { ListViews, PutOrderView, ViewPath } from './wire-views.js'

const PAGE = 'orders'

const list = requestReader({ query: ListViews })

export async function listViews(running: Running, request: WireRequest): Promise<Result<unknown>> {
  const { account, admitted } = callerOf(running)
  const asked = list(request, account)
  if (!asked.ok) return asked
  const slice = readSlice(asked.value.query, ['text'])
  if (!slice.ok) return slice
  const found = await running.engine.listViews(account, { ...shelfOf(admitted), ...slice.value })
  return found.ok ? accept(writeList(found.value, writeView)) : found
}

const put = requestReader({ params: ViewPath, body: PutOrderView })

export async function putView(running: Running, request: WireRequest): Promise<Result<unknown>> {
  const { account, admitted } = callerOf(running)
  const asked = put(request, account)
  if (!asked.ok) return asked
  const { params, body } = asked.value
  const wish = { name: params.name, filters: given(body.filters), columns: body.columns }
  const kept = await running.engine.putView(account, { ...shelfOf(admitted), wish })
  return kept.ok ? accept(writeView(kept.value)) : kept
}

const path = requestReader({ params: ViewPath })

export async function deleteView(running: Running, request: WireRequest): Promise<Result<unknown>> {
  const { account, admitted } = callerOf(running)
  const asked = path(request, account)
  if (!asked.ok) return asked
  const gone = await running.engine.deleteView(account, {
    ...shelfOf(admitted),
    name: asked.value.params.name,
  })
  return gone.ok ? accept(writeView(gone.value)) : gone
}

function callerOf({ account, admitted }: Running): { account: AccountContext; admitted: Admitted } {
  if (account === null || admitted === null) {
    throw new Error('an operation is served to an admitted caller')
  }
  return { account, admitted }
}

/** A key has views of its own, as a person has. */
function shelfOf({ who }: Admitted) {
  return { owner: `${who.kind} ${who.name}`, page: PAGE } as const
}

function given(filters: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

function writeView({ updatedAt, ...view }: ViewRecord) {
  return { ...view, updatedAt: writeTime(updatedAt) }
}
