/** What is done with orders, their fulfilment orders and their after-sales, to the engine's words and back. */
import type { Static, TSchema } from 'typebox'
import type { AccountContext } from '../../order/calls.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { AfterSaleRecord, OrderRecord, SetupCalls } from '../../order/setup-calls.js'
import type { Acted, OrderWish } from '../../order/wishes.js'
import type { WireRequest } from '../../wire/dialect.js'
import { readInstant } from '../../wire/time.js'
import { readOrderNumber, writeFulfilmentOrder, writeTime } from './map-orders.js'
import { readSlice } from './paging.js'
import { mapped, requestReader } from './reading.js'
import { AfterSalePath, ListAfterSales, PartPath } from './wire-acts.js'
import { OrderPath } from './wire-orders.js'

type Input<N extends keyof SetupCalls> = Result<SetupCalls[N]['input']>

/** Reads `POST /v1/orders/:orderNumber/<act>`. */
export function orderReader<B extends TSchema>(
  act: string,
  body: B,
  read: (body: Static<B>) => Result<OrderWish> | OrderWish,
) {
  const route = `POST /v1/orders/:orderNumber/${act}`
  const reader = requestReader({ route, params: OrderPath, body })
  return (request: WireRequest, account: AccountContext): Input<'actOnAnyOrder'> => {
    const asked = reader(request, account)
    if (!asked.ok) return asked
    const { params, body: sent, key } = asked.value
    const orderNumber = readOrderNumber(params.orderNumber)
    if (!orderNumber.ok) return orderNumber
    return mapped(settled(read(sent)), (wish) => ({ orderNumber: orderNumber.value, wish, key }))
  }
}

function settled(wish: Result<OrderWish> | OrderWish): Result<OrderWish> {
  return 'ok' in wish ? wish : accept(wish)
}

/** `1000000000001-2`. */
export function readPartNumber(sent: string): Result<{ orderNumber: number; sequence: number }> {
  const match = /^([1-9]\d{0,15})-([1-9]\d{0,3})$/.exec(sent)
  const [orderNumber, sequence] = [Number(match?.[1]), Number(match?.[2])]
  if (Number.isSafeInteger(orderNumber)) return accept({ orderNumber, sequence })
  return refuse({ kind: 'not_found', what: 'fulfilment order', id: sent.slice(0, 40) })
}

/** Reads `POST /v1/fulfilment-orders/:number/<act>`. */
export function partReader<B extends TSchema>(
  act: string,
  body: B,
  read: (body: Static<B>, sequence: number) => OrderWish,
) {
  const route = `POST /v1/fulfilment-orders/:number/${act}`
  const reader = requestReader({ route, params: PartPath, body })
  return (request: WireRequest, account: AccountContext): Input<'actOnAnyOrder'> => {
    const asked = reader(request, account)
    if (!asked.ok) return asked
    const { params, body: sent, key } = asked.value
    return mapped(readPartNumber(params.number), ({ orderNumber, sequence }) => ({
      orderNumber,
      wish: read(sent, sequence),
      key,
    }))
  }
}

/** Reads `POST /v1/after-sales/:number/<act>`. */
export function afterSaleReader<B extends TSchema>(
  act: string,
  body: B,
  read: (body: Static<B>, afterSaleNumber: number) => OrderWish,
) {
  const route = `POST /v1/after-sales/:number/${act}`
  const reader = requestReader({ route, params: AfterSalePath, body })
  return (request: WireRequest, account: AccountContext): Input<'actOnAnyAfterSale'> => {
    const asked = reader(request, account)
    if (!asked.ok) return asked
    const { params, body: sent, key } = asked.value
    return mapped(readAfterSaleNumber(params.number), (afterSaleNumber) => ({
      afterSaleNumber,
      wish: read(sent, afterSaleNumber),
      key,
    }))
  }
}

function readAfterSaleNumber(sent: string): Result<number> {
  const number = readOrderNumber(sent)
  if (number.ok) return number
  return refuse({ kind: 'not_found', what: 'after-sale', id: sent.slice(0, 40) })
}

const afterSalePath = requestReader({ params: AfterSalePath })

export function readAfterSalePath(request: WireRequest, account: AccountContext): Input<'readAnyAfterSale'> {
  const asked = afterSalePath(request, account)
  if (!asked.ok) return asked
  return mapped(readAfterSaleNumber(asked.value.params.number), (afterSaleNumber) => ({ afterSaleNumber }))
}

const list = requestReader({ query: ListAfterSales })

export function readAfterSaleList(request: WireRequest, account: AccountContext): Input<'listAnyAfterSales'> {
  const asked = list(request, account)
  if (!asked.ok) return asked
  const { limit, cursor, createdFrom, createdTo, ...same } = asked.value.query
  return mapped(readSlice({ limit, cursor }, ['number']), (slice) => ({
    ...slice,
    search: { ...same, createdFrom: timeOf(createdFrom), createdTo: timeOf(createdTo) },
  }))
}

/** The shape's check has seen that it is a time. */
export function timeOf(sent: string | undefined): number | undefined {
  return sent === undefined ? undefined : (readInstant(sent) ?? undefined)
}

/** The fulfilment order that was acted on; of a split one, the one that stays. */
export function writeActedPart(
  { order }: Acted<OrderRecord>,
  { wish }: SetupCalls['actOnAnyOrder']['input'],
) {
  const sequence = 'sequence' in wish ? wish.sequence : null
  const part = order.fulfilmentOrders.find((one) => one.sequence === sequence)
  if (part === undefined) throw new Error(`the order ${order.orderNumber} has no part ${sequence} any more`)
  return writeFulfilmentOrder(order.orderNumber, part)
}

/** The after-sale that was asked for, or was there already. */
export function writeRequested({ order, afterSaleNumber }: Acted<OrderRecord>) {
  const { orderNumber, account, currency } = order
  const one = order.afterSales.find((each) => each.afterSaleNumber === afterSaleNumber)
  if (one === undefined) throw new Error(`the order ${orderNumber} has no after-sale ${afterSaleNumber}`)
  return writeAfterSale({ ...one, orderNumber, account, currency })
}

export function writeAfterSale(one: AfterSaleRecord) {
  const { holding: _holding, extra: _extra, ...shown } = one
  return {
    ...shown,
    messages: one.messages.map(({ at, ...message }) => ({ at: writeTime(at), ...message })),
    parcel: one.parcel === null ? null : { ...one.parcel, at: writeTime(one.parcel.at) },
    reviewAt: writeTime(one.reviewAt),
    createdAt: writeTime(one.createdAt),
    updatedAt: writeTime(one.updatedAt),
    times: Object.fromEntries(Object.entries(one.times).map(([status, at]) => [status, writeTime(at)])),
  }
}
