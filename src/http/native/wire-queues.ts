/** The native API on the wire: what stock locations still have to do. */
import { Type } from 'typebox'
import { MOST_COUNTED, WORK_STATUSES } from '../../order/queue-calls.js'
import { oneOf } from '../../wire/fields.js'
import { paging } from './paging.js'
import { locationCode, maybe, time } from './wire.js'
import { FulfilmentOrder, Order, Row } from './wire-orders.js'

export const ListQueued = Type.Object({
  ...paging,
  location: locationCode(),
  status: oneOf(WORK_STATUSES, { blankIsAbsent: false }),
})

const { orderNumber, sellerOrderNumber, account, address, speed, remark, label, holds, createdAt } =
  Order.properties

export const QueuedPart = Type.Object({
  ...FulfilmentOrder.properties,
  lines: Type.Array(
    Type.Object({ ...Row.properties, name: maybe(Type.String({ description: "The item's, as it is now" })) }),
  ),
  since: maybe(time()),
  order: Type.Object({
    ...{ orderNumber, sellerOrderNumber, account, address },
    ...{ speed, remark, label, holds, createdAt },
  }),
})

const count = () => Type.Integer({ description: `Counted up to ${MOST_COUNTED}` })

export const QueueCounts = Type.Object({
  location: Type.String(),
  shortage: count(),
  hold: count(),
  allocated: count(),
  packed: count(),
})
