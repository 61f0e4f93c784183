/** What an order is answered with, and reading it back (facts/apicenter.md §5.4, §6.2, §8). */
import { Type } from 'typebox'
import type { OrderFilter, OrderName, OrderPage, OrderPaging } from '../../order/calls.js'
import type { Order, Package, Shipment, TrackingEvent } from '../../order/order.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { code, oneOf, text, wholeNumber } from '../../wire/fields.js'
import { compileReader } from '../../wire/shape.js'
import { readInChina } from '../../wire/zones.js'
import { Client, outOfScope, scopeOf } from './client.js'
import { liveParts, messageOf, patternOf, STATUS_WORDS, statusOf, writeTimes } from './standing.js'

export function writeOrder(order: Order) {
  const { details } = order
  const parts = liveParts(order)
  const handedOver = parts.flatMap((part) => part.shipments ?? [])
  const shipments = handedOver.map((shipment) => shipment.trackingNumber)
  const packed = [...handedOver, ...parts.flatMap((part) => part.packages ?? [])]
  // There is one field each, whatever the number of packages.
  const sorted = packed.find((one) => (one.sortingCode ?? one.sortingNumber) !== undefined)
  return {
    order_number: order.sellerOrderNumber ?? '',
    status: statusOf(order),
    number_of_package: packed.length,
    total_weight: writeWeight(packed),
    logistic_provider_code: String(details.extra?.['logistics_provider.code'] ?? ''),
    status_message: messageOf(order),
    ...writeTimes(order),
    tracking_number: String(details.extra?.['logistics_provider.tracking_number'] ?? shipments[0] ?? ''),
    logistics_message: latestOf(handedOver)?.description ?? '',
    sorting_code: sorted?.sortingCode ?? '',
    sorting_no: sorted?.sortingNumber ?? '',
    items: details.lines.map((line) => line.sku),
    shipments,
  }
}

/** Grams with two decimals; '' until all packages are weighed. */
function writeWeight(packages: readonly Package[]): string {
  if (packages.length === 0 || packages.some((one) => one.weightGrams === null)) return ''
  return packages.reduce((sum, one) => sum + (one.weightGrams ?? 0), 0).toFixed(2)
}

/** What a carrier told last, of any parcel. Each parcel's events come newest first. */
function latestOf(shipments: readonly Shipment[]): TrackingEvent | undefined {
  const newest = shipments.flatMap(({ events = [] }) => events.slice(0, 1))
  return newest.sort((a, b) => b.at - a.at)[0]
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
  status: Type.Optional(oneOf(STATUS_WORDS)),
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
      ...(value.status !== undefined && { states: [patternOf(value.status)] }),
      ...(from !== null && { updatedFrom: from }),
      // Times are printed in whole seconds: the last one counts whole.
      ...(to !== null && { updatedTo: to + 999 }),
    },
    paging: { by: 'updated', pageNumber: value.page_no ?? 1, pageSize: value.page_size ?? 50 },
  })
}

export function writeList({ total, pageNumber, pageSize, rows }: OrderPage) {
  return { total, page_no: pageNumber, page_size: pageSize, list: rows.map(writeOrder) }
}
