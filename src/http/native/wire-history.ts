/** The native API on the wire: what has happened to stock, and to all orders. */
import { Type } from 'typebox'
import { code, instant } from '../../wire/fields.js'
import { filter, LONGEST_CURSOR, paging } from './paging.js'
import { maybe, OfAccount, time, whoseStock } from './wire.js'
import { OrderEvent } from './wire-orders.js'

const bound = (description: string) => Type.Optional(instant({ blankIsAbsent: false, description }))

export const ListStockMovements = Type.Object({
  ...paging,
  ...OfAccount.properties,
  sku: filter(64, 'Only of this SKU'),
  location: filter(32, 'Only at the location of this code'),
  from: bound('Not before; ISO 8601'),
  to: bound('Not after; ISO 8601'),
})

export const StockMovement = Type.Object({
  account: whoseStock(),
  sku: Type.String(),
  location: Type.String(),
  quantity: Type.Integer({ description: 'Signed: what came, or what left' }),
  onHand: Type.Integer({ description: 'After it' }),
  reason: Type.String(),
  at: time(),
})

export const FollowEvents = Type.Object({
  limit: paging.limit,
  after: Type.Optional(
    code(LONGEST_CURSOR, {
      blankIsAbsent: false,
      description: 'The nextCursor of the answer before; from the beginning if not given',
    }),
  ),
})

export const FollowedEvents = Type.Object({
  data: Type.Array(
    Type.Object({
      orderNumber: Type.Integer(),
      sellerOrderNumber: maybe(Type.String()),
      account: Type.String(),
      dialect: Type.String(),
      ...OrderEvent.properties,
    }),
  ),
  nextCursor: Type.String({ description: 'Where to go on, now or later: there is always one' }),
  more: Type.Boolean({ description: 'Whether there is more already' }),
})
