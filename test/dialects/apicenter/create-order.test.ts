// The acceptance cases 1 to 8 and 10 to 16 of facts/apicenter.md §15, and the rules of §5 and §7 around them: what may
// be ordered, and what the review makes of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CREATE_ORDER, openApicenter, PDF, SECOND_DIALECT, SKUS } from '../../support/apicenter.js'
import { fresh, KEYS, NOW, type OrderDesk, openOrderDesk, provider } from './order-desk.js'

let hub: OrderDesk['hub']
let client: OrderDesk['client']
let create: OrderDesk['create']
let rows: OrderDesk['rows']
let refused: OrderDesk['refused']
let reviewed: OrderDesk['reviewed']
let expectSound: OrderDesk['expectSound']

beforeAll(async () => {
  ;({ hub, client, create, rows, refused, reviewed, expectSound } = await openOrderDesk())
})

afterAll(async () => {
  await expectSound()
  await hub.close()
})

describe('create', () => {
  test('1: the printed request is accepted as a draft, with all keys', async () => {
    const { status, body } = await create(CREATE_ORDER)
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['code', 'data', 'message'])
    expect(Object.keys(body.data)).toEqual(KEYS)
    expect(body).toEqual({
      code: 0,
      message: 'success',
      data: {
        order_number: 'api-0315-3',
        status: 'drafted',
        number_of_package: 0,
        total_weight: '',
        logistic_provider_code: 'DHL',
        status_message: '',
        shortage_at: '',
        cancel_at: '',
        allocate_at: '',
        pack_at: '',
        handover_at: '',
        tracking_number: '',
        logistics_message: '',
        sorting_code: '',
        sorting_no: '',
        items: ['sed in in', 'fugiat'],
        shipments: [],
      },
    })
    expect(await reviewed(CREATE_ORDER)).toMatchObject({ status: 'stock_allocated', allocate_at: NOW })
  })

  test('2: without label_url and label_base64', async () => {
    const body = fresh({ logistics_provider: { code: 'DHL', tracking_number: '' } })
    expect((await create(body)).body).toMatchObject({ code: 0 })
  })

  test('3: without logistics_provider', async () => {
    await refused(fresh({ logistics_provider: undefined }), 400, /^logistics_provider: required$/)
  })

  test('4: without real_time_response it is a draft', async () => {
    const { body } = await create(fresh({ real_time_response: undefined }))
    expect(body.data.status).toBe('drafted')
  })

  test('5: the same body twice is one order, also with other blanks and another order of keys', async () => {
    const body = fresh()
    const first = await create(body)
    const before = await rows()
    const turned = JSON.stringify(Object.fromEntries(Object.entries(body).reverse()), null, 2)
    const second = await create(turned)
    expect(second.body).toMatchObject({ code: 0, data: { order_number: first.body.data.order_number } })
    expect(await rows()).toBe(before)
    // Whichever of draft and review it meets, it is the order's present state.
    expect(['drafted', 'stock_allocated']).toContain(second.body.data.status)
  })

  test('5: fifty times at once is one order', async () => {
    const body = fresh({ real_time_response: true })
    const before = await rows()
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(body)))
    expect(new Set(answers.map((one) => one.text)).size).toBe(1)
    expect(answers[0]?.body).toMatchObject({ code: 0, data: { status: 'stock_allocated' } })
    expect(await rows()).toBe(before + 1)
  })

  test('6: the same number with another qty, sender or centre is a conflict that shows the order', async () => {
    const body = fresh({ real_time_response: true })
    await create(body)
    for (const change of [
      { items: [{ ...CREATE_ORDER.items[0], qty: 74 }, CREATE_ORDER.items[1]] },
      { sender: { ...CREATE_ORDER.sender, name: 'another' } },
      { real_time_response: false },
    ]) {
      const message = /^order_number exists with different content$/
      expect(await refused({ ...body, ...change }, 409, message)).toEqual({
        order_number: (body.package as { order_number: string }).order_number,
        status: 'stock_allocated',
      })
    }
  })

  test('7: in real time, with stock: allocated in the call', async () => {
    const body = fresh({ real_time_response: true })
    expect((await create(body)).body.data).toMatchObject({ status: 'stock_allocated', allocate_at: NOW })
    expect(await reviewed(body)).toMatchObject({ status: 'stock_allocated', allocate_at: NOW })
  })

  test('8: in real time, with too little stock: a shortage, and nothing is reserved', async () => {
    const poor = await openApicenter(hub, { quantity: 40 })
    const { data } = (await create(fresh({ real_time_response: true }), poor)).body
    expect(data).toMatchObject({
      status: 'shortage',
      shortage_at: NOW,
      allocate_at: '',
      status_message: '10003 stock insufficient',
    })
    const { rows: levels } = await hub.pool.query(
      'select sum(reserved)::integer as reserved from stock_levels where tenant_id = $1',
      [poor.tenantId],
    )
    expect(levels).toEqual([{ reserved: 0 }])
  })

  test('8, as a draft: the review finds the shortage; a line more than there is shorts the whole order', async () => {
    const poor = await openApicenter(hub, { quantity: 40 })
    const body = fresh()
    expect((await create(body, poor)).body.data.status).toBe('drafted')
    expect(await reviewed(body, poor)).toMatchObject({
      status: 'shortage',
      shortage_at: NOW,
      status_message: '10003 stock insufficient',
    })
  })

  test('two rows of one SKU are two rows, and are added for allocation', async () => {
    const poor = await openApicenter(hub, { quantity: 40 })
    const items = [15, 15, 15].map((qty) => ({ sku: SKUS[0], qty }))
    const short = (await create(fresh({ real_time_response: true, items }), poor)).body.data
    expect(short).toMatchObject({ status: 'shortage', items: [SKUS[0], SKUS[0], SKUS[0]] })
    const enough = fresh({ real_time_response: true, items: items.slice(1) })
    expect((await create(enough, poor)).body.data.status).toBe('stock_allocated')
  })

  test('10: in real time an unknown SKU is refused; as a draft it is a shortage', async () => {
    const items = [{ sku: ' unknown ', qty: 1 }]
    await refused(fresh({ real_time_response: true, items }), 422, /^items\[0\]\.sku: unknown is unknown$/)
    const body = fresh({ items })
    expect((await create(body)).body.data.status).toBe('drafted')
    expect(await reviewed(body)).toMatchObject({ status: 'shortage', items: ['unknown'] })
  })

  test('10: sent again after the SKU is there, it works', async () => {
    const items = [{ sku: 'late', qty: 1 }]
    const body = fresh({ real_time_response: true, items })
    await refused(body, 422, /late/)
    await hub.pool.query(
      `insert into items (tenant_id, owner_id, sku, name, price_minor, currency, weight_grams, status, created_at,
         updated_at) values ($1, $2, 'late', 'late', 1, 'EUR', 1, 'on_shelf', now(), now())`,
      [client.tenantId, client.accountId],
    )
    await hub.pool.query('update lanes set version = version + 1 where tenant_id = $1', [client.tenantId])
    expect((await create(body)).body).toMatchObject({ code: 0, data: { status: 'shortage' } })
  })

  test.each([true, false])('11: process_type 7 holds, real time %s', async (real_time_response) => {
    const body = fresh({ process_type: 7, real_time_response })
    expect((await create(body)).body.code).toBe(0)
    expect(await reviewed(body)).toMatchObject({
      status: 'hold',
      status_message: 'process_type 7 needs review',
    })
  })

  test.each(['%%%', 'aGVsbG8=', 'data:application/pdf;base64,aGVsbG8='])(
    '12: label_base64 %s',
    async (sent) => {
      await refused(fresh(provider({ label_base64: sent })), 422, /^logistics_provider\.label_base64: /)
    },
  )

  test.each([true, false])('13: one’s own number without a label holds, real time %s', async (real) => {
    const body = fresh({ ...provider({ code: 'manual_tracking_no' }), real_time_response: real })
    expect((await create(body)).body.code).toBe(0)
    expect(await reviewed(body)).toMatchObject({
      status: 'hold',
      status_message: '10002 attachment (label) not uploaded',
    })
  })

  test('14: trailing commas are no JSON', async () => {
    const text = JSON.stringify(fresh()).replace(/\]\}$/, '],}')
    await refused(text, 400, /JSON/)
  })

  test('15: the second dialect’s body; tag 1 takes no stock', async () => {
    const before = await reservedOf(SKUS[0])
    const { body } = await create(SECOND_DIALECT)
    expect(body).toMatchObject({ code: 0, data: { status: 'drafted', tracking_number: 'JT0012345' } })
    // No label came along, and this service needs one.
    expect(await reviewed(SECOND_DIALECT)).toMatchObject({ status: 'hold' })
    const labelled = fresh(
      { logistics_provider: { code: 'manual_tracking_no', label_base64: PDF }, real_time_response: true },
      SECOND_DIALECT,
    )
    expect((await create(labelled)).body.data).toMatchObject({ status: 'stock_allocated', allocate_at: NOW })
    expect(await reservedOf(SKUS[0])).toBe(before)
  })

  test('16: special_order_tag 4', async () => {
    await refused(fresh({ special_order_tag: 4 }), 400, /^special_order_tag: /)
  })

  test('tag 3 needs a label', async () => {
    const bare = fresh({ special_order_tag: 3, real_time_response: true })
    expect((await create(bare)).body.data).toMatchObject({ status: 'hold', status_message: /^10002/ })
    const url = provider({ label_url: 'https://labels.example/1.pdf' })
    const labelled = fresh({ special_order_tag: 3, real_time_response: true, ...url })
    expect((await create(labelled)).body.data).toMatchObject({ status: 'stock_allocated' })
  })

  test('an unknown warehouse is refused in both ways; an unknown service in real time, and held as a draft', async () => {
    for (const real_time_response of [true, false]) {
      await refused(fresh({ centre_code: 'NOWHERE', real_time_response }), 422, /^centre_code: .*NOWHERE/)
    }
    const unknown = provider({ code: 'PIGEON' })
    const message = /^logistics_provider\.code: there is no PIGEON$/
    await refused(fresh({ ...unknown, real_time_response: true }), 422, message)
    const body = fresh(unknown)
    await create(body)
    expect(await reviewed(body)).toMatchObject({ status: 'hold', status_message: /PIGEON/ })
  })

  test('an account without a balance is held', async () => {
    const poor = await openApicenter(hub, { balanceMinor: 0 })
    const message = '10001 the balance of the account is empty'
    const { data } = (await create(fresh({ real_time_response: true }), poor)).body
    expect(data).toMatchObject({ status: 'hold', status_message: message })
    const body = fresh()
    await create(body, poor)
    expect(await reviewed(body, poor)).toMatchObject({ status: 'hold', status_message: message })
  })

  test.each<[change: Record<string, unknown>, code: number, message: RegExp]>([
    [{ centre_code: '' }, 400, /^centre_code: required$/],
    [{ client_code: undefined }, 400, /^client_code: required$/],
    [{ package: {} }, 400, /^package\.order_number: required$/],
    [{ package: { order_number: 'x'.repeat(65) } }, 400, /^package\.order_number: /],
    [{ package: { order_number: 'a\tb' } }, 400, /^package\.order_number: /],
    [{ receiver: { ...CREATE_ORDER.receiver, name: ' ' } }, 400, /^receiver\.name: required$/],
    [{ receiver: { ...CREATE_ORDER.receiver, country_code: 'MYS' } }, 400, /^receiver\.country_code: /],
    [{ items: [] }, 400, /^items: /],
    [{ items: [{ sku: 'fugiat', qty: 0 }] }, 400, /^items\[0\]\.qty: /],
    [{ items: [{ sku: 'fugiat', qty: 1.5 }] }, 400, /^items\[0\]\.qty: /],
    [{ items: [{ sku: '  ', qty: 1 }] }, 400, /^items\[0\]\.sku: required$/],
    [{ items: [{ sku: 'fugiat', qty: 1, unit_price: 1.00001 }] }, 400, /^items\[0\]\.unit_price: /],
    [{ items: [{ sku: 'fugiat', qty: 1, unit_price: -1 }] }, 400, /^items\[0\]\.unit_price: /],
    [{ real_time_response: 'yes' }, 400, /^real_time_response: /],
    [{ client_type: 3 }, 400, /^client_type: /],
  ])('refused, naming the field: %j', async (change, code, message) => {
    await refused(fresh(change), code, message)
  })

  test('numbers as digits, a lower-case country and four decimals are read', async () => {
    const items = [{ sku: ' fugiat ', qty: '3', unit_price: 10.1234 }]
    const receiver = { ...CREATE_ORDER.receiver, country_code: 'my', post_code: 47 }
    const { body } = await create(fresh({ items, receiver, real_time_response: true }))
    expect(body).toMatchObject({ code: 0, data: { items: ['fugiat'], status: 'stock_allocated' } })
  })

  async function reservedOf(sku: string): Promise<number> {
    const { rows: levels } = await hub.pool.query(
      'select reserved from stock_levels where tenant_id = $1 and sku = $2',
      [client.tenantId, sku],
    )
    return levels[0].reserved
  }
})
