/** What is done with orders as a whole. */
import type { Static } from 'typebox'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { OrderWish } from '../../order/wishes.js'
import { type Operation, operation } from '../../wire/dialect.js'
import { onOrder } from './act-operation.js'
import { orderReader, readPartNumber, timeOf, writeRequested } from './map-acts.js'
import * as wire from './wire-acts.js'

export const ON_ORDERS: readonly Operation[] = [
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
