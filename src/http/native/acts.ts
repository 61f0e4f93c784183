/** What is done with orders, their fulfilment orders and their after-sales, as a table of operations. */
import type { Static, TSchema } from 'typebox'
import type { Permission } from '../../order/people-calls.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { OrderWish } from '../../order/wishes.js'
import { type Operation, operation } from '../../wire/dialect.js'
import {
  afterSaleReader,
  orderReader,
  partReader,
  readAfterSaleList,
  readAfterSalePath,
  readPartNumber,
  timeOf,
  writeActedPart,
  writeAfterSale,
  writeRequested,
} from './map-acts.js'
import { writeOrder } from './map-orders.js'
import { needing } from './needing.js'
import { listOf, writeList } from './paging.js'
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

function onOrder<B extends TSchema>(
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

function onPart<B extends TSchema>(
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

function onAfterSale<B extends TSchema>(
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

const ON_ORDERS: readonly Operation[] = [
  onOrder(
    {
      name: 'cancelOrder',
      permission: 'orders.change',
      act: 'cancel',
      summary:
        'Cancel an order of which no parcel has left, or pieces of it that are not packed; stock and money go back.',
      body: wire.CancelOrder,
    },
    ({ reason, lines }) => ({
      kind: 'cancel',
      reason: reason ?? null,
      ...(lines !== undefined && { pieces: lines }),
    }),
  ),
  onOrder(
    {
      name: 'payOrder',
      permission: 'money',
      act: 'pay',
      summary: "Pay an order from its account's balance.",
      body: wire.Nothing,
    },
    () => ({ kind: 'pay' }),
  ),
  onOrder(
    {
      name: 'submitVoucher',
      permission: 'orders.change',
      act: 'voucher',
      summary: 'Show that an order has been paid outside; a person says whether it has.',
      body: wire.SubmitVoucher,
    },
    ({ urls, remark }) => ({ kind: 'submit_voucher', urls, remark: remark ?? null }),
  ),
  onOrder(
    {
      name: 'settlePayment',
      permission: 'money',
      act: 'settle-payment',
      summary: 'Say whether the money that an order is said to be paid with has come.',
      body: wire.SettlePayment,
    },
    ({ approved, reason }) => ({ kind: 'settle_payment', approved, reason: reason ?? null }),
  ),
  onOrder(
    {
      name: 'trackParcel',
      permission: 'warehouse',
      act: 'tracking',
      summary: 'Add what a carrier tells of a parcel. What is known already changes nothing.',
      body: wire.TrackParcel,
    },
    ({ trackingNumber, events }) => ({
      kind: 'track',
      sequence: null,
      trackingNumber,
      events: events.map(({ at, status, description, country, state, city, facility }) => ({
        at: timeOf(at) ?? 0,
        status,
        description: description ?? '',
        country: country ?? null,
        state: state ?? null,
        city: city ?? null,
        facility: facility ?? null,
      })),
    }),
  ),
  onOrder(
    {
      name: 'mergeParts',
      permission: 'warehouse',
      act: 'merge',
      summary: 'Make one of several fulfilment orders at one location.',
      body: wire.MergeParts,
    },
    readMerge,
  ),
  operation({
    name: 'requestAfterSale',
    permission: 'orders.change',
    method: 'POST',
    paths: ['/v1/orders/:orderNumber/after-sales'],
    summary: 'Ask for something of an order back.',
    call: 'actOnAnyOrder',
    status: 201,
    body: wire.RequestAfterSale,
    reply: wire.AfterSale,
    readRequest: orderReader('after-sales', wire.RequestAfterSale, readAfterSaleWish),
    writeReply: writeRequested,
  }),
]

function readMerge({ fulfilmentOrders }: Static<typeof wire.MergeParts>): Result<OrderWish> {
  const sequences: number[] = []
  for (const sent of fulfilmentOrders) {
    const part = readPartNumber(sent)
    if (!part.ok) return part
    sequences.push(part.value.sequence)
  }
  return accept({ kind: 'merge', sequence: null, sequences })
}

function readAfterSaleWish(asked: Static<typeof wire.RequestAfterSale>): Result<OrderWish> {
  const { kind, goods, lines, amountMinor, reason, remark, images } = asked
  if (goods === 'unshipped' && kind !== 'refund') {
    const problem = `is "${kind}", but goods that are still here can only be refunded`
    return refuse({ kind: 'invalid_field', faults: [{ path: 'kind', problem }] })
  }
  const wish = {
    kind,
    goods,
    pieces: lines ?? null,
    amountMinor: amountMinor ?? null,
    reason: reason ?? null,
    remark: remark ?? null,
    images: images ?? [],
    extra: null,
  }
  return accept({ kind: 'request_after_sale', wish })
}

const ON_PARTS: readonly Operation[] = [
  onPart(
    {
      name: 'holdPart',
      permission: 'warehouse',
      act: 'hold',
      summary: 'Hold a fulfilment order that is not handed over yet.',
      body: wire.HoldOrder,
    },
    ({ reason }, sequence) => ({
      kind: 'hold',
      sequence,
      hold: { kind: 'asked', reason: reason ?? 'asked for' },
    }),
  ),
  onPart(
    {
      name: 'releasePart',
      permission: 'warehouse',
      act: 'release',
      summary: 'Release it: it goes on where it was held.',
      body: wire.Nothing,
    },
    (_body, sequence) => ({ kind: 'release', sequence }),
  ),
  onPart(
    {
      name: 'allocatePart',
      permission: 'warehouse',
      act: 'allocate',
      summary: 'Take the stock for a fulfilment order that was short of it, if there is enough by now.',
      body: wire.Nothing,
    },
    (_body, sequence) => ({ kind: 'allocate', sequence }),
  ),
  onPart(
    { name: 'packPart', permission: 'warehouse', act: 'pack', summary: 'Pack it.', body: wire.PackPart },
    ({ packages }, sequence) => ({
      kind: 'pack',
      sequence,
      packages:
        packages?.map(({ weightGrams, ...one }) => ({ ...one, weightGrams: weightGrams ?? null })) ?? null,
    }),
  ),
  onPart(
    {
      name: 'handOverPart',
      permission: 'warehouse',
      act: 'hand-over',
      summary: 'Hand a package over to a carrier, or all that are left; their stock leaves.',
      body: wire.HandOverPart,
    },
    ({ carrier, trackingNumber, packageNumber }, sequence) => ({
      kind: 'hand_over',
      sequence,
      carrier,
      trackingNumber,
      packageNumber: packageNumber ?? null,
    }),
  ),
  onPart(
    {
      name: 'deliverPart',
      permission: 'warehouse',
      act: 'deliver',
      summary: 'Note that all of it has been delivered.',
      body: wire.Nothing,
    },
    (_body, sequence) => ({ kind: 'deliver', sequence }),
  ),
  onPart(
    {
      name: 'cancelPart',
      permission: 'orders.change',
      act: 'cancel',
      summary: 'Cancel it, or pieces of it, before it is packed.',
      body: wire.CancelOrder,
    },
    ({ reason, lines }, sequence) => ({
      kind: 'cancel',
      sequence,
      reason: reason ?? null,
      pieces: lines ?? 'all',
    }),
  ),
  onPart(
    {
      name: 'splitPart',
      permission: 'warehouse',
      act: 'split',
      summary: 'Make a fulfilment order of its own of pieces that are not packed yet.',
      body: wire.SplitPart,
    },
    ({ lines }, sequence) => ({ kind: 'split', sequence, lines }),
  ),
  onPart(
    {
      name: 'movePart',
      permission: 'warehouse',
      act: 'move',
      summary: 'Move it to another location, which takes its stock, or is short of it.',
      body: wire.MovePart,
    },
    ({ location }, sequence) => ({ kind: 'move', sequence, location }),
  ),
]

const ON_AFTER_SALES: readonly Operation[] = [
  operation({
    name: 'listAfterSales',
    permission: 'orders.read',
    method: 'GET',
    paths: ['/v1/after-sales'],
    summary: "The after-sales of all the tenant's accounts, newest first.",
    call: 'listAnyAfterSales',
    query: wire.ListAfterSales,
    reply: listOf(wire.AfterSale),
    readRequest: readAfterSaleList,
    writeReply: (found) => writeList(found, writeAfterSale),
  }),
  operation({
    name: 'readAfterSale',
    permission: 'orders.read',
    method: 'GET',
    paths: ['/v1/after-sales/:number'],
    summary: 'Read an after-sale.',
    call: 'readAnyAfterSale',
    reply: wire.AfterSale,
    readRequest: readAfterSalePath,
    writeReply: writeAfterSale,
  }),
  onAfterSale(
    {
      name: 'approveAfterSale',
      permission: 'money',
      act: 'approve',
      summary: 'Grant it: a refund is paid, goods may come back.',
      body: wire.ApproveAfterSale,
    },
    ({ amountMinor }, afterSaleNumber) => ({
      kind: 'decide_after_sale',
      afterSaleNumber,
      approved: true,
      reason: null,
      amountMinor: amountMinor ?? null,
    }),
  ),
  onAfterSale(
    {
      name: 'refuseAfterSale',
      permission: 'orders.change',
      act: 'refuse',
      summary: 'Refuse it.',
      body: wire.RefuseAfterSale,
    },
    ({ reason }, afterSaleNumber) => ({
      kind: 'decide_after_sale',
      afterSaleNumber,
      approved: false,
      reason,
      amountMinor: null,
    }),
  ),
  onAfterSale(
    {
      name: 'withdrawAfterSale',
      permission: 'orders.change',
      act: 'withdraw',
      summary: 'Its buyer wants it no more.',
      body: wire.Nothing,
    },
    (_body, afterSaleNumber) => ({ kind: 'act_on_after_sale', afterSaleNumber, act: { kind: 'withdraw' } }),
  ),
  onAfterSale(
    {
      name: 'sendBack',
      permission: 'orders.change',
      act: 'send-back',
      summary: 'Note the parcel with which the goods come back.',
      body: wire.SendBack,
    },
    (parcel, afterSaleNumber) => ({
      kind: 'act_on_after_sale',
      afterSaleNumber,
      act: { kind: 'send_back', ...parcel },
    }),
  ),
  needing(
    onAfterSale(
      {
        name: 'receiveReturn',
        permission: 'warehouse',
        act: 'receive',
        summary: 'Note what came back, in which condition, and pay the refund.',
        body: wire.ReceiveReturn,
      },
      ({ goods, amountMinor, replacementOrderNumber }, afterSaleNumber) => ({
        kind: 'receive_return',
        afterSaleNumber,
        goods: goods?.map(({ location, ...one }) => ({ ...one, location: location ?? null })) ?? null,
        amountMinor: amountMinor ?? null,
        replacementOrderNumber: replacementOrderNumber ?? null,
      }),
    ),
    // What was agreed on is given back by whoever receives the goods; another sum is a decision about money.
    ({ amountMinor }) => (amountMinor === undefined || amountMinor === null ? null : 'money'),
  ),
  onAfterSale(
    {
      name: 'writeMessage',
      permission: 'orders.change',
      act: 'messages',
      summary: 'Write to its buyer.',
      body: wire.WriteMessage,
    },
    ({ text, images }, afterSaleNumber) => ({
      kind: 'act_on_after_sale',
      afterSaleNumber,
      act: { kind: 'message', by: 'seller', text, images: images ?? [] },
    }),
  ),
]

export const ACTS: readonly Operation[] = [...ON_ORDERS, ...ON_PARTS, ...ON_AFTER_SALES]
