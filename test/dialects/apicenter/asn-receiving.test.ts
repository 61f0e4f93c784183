// What becomes of an inbound notice: the acceptance case 9 of facts/apicenter.md §15, and the rules of §10 around it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CREATE_ORDER, GOODS, openApicenter, operatorOf, SKUS } from '../../support/apicenter.js'
import { fresh, type InboundDesk, item, openInboundDesk } from './inbound-desk.js'

/** A second after the hub's clock began: see advance. */
const LATER = '2026-01-15 16:30:01'

let hub: InboundDesk['hub']
let client: InboundDesk['client']
let ask: InboundDesk['ask']
let announce: InboundDesk['announce']
let statusOf: InboundDesk['statusOf']
let cancel: InboundDesk['cancel']
let act: InboundDesk['act']
let native: InboundDesk['native']
let level: InboundDesk['level']
let expectSound: InboundDesk['expectSound']

beforeAll(async () => {
  ;({ hub, client, ask, announce, statusOf, cancel, act, native, level, expectSound } =
    await openInboundDesk())
})

afterAll(() => hub.close())

const rows = (...counts: readonly (readonly [rowNumber: number, received: number])[]) => ({
  rows: counts.map(([rowNumber, received]) => ({ rowNumber, received })),
})

describe('what becomes of a notice', () => {
  test('counts are totals: stock follows them up and down', async () => {
    const items = [
      item({ code: SKUS[0], qty: 10 }),
      item({ code: SKUS[0], qty: 5, po_number: 'other' }),
      item({ code: SKUS[1], qty: 3 }),
    ]
    const body = fresh({ centre_code: 'CKMX', items })
    await announce(body)
    const before = await level(SKUS[0])
    expect(await act(body, 'receive', rows([1, 4], [2, 1]))).toMatchObject({
      status: 'receiving',
      rows: [{ received: 4 }, { received: 1 }, { received: 0 }],
    })
    expect(await level(SKUS[0])).toBe(before + 5)
    const { version } = await native(body)
    await act(body, 'receive', rows([1, 4], [2, 1]))
    expect((await native(body)).version).toBe(version)
    // Miscounted, and more than was announced.
    await act(body, 'receive', rows([1, 2], [2, 7]))
    expect(await level(SKUS[0])).toBe(before + 9)
    expect((await statusOf(body)).data).toMatchObject({
      status: 'receiving',
      items: [{ in_qty: 2 }, { in_qty: 7 }, {}],
    })
    // Too late for another announcement, and to withdraw it; the same one again is answered as before.
    const changed = { ...body, items: [item({ code: SKUS[0], qty: 99 })] }
    expect(await announce(changed)).toMatchObject({ code: 409, data: { status: 'receiving' } })
    expect((await announce(body)).code).toBe(201)
    expect(await cancel(body)).toMatchObject({ code: 409, data: { status: 'receiving' } })

    hub.advance(1_000)
    expect(await act(body, 'close')).toMatchObject({ status: 'closed' })
    expect((await statusOf(body)).data).toMatchObject({ status: 'close', warehousing_time: LATER })
    expect(await act(body, 'receive', rows([3, 3]))).toMatchObject({ status: 409 })
    expect(await act(body, 'close')).toMatchObject({ status: 'closed' })
    const { rows: moved } = await hub.pool.query(
      'select sum(quantity)::integer as pieces from stock_movements where tenant_id = $1 and reason = $2',
      [client.tenantId, `inbound notice ${body.asn_number}`],
    )
    expect(moved[0].pieces).toBe(9)
  })

  test('confirmed, then received without a word: all of it', async () => {
    const body = fresh({ centre_code: 'CKMX', items: [item({ code: SKUS[1], qty: 6 })] })
    await announce(body)
    await act(body, 'confirm')
    expect((await statusOf(body)).data).toMatchObject({ status: 'sending', confirmed_at: LATER })
    const before = await level(SKUS[1])
    expect(await act(body, 'receive')).toMatchObject({ status: 'receiving', rows: [{ received: 6 }] })
    expect(await level(SKUS[1])).toBe(before + 6)
    expect(await act(body, 'confirm')).toMatchObject({ status: 409 })
  })

  test('what has been sold can’t be taken back, and is named', async () => {
    const poor = await openApicenter(hub, { quantity: 0 })
    const its = await operatorOf(hub, poor)
    const body = fresh({ centre_code: 'CKMX', items: [item({ code: SKUS[0], qty: 10 })] })
    await announce(body, poor)
    await act(body, 'receive', {}, its)
    const order = {
      ...CREATE_ORDER,
      real_time_response: true,
      items: [{ sku: SKUS[0], qty: 8 }],
    }
    expect((await ask('order', order, poor)).data.status).toBe('stock_allocated')
    expect(await act(body, 'receive', rows([1, 7]), its)).toMatchObject({
      status: 422,
      code: 'stock_out_of_range',
      detail: expect.stringContaining(SKUS[0]),
    })
    expect(await level(SKUS[0], 'CKMX', its)).toBe(10)
    await act(body, 'receive', rows([1, 8]), its)
    expect(await level(SKUS[0], 'CKMX', its)).toBe(8)
  })

  test('9: what is received goes to the oldest shortage, and shortage_at stays', async () => {
    const poor = await openApicenter(hub, { quantity: 0 })
    const its = await operatorOf(hub, poor)
    const orders = [10, 20, 5].map((qty, index) => ({
      ...CREATE_ORDER,
      package: { order_number: `short-${index}` },
      real_time_response: true,
      items: [{ sku: SKUS[0], qty }],
    }))
    for (const order of orders) expect((await ask('order', order, poor)).data.status).toBe('shortage')
    const body = fresh({ centre_code: 'CKMX', items: [item({ code: SKUS[0], qty: 35 })] })
    await announce(body, poor)
    const read = (index: number) =>
      ask('order/status', { client_code: 'CK2023', order_number: `short-${index}` }, poor)
    const statuses = async () => Promise.all([0, 1, 2].map(async (index) => (await read(index)).data.status))
    await act(body, 'receive', rows([1, 16]), its)
    expect(await statuses()).toEqual(['stock_allocated', 'shortage', 'shortage'])
    expect((await read(0)).data).toMatchObject({
      allocate_at: LATER,
      shortage_at: LATER,
      status_message: '',
    })
    await act(body, 'receive', rows([1, 35]), its)
    expect(await statuses()).toEqual(['stock_allocated', 'stock_allocated', 'stock_allocated'])
  })

  test('withdrawn: again is the same, and nothing comes any more', async () => {
    const body = fresh()
    await announce(body)
    const withdrawn = await cancel(body)
    expect(withdrawn).toMatchObject({ code: 0, data: { status: 'cancel' } })
    expect(await cancel(body)).toEqual(withdrawn)
    expect(await act(body, 'receive')).toMatchObject({ status: 409 })
    expect((await announce({ ...body, items: [item({ qty: 1 })] })).code).toBe(409)
    expect((await cancel(fresh())).code).toBe(404)
  })

  test('arrived and not counted, it can still be withdrawn', async () => {
    const body = fresh()
    await announce(body)
    expect(await act(body, 'receive', { rows: [] })).toMatchObject({ status: 'receiving' })
    expect((await cancel(body)).data.status).toBe('cancel')
  })

  test('goods that nobody has described are announced, and received once they are', async () => {
    const body = fresh({ centre_code: 'CKMX', items: [item({ code: 'nova', qty: 2 })] })
    expect((await announce(body)).code).toBe(201)
    expect(await act(body, 'receive')).toMatchObject({ status: 422, field: 'sku' })
    await ask('sku', { ...GOODS, code: 'nova' })
    expect(await act(body, 'receive')).toMatchObject({ status: 'receiving' })
    expect(await level('nova')).toBe(2)
  })
})

test('the auditor finds nothing', () => expectSound())
