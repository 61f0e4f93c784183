/** The native API on the wire: imports and exports. */
import { Type } from 'typebox'
import { IMPORT_KINDS } from '../../order/bulk-calls.js'
import { flag, oneOf, wholeNumber } from '../../wire/fields.js'
import { filter } from './paging.js'
import { maybe, time } from './wire.js'
import { orderFilters } from './wire-orders.js'

const MOST_NUMBER = 2_147_483_647

export const StartImport = Type.Object({
  kind: oneOf(IMPORT_KINDS, { description: 'What its rows are' }),
  account: filter(
    64,
    "Whose orders, or stock, they are where a row says nothing; the key's own if not given",
  ),
  dryRun: Type.Optional(
    flag({ fromText: true, description: 'true: only look for faults, and change nothing' }),
  ),
})

export const ImportPath = Type.Object({ id: wholeNumber(1, MOST_NUMBER, { fromText: true }) })

export const Import = Type.Object({
  id: Type.Integer(),
  kind: Type.String(),
  account: Type.String(),
  dryRun: Type.Boolean(),
  state: Type.String({
    description: 'receiving, waiting or running; finished, failed or cancelled when it is over',
  }),
  sizeBytes: Type.Integer(),
  rowsRead: Type.Integer({
    description: 'Up to and with which row all has been answered, without the header',
  }),
  accepted: Type.Integer({ description: 'Orders, or levels, that are now as the file says' }),
  repeated: Type.Integer({ description: 'Of these, how many were so before' }),
  refused: Type.Integer(),
  faultCount: Type.Integer(),
  problem: maybe(Type.String({ description: 'Why it failed' })),
  createdAt: time(),
  updatedAt: time(),
  endedAt: maybe(time()),
})

export const ImportFault = Type.Object({
  line: Type.Integer({ description: 'Of the file, from 1, which is the header' }),
  column: maybe(Type.String()),
  value: maybe(Type.String({ description: 'Shortened' })),
  problem: Type.String(),
})

export const ExportOrders = Type.Object(orderFilters)
export const ExportStock = Type.Object({
  account: filter(64, "Whose stock; the key's own account if not given"),
  sku: filter(64, 'Only of this SKU'),
  location: filter(32, 'Only at the location of this code'),
})
