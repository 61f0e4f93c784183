/** What each push says (facts/apicenter.md §13.2 to §13.6). */
import type { AfterSale, Condition } from '../../order/after-sale.js'
import type { InboundNotice } from '../../order/notice.js'
import type { Order } from '../../order/order.js'
import type { NoticeEventRecord } from '../../order/setup-calls.js'
import { writeInChina } from '../../wire/zones.js'
import { labelOf } from './asn.js'
import { noticeStatusOf } from './asn-status.js'
import type { PushKind } from './callbacks.js'
import { writeWeight } from './measures.js'
import { liveParts, obstacleOf, statusOf } from './standing.js'

export interface Push {
  readonly kind: PushKind
  readonly data: object
  /** It is sent without the common form around it. */
  readonly isBare?: boolean
}

/** `marks`: what has been told; an exception is told again once its cause has been gone. */
export function pushesOfOrder(
  order: Order,
  marks: readonly string[],
): { readonly pushes: readonly Push[]; readonly told: readonly string[] } {
  const found = [
    shipmentOf(order),
    exceptionOf(order),
    ...order.afterSales.map((one) => returnOf(order, one)),
  ]
  const now = found.filter((one) => one !== null)
  const pushes = now.filter(({ mark }) => !marks.includes(mark)).map(({ push }) => push)
  const lasting = marks.filter((mark) => !mark.startsWith('exception-'))
  return { pushes, told: [...new Set([...lasting, ...now.map(({ mark }) => mark)])] }
}

type Marked = { readonly mark: string; readonly push: Push } | null

/** Once, when all of it has left. */
function shipmentOf(order: Order): Marked {
  if (statusOf(order) !== 'handovered') return null
  const shipments = liveParts(order).flatMap((part) => part.shipments ?? [])
  const at = Math.max(...shipments.map((one) => one.handedOverAt))
  const [first] = shipments
  if (first === undefined) return null
  const data = {
    order_id: String(order.orderNumber),
    order_number: order.sellerOrderNumber ?? '',
    status: 'handovered',
    carrier_code: first.carrier,
    tracking_number: first.trackingNumber,
    complete_ship_time: String(Math.floor(at / 1000)),
    trackinglabel_url: '',
    confirm_time: writeInChina(at),
    order_unique_code: order.details.lines.map(({ sku, quantity }) => ({
      sku,
      qty: String(quantity),
      uniqueCode: [],
    })),
  }
  return { mark: 'shipped', push: { kind: 'order_shipment', data } }
}

/** Never with a status or a tracking number: a receiver must not take it for a shipment. */
function exceptionOf(order: Order): Marked {
  const obstacle = obstacleOf(order)
  if (obstacle === null || obstacle.code === null) return null
  const data = {
    order_id: String(order.orderNumber),
    order_number: order.sellerOrderNumber ?? '',
    message: obstacle.message,
    error_code: obstacle.code,
  }
  return { mark: `exception-${obstacle.code}`, push: { kind: 'order_exception', data } }
}

const TYPES: { readonly [C in Condition]: number } = { sellable: 1, defective: 2, scrapped: 3 }

/** Goods that came back. */
function returnOf(order: Order, one: AfterSale): Marked {
  const completedAt = one.times.completed
  if (one.received.length === 0 || completedAt === undefined) return null
  const skus = [...new Set(one.received.map((goods) => goods.sku))]
  const part = order.fulfilmentOrders.find(({ lines }) =>
    lines.some((line) => line.rowNumber === one.received[0]?.rowNumber),
  )
  const data = {
    after_sale_order: `AS${String(one.afterSaleNumber).padStart(6, '0')}`,
    client_code: clientOf(order.numberScope),
    logistics_order: `${order.orderNumber}-${String(part?.sequence ?? 1).padStart(2, '0')}`,
    refundProduct: skus.map((sku) => ({
      sku,
      complete_time: writeInChina(completedAt),
      detail: one.received
        .filter((goods) => goods.sku === sku)
        .map(({ quantity, condition, location }) => ({
          qty: quantity,
          type: TYPES[condition],
          centre_code: location ?? '',
        })),
    })),
  }
  return { mark: `returned-${one.afterSaleNumber}`, push: { kind: 'after_sale', data } }
}

/** What its shop did itself is not told to it. */
const TOLD: ReadonlySet<NoticeEventRecord['kind']> = new Set(['confirmed', 'received', 'closed', 'withdrawn'])

/** As it is by now, in both forms: a subscription has one of them. */
export function pushesOfNotice(notice: InboundNotice, event: NoticeEventRecord, at: number): Push[] {
  if (!TOLD.has(event.kind)) return []
  const boxes = new Map<number, InboundNotice['rows'][number][]>()
  for (const row of notice.rows) boxes.set(row.boxNumber, [...(boxes.get(row.boxNumber) ?? []), row])
  const closedAt = notice.times.closed
  const inbound = {
    asn_id: notice.number,
    new_status: noticeStatusOf(notice),
    client_code: clientOf(notice.scope),
    total_box: boxes.size,
    receiving_date: writeInChina(notice.times.receiving ?? at),
    box_list: [...boxes.values()].map((rows) => ({
      weight: writeWeight(rows[0]?.weightMilligrams ?? null, 'g'),
      po_number: rows[0]?.box ?? '',
      product_list: rows.map(({ sku, quantity, received }) => ({
        code: sku,
        sku_code: sku,
        qty: quantity,
        in_qty: received,
      })),
    })),
  }
  const results = notice.rows.map((row): Push => {
    const data = {
      centre_code: notice.location,
      asn_number: notice.number,
      po_number: row.box ?? '',
      lot_no: labelOf(notice, row, 'P'),
      status: noticeStatusOf(notice),
      warehousing_time: closedAt === undefined ? '' : writeInChina(closedAt),
      in_qty: String(row.received),
    }
    return { kind: 'asn_result', data, isBare: true }
  })
  return [{ kind: 'ready_inbound', data: inbound }, ...results]
}

/** The shop's code without its platform. */
function clientOf(scope: string): string {
  return scope.replace(/\/\d+$/, '')
}
