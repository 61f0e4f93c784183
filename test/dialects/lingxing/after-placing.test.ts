// The states of orders as Lingxing shows and finds them, cancelling, and orders that are held.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CREATE_ORDER } from '../../support/lingxing.js'
import { CREATE, LIST, openWarehouse, pieces, type Warehouse } from '../../support/lingxing-warehouse.js'

const DAY_MS = 86_400_000

let hub: Warehouse['hub']
let client: Warehouse['client']
let create: Warehouse['create']
let cancel: Warehouse['cancel']
let detail: Warehouse['detail']
let statusOf: Warehouse['statusOf']
let doing: Warehouse['doing']
let ship: Warehouse['ship']

beforeAll(async () => {
  ;({ hub, client, create, cancel, detail, statusOf, doing, ship } = await openWarehouse())
})

afterAll(() => hub.close())

describe('states', () => {
  test('each order is in the one state that is shown, and lists by state find exactly those', async () => {
    await create('ST-HELD', { delivery_operation: '保留订单' })
    await create('ST-PLANNED')
    await create('ST-SHORT', { item_list: [{ msku: 'AMN00769_DGR_XL_AU', quantity_shipped: 250 }] })
    await create('ST-CANCELLED')
    await cancel('ST-CANCELLED')
    const packed = await create('ST-PACKED')
    await doing(`/v1/fulfilment-orders/${packed}-1/pack`)
    const halfHeld = await create('ST-HALF-HELD', { item_list: pieces(2) })
    await doing(`/v1/fulfilment-orders/${halfHeld}-1/split`, { lines: [{ lineNumber: 1, quantity: 1 }] })
    await doing(`/v1/fulfilment-orders/${halfHeld}-2/hold`)
    const half = await create('ST-HALF', { item_list: pieces(2) })
    await doing(`/v1/fulfilment-orders/${half}-1/split`, { lines: [{ lineNumber: 1, quantity: 1 }] })
    await ship(half, 1, 'HALF-1')
    const whole = await create('ST-WHOLE')
    await ship(whole, 1, 'WHOLE-1')
    const partial = await create('ST-PARTIAL', { item_list: pieces(3) })
    await doing(`/v1/orders/${partial}/cancel`, { lines: [{ lineNumber: 1, quantity: 1 }] })
    await ship(partial, 1, 'PARTIAL-1')

    const expected = {
      'ST-HELD': 'Received',
      'ST-PLANNED': 'Planning',
      'ST-SHORT': 'Unfulfillable',
      'ST-CANCELLED': 'Cancelled',
      'ST-PACKED': 'Processing',
      'ST-HALF-HELD': 'Received',
      'ST-HALF': 'Processing',
      'ST-WHOLE': 'Complete',
      'ST-PARTIAL': 'CompletePartialled',
    }
    for (const [number, status] of Object.entries(expected)) expect(await statusOf(number)).toBe(status)

    const words = {
      NEW: 'New',
      RECEIVED: 'Received',
      PLANNING: 'Planning',
      PROCESSING: 'Processing',
      CANCELLED: 'Cancelled',
      COMPLETE: 'Complete',
      COMPLETE_PARTIALLED: 'CompletePartialled',
      UNFULFILLABLE: 'Unfulfillable',
      INVALID: 'Invalid',
    }
    const listed: Record<string, string> = {}
    for (const [word, status] of Object.entries(words)) {
      const { body } = await client.post(LIST, { order_status: [word], offset: 0, length: 1000 })
      expect(body.data.total).toBe(body.data.records.length)
      for (const one of body.data.records) {
        expect(one.order_status).toBe(status)
        expect(listed[one.seller_fulfillment_order_id]).toBeUndefined()
        listed[one.seller_fulfillment_order_id] = one.order_status
      }
    }
    expect(listed).toMatchObject(expected)
    const all = await client.post(LIST, { offset: 0, length: 1000 })
    expect(Object.keys(listed)).toHaveLength(all.body.data.total)
  })

  test('pieces that are shipped, cancelled and unfulfillable are never more than ordered, and as many in the end', async () => {
    const counts = async (number: string) => {
      const { order_status, listing_detail_info: rows } = await detail('productInformation', number)
      const [row] = rows
      const { quantity, shipped_quantity, cancelled_quantity, unfulfillable_quantity } = row
      const sum = shipped_quantity + cancelled_quantity + unfulfillable_quantity
      expect(sum).toBeLessThanOrEqual(quantity)
      if (!['New', 'Received', 'Planning', 'Processing'].includes(order_status)) expect(sum).toBe(quantity)
      return [shipped_quantity, cancelled_quantity, unfulfillable_quantity]
    }
    expect(await counts('ST-HELD')).toEqual([0, 0, 0])
    expect(await counts('ST-SHORT')).toEqual([0, 0, 250])
    expect(await counts('ST-CANCELLED')).toEqual([0, 1, 0])
    expect(await counts('ST-HALF')).toEqual([1, 0, 0])
    expect(await counts('ST-WHOLE')).toEqual([1, 0, 0])
    expect(await counts('ST-PARTIAL')).toEqual([2, 1, 0])
  })

  test('what was unfulfillable stays so when stock comes in, and is not cancelled any more', async () => {
    await doing('/v1/stock-movements', {
      sku: 'AMN00769_DGR_XL_AU',
      location: 'G007',
      quantity: 500,
      reason: 'a delivery',
    })
    expect(await statusOf('ST-SHORT')).toBe('Unfulfillable')
    expect(await cancel('ST-SHORT')).toMatchObject({ code: 500, error_details: ['订单状态不允许取消'] })
  })
})

describe('cancelOrder', () => {
  test('28: what is left of a part-cancelled order; not what is packed, shipped or cancelled by pieces', async () => {
    const notAllowed = { code: 500, error_details: ['订单状态不允许取消'] }
    const some = await create('C-SOME', { item_list: pieces(3) })
    await doing(`/v1/orders/${some}/cancel`, { lines: [{ lineNumber: 1, quantity: 2 }] })
    expect(await statusOf('C-SOME')).toBe('Planning')
    expect(await cancel('C-SOME')).toMatchObject({ code: 0 })
    expect(await statusOf('C-SOME')).toBe('Cancelled')
    const { listing_detail_info } = await detail('productInformation', 'C-SOME')
    expect(listing_detail_info).toMatchObject([{ quantity: 3, cancelled_quantity: 3 }])

    const all = await create('C-ALL', { item_list: pieces(2) })
    await doing(`/v1/orders/${all}/cancel`, { lines: [{ lineNumber: 1, quantity: 2 }] })
    expect(await cancel('C-ALL')).toMatchObject(notAllowed)
    expect(await cancel('ST-PACKED')).toMatchObject(notAllowed)
    expect(await cancel('ST-HALF')).toMatchObject(notAllowed)
    expect(await cancel('ST-PARTIAL')).toMatchObject(notAllowed)
  })
})

describe('a held order', () => {
  test('is released out of band, and goes on', async () => {
    const order = await create('H-1', { delivery_operation: '保留订单' })
    expect(await statusOf('H-1')).toBe('Received')
    await doing(`/v1/fulfilment-orders/${order}-1/release`)
    expect(await statusOf('H-1')).toBe('Planning')
  })

  test('is cancelled by the hub after 14 days, not before; its number stays taken', async () => {
    await create('H-2', { delivery_operation: '保留订单' })
    hub.advance(14 * DAY_MS - 1)
    await hub.settle()
    await client.fetchToken()
    expect(await statusOf('H-2')).toBe('Received')
    hub.advance(1)
    await hub.settle()
    expect(await statusOf('H-2')).toBe('Cancelled')
    expect(await statusOf('H-1')).toBe('Planning')
    const again = await client.post(CREATE, { ...CREATE_ORDER, order_id: 'H-2' })
    expect(again.body).toMatchObject({ code: 500, error_details: ['订单号已经存在'] })
  })
})
