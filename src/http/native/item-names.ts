/** What an item is called in each API that the hub serves, and at each platform that it is connected with. */
import type { SkuThere } from '../../order/connection-calls.js'
import { accept } from '../../order/rejection.js'
import { composedOperation, type Dialect, type Operation } from '../../wire/dialect.js'
import { readItemPath } from './map-stock.js'
import * as wire from './wire.js'

/** `served`: all APIs but this one. */
export function itemNames(served: readonly Dialect[]): Operation {
  return composedOperation({
    name: 'readItemNames',
    permission: 'stock.read',
    method: 'GET',
    paths: ['/v1/items/:sku/names'],
    summary: 'Read what each API calls an item, and what it is called at the platforms of connections.',
    query: wire.OfAccount,
    reply: wire.ItemNames,
    run: async ({ engine, account, admitted }, request) => {
      if (account === null) throw new Error('an operation is served to an admitted caller')
      const asked = readItemPath(request, account)
      if (!asked.ok) return asked
      const item = await engine.readItem(account, asked.value)
      if (!item.ok) return item
      const { sku } = item.value
      const dialects = served.map(({ name, title, itemNames: namesOf }) => ({
        dialect: name,
        title,
        names: namesOf?.(sku) ?? [],
      }))
      if (admitted?.may('integration.read') !== true) return accept({ sku, dialects, connections: null })
      const there = await engine.readSkusThere(account, { sku })
      if (!there.ok) return there
      return accept({ sku, dialects, connections: there.value.map((one) => writeThere(one, sku)) })
    },
  })
}

function writeThere({ connectionId, connection, family, mapped }: SkuThere, sku: string) {
  return { id: connectionId, name: connection, dialect: family, sku: mapped ?? sku, mapped: mapped !== null }
}
