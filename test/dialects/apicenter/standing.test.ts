// One status and one set of times for an order, whatever a warehouse and its people make of it: facts/apicenter.md §8.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CREATE_ORDER, SKUS } from '../../support/apicenter.js'
import { type Json, openWarehouse, type Warehouse } from './warehouse.js'

let hub: Warehouse['hub']
let operator: Warehouse['operator']
let ask: Warehouse['ask']
let expectSound: Warehouse['expectSound']

beforeAll(async () => {
  ;({ hub, operator, ask, expectSound } = await openWarehouse())
})

afterAll(() => hub.close())

interface Placed {
  readonly named: { readonly client_code: string; readonly order_number: string }
  readonly orderNumber: number
}

let numbers = 0

/** Ten of the first SKU and two of the second, allocated. */
async function placed(change: object = {}): Promise<Placed> {
  numbers += 1
  const order_number = `P-${numbers}`
  const items = [
    { sku: SKUS[0], qty: 10 },
    { sku: SKUS[1], qty: 2 },
  ]
  await ask('order', {
    ...CREATE_ORDER,
    real_time_response: true,
    package: { order_number },
    items,
    ...change,
  })
  const { body } = await operator.get(`/v1/orders?sellerOrderNumber=${order_number}`)
  return { named: { client_code: 'CK2023', order_number }, orderNumber: Number(body.data?.[0]?.orderNumber) }
}

const read = async ({ named }: Placed): Promise<Json> => (await ask('order/status', named)).data

/** What a person does with a part, a second after whatever was before; it has to be possible. */
async function act(
  { orderNumber }: Placed,
  sequence: number,
  name: string,
  body: object = {},
): Promise<void> {
  hub.advance(1_000)
  const { status, text } = await operator.post(
    `/v1/fulfilment-orders/${orderNumber}-${sequence}/${name}`,
    body,
  )
  expect(status, text).toBe(200)
}

/** The numbers of the orders that the list has under a status, of those that a test made. */
async function listed(status: string, among: readonly Placed[]): Promise<string[]> {
  const own = new Set(among.map(({ named }) => named.order_number))
  const { data } = await ask('order/list', { client_code: 'CK2023', status, page_size: 200 })
  const found: string[] = data.list.map((one: Json) => one.order_number)
  return found.filter((one) => own.has(one))
}

/** As clocks in China show it. */
const now = () => new Date(hub.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

const SECOND_LINE = { lines: [{ lineNumber: 2, quantity: 2 }] }
const STATUSES = ['drafted', 'stock_allocated', 'handovered', 'cancelled', 'hold', 'shortage']

async function expectListedOnlyAs(status: string, order: Placed): Promise<void> {
  for (const one of STATUSES) {
    expect(await listed(one, [order]), one).toEqual(one === status ? [order.named.order_number] : [])
  }
}

describe('an order that its warehouse has split', () => {
  test('is as far as the part that is behind', async () => {
    const order = await placed()
    const { allocate_at } = await read(order)
    await act(order, 1, 'split', SECOND_LINE)
    expect(await read(order)).toMatchObject({ status: 'stock_allocated', allocate_at, items: [...SKUS] })

    await act(order, 1, 'pack', { packages: [packageOf(1, 10, 700)] })
    expect(await read(order)).toMatchObject({ pack_at: '', number_of_package: 1, total_weight: '700.00' })
    await act(order, 1, 'hand-over', { carrier: 'DHL', trackingNumber: 'T1' })
    expect(await read(order)).toMatchObject({
      status: 'stock_allocated',
      handover_at: '',
      shipments: ['T1'],
    })
    await act(order, 2, 'hold', { reason: 'the box is damaged' })
    expect(await read(order)).toMatchObject({ status: 'hold', status_message: 'the box is damaged' })
    await expectListedOnlyAs('hold', order)
    await act(order, 2, 'release')
    await expectListedOnlyAs('stock_allocated', order)

    await act(order, 2, 'pack', { packages: [packageOf(2, 2, 50)] })
    const pack_at = now()
    await act(order, 2, 'hand-over', { carrier: 'DHL', trackingNumber: 'T2' })
    expect(await read(order)).toMatchObject({
      status: 'handovered',
      allocate_at,
      pack_at,
      handover_at: now(),
      number_of_package: 2,
      total_weight: '750.00',
      tracking_number: 'T1',
      shipments: ['T1', 'T2'],
    })
    // One is delivered, the other one still on its way.
    await act(order, 1, 'deliver')
    await expectListedOnlyAs('handovered', order)
  })

  test('and moved to where there is nothing is short, and says so', async () => {
    const order = await placed()
    const { allocate_at } = await read(order)
    await act(order, 1, 'split', SECOND_LINE)
    await act(order, 2, 'move', { location: 'mabang' })
    const shortage_at = now()
    expect(await read(order)).toMatchObject({
      status: 'shortage',
      status_message: '10003 stock insufficient',
      shortage_at,
      allocate_at,
    })
    await expectListedOnlyAs('shortage', order)
    await act(order, 2, 'move', { location: 'CKMX' })
    expect(await read(order)).toMatchObject({
      status: 'stock_allocated',
      status_message: '',
      shortage_at,
      allocate_at: now(),
    })
  })

  test('and merged again is not cancelled because of the part that is gone', async () => {
    const order = await placed()
    const before = await read(order)
    await act(order, 1, 'split', SECOND_LINE)
    const { orderNumber } = order
    const parts = [1, 2].map((sequence) => `${orderNumber}-${sequence}`)
    await operator.post(`/v1/orders/${orderNumber}/merge`, { fulfilmentOrders: parts })
    expect(await read(order)).toEqual(before)
    await expectListedOnlyAs('stock_allocated', order)
    hub.advance(1_000)
    await ask('order/cancel', order.named)
    expect(await read(order)).toMatchObject({ status: 'cancelled', cancel_at: now() })
    await expectListedOnlyAs('cancelled', order)
  })

  test('goes on with what is left, if its first part is cancelled', async () => {
    const order = await placed()
    await act(order, 1, 'split', SECOND_LINE)
    await act(order, 1, 'cancel', { reason: 'lost' })
    expect(await read(order)).toMatchObject({ status: 'stock_allocated', cancel_at: '' })
    await expectListedOnlyAs('stock_allocated', order)
    await act(order, 2, 'pack', { packages: [packageOf(2, 2, 50)] })
    expect(await read(order)).toMatchObject({ pack_at: now(), number_of_package: 1, total_weight: '50.00' })
  })
})

test('pieces that are cancelled are not packed, and its rows stay as they were sent', async () => {
  const order = await placed()
  const lines = [{ lineNumber: 1, quantity: 4 }, ...SECOND_LINE.lines]
  const { status } = await operator.post(`/v1/orders/${order.orderNumber}/cancel`, { lines })
  expect(status).toBe(200)
  expect(await read(order)).toMatchObject({ status: 'stock_allocated', cancel_at: '', items: [...SKUS] })
  await act(order, 1, 'pack', { packages: [packageOf(1, 6, 420)] })
  expect(await read(order)).toMatchObject({ total_weight: '420.00' })
})

describe('what stops it', () => {
  test('a wish to have something back, until it is decided on; packed anew, pack_at stays', async () => {
    const order = await placed()
    await act(order, 1, 'pack')
    const pack_at = now()
    const { body: asked } = await operator.post(`/v1/orders/${order.orderNumber}/after-sales`, {
      kind: 'refund',
      goods: 'unshipped',
      ...SECOND_LINE,
      reason: 'too many',
    })
    const number = String(asked.afterSaleNumber)
    expect(await read(order)).toMatchObject({
      status: 'hold',
      status_message: `${number}: too many`,
      pack_at,
    })
    hub.advance(1_000)
    await hub.settle()
    expect(await read(order)).toMatchObject({
      status: 'stock_allocated',
      status_message: '',
      number_of_package: 0,
      pack_at,
    })
    await act(order, 1, 'pack', { packages: [packageOf(1, 10, 700)] })
    expect(await read(order)).toMatchObject({ pack_at, total_weight: '700.00' })
  })

  test('of several reasons, the one that has a code is told', async () => {
    const manual = { code: 'manual_tracking_no', tracking_number: 'JT-1' }
    const order = await placed({ logistics_provider: manual, process_type: 7 })
    expect(await read(order)).toMatchObject({ status: 'hold', status_message: /^10002 / })
    await ask('order/hold', { ...order.named, reason: 'wait' })
    expect((await read(order)).status_message).toMatch(/^10002 /)
  })

  test('a hold of what is packed ends with the times as they were', async () => {
    const order = await placed()
    await act(order, 1, 'pack')
    const packed = await read(order)
    hub.advance(1_000)
    await ask('order/hold', { ...order.named, reason: 'wait' })
    hub.advance(1_000)
    await ask('order/release', order.named)
    expect(await read(order)).toEqual(packed)
  })
})

describe('what its carrier says', () => {
  test('the codes by which parcels are sorted, and the last that is known of them', async () => {
    const order = await placed()
    const sorted = { sortingCode: 'MNL-03', sortingNumber: '0417' }
    const packages = [
      { ...packageOf(1, 10, 700), ...sorted },
      { ...packageOf(2, 2, 50), sortingCode: 'CEB-11' },
    ]
    await act(order, 1, 'pack', { packages })
    const codes = { sorting_code: 'MNL-03', sorting_no: '0417' }
    expect(await read(order)).toMatchObject({ ...codes, logistics_message: '' })
    await act(order, 1, 'hand-over', { carrier: 'DHL', trackingNumber: 'S2', packageNumber: '2' })
    // Those of the parcel whose number is told.
    const gone = { tracking_number: 'S2', sorting_code: 'CEB-11', sorting_no: '' }
    expect(await read(order)).toMatchObject(gone)
    await act(order, 1, 'hand-over', { carrier: 'DHL', trackingNumber: 'S1' })
    const { body } = await operator.get(`/v1/orders/${order.orderNumber}`)
    expect(body.fulfilmentOrders).toMatchObject([
      { shipments: [{ sortingCode: 'CEB-11' }, { ...sorted, trackingNumber: 'S1' }] },
    ])
    const track = (trackingNumber: string, at: string, status: string, description: string) =>
      operator.post(`/v1/orders/${order.orderNumber}/tracking`, {
        trackingNumber,
        events: [{ at, status, description }],
      })
    await track('S1', '2026-01-16T09:00:00Z', 'departed', 'Departed from Manila')
    await track('S2', '2026-01-16T08:00:00Z', 'picked_up', 'Picked up')
    expect((await read(order)).logistics_message).toBe('Departed from Manila')
    await track('S2', '2026-01-17T08:00:00Z', 'delivered', 'Left at the door')
    expect(await read(order)).toMatchObject({
      status: 'handovered',
      logistics_message: 'Left at the door',
    })
  })
})

test('the auditor finds nothing', () => expectSound())

/** A package of one line. */
function packageOf(lineNumber: number, quantity: number, weightGrams: number) {
  return { packageNumber: String(lineNumber), weightGrams, lines: [{ lineNumber, quantity }] }
}
