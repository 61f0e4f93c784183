// Labels that come after their order: facts/apicenter.md §6.2.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CREATE_ORDER, PDF, SKUS } from '../../support/apicenter.js'
import { openWarehouse, type Warehouse } from './warehouse.js'

let hub: Warehouse['hub']
let operator: Warehouse['operator']
let ask: Warehouse['ask']
let expectSound: Warehouse['expectSound']

beforeAll(async () => {
  ;({ hub, operator, ask, expectSound } = await openWarehouse())
})

afterAll(() => hub.close())

let numbers = 0
const provider = { code: 'manual_tracking_no', tracking_number: 'JT-1' }
const order = async (change: object = {}): Promise<{ client_code: string; order_number: string }> => {
  numbers += 1
  const order_number = `L-${numbers}`
  const body = { ...CREATE_ORDER, real_time_response: true, package: { order_number } }
  await ask('order', { ...body, logistics_provider: provider, ...change })
  return { client_code: 'CK2023', order_number }
}

test('lifts the hold; the label can be downloaded', async () => {
  const named = await order()
  expect((await ask('order/status', named)).data).toMatchObject({
    status: 'hold',
    status_message: /^10002/,
  })
  const labelled = await ask('order/label', { ...named, label_base64: PDF, tracking_number: 'JT-2' })
  expect(labelled).toMatchObject({
    code: 0,
    data: {
      status: 'stock_allocated',
      status_message: '',
      tracking_number: 'JT-2',
      allocate_at: '2026-01-15 16:30:00',
    },
  })
  // The same again changes nothing.
  expect(await ask('order/label', { ...named, label_base64: PDF, tracking_number: 'JT-2' })).toEqual(labelled)
  const { rows: found } = await hub.pool.query(
    'select order_number from orders where seller_order_number = $1',
    [named.order_number],
  )
  const label = await fetch(`${hub.url}/v1/orders/${found[0].order_number}/label`, {
    headers: { authorization: `Bearer ${operator.apiKey}` },
  })
  expect(Buffer.from(await label.arrayBuffer()).toString('base64')).toBe(PDF)
})

test('what is held for another reason as well stays held', async () => {
  const named = await order({ process_type: 7 })
  const url = 'https://labels.example/1.pdf'
  expect((await ask('order/label', { ...named, label_url: url })).data).toMatchObject({
    status: 'hold',
    status_message: 'process_type 7 needs review',
  })
  expect((await ask('order/release', named)).data.status).toBe('stock_allocated')
})

test('a tracking number alone lifts nothing', async () => {
  const named = await order()
  expect((await ask('order/label', { ...named, tracking_number: 'JT-9' })).data).toMatchObject({
    status: 'hold',
    tracking_number: 'JT-9',
  })
})

test('an order that is short stays so', async () => {
  const named = await order({ items: [{ sku: SKUS[0], qty: 999_999 }] })
  expect((await ask('order/label', { ...named, label_base64: PDF })).data.status).toBe('shortage')
})

test.each<[sent: object, code: number, message: RegExp]>([
  [{}, 400, /^label_base64: /],
  [{ label_base64: '%%%' }, 422, /^label_base64: /],
  [{ label_url: '11111' }, 400, /^label_url: /],
  [{ order_number: 'none', tracking_number: 'x' }, 404, /none/],
])('refused: %j', async (sent, code, message) => {
  const named = await order()
  expect(await ask('order/label', { ...named, ...sent })).toMatchObject({
    code,
    message: expect.stringMatching(message),
  })
})

test('too late once it is cancelled', async () => {
  const named = await order()
  await ask('order/cancel', named)
  expect((await ask('order/label', { ...named, label_base64: PDF })).code).toBe(409)
})

test('the auditor finds nothing', () => expectSound())
