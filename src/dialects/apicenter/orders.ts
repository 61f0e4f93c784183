/** What an order is answered with, and reading it back (facts/apicenter.md §5.4, §6.2, §8). */
import { type Static, Type } from 'typebox'
import type { OrderFilter, OrderName, OrderPage, OrderPaging } from '../../order/calls.js'
import type { FulfilmentOrderStatus, HoldKind, Order, Package } from '../../order/order.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { code, oneOf, text, wholeNumber } from '../../wire/fields.js'
import { compileReader } from '../../wire/shape.js'
import { readInChina, writeInChina } from '../../wire/zones.js'
import { Client, outOfScope, scopeOf } from './client.js'

const STATUSES = {
  drafted: 'drafted',
  allocated: 'stock_allocated',
  packed: 'stock_allocated',
  handed_over: 'handovered',
  delivered: 'handovered',
  shortage: 'shortage',
  hold: 'hold',
  cancelled: 'cancelled',
} as const satisfies Record<FulfilmentOrderStatus, string>

/** The codes that people know reviews by. */
const REVIEW_CODES: { readonly [K in HoldKind]?: string } = { balance: '10001', label: '10002' }
const SHORT = '10003 stock insufficient'

export function statusOf({ fulfilmentOrders: [part] }: Order): string {
  return STATUSES[part?.status ?? 'drafted']
}

/** One warehouse ships an order, so it has one fulfilment order. */
export function writeOrder(order: Order) {
  const { details, fulfilmentOrders } = order
  const [part] = fulfilmentOrders
  const handedOver = part?.shipments ?? []
  const shipments = handedOver.map((shipment) => shipment.trackingNumber)
  const packed = [...(part?.packages ?? []), ...handedOver]
  const timeOf = (status: FulfilmentOrderStatus) => {
    const at = part?.times[status]
    return at === undefined ? '' : writeInChina(at)
  }
  return {
    order_number: order.sellerOrderNumber ?? '',
    status: statusOf(order),
    number_of_package: packed.length,
    total_weight: writeWeight(packed),
    logistic_provider_code: String(details.extra?.['logistics_provider.code'] ?? ''),
    status_message: messageOf(order),
    shortage_at: timeOf('shortage'),
    cancel_at: timeOf('cancelled'),
    allocate_at: timeOf('allocated'),
    pack_at: timeOf('packed'),
    handover_at: timeOf('handed_over'),
    tracking_number: String(details.extra?.['logistics_provider.tracking_number'] ?? shipments[0] ?? ''),
    logistics_message: '',
    sorting_code: '',
    sorting_no: '',
    items: details.lines.map((line) => line.sku),
    shipments,
  }
}

/** Grams with two decimals; '' until all packages are weighed. */
function writeWeight(packages: readonly Package[]): string {
  if (packages.length === 0 || packages.some((one) => one.weightGrams === null)) return ''
  return packages.reduce((sum, one) => sum + (one.weightGrams ?? 0), 0).toFixed(2)
}

function messageOf({ details, fulfilmentOrders: [part] }: Order): string {
  if (part?.status === 'shortage') return SHORT
  const [hold] = part?.status === 'hold' ? details.holds : []
  if (hold === undefined) return ''
  const reviewCode = REVIEW_CODES[hold.kind]
  return reviewCode === undefined ? hold.reason : `${reviewCode} ${hold.reason}`
}

export const ReadOrder = Type.Object({ ...Client, order_number: code(64, { fromText: true }) })

const readOneShape = compileReader(ReadOrder)

export function readOne(request: WireRequest): Result<{ family: string; name: OrderName }> {
  const { value, faults } = readOneShape(request.body ?? {})
  const [first, ...others] = faults
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const denied = outOfScope(request, value)
  if (denied !== null) return refuse(denied)
  const name = { sellerOrderNumber: value.order_number, numberScope: scopeOf(value) }
  return accept({ family: 'apicenter', name })
}

const time = () =>
  Type.Optional(
    text(19, { check: (value) => (readInChina(value) === null ? 'must be YYYY-MM-DD HH:mm:ss' : null) }),
  )

/** A note with which a shop stops or resumes its order. */
export const ChangeOrder = Type.Object({
  ...Client,
  order_number: code(64, { fromText: true }),
  reason: Type.Optional(text(512, { fromText: true })),
})

const readChangeShape = compileReader(ChangeOrder)

export function readChange(
  request: WireRequest,
): Result<{ family: string; name: OrderName; reason: string | undefined }> {
  const { value, faults } = readChangeShape(request.body ?? {})
  const [first, ...others] = faults
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const denied = outOfScope(request, value)
  if (denied !== null) return refuse(denied)
  const name = { sellerOrderNumber: value.order_number, numberScope: scopeOf(value) }
  return accept({ family: 'apicenter', name, reason: value.reason })
}

export const ListOrders = Type.Object({
  ...Client,
  updated_from: time(),
  updated_to: time(),
  status: Type.Optional(oneOf([...new Set(Object.values(STATUSES))])),
  page_no: Type.Optional(wholeNumber(1, 1_000_000, { fromText: true })),
  page_size: Type.Optional(wholeNumber(1, 200, { fromText: true })),
})

const readListShape = compileReader(ListOrders)

export function readList(request: WireRequest): Result<{ filter: OrderFilter; paging: OrderPaging }> {
  const { value, faults } = readListShape(request.body ?? {})
  const [first, ...others] = faults
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const denied = outOfScope(request, value)
  if (denied !== null) return refuse(denied)
  const from = value.updated_from === undefined ? null : readInChina(value.updated_from)
  const to = value.updated_to === undefined ? null : readInChina(value.updated_to)
  return accept({
    filter: {
      family: 'apicenter',
      numberScope: scopeOf(value),
      ...(value.status !== undefined && { states: [{ part: partsOf(value.status) }] }),
      ...(from !== null && { updatedFrom: from }),
      // Times are printed in whole seconds: the last one counts whole.
      ...(to !== null && { updatedTo: to + 999 }),
    },
    paging: { by: 'updated', pageNumber: value.page_no ?? 1, pageSize: value.page_size ?? 50 },
  })
}

function partsOf(status: NonNullable<Static<typeof ListOrders>['status']>): FulfilmentOrderStatus[] {
  const all = Object.keys(STATUSES) as FulfilmentOrderStatus[]
  return all.filter((one) => STATUSES[one] === status)
}

export function writeList({ total, pageNumber, pageSize, rows }: OrderPage) {
  return { total, page_no: pageNumber, page_size: pageSize, list: rows.map(writeOrder) }
}
