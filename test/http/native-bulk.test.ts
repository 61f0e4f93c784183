// Many acts in one request: each row has its own result, rows of one order go one after the other, and the whole can
// be sent again.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { audit } from '../../src/store/audit.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { type NativeClient, openTenant, order, stockShop } from './native-client.js'

let hub: TestHub
let client: NativeClient

beforeAll(async () => {
  hub = await startTestHub()
})
beforeEach(async () => {
  client = await openTenant(hub)
  await stockShop(client, 10_000)
  await client.post('/v1/accounts/shop/top-ups', { amountMinor: 100_000_000 })
})
afterAll(() => hub.close())

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
type Json = any

const place = async (quantity = 2): Promise<number> =>
  (await client.post('/v1/orders', order(quantity))).body.orderNumber as number

const bulk = async (actions: unknown, key?: string): Promise<Json> => {
  const answer = await client.post('/v1/bulk', { actions }, key)
  return { httpStatus: answer.status, ...answer.body, text: answer.text }
}

const statuses = ({ results }: Json): number[] => results.map((one: Json) => one.status)

const events = async (orderNumber: number): Promise<string[]> =>
  ((await client.get(`/v1/orders/${orderNumber}/events`)).body as Json).data.map((one: Json) => one.kind)

test('each row is answered as it would be alone', async () => {
  const [a, b, c] = [await place(), await place(), await place()]
  const answer = await bulk([
    { order: a, act: 'cancel', reason: 'changed mind' },
    { fulfilmentOrder: `${b}-1`, act: 'pack' },
    { order: c, act: 'cancel', lines: [{ lineNumber: 1, quantity: 7 }] },
    { order: c, act: 'after-sales', kind: 'refund', goods: 'unshipped' },
    { order: 999, act: 'cancel' },
  ])
  expect(answer).toMatchObject({ httpStatus: 200, accepted: 3, refused: 2 })
  expect(statuses(answer)).toEqual([200, 200, 422, 201, 404])
  expect(answer.results.map((one: Json) => one.body)).toMatchObject([
    { orderNumber: a, orderStatus: 'cancelled', cancelReason: 'changed mind' },
    { number: `${b}-1`, status: 'packed' },
    {
      type: 'urn:problem-type:entrepot:more_than_left',
      status: 422,
      code: 'more_than_left',
      asked: 7,
      left: 2,
    },
    { orderNumber: c, kind: 'refund' },
    { status: 404, code: 'not_found', detail: 'there is no order 999' },
  ])
})

test('rows of one order are carried out in their order, whatever they name it by', async () => {
  const orderNumber = await place(3)
  const part = `${orderNumber}-1`
  const shipped = await bulk([
    { fulfilmentOrder: part, act: 'hold', reason: 'x' },
    { fulfilmentOrder: part, act: 'release' },
    { fulfilmentOrder: part, act: 'pack' },
    { fulfilmentOrder: part, act: 'hand-over', carrier: 'DHL', trackingNumber: 'T' },
    { order: orderNumber, act: 'cancel' },
    { fulfilmentOrder: part, act: 'deliver' },
    { order: orderNumber, act: 'after-sales', kind: 'return', goods: 'shipped' },
  ])
  expect(statuses(shipped)).toEqual([200, 200, 200, 200, 409, 200, 201])
  const { afterSaleNumber } = shipped.results[6].body
  const back = await bulk([
    { afterSale: afterSaleNumber, act: 'approve' },
    {
      order: orderNumber,
      act: 'tracking',
      trackingNumber: 'T',
      events: [{ at: '2026-01-16T00:00:00Z', status: 'delivered' }],
    },
    { afterSale: String(afterSaleNumber), act: 'send-back', carrier: 'UPS', trackingNumber: 'R' },
    { afterSale: afterSaleNumber, act: 'receive' },
    { afterSale: afterSaleNumber, act: 'withdraw' },
  ])
  expect(statuses(back)).toEqual([200, 200, 200, 200, 409])
  expect(await events(orderNumber)).toEqual([
    'placed',
    'held',
    'released',
    'packed',
    'handed_over',
    'delivered',
    'after_sale_requested',
    'after_sale_approved',
    'tracked',
    'after_sale_changed',
    'refunded',
  ])
})

test('500 rows, with a key sent again: all is done once', {
  timeout: 60_000,
}, async () => {
  const orders = await Promise.all(Array.from({ length: 250 }, () => place(2)))
  const actions = orders.flatMap((one) => [
    { fulfilmentOrder: `${one}-1`, act: 'cancel', lines: [{ lineNumber: 1, quantity: 1 }] },
    { order: one, act: 'cancel', lines: [{ lineNumber: 1, quantity: 9 }] },
  ])
  for (const answer of await Promise.all([bulk(actions, 'nightly'), bulk(actions, 'nightly')])) {
    expect([answer.accepted, answer.refused]).toEqual([250, 250])
  }
  const again = await bulk(actions, 'nightly')
  expect(new Set(statuses(again))).toEqual(new Set([200, 422]))
  for (const one of orders.slice(0, 20)) expect(await events(one)).toEqual(['placed', 'partly_cancelled'])
  const [level] = (await client.get('/v1/stock-levels')).body.data ?? []
  expect(level).toMatchObject({ onHand: 10_000, reserved: 250 })
  expect((await audit(hub.connectionString, client.tenantId)).flatMap((one) => one.violations)).toEqual([])
})

test("a key stands for each row's place and content", async () => {
  const orderNumber = await place(5)
  const one = { order: orderNumber, act: 'cancel', lines: [{ lineNumber: 1, quantity: 1 }] }
  expect(statuses(await bulk([one, one], 'k'))).toEqual([200, 200])
  // The same rows are the same acts; a row more is one more.
  expect(statuses(await bulk([one, one, one], 'k'))).toEqual([200, 200, 200])
  const read = async () => ((await client.get(`/v1/orders/${orderNumber}`)).body as Json).fulfilmentOrders[0]
  expect((await read()).lines[0].cancelled).toBe(3)
  const other = await bulk([{ order: orderNumber, act: 'cancel' }, one], 'k')
  expect(statuses(other)).toEqual([409, 200])
  expect(other.results[0].body).toMatchObject({
    code: 'key_reused',
    detail: 'the Idempotency-Key k#0 was used with another request',
  })
  expect((await read()).lines[0].cancelled).toBe(3)
})

describe('a broken row is refused alone', () => {
  test.each<[row: unknown, field: string | null]>([
    [{}, 'act'],
    [{ act: 'cancel' }, 'order'],
    [{ order: 1, act: 'explode' }, 'act'],
    [{ order: 1, act: 'pack' }, 'act'],
    [{ fulfilmentOrder: '1-1', act: 'voucher' }, 'act'],
    [{ order: 1, afterSale: 2, act: 'cancel' }, 'order'],
    [{ order: 'x', act: 'cancel' }, 'order'],
    [{ order: 1.5, act: 'cancel' }, 'order'],
    [{ order: 1, act: 'cancel', colour: 'red' }, 'colour'],
    [{ order: 1, act: 'settle-payment', approved: 'yes' }, 'approved'],
    ['cancel', ''],
    [[], ''],
    [7, ''],
  ])('%j', async (row, field) => {
    const orderNumber = await place()
    const answer = await bulk([row, { order: orderNumber, act: 'cancel' }])
    expect(statuses(answer)).toEqual([422, 200])
    expect(answer.results[0].body).toMatchObject({ code: 'invalid_field', field })
  })
})

describe('a broken request is refused whole', () => {
  test.each<[body: unknown, field: string]>([
    [{}, 'actions'],
    [{ actions: [] }, 'actions'],
    [{ actions: {} }, 'actions'],
    [{ actions: [null] }, 'actions[0]'],
    [{ actions: Array.from({ length: 501 }, () => ({ order: 1, act: 'cancel' })) }, 'actions'],
    [{ actions: [{ order: 1, act: 'cancel' }], dryRun: true }, 'dryRun'],
  ])('%#', async (body, field) => {
    expect(await client.post('/v1/bulk', body)).toMatchObject({ status: 422, body: { field } })
  })

  test('a key that leaves no room for the place', async () => {
    const refused = await client.post('/v1/bulk', { actions: [{ order: 1, act: 'pay' }] }, 'k'.repeat(251))
    expect(refused).toMatchObject({ status: 422, body: { field: 'Idempotency-Key' } })
    const kept = await client.post('/v1/bulk', { actions: [{ order: 1, act: 'pay' }] }, 'k'.repeat(250))
    expect(kept).toMatchObject({ status: 200, body: { results: [{ status: 404 }] } })
  })
})

test("another tenant's orders are not there", async () => {
  const orderNumber = await place()
  const other = await openTenant(hub)
  const answer = await other.post('/v1/bulk', { actions: [{ order: orderNumber, act: 'cancel' }] })
  expect(answer.body).toMatchObject({ accepted: 0, results: [{ status: 404, body: { code: 'not_found' } }] })
  expect(await events(orderNumber)).toEqual(['placed'])
})
