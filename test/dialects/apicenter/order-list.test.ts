// The order list, and numbers that there are not (facts/apicenter.md §6.2).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApicenter } from '../../support/apicenter.js'
import { fresh, KEYS, NOW, ORDER, type OrderDesk, openOrderDesk } from './order-desk.js'

let hub: OrderDesk['hub']
let client: OrderDesk['client']
let create: OrderDesk['create']
let expectSound: OrderDesk['expectSound']

beforeAll(async () => {
  ;({ hub, client, create, expectSound } = await openOrderDesk())
})

afterAll(async () => {
  await expectSound()
  await hub.close()
})

describe('reading back', () => {
  test('an unknown number is not found', async () => {
    const { status, body } = await client.post(`${ORDER}/status`, {
      client_code: 'CK2023',
      order_number: 'no',
    })
    expect([status, body.code]).toEqual([200, 404])
  })

  test('the list goes by the time of the last change, and knows each status', async () => {
    const own = await openApicenter(hub, { quantity: 100 })
    const made: string[] = []
    for (const change of [{}, { process_type: 7 }, {}]) {
      const body = fresh({ ...change, real_time_response: true })
      made.push((await create(body, own)).body.data.order_number)
    }
    const list = async (filter: Record<string, unknown>) =>
      (await own.post(`${ORDER}/list`, { client_code: 'CK2023', ...filter })).body
    const all = await list({})
    expect(all).toMatchObject({ code: 0, data: { total: 3, page_no: 1, page_size: 50 } })
    expect(all.data.list.map((one: { order_number: string }) => one.order_number)).toEqual(made)
    expect(Object.keys(all.data.list[0])).toEqual(KEYS)
    const ofStatus = async (status: string) => (await list({ status })).data.total
    expect(await ofStatus('stock_allocated')).toBe(1)
    // The second one's items and the first one's leave nothing for the third.
    expect(await ofStatus('shortage')).toBe(2)
    expect((await list({ page_no: 2, page_size: 2 })).data.list).toHaveLength(1)
    expect((await list({ updated_from: '2026-01-15 16:30:01' })).data.total).toBe(0)
    expect((await list({ updated_from: NOW, updated_to: NOW })).data.total).toBe(3)
    expect((await list({ updated_from: 'yesterday' })).message).toMatch(/^updated_from: /)
    expect((await list({ page_size: 201 })).message).toMatch(/^page_size: /)
    expect((await list({ client_type: 2 })).data.total).toBe(0)
  })
})
