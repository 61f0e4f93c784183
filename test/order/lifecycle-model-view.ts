/** One and the same picture of an order, from the engine's and from the model's: what both must agree on. */
import { type FulfilmentOrder, type Order, stateOf } from '../../src/order/order.js'
import {
  count,
  dueOf,
  type ModelOrder,
  type ModelPart,
  stateOf as modelState,
} from './lifecycle-model-order.js'
import { contentsOf } from './lifecycle-model-shipping.js'

type View = Readonly<Record<string, unknown>>

/** What differs, field by field; nothing if they agree. */
export function differences(order: Order | undefined, model: ModelOrder): string[] {
  if (order === undefined) return [`order ${model.orderNumber} is lost`]
  const [given, expected] = [viewOf(order), viewOfModel(model)]
  return Object.entries(expected).flatMap(([name, value]) => {
    const [one, other] = [JSON.stringify(given[name]), JSON.stringify(value)]
    return one === other ? [] : [`order ${model.orderNumber}: ${name} is ${one} instead of ${other}`]
  })
}

function viewOf(order: Order): View {
  const { details, due } = order
  return {
    state: stateOf(order),
    changes: order.version,
    currency: order.currency,
    finalMinor: order.finalMinor,
    waivedMinor: details.waivedMinor,
    refundedMinor: order.refundedMinor,
    due: due === null ? null : `${due.kind} at ${due.at}`,
    holds: details.holds.map(({ kind, reason }) => `${kind}: ${reason}`),
    isDraft: details.review !== null,
    paid: details.paidAt !== null,
    cancelled: details.cancelledAt !== null,
    label: details.label === null || !('url' in details.label) ? null : details.label.url,
    notes: Object.entries(details.extra ?? {}).sort(),
    parts: order.fulfilmentOrders.map((part) => `${part.sequence} ${part.location} ${part.status}`),
    rows: order.fulfilmentOrders.flatMap(rowsOf).sort(),
    boxes: order.fulfilmentOrders.flatMap(boxesOf),
    parcels: order.fulfilmentOrders.flatMap(parcelsOf).sort(),
    afterSales: inTurn(order.afterSales, (one) => one.afterSaleNumber).map((one) => ({
      ...{
        number: one.afterSaleNumber,
        kind: one.kind,
        goods: one.goods,
        status: one.status,
        whole: one.whole,
      },
      ...{ amountMinor: one.amountMinor, refundedMinor: one.refundedMinor, reviewAt: one.reviewAt },
      ...{ reason: one.reason, remark: one.remark, messages: one.messages.length },
      rows: one.lines.map(({ rowNumber, quantity }) => `${rowNumber} ${quantity}`).sort(),
      parcel: one.parcel === null ? null : `${one.parcel.carrier} ${one.parcel.trackingNumber}`,
      received: one.received
        .map((each) => [each.rowNumber, each.quantity, each.condition, each.location].join(' '))
        .sort(),
    })),
  }
}

/** Pieces of each line and row: how many, how many of them not wanted any more, how many taken from stock. */
function rowsOf({ sequence, lines }: FulfilmentOrder): string[] {
  return lines.map(({ rowNumber, lineNumber, sku, quantity, cancelled = 0, reserved, unitPriceMinor }) =>
    [sequence, rowNumber, lineNumber, sku, unitPriceMinor, quantity, cancelled, reserved].join(' '),
  )
}

type Contents = readonly { readonly lineNumber: number; readonly quantity: number }[]

function boxesOf({ sequence, packages }: FulfilmentOrder): string[] {
  return (packages ?? []).map((one) => `${sequence} ${one.packageNumber}: ${linesOf(one.lines)}`)
}

function parcelsOf({ sequence, shipments }: FulfilmentOrder): string[] {
  return (shipments ?? []).map((one) => {
    const { packageNumber, carrier, trackingNumber, deliveredAt, events = [] } = one
    const about = `${sequence} ${packageNumber} ${carrier} ${trackingNumber}`
    return `${about} ${deliveredAt !== null} ${events.length}: ${linesOf(one.lines)}`
  })
}

function linesOf(lines: Contents): string {
  return written(count(lines.flatMap((one) => Array.from({ length: one.quantity }, () => one.lineNumber))))
}

function viewOfModel(order: ModelOrder): View {
  return {
    state: modelState(order),
    changes: order.changes,
    currency: order.currency,
    finalMinor: order.finalMinor,
    waivedMinor: order.waivedMinor,
    refundedMinor: order.refundedMinor,
    due: dueOf(order),
    holds: order.holds,
    isDraft: order.review !== null && !order.isCancelled,
    paid: order.wasPaid,
    cancelled: order.isCancelled,
    label: order.label,
    notes: [...order.notes].sort(),
    parts: order.parts.map((part) => `${part.sequence} ${part.location} ${part.status}`),
    rows: modelRows(order),
    boxes: order.parts.flatMap((part) => modelBoxes(order, part)),
    parcels: order.parts.flatMap((part) => modelParcels(order, part)).sort(),
    afterSales: inTurn(order.afterSales, (one) => one.number).map((one) => ({
      ...{ number: one.number, kind: one.kind, goods: one.goods, status: one.status, whole: one.whole },
      ...{ amountMinor: one.amountMinor, refundedMinor: one.refundedMinor, reviewAt: one.reviewAt },
      ...{ reason: one.reason, remark: one.remark, messages: one.messages },
      rows: [...one.rows].map(([row, pieces]) => `${row} ${pieces}`).sort(),
      parcel: one.parcel,
      received: [...one.received].sort(),
    })),
  }
}

/** By number: of two that were asked for at once, of two servers, either may have the lower one. */
function inTurn<T>(afterSales: readonly T[], numberOf: (one: T) => number): readonly T[] {
  return [...afterSales].sort((one, other) => numberOf(one) - numberOf(other))
}

function modelRows(order: ModelOrder): string[] {
  const rows = new Map<string, { all: number; gone: number; held: number }>()
  for (const { part, row, line, sku, priceMinor, isGone, isHeld } of order.pieces) {
    const name = [part, row, line, sku, priceMinor].join(' ')
    const { all, gone, held } = rows.get(name) ?? { all: 0, gone: 0, held: 0 }
    rows.set(name, { all: all + 1, gone: gone + Number(isGone), held: held + Number(isHeld) })
  }
  return [...rows].map(([name, { all, gone, held }]) => [name, all, gone, held].join(' ')).sort()
}

function modelBoxes(order: ModelOrder, { sequence, boxes }: ModelPart): string[] {
  const open = boxes.filter((box) => box.parcel === null)
  return open.map((box) => `${sequence} ${box.number}: ${written(contentsOf(order, box))}`)
}

function modelParcels(order: ModelOrder, { sequence, boxes }: ModelPart): string[] {
  return boxes.flatMap((box) => {
    if (box.parcel === null) return []
    const { carrier, trackingNumber, isDelivered, events } = box.parcel
    const about = `${sequence} ${box.number} ${carrier} ${trackingNumber}`
    return [`${about} ${isDelivered} ${events.size}: ${written(contentsOf(order, box))}`]
  })
}

function written(contents: ReadonlyMap<number, number>): string {
  return [...contents]
    .map(([line, pieces]) => `${line}×${pieces}`)
    .sort()
    .join()
}

/** No row belongs to two parts, or to two orders. */
export function rowNumbersOf(orders: Iterable<Order>): Map<number, number> {
  return count(
    [...orders].flatMap((order) =>
      order.fulfilmentOrders.flatMap((part) => part.lines.map((line) => line.rowNumber)),
    ),
  )
}
