// What follows by itself: money that comes back pays who waits for it, stock that is free serves who is short of it,
// and the hub does what is due when it is time.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { audit } from '../../src/store/audit.js'
import { eventually } from '../support/eventually.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { ITEM, type NativeClient, openTenant, order, stockShop } from './native-client.js'
import { placeOnRequest } from './native-orders.js'

let hub: TestHub
let client: NativeClient

beforeAll(async () => {
  hub = await startTestHub()
})
beforeEach(async () => {
  client = await openTenant(hub)
  await stockShop(client, 10)
})
afterAll(async () => {
  const violations = (await audit(hub.connectionString, null)).flatMap((result) => result.violations)
  await hub.close()
  expect(violations).toEqual([])
})

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
type Json = any

const place = async (quantity: number): Promise<number> =>
  (await client.post('/v1/orders', order(quantity))).body.orderNumber as number

const read = async (orderNumber: number): Promise<Json> =>
  (await client.get(`/v1/orders/${orderNumber}`)).body

async function done(path: string, body?: object): Promise<Json> {
  const answer = await client.post(path, body)
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`)
  return answer.body
}

const policies = (change: object) => client.patch('/v1/accounts/shop', change)

/** The hub looks for what is due about once a second. */

const BALANCE = 1_000_000

describe('money that comes back pays who waits, oldest first', () => {
  let paid: number
  let first: number
  let second: number

  beforeEach(async () => {
    // The first order leaves too little for the others.
    await client.put('/v1/items/MUG', { ...ITEM, priceMinor: 290_000 })
    paid = await place(3)
    first = await place(1)
    second = await place(1)
    for (const one of [first, second]) expect(await read(one)).toMatchObject({ financialStatus: 'waiting' })
  })

  const statuses = async () => [(await read(first)).financialStatus, (await read(second)).financialStatus]

  test.each<[string, () => Promise<unknown>, string[]]>([
    ['of an order cancelled whole', () => done(`/v1/orders/${paid}/cancel`), ['paid', 'paid']],
    [
      'of a piece cancelled',
      () => done(`/v1/orders/${paid}/cancel`, { lines: [{ lineNumber: 1, quantity: 1 }] }),
      ['paid', 'waiting'],
    ],
    [
      'of a fulfilment order cancelled',
      () => done(`/v1/fulfilment-orders/${paid}-1/cancel`, { lines: [{ lineNumber: 1, quantity: 2 }] }),
      ['paid', 'paid'],
    ],
    [
      'of a refund granted by a person',
      async () => {
        await policies({ refundReviewSeconds: null })
        const wish = { kind: 'refund', goods: 'unshipped', lines: [{ lineNumber: 1, quantity: 1 }] }
        const { afterSaleNumber } = await done(`/v1/orders/${paid}/after-sales`, wish)
        expect(await statuses()).toEqual(['waiting', 'waiting'])
        await done(`/v1/after-sales/${afterSaleNumber}/approve`)
      },
      ['paid', 'waiting'],
    ],
    [
      'of goods that came back',
      async () => {
        await done(`/v1/fulfilment-orders/${paid}-1/pack`)
        await done(`/v1/fulfilment-orders/${paid}-1/hand-over`, { carrier: 'DHL', trackingNumber: 'T' })
        const wish = { kind: 'return', goods: 'shipped' }
        const { afterSaleNumber } = await done(`/v1/orders/${paid}/after-sales`, wish)
        await done(`/v1/after-sales/${afterSaleNumber}/approve`)
        await done(`/v1/after-sales/${afterSaleNumber}/receive`)
      },
      ['paid', 'paid'],
    ],
  ])('%s', async (_title, act, expected) => {
    await act()
    expect(await statuses()).toEqual(expected)
    const { body } = await client.get('/v1/accounts/shop/entries')
    const kinds = (body.data ?? []).map((entry) => entry.kind)
    const payments = expected.filter((status) => status === 'paid').map(() => 'payment')
    expect(kinds).toEqual([...payments, 'refund', 'payment', 'top_up'])
  })

  test('an order that waits and is cancelled lets those behind it through', async () => {
    await policies({ outOfStock: 'refuse' })
    await done('/v1/accounts/shop/top-ups', { amountMinor: 1 })
    await client.put('/v1/items/MUG', { ...ITEM, priceMinor: 1 })
    const cheap = await place(1)
    expect(await read(cheap)).toMatchObject({ financialStatus: 'waiting' })
    await done(`/v1/orders/${first}/cancel`)
    await done(`/v1/orders/${second}/cancel`)
    expect(await read(cheap)).toMatchObject({ financialStatus: 'paid' })
  })
})

describe('stock that is free serves who is short of it, oldest first', () => {
  let holder: number
  let first: number
  let second: number

  beforeEach(async () => {
    await policies({ outOfStock: 'shortage', refundReviewSeconds: null })
    holder = await place(10)
    first = await place(4)
    second = await place(6)
  })

  const statuses = async () =>
    Promise.all([first, second].map(async (one) => (await read(one)).fulfilmentOrders[0].status))

  test.each<[string, () => Promise<unknown>, string[]]>([
    ['as an order is cancelled', () => done(`/v1/orders/${holder}/cancel`), ['allocated', 'allocated']],
    [
      'as pieces are cancelled',
      () => done(`/v1/orders/${holder}/cancel`, { lines: [{ lineNumber: 1, quantity: 4 }] }),
      ['allocated', 'shortage'],
    ],
    [
      'and not where the oldest is still short',
      () => done(`/v1/orders/${holder}/cancel`, { lines: [{ lineNumber: 1, quantity: 3 }] }),
      ['shortage', 'shortage'],
    ],
    [
      'as a fulfilment order moves elsewhere',
      async () => {
        await client.put('/v1/stock-locations/SIDE', { name: 'Side', country: 'CN', priority: 500 })
        await done(`/v1/fulfilment-orders/${holder}-1/move`, { location: 'SIDE' })
      },
      ['allocated', 'allocated'],
    ],
    [
      'as a refund is granted',
      async () => {
        const wish = { kind: 'refund', goods: 'unshipped', lines: [{ lineNumber: 1, quantity: 5 }] }
        const { afterSaleNumber } = await done(`/v1/orders/${holder}/after-sales`, wish)
        await done(`/v1/after-sales/${afterSaleNumber}/approve`)
      },
      ['allocated', 'shortage'],
    ],
    [
      'as goods come back sellable',
      async () => {
        await done(`/v1/fulfilment-orders/${holder}-1/pack`)
        await done(`/v1/fulfilment-orders/${holder}-1/hand-over`, { carrier: 'DHL', trackingNumber: 'T' })
        const wish = { kind: 'return', goods: 'shipped' }
        const { afterSaleNumber } = await done(`/v1/orders/${holder}/after-sales`, wish)
        await done(`/v1/after-sales/${afterSaleNumber}/approve`)
        const goods = [
          { lineNumber: 1, quantity: 4, condition: 'sellable' },
          { lineNumber: 1, quantity: 6, condition: 'defective' },
        ]
        await done(`/v1/after-sales/${afterSaleNumber}/receive`, { goods })
      },
      ['allocated', 'shortage'],
    ],
    [
      'as more of it comes in',
      () => done('/v1/stock-movements', { sku: 'MUG', location: 'MAIN', quantity: 4, reason: 'x' }),
      ['allocated', 'shortage'],
    ],
  ])('%s', async (_title, act, expected) => {
    expect(await statuses()).toEqual(['shortage', 'shortage'])
    await act()
    expect(await statuses()).toEqual(expected)
  })
})

describe("a refund of what has not left is granted after the account's delay", () => {
  const ask = async (orderNumber: number, body: object = {}): Promise<number> => {
    const wish = { kind: 'refund', goods: 'unshipped', ...body }
    return (await done(`/v1/orders/${orderNumber}/after-sales`, wish)).afterSaleNumber
  }
  const status = async (afterSaleNumber: number) =>
    (await client.get(`/v1/after-sales/${afterSaleNumber}`)).body.status

  test('and not before', async () => {
    await policies({ refundReviewSeconds: 3_600 })
    const early = await place(2)
    const late = await place(2)
    const first = await ask(early)
    hub.advance(1_000)
    const second = await ask(late)
    expect(await read(late)).toMatchObject({
      refundStatus: 'refunding',
      due: { kind: 'refund_review' },
      fulfilmentOrders: [{ status: 'hold' }],
    })
    hub.advance(3_599_000)
    await eventually(async () => expect(await status(first)).toBe('completed'))
    // The same look has passed over the other, which is due a second later.
    expect(await status(second)).toBe('requested')
    expect(await read(early)).toMatchObject({ orderStatus: 'cancelled', refundStatus: 'refunded', due: null })
    hub.advance(1_000)
    await eventually(async () => expect(await status(second)).toBe('completed'))
    expect((await client.get('/v1/accounts/shop')).body.balanceMinor).toBe(BALANCE)
    expect((await client.get('/v1/stock-levels')).body.data).toMatchObject([{ onHand: 10, reserved: 0 }])
  })

  test('unless a person was faster', async () => {
    await policies({ refundReviewSeconds: 60 })
    const refused = await ask(await place(1))
    const withdrawn = await ask(await place(1))
    const marker = await ask(await place(1))
    await done(`/v1/after-sales/${refused}/refuse`, { reason: 'too late' })
    await done(`/v1/after-sales/${withdrawn}/withdraw`)
    hub.advance(60_000)
    await eventually(async () => expect(await status(marker)).toBe('completed'))
    expect(await status(refused)).toBe('refused')
    expect(await status(withdrawn)).toBe('withdrawn')
  })

  test('and what is left of the order goes on', async () => {
    await policies({ refundReviewSeconds: 60 })
    const orderNumber = await place(5)
    const number = await ask(orderNumber, { lines: [{ lineNumber: 1, quantity: 2 }] })
    hub.advance(60_000)
    await eventually(async () => expect(await status(number)).toBe('completed'))
    expect(await read(orderNumber)).toMatchObject({
      orderStatus: 'processing',
      refundStatus: 'partially_refunded',
      refundedMinor: 2_000,
      holds: [],
      fulfilmentOrders: [{ status: 'allocated', lines: [{ quantity: 5, cancelled: 2 }] }],
    })
  })
})

describe('an order that nobody pays is given up', () => {
  test('when its time is over: its stock is free, and serves who is short', async () => {
    await policies({ unpaidExpirySeconds: 600, outOfStock: 'shortage' })
    await client.put('/v1/items/MUG', { ...ITEM, priceMinor: 200_000 })
    const early = await place(8)
    expect(await read(early)).toMatchObject({
      orderStatus: 'waiting_payment',
      due: { kind: 'expiry' },
      fulfilmentOrders: [{ status: 'drafted' }],
    })
    hub.advance(1_000)
    const late = await place(9)
    expect(await read(late)).toMatchObject({ fulfilmentOrders: [{ status: 'shortage' }] })
    hub.advance(599_000)
    await eventually(async () => expect((await read(early)).orderStatus).toBe('cancelled'))
    expect(await read(early)).toMatchObject({ cancelReason: 'not paid in time', refundedMinor: 0 })
    await eventually(async () => expect((await read(late)).fulfilmentOrders[0].status).toBe('drafted'))
    expect(await read(late)).toMatchObject({ orderStatus: 'waiting_payment' })
    hub.advance(1_000)
    await eventually(async () => expect((await read(late)).orderStatus).toBe('cancelled'))
    expect((await client.get('/v1/stock-levels')).body.data).toMatchObject([{ onHand: 10, reserved: 0 }])
  })

  test('but not one that is paid, or said to be', async () => {
    await policies({ unpaidExpirySeconds: 600 })
    const paid = await placeOnRequest(hub, client.tenantId, 1)
    const claimed = await placeOnRequest(hub, client.tenantId, 1)
    const marker = await placeOnRequest(hub, client.tenantId, 1)
    await done(`/v1/orders/${paid}/pay`)
    await done(`/v1/orders/${claimed}/voucher`, { urls: ['https://example.com/1.png'] })
    hub.advance(600_000)
    await eventually(async () => expect((await read(marker)).orderStatus).toBe('cancelled'))
    expect(await read(paid)).toMatchObject({ orderStatus: 'processing', due: null })
    expect(await read(claimed)).toMatchObject({
      orderStatus: 'waiting_payment',
      financialStatus: 'voucher',
    })
    // A person finds that nothing came: then its time is over.
    await done(`/v1/orders/${claimed}/settle-payment`, { approved: false })
    await eventually(async () => expect((await read(claimed)).orderStatus).toBe('cancelled'))
  })
})
