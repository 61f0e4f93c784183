/** Orders to the engine's words and back. */
import { readState } from '../../order/as-placed.js'
import type { AccountContext } from '../../order/calls.js'
import type { FulfilmentOrder, Label, Shipment } from '../../order/order.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import { cancelledOf } from '../../order/reservation.js'
import type { OrderEventRecord, OrderRecord, OrderSearch, SetupCalls } from '../../order/setup-calls.js'
import type { WireRequest } from '../../wire/dialect.js'
import type { JsonValue } from '../../wire/json.js'
import { compileReader, type Reading } from '../../wire/shape.js'
import { readInstant } from '../../wire/time.js'
import { readSlice } from './paging.js'
import { mapped, requestReader, unknownNames } from './reading.js'
import { List } from './wire.js'
import { ListOrders, OrderPath, PlaceOrder } from './wire-orders.js'

type Input<N extends keyof SetupCalls> = Result<SetupCalls[N]['input']>

const placeOrder = requestReader({ route: 'POST /v1/orders', body: PlaceOrder, keepsExtra: true })

export function readPlaceOrder(request: WireRequest, account: AccountContext): Input<'placeForAccount'> {
  return mapped(placeOrder(request, account), ({ body, extra, key }) => ({
    ...newOrder(body, extra),
    key,
  }))
}

const placeOrderBody = compileReader(PlaceOrder)

/** A new order that came without a request, such as out of a file; what is unknown is a fault. */
export function readNewOrder(sent: JsonValue): Result<ReturnType<typeof newOrder>> {
  const { value, extra, faults } = placeOrderBody(sent)
  const [first, ...others] = [...faults, ...unknownNames(extra, 'field')]
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  return accept(newOrder(value, null))
}

function newOrder(body: PlaceOrder, extra: Reading<unknown>['extra']) {
  return {
    account: body.account ?? null,
    order: {
      family: 'native',
      dialect: 'native',
      sellerOrderNumber: body.sellerOrderNumber ?? null,
      address: readAddress(body.address),
      lines: body.lines.map(({ sku, quantity, location }) => ({
        sku,
        quantity,
        wishedLocation: location ?? null,
      })),
      speed: body.speed ?? null,
      remark: body.remark ?? null,
      salesChannel: body.salesChannel ?? null,
      warnings: warningsOf(body.address),
      extra,
    },
  }
}

function readAddress(address: PlaceOrder['address']) {
  return {
    country: address.country.toUpperCase(),
    recipient: address.recipient,
    phone: address.phone ?? null,
    province: address.province ?? null,
    city: address.city ?? null,
    street1: address.street1 ?? null,
    street2: address.street2 ?? null,
    postalCode: address.postalCode ?? null,
    ioss: address.ioss ?? null,
    vat: address.vat ?? null,
  }
}

/** Not every country's addresses have them all; but a parcel without them may not arrive. */
function warningsOf(address: PlaceOrder['address']): string[] {
  const missing = (['street1', 'city', 'postalCode'] as const).filter((name) => address[name] === undefined)
  return missing.length === 0 ? [] : [`the address has no ${missing.join(', ')}`]
}

const orderPath = requestReader({ params: OrderPath })

export function readOrderPath(request: WireRequest, account: AccountContext): Input<'readAnyOrder'> {
  const asked = orderPath(request, account)
  if (!asked.ok) return asked
  return mapped(readOrderNumber(asked.value.params.orderNumber), (orderNumber) => ({ orderNumber }))
}

/** Whatever is no number is the number of no order. */
export function readOrderNumber(sent: string): Result<number> {
  const orderNumber = /^[1-9]\d{0,15}$/.test(sent) ? Number(sent) : Number.NaN
  if (Number.isSafeInteger(orderNumber)) return accept(orderNumber)
  return refuse({ kind: 'not_found', what: 'order', id: sent.slice(0, 40) })
}

const orderList = requestReader({ query: ListOrders })

export function readOrderList(request: WireRequest, account: AccountContext): Input<'listAnyOrders'> {
  const asked = orderList(request, account)
  if (!asked.ok) return asked
  const { limit, cursor, ...search } = asked.value.query
  return mapped(readSlice({ limit, cursor }, ['number', 'number']), (slice) => ({
    ...slice,
    search: readSearch(search),
  }))
}

/** The conditions of a list of orders, or of an export. */
export function readSearch(query: Omit<ListOrders, 'limit' | 'cursor'>): OrderSearch {
  const { createdFrom, createdTo, updatedFrom, updatedTo, ...same } = query
  return {
    ...same,
    createdFrom: timeOf(createdFrom),
    createdTo: timeOf(createdTo),
    updatedFrom: timeOf(updatedFrom),
    updatedTo: timeOf(updatedTo),
  }
}

/** The shape's check has seen that it is a time. */
function timeOf(sent: string | undefined): number | undefined {
  return sent === undefined ? undefined : (readInstant(sent) ?? undefined)
}

const eventList = requestReader({ params: OrderPath, query: List })

export function readEventList(request: WireRequest, account: AccountContext): Input<'listOrderEvents'> {
  const asked = eventList(request, account)
  if (!asked.ok) return asked
  const orderNumber = readOrderNumber(asked.value.params.orderNumber)
  if (!orderNumber.ok) return orderNumber
  return mapped(readSlice(asked.value.query, ['number']), (slice) => ({
    ...slice,
    orderNumber: orderNumber.value,
  }))
}

export function writeOrder(order: OrderRecord) {
  const { details } = order
  return {
    orderNumber: order.orderNumber,
    sellerOrderNumber: order.sellerOrderNumber,
    dialect: order.dialect,
    account: order.account,
    orderStatus: order.orderStatus,
    financialStatus: order.financialStatus,
    fulfilmentStatus: order.fulfilmentStatus,
    refundStatus: order.refundStatus,
    version: order.version,
    currency: order.currency,
    goodsMinor: order.goodsMinor,
    freightMinor: order.freightMinor,
    finalMinor: order.finalMinor,
    refundedMinor: order.refundedMinor,
    address: details.address,
    lines: details.lines.map(writeLine),
    speed: details.speed,
    remark: details.remark,
    salesChannel: details.salesChannel,
    storeNumber: details.storeNumber,
    holds: details.holds,
    label: details.label === null ? null : writeLabel(details.label),
    due: order.due === null ? null : { kind: order.due.kind, at: writeTime(order.due.at) },
    fulfilmentOrders: order.fulfilmentOrders.map((part) => writeFulfilmentOrder(order.orderNumber, part)),
    afterSales: order.afterSales.map(({ afterSaleNumber, kind, status, amountMinor, refundedMinor }) => ({
      afterSaleNumber,
      kind,
      status,
      amountMinor,
      refundedMinor,
    })),
    voucher: details.voucher === null ? null : { ...details.voucher, at: writeTime(details.voucher.at) },
    warnings: details.warnings,
    extra: details.extra,
    cancelReason: details.cancelReason,
    createdAt: writeTime(order.createdAt),
    updatedAt: writeTime(order.updatedAt),
    payBy: writeTime(details.payBy),
    paidAt: writeTime(details.paidAt),
    cancelledAt: writeTime(details.cancelledAt),
    refundedAt: writeTime(details.refundedAt),
  }
}

export function writeFulfilmentOrder(orderNumber: number, part: FulfilmentOrder) {
  return {
    number: `${orderNumber}-${part.sequence}`,
    location: part.location,
    status: part.status,
    lines: part.lines.map((line) => ({
      ...writeLine(line),
      rowNumber: line.rowNumber,
      cancelled: cancelledOf(part, line),
    })),
    packages: part.packages ?? [],
    shipments: (part.shipments ?? []).map(writeShipment),
    times: Object.fromEntries(Object.entries(part.times).map(([status, at]) => [status, writeTime(at)])),
  }
}

function writeShipment({ handedOverAt, deliveredAt, events = [], ...shipment }: Shipment) {
  return {
    ...shipment,
    handedOverAt: writeTime(handedOverAt),
    deliveredAt: writeTime(deliveredAt),
    events: events.map(({ at, ...event }) => ({ at: writeTime(at), ...event })),
  }
}

/** A label that is kept here can be had from the order. */
function writeLabel(label: Label) {
  if ('url' in label) return { url: label.url, contentType: null, sizeBytes: null, digest: null }
  const { contentType, sizeBytes, digest } = label
  return { url: null, contentType, sizeBytes, digest }
}

function writeLine(line: { lineNumber: number; sku: string; quantity: number; unitPriceMinor: number }) {
  const { lineNumber, sku, quantity, unitPriceMinor } = line
  return { lineNumber, sku, quantity, unitPriceMinor }
}

export function writeEvent(event: OrderEventRecord) {
  return {
    version: event.version,
    kind: event.kind,
    at: writeTime(event.at),
    ...readState(event.state),
    data: event.data,
  }
}

export function writeTime(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString()
}
