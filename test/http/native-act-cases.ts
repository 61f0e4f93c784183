// For every act of the native API: how it is done, what it leads to, what the same again does, and when it is refused.
import { expect } from 'vitest'
import type { TestHub } from '../support/hub.js'
import { type NativeClient, order, stockShop } from './native-client.js'
import { placeOnRequest } from './native-orders.js'

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
type Json = any

/** What the cases are tried on; it is there when the first of them begins. */
export class ActShop {
  hub!: TestHub
  client!: NativeClient
}

export interface Asked {
  readonly path: string
  readonly orderNumber: number
  readonly body?: object
}

export interface ActCase {
  /** Of the operation, and of what else is special about the case. */
  readonly name: string
  readonly good: () => Promise<Asked>
  /** What is answered. */
  readonly answer: object
  /** The order after it. */
  readonly order?: object
  /** Another content for the same key. */
  readonly other?: object
  /** What the same again does without a key. */
  readonly again: 'unchanged' | 'anew' | { readonly status: number; readonly code: string }
  readonly refused: () => Promise<Omit<Asked, 'orderNumber'>>
  readonly refusal: { readonly status: number; readonly code: string; readonly [field: string]: unknown }
}

/** Stock and money for all of them; refunds are decided by hand. */
export async function prepareActs(client: NativeClient): Promise<void> {
  await stockShop(client, 100_000)
  await client.post('/v1/accounts/shop/top-ups', { amountMinor: 100_000_000 })
  await client.put('/v1/stock-locations/SIDE', { name: 'Side', country: 'CN', priority: 200 })
  await client.post('/v1/stock-movements', { sku: 'MUG', location: 'SIDE', quantity: 1000, reason: 'x' })
  await client.patch('/v1/accounts/shop', { refundReviewSeconds: null })
}

export function actCases(shop: ActShop): readonly ActCase[] {
  /** One line of three mugs, paid; its number and its part's. */
  async function placed(): Promise<{ orderNumber: number; part: string }> {
    const { body } = await shop.client.post('/v1/orders', order(3))
    const [part] = (body as Json).fulfilmentOrders
    return { orderNumber: (body as Json).orderNumber, part: part.number }
  }

  async function onRequest(): Promise<number> {
    return placeOnRequest(shop.hub, shop.client.tenantId, 3)
  }

  async function done(path: string, body?: object): Promise<Json> {
    const answer = await shop.client.post(path, body)
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`)
    return answer.body
  }

  const PARCEL = { carrier: 'DHL', trackingNumber: 'T-1' }

  async function packed() {
    const one = await placed()
    await done(`/v1/fulfilment-orders/${one.part}/pack`)
    return one
  }

  async function handedOver() {
    const one = await packed()
    await done(`/v1/fulfilment-orders/${one.part}/hand-over`, PARCEL)
    return one
  }

  async function split() {
    const one = await placed()
    await done(`/v1/fulfilment-orders/${one.part}/split`, { lines: [{ lineNumber: 1, quantity: 1 }] })
    return one
  }

  /** A return of one piece of what has been shipped. */
  async function returned(...acts: [act: string, body?: object][]) {
    const one = await handedOver()
    const wish = { kind: 'return', goods: 'shipped', lines: [{ lineNumber: 1, quantity: 1 }] }
    const { afterSaleNumber } = await done(`/v1/orders/${one.orderNumber}/after-sales`, wish)
    for (const [act, body] of acts) await done(`/v1/after-sales/${afterSaleNumber}/${act}`, body)
    return { ...one, afterSaleNumber }
  }

  /** Stock came while its item could not be ordered, so that it still waits. */
  async function short() {
    await shop.client.patch('/v1/accounts/shop', { outOfStock: 'shortage' })
    const sku = `LATE-${++skus}`
    const item = { name: 'Late', priceMinor: 5, currency: 'USD', weightGrams: 1 }
    await shop.client.put(`/v1/items/${sku}`, item)
    const { body } = await shop.client.post('/v1/orders', order(1, { lines: [{ sku, quantity: 2 }] }))
    await shop.client.patch('/v1/accounts/shop', { outOfStock: 'refuse' })
    await shop.client.put(`/v1/items/${sku}`, { ...item, status: 'off_shelf' })
    await done('/v1/stock-movements', { sku, location: 'MAIN', quantity: 5, reason: 'x' })
    await shop.client.put(`/v1/items/${sku}`, item)
    const [part] = (body as Json).fulfilmentOrders
    expect(part.status).toBe('shortage')
    return { orderNumber: (body as Json).orderNumber as number, part: part.number as string }
  }
  let skus = 0

  const TOO_LATE = { status: 409, code: 'not_allowed_in_state' }
  const UNKNOWN = { status: 404, code: 'not_found' }

  const onOrder =
    (act: string, body?: object, make: () => Promise<{ orderNumber: number }> = placed) =>
    async () => {
      const { orderNumber } = await make()
      return { path: `/v1/orders/${orderNumber}/${act}`, orderNumber, ...(body !== undefined && { body }) }
    }
  const onPart =
    (act: string, body?: object, make: () => Promise<{ orderNumber: number; part: string }> = placed) =>
    async () => {
      const { orderNumber, part } = await make()
      return {
        path: `/v1/fulfilment-orders/${part}/${act}`,
        orderNumber,
        ...(body !== undefined && { body }),
      }
    }
  const onReturn =
    (act: string, body: object | undefined, ...before: [act: string, body?: object][]) =>
    async () => {
      const { orderNumber, afterSaleNumber } = await returned(...before)
      return {
        path: `/v1/after-sales/${afterSaleNumber}/${act}`,
        orderNumber,
        ...(body !== undefined && { body }),
      }
    }
  const unpaid = async () => ({ orderNumber: await onRequest() })
  const voucher = { urls: ['https://example.com/slip.png'], remark: 'paid on Monday' }
  const claimed = async () => {
    const orderNumber = await onRequest()
    await done(`/v1/orders/${orderNumber}/voucher`, voucher)
    return { orderNumber }
  }
  const cancelled = async () => {
    const one = await placed()
    await done(`/v1/orders/${one.orderNumber}/cancel`)
    return one
  }

  const ONE = [{ lineNumber: 1, quantity: 1 }]
  const NINE = [{ lineNumber: 1, quantity: 9 }]
  const EVENT = { at: '2026-01-16T10:00:00Z', status: 'in_transit', description: 'Left Reno' }

  return [
    {
      name: 'cancelOrder',
      good: onOrder('cancel', { reason: 'changed mind' }),
      other: { reason: 'too dear' },
      answer: { orderStatus: 'cancelled', refundStatus: 'refunded', cancelReason: 'changed mind' },
      again: 'unchanged',
      refused: onOrder('cancel', {}, handedOver),
      refusal: { ...TOO_LATE, state: 'handed_over at MAIN' },
    },
    {
      name: 'cancelOrder, pieces',
      good: onOrder('cancel', { lines: ONE }),
      other: { lines: [{ lineNumber: 1, quantity: 2 }] },
      answer: {
        orderStatus: 'processing',
        refundStatus: 'partially_refunded',
        refundedMinor: 1000,
        fulfilmentOrders: [{ lines: [{ quantity: 3, cancelled: 1 }] }],
      },
      again: 'anew',
      refused: onOrder('cancel', { lines: NINE }),
      refusal: { status: 422, code: 'more_than_left', field: 'lines', asked: 9, left: 3 },
    },
    {
      name: 'payOrder',
      good: onOrder('pay', undefined, unpaid),
      answer: {
        orderStatus: 'processing',
        financialStatus: 'paid',
        fulfilmentOrders: [{ status: 'allocated' }],
      },
      again: 'unchanged',
      refused: onOrder('pay', undefined, cancelled),
      refusal: { ...TOO_LATE, state: 'cancelled' },
    },
    {
      name: 'submitVoucher',
      good: onOrder('voucher', voucher, unpaid),
      other: { urls: ['https://example.com/other.png'] },
      answer: { orderStatus: 'waiting_payment', financialStatus: 'voucher', voucher },
      again: 'unchanged',
      refused: onOrder('voucher', voucher),
      refusal: { ...TOO_LATE, state: 'paid' },
    },
    {
      name: 'settlePayment',
      good: onOrder('settle-payment', { approved: true }, claimed),
      other: { approved: false },
      answer: { orderStatus: 'processing', financialStatus: 'paid' },
      again: 'unchanged',
      refused: onOrder('settle-payment', { approved: true }, unpaid),
      refusal: { ...TOO_LATE, state: 'waiting_payment, on_request' },
    },
    {
      name: 'settlePayment, refused',
      good: onOrder('settle-payment', { approved: false, reason: 'nothing came' }, claimed),
      other: { approved: true },
      answer: { orderStatus: 'waiting_payment', financialStatus: 'voucher_refused' },
      again: TOO_LATE,
      refused: onOrder('settle-payment', { approved: 'yes' }, claimed),
      refusal: { status: 422, code: 'invalid_field', field: 'approved' },
    },
    {
      name: 'trackParcel',
      good: onOrder('tracking', { trackingNumber: 'T-1', events: [EVENT] }, handedOver),
      other: { trackingNumber: 'T-1', events: [{ ...EVENT, status: 'delivered' }] },
      answer: {
        orderStatus: 'processing',
        fulfilmentOrders: [
          {
            shipments: [
              { trackingNumber: 'T-1', events: [{ status: 'in_transit', at: '2026-01-16T10:00:00.000Z' }] },
            ],
          },
        ],
      },
      again: 'unchanged',
      refused: onOrder('tracking', { trackingNumber: 'T-2', events: [EVENT] }, handedOver),
      refusal: { ...UNKNOWN, detail: 'there is no parcel T-2' },
    },
    {
      name: 'mergeParts',
      good: async () => {
        const { orderNumber } = await split()
        const body = { fulfilmentOrders: [`${orderNumber}-1`, `${orderNumber}-2`] }
        return { path: `/v1/orders/${orderNumber}/merge`, orderNumber, body }
      },
      answer: {
        fulfilmentOrders: [
          { status: 'allocated', lines: [{ quantity: 3 }] },
          { status: 'cancelled', lines: [] },
        ],
      },
      again: { ...TOO_LATE },
      refused: async () => {
        const { orderNumber } = await split()
        const body = { fulfilmentOrders: [`${orderNumber}-1`, `${orderNumber}-7`] }
        return { path: `/v1/orders/${orderNumber}/merge`, body }
      },
      refusal: UNKNOWN,
    },
    {
      name: 'requestAfterSale',
      good: onOrder('after-sales', { kind: 'refund', goods: 'unshipped', reason: 'late' }),
      other: { kind: 'refund', goods: 'unshipped', reason: 'lost' },
      answer: { kind: 'refund', status: 'requested', whole: true, reason: 'late', reviewAt: null },
      order: { refundStatus: 'refunding', fulfilmentOrders: [{ status: 'hold' }] },
      again: 'unchanged',
      refused: onOrder('after-sales', { kind: 'refund', goods: 'unshipped' }, handedOver),
      refusal: { ...TOO_LATE, state: 'handed_over' },
    },
    {
      name: 'requestAfterSale, of what is shipped',
      good: onOrder('after-sales', { kind: 'return', goods: 'shipped', lines: ONE }, handedOver),
      other: { kind: 'return', goods: 'shipped' },
      answer: { kind: 'return', goods: 'shipped', amountMinor: 1000, lines: [{ quantity: 1 }] },
      order: { refundStatus: 'refunding', fulfilmentStatus: 'fully_shipped' },
      again: 'anew',
      refused: onOrder('after-sales', { kind: 'return', goods: 'shipped', lines: NINE }, handedOver),
      refusal: { status: 422, code: 'more_than_left', asked: 9, left: 3 },
    },
    {
      name: 'holdPart',
      good: onPart('hold', { reason: 'check the address' }),
      other: { reason: 'x' },
      answer: { status: 'hold' },
      order: { holds: [{ kind: 'asked', reason: 'check the address' }] },
      again: 'unchanged',
      refused: onPart('hold', {}, handedOver),
      refusal: { ...TOO_LATE, state: 'handed_over' },
    },
    {
      name: 'releasePart',
      good: onPart('release', undefined, async () => {
        const one = await placed()
        await done(`/v1/fulfilment-orders/${one.part}/hold`)
        return one
      }),
      answer: { status: 'allocated' },
      order: { holds: [] },
      again: 'unchanged',
      refused: async () => ({ path: `/v1/fulfilment-orders/${(await placed()).orderNumber}-9/release` }),
      refusal: UNKNOWN,
    },
    {
      name: 'allocatePart',
      good: onPart('allocate', undefined, short),
      answer: { status: 'allocated' },
      again: 'unchanged',
      refused: onPart('allocate', undefined, packed),
      refusal: { ...TOO_LATE, state: 'packed' },
    },
    {
      name: 'packPart',
      good: onPart('pack', {
        packages: [{ packageNumber: 'A', weightGrams: 900, lines: [{ lineNumber: 1, quantity: 3 }] }],
      }),
      other: {},
      answer: { status: 'packed', packages: [{ packageNumber: 'A', weightGrams: 900 }] },
      again: { ...TOO_LATE },
      refused: onPart('pack', { packages: [{ packageNumber: 'A', lines: ONE }] }),
      refusal: { status: 422, code: 'invalid_field', field: 'packages' },
    },
    {
      name: 'handOverPart',
      good: onPart('hand-over', PARCEL, packed),
      other: { ...PARCEL, trackingNumber: 'T-9' },
      answer: { status: 'handed_over', shipments: [PARCEL] },
      order: { fulfilmentStatus: 'fully_shipped' },
      again: 'unchanged',
      refused: onPart('hand-over', PARCEL, async () => {
        const one = await placed()
        await done(`/v1/fulfilment-orders/${one.part}/hold`)
        return one
      }),
      refusal: { ...TOO_LATE, state: 'hold' },
    },
    {
      name: 'deliverPart',
      good: onPart('deliver', undefined, handedOver),
      answer: { status: 'delivered' },
      order: { orderStatus: 'completed', fulfilmentStatus: 'completed' },
      again: 'unchanged',
      refused: onPart('deliver', undefined, packed),
      refusal: { ...TOO_LATE, state: 'packed' },
    },
    {
      name: 'cancelPart',
      good: onPart('cancel', { reason: 'lost' }, split),
      other: { reason: 'found' },
      answer: { status: 'cancelled' },
      order: { orderStatus: 'processing', refundedMinor: 2000 },
      again: 'unchanged',
      refused: onPart('cancel', {}, packed),
      refusal: { ...TOO_LATE, state: 'packed' },
    },
    {
      name: 'splitPart',
      good: onPart('split', { lines: ONE }),
      other: { lines: [{ lineNumber: 1, quantity: 2 }] },
      answer: { status: 'allocated', lines: [{ quantity: 2 }] },
      order: { fulfilmentOrders: [{}, { status: 'allocated', lines: [{ quantity: 1 }] }] },
      again: 'anew',
      refused: onPart('split', { lines: NINE }),
      refusal: { status: 422, code: 'more_than_left', asked: 9, left: 3 },
    },
    {
      name: 'movePart',
      good: onPart('move', { location: 'SIDE' }),
      other: { location: 'MAIN' },
      answer: { status: 'allocated', location: 'SIDE' },
      again: 'unchanged',
      refused: onPart('move', { location: 'SIDE' }, packed),
      refusal: { ...TOO_LATE, state: 'packed' },
    },
    {
      name: 'approveAfterSale',
      good: onReturn('approve', { amountMinor: 700 }),
      other: {},
      answer: { status: 'approved', amountMinor: 700 },
      again: 'unchanged',
      refused: onReturn('approve', { amountMinor: 1_000_000 }),
      refusal: { status: 422, code: 'more_than_left', field: 'amountMinor' },
    },
    {
      name: 'approveAfterSale, of a refund',
      good: async () => {
        const { orderNumber } = await placed()
        const wish = { kind: 'refund', goods: 'unshipped', lines: ONE }
        const { afterSaleNumber } = await done(`/v1/orders/${orderNumber}/after-sales`, wish)
        return { path: `/v1/after-sales/${afterSaleNumber}/approve`, orderNumber }
      },
      answer: { status: 'completed', refundedMinor: 1000 },
      order: { refundStatus: 'partially_refunded', fulfilmentOrders: [{ status: 'allocated' }] },
      again: 'unchanged',
      refused: onReturn('approve', {}, ['withdraw']),
      refusal: { ...TOO_LATE, state: 'withdrawn' },
    },
    {
      name: 'refuseAfterSale',
      good: onReturn('refuse', { reason: 'worn' }),
      other: { reason: 'broken' },
      answer: { status: 'refused', refusal: 'worn' },
      order: { refundStatus: 'none' },
      again: 'unchanged',
      refused: onReturn('refuse', { reason: 'worn' }, ['approve']),
      refusal: { ...TOO_LATE, state: 'approved' },
    },
    {
      name: 'withdrawAfterSale',
      good: onReturn('withdraw', undefined, ['approve']),
      answer: { status: 'withdrawn' },
      order: { refundStatus: 'none' },
      again: 'unchanged',
      refused: onReturn('withdraw', undefined, ['refuse', { reason: 'worn' }]),
      refusal: { ...TOO_LATE, state: 'refused' },
    },
    {
      name: 'sendBack',
      good: onReturn('send-back', { carrier: 'UPS', trackingNumber: 'R-1' }, ['approve']),
      other: { carrier: 'UPS', trackingNumber: 'R-2' },
      answer: { status: 'sent_back', parcel: { carrier: 'UPS', trackingNumber: 'R-1' } },
      again: 'unchanged',
      refused: onReturn('send-back', { carrier: 'UPS', trackingNumber: 'R-1' }),
      refusal: { ...TOO_LATE, state: 'requested' },
    },
    {
      name: 'receiveReturn',
      good: onReturn('receive', { goods: [{ lineNumber: 1, quantity: 1, condition: 'defective' }] }, [
        'approve',
      ]),
      other: {},
      answer: {
        status: 'completed',
        refundedMinor: 1000,
        received: [{ quantity: 1, condition: 'defective', location: 'MAIN' }],
      },
      order: { refundStatus: 'partially_refunded', refundedMinor: 1000 },
      again: 'unchanged',
      refused: onReturn('receive', { goods: [{ lineNumber: 1, quantity: 2, condition: 'sellable' }] }, [
        'approve',
      ]),
      refusal: { status: 422, code: 'more_than_left', asked: 2, left: 1 },
    },
    {
      name: 'writeMessage',
      good: onReturn('messages', { text: 'Please send a picture' }),
      other: { text: 'Thank you' },
      answer: { messages: [{ by: 'seller', text: 'Please send a picture', images: [] }] },
      again: 'anew',
      refused: onReturn('messages', { images: [] }),
      refusal: { status: 422, code: 'invalid_field', field: 'text' },
    },
  ]
}
