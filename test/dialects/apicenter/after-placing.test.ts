// The acceptance cases 9, 17 and 18 of facts/apicenter.md §15, and the rules of §6 and §8 around them. Of case 9, the
// stock comes in by a movement here, and by an inbound notice in asn-receiving.test.ts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApicenterClient, openApicenter, operatorOf, SKUS } from '../../support/apicenter.js'
import { fresh, NOW, ORDER, type OrderDesk, openOrderDesk } from './order-desk.js'

let hub: OrderDesk['hub']
let client: OrderDesk['client']
let create: OrderDesk['create']
let expectSound: OrderDesk['expectSound']

beforeAll(async () => {
  ;({ hub, client, create, expectSound } = await openOrderDesk())
})

afterAll(() => hub.close())

describe('after it is placed', () => {
  const native = async (by: ApicenterClient, path: string, body: object) =>
    (await operatorOf(hub, by)).post(path, body)
  const receive = (by: ApicenterClient, sku: string, quantity: number) =>
    native(by, '/v1/stock-movements', { sku, location: 'CKMX', quantity, reason: 'inbound' })
  const numberOf = (body: Record<string, unknown>) => (body.package as { order_number: string }).order_number
  const ask = async (by: ApicenterClient, path: string, body: Record<string, unknown>, more = {}) => {
    const { client_code } = body
    return (await by.post(`${ORDER}/${path}`, { client_code, order_number: numberOf(body), ...more })).body
  }
  const partOf = async (by: ApicenterClient, body: Record<string, unknown>) => {
    const { rows: found } = await hub.pool.query(
      'select order_number from orders where tenant_id = $1 and seller_order_number = $2',
      [by.tenantId, numberOf(body)],
    )
    return `${found[0].order_number}-1`
  }

  test('9: stock that comes in goes to the oldest shortage, and shortage_at stays', async () => {
    const poor = await openApicenter(hub, { quantity: 0 })
    const items = [{ sku: SKUS[0], qty: 10 }]
    const bodies = [10, 20, 5].map((qty) =>
      fresh({ real_time_response: true, items: [{ ...items[0], qty }] }),
    )
    for (const body of bodies) expect((await create(body, poor)).body.data.status).toBe('shortage')
    // Enough for the first and the last; the one in between keeps its place.
    await receive(poor, SKUS[0], 16)
    const statuses = async () =>
      Promise.all(bodies.map(async (body) => (await ask(poor, 'status', body)).data.status))
    expect(await statuses()).toEqual(['stock_allocated', 'shortage', 'shortage'])
    const { data } = await ask(poor, 'status', bodies[0] ?? {})
    expect(data).toMatchObject({ allocate_at: NOW, shortage_at: NOW, status_message: '' })
    await receive(poor, SKUS[0], 19)
    expect(await statuses()).toEqual(['stock_allocated', 'stock_allocated', 'stock_allocated'])
  })

  test('a cancelled order gives its stock to who waits for it', async () => {
    const poor = await openApicenter(hub, { quantity: 10 })
    const items = [{ sku: SKUS[0], qty: 10 }]
    const [first, second] = [1, 2].map(() => fresh({ real_time_response: true, items })) as [
      Record<string, unknown>,
      Record<string, unknown>,
    ]
    for (const body of [first, second]) await create(body, poor)
    expect((await ask(poor, 'status', second)).data.status).toBe('shortage')
    const cancelled = await ask(poor, 'cancel', first, { reason: 'x' })
    expect(cancelled).toMatchObject({ code: 0, data: { status: 'cancelled', cancel_at: NOW } })
    expect((await ask(poor, 'status', second)).data.status).toBe('stock_allocated')
    // Again: success, and unchanged. Its number stays used.
    expect(await ask(poor, 'cancel', first)).toEqual(cancelled)
    expect((await create(first, poor)).body).toMatchObject({ code: 409, data: { status: 'cancelled' } })
  })

  test('17: the marketplace’s states of known orders', async () => {
    const bodies = [fresh(), fresh()]
    for (const body of bodies) await create(body)
    const orderList = bodies.map((body) => ({
      order_number: numberOf(body),
      order_source_status: 'pending',
    }))
    const push = (list: object[]) =>
      client.post(`${ORDER}/pushOrderStatus`, { client_code: 'CK2023', client_type: 1, orderList: list })
    expect((await push(orderList)).body).toEqual({ code: 200, data: [], message: 'success' })
    expect(
      (await push([...orderList, { order_number: 'none', order_source_status: 'x' }])).body.data,
    ).toEqual([{ order_number: 'none', message: 'not found' }])
  })

  test('18: an order that is cancelled at its marketplace is held', async () => {
    const body = fresh({ real_time_response: true })
    await create(body)
    const push = (order_source_status: string) =>
      client.post(`${ORDER}/pushOrderStatus`, {
        client_code: 'CK2023',
        orderList: [{ order_number: numberOf(body), order_source_status }],
      })
    expect((await push('cancelled')).body.code).toBe(200)
    expect((await ask(client, 'status', body)).data.status).toBe('hold')
    expect((await push('pending')).body.code).toBe(200)
    expect((await ask(client, 'status', body)).data.status).toBe('hold')
    expect((await ask(client, 'release', body)).data.status).toBe('stock_allocated')
  })

  test('held and released, packed, refused to be cancelled, handed over', async () => {
    const body = fresh({ real_time_response: true })
    await create(body)
    expect((await ask(client, 'hold', body, { reason: 'wait' })).data).toMatchObject({
      status: 'hold',
      status_message: 'wait',
    })
    expect((await ask(client, 'release', body)).data).toMatchObject({ status: 'stock_allocated' })
    const part = await partOf(client, body)
    const packages = [
      { packageNumber: '1', weightGrams: 500, lines: [{ lineNumber: 1, quantity: 73 }] },
      { packageNumber: '2', weightGrams: 250, lines: [{ lineNumber: 2, quantity: 31 }] },
    ]
    await native(client, `/v1/fulfilment-orders/${part}/pack`, { packages })
    expect((await ask(client, 'status', body)).data).toMatchObject({
      status: 'stock_allocated',
      pack_at: NOW,
      number_of_package: 2,
      total_weight: '750.00',
    })
    expect(await ask(client, 'cancel', body)).toMatchObject({ code: 409, data: { status: 'hold' } })
    await ask(client, 'release', body)
    for (const packageNumber of ['1', '2']) {
      const parcel = { carrier: 'FDX', trackingNumber: `91-${packageNumber}`, packageNumber }
      await native(client, `/v1/fulfilment-orders/${part}/hand-over`, parcel)
    }
    expect((await ask(client, 'status', body)).data).toMatchObject({
      status: 'handovered',
      handover_at: NOW,
      shipments: ['91-1', '91-2'],
      tracking_number: '91-1',
    })
    for (const path of ['cancel', 'hold']) expect((await ask(client, path, body)).code).toBe(409)
  })

  test('the auditor finds nothing', () => expectSound())
})
