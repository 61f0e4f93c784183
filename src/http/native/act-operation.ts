/** How acts become operations: each is a POST behind what it is done with, by its own word. */
import type { Static, TSchema } from 'typebox'
import type { Permission } from '../../order/people-calls.js'
import type { Result } from '../../order/rejection.js'
import type { OrderWish } from '../../order/wishes.js'
import { type Operation, operation } from '../../wire/dialect.js'
import { afterSaleReader, orderReader, partReader, writeActedPart, writeAfterSale } from './map-acts.js'
import { writeOrder } from './map-orders.js'
import * as wire from './wire-acts.js'
import * as orderWire from './wire-orders.js'

interface Act<B extends TSchema> {
  readonly name: string
  readonly permission: Permission
  /** The last part of its path. */
  readonly act: string
  readonly summary: string
  readonly body: B
}

export function onOrder<B extends TSchema>(
  { name, permission, act, summary, body }: Act<B>,
  read: (body: Static<B>) => Result<OrderWish> | OrderWish,
): Operation {
  return operation({
    name,
    permission,
    method: 'POST',
    paths: [`/v1/orders/:orderNumber/${act}`],
    summary,
    call: 'actOnAnyOrder',
    body,
    bodyOptional: true,
    reply: orderWire.Order,
    readRequest: orderReader(act, body, read),
    writeReply: ({ order }) => writeOrder(order),
  })
}

export function onPart<B extends TSchema>(
  { name, permission, act, summary, body }: Act<B>,
  read: (body: Static<B>, sequence: number) => OrderWish,
): Operation {
  return operation({
    name,
    permission,
    method: 'POST',
    paths: [`/v1/fulfilment-orders/:number/${act}`],
    summary,
    call: 'actOnAnyOrder',
    body,
    bodyOptional: true,
    reply: orderWire.FulfilmentOrder,
    readRequest: partReader(act, body, read),
    writeReply: writeActedPart,
  })
}

export function onAfterSale<B extends TSchema>(
  { name, permission, act, summary, body }: Act<B>,
  read: (body: Static<B>, afterSaleNumber: number) => OrderWish,
): Operation {
  return operation({
    name,
    permission,
    method: 'POST',
    paths: [`/v1/after-sales/:number/${act}`],
    summary,
    call: 'actOnAnyAfterSale',
    body,
    bodyOptional: true,
    reply: wire.AfterSale,
    readRequest: afterSaleReader(act, body, read),
    writeReply: writeAfterSale,
  })
}
