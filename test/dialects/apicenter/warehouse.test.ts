// The acceptance cases 9 and 19 to 23 of facts/apicenter.md §15, and the rules of §6.2 (labels) and §9 to §12 around
// them: inbound notices, goods, stock.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit } from '../../../src/store/audit.js'
import { createCredential } from '../../../src/store/setup.js'
import { clientOf, type NativeClient } from '../../http/native-client.js'
import {
  type ApicenterClient,
  ASN,
  ASN_IN_KILOGRAMS,
  CREATE_ORDER,
  GOODS,
  openApicenter,
  PDF,
  SKUS,
} from '../../support/apicenter.js'
import { startTestHub, type TestHub } from '../../support/hub.js'

const API = '/apicenter/api'
/** A second after the hub's clock began: see advance. */
const LATER = '2026-01-15 16:30:01'

let hub: TestHub
let client: ApicenterClient
let operator: Omit<NativeClient, 'tenantId'>

beforeAll(async () => {
  hub = await startTestHub()
  client = await openApicenter(hub)
  operator = await operatorOf(client)
})

afterAll(() => hub.close())

async function operatorOf({ tenantId, accountId }: ApicenterClient): Promise<Omit<NativeClient, 'tenantId'>> {
  const wish = { accountId, family: 'native', limit: null, sandbox: false }
  return clientOf(hub, (await createCredential(hub.pool, tenantId, wish, 0)).secret)
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes.
type Json = any

let numbers = 0
const fresh = (change: object = {}, base: typeof ASN | typeof ASN_IN_KILOGRAMS = ASN) => {
  numbers += 1
  return { ...base, asn_number: `ASN-${numbers}`, ...change }
}
type Notice = ReturnType<typeof fresh>

const ask = async (path: string, body: unknown, by = client): Promise<Json> =>
  (await by.post(`${API}/${path}`, body)).body
const announce = (body: Notice, by = client) => ask('asn', body, by)
const named = (body: Notice) => {
  const { client_code, asn_number } = body
  return { client_code, ...('client_type' in body && { client_type: body.client_type }), asn_number }
}
const statusOf = (body: Notice, by = client) => ask('asn/status', named(body), by)
const cancel = (body: Notice) => ask('asn/cancel', named(body))
const act = async (body: Notice, name: string, sent: object = {}, by = operator): Promise<Json> =>
  (await by.post(`/v1/inbound-notices/${body.asn_number}/${name}`, sent)).body
const native = async (body: Notice): Promise<Json> =>
  (await operator.get(`/v1/inbound-notices/${body.asn_number}`)).body
const rows = (...counts: readonly (readonly [rowNumber: number, received: number])[]) => ({
  rows: counts.map(([rowNumber, received]) => ({ rowNumber, received })),
})
const item = (change: object = {}): Json => ({ ...ASN.items[0], ...change })
const level = async (sku: string, location = 'CKMX', by = operator): Promise<number> => {
  const found = await by.get(`/v1/stock-levels?sku=${encodeURIComponent(sku)}&location=${location}`)
  return (found.body as Json).data[0]?.onHand ?? 0
}

describe('announcing', () => {
  test('19: the second dialect’s sample, in grams; 22: read back', async () => {
    const answer = await announce(ASN)
    expect(answer).toMatchObject({
      code: 201,
      message: 'success',
      data: {
        centre_code: 'mabang',
        client_code: '20',
        asn_number: 'mabang-0919',
        asn_date: '2022-09-20',
        eta_at: '2022-09-21',
        remarks: null,
        items: [
          {
            code: '-ALB-908',
            qty: 100,
            po_number: 'mabang-0919-001',
            expire_at: '2022-09-30',
            manufacture_at: '2022-08-31',
            po_date: null,
            lot_no: null,
            barcode: null,
            gender: null,
          },
        ],
      },
    })
    expect(answer.data.items[0]).not.toHaveProperty('box_number')
    expect((await native(ASN)).rows[0]).toMatchObject({
      weightMilligrams: 30_000,
      lengthMicrometres: 100_000,
    })
    expect(await statusOf(ASN)).toEqual({
      code: 201,
      message: 'success',
      data: {
        centre_code: 'mabang',
        asn_number: 'mabang-0919',
        confirmed_at: '',
        warehousing_time: '',
        type: '',
        pallets: 0,
        PackCompletedTime: '',
        items: [
          {
            code: '-ALB-908',
            po_date: '',
            length: '10.00',
            weight: '30.00',
            volume: '0.001000',
            po_number: 'mabang-0919-001',
            lot_no: 'mabang-0919-P001-1',
            manufacture_at: '2022-08-31',
            qty: 100,
            width: '10.00',
            expire_at: '2022-09-30',
            in_qty: 0,
            barcode: '',
            height: '10.00',
            decals_qty: 0,
          },
        ],
        status: 'open',
      },
    })
  })

  test('20: the third dialect’s sample, in kilograms, with a warning', async () => {
    const answer = await announce(ASN_IN_KILOGRAMS)
    expect(answer).toMatchObject({ code: 201, message: 'success; check weight unit' })
    expect(answer.data.items[0]).toMatchObject({ box_number: 'testck-0919-01-B001-1', lot_no: null })
    expect((await native(ASN_IN_KILOGRAMS)).rows[0]).toMatchObject({ weightMilligrams: 1_000_000 })
    const { data } = await statusOf(ASN_IN_KILOGRAMS)
    expect(data).toMatchObject({ boxes: 1, status: 'open' })
    expect(data).not.toHaveProperty('warehousing_time')
    expect(data.items[0]).toMatchObject({
      weight: '1.00',
      volume: '0.000001',
      exist_sn: false,
      detail: [{ item_number: '', serial_number: '', quantity: 0, lot_no: 'testck-0919-01-P001-1' }],
    })
  })

  test.each([
    // Lead has 11 g a cubic centimetre.
    [{ weight: 25_000, length: 10, width: 10, height: 10 }, 'success'],
    [{ weight: '25000.001', length: 10, width: 10, height: 10 }, 'success; check weight unit'],
    [{ weight: 0.999, length: 10, width: 10, height: 10 }, 'success'],
    [{ weight: 0.999, length: 10, width: 10, height: 10.001 }, 'success; check weight unit'],
    [{ weight: 1, length: 10, width: 10, height: 10.001 }, 'success'],
    [{ weight: 1, length: 0, width: 10, height: 10 }, 'success'],
    [{ weight: 1, length: undefined, width: 10, height: 10 }, 'success'],
  ])('%j: %s', async (box, message) => {
    expect(await announce(fresh({ items: [item(box)] }))).toMatchObject({ code: 201, message })
  })

  test('decimals: three are kept, two are printed', async () => {
    const body = fresh({ items: [item({ weight: 0.0059, length: '999999.999', width: 0.005, height: '' })] })
    expect((await announce(body)).code).toBe(201)
    expect((await native(body)).rows[0]).toMatchObject({
      weightMilligrams: 5,
      lengthMicrometres: 9_999_999_990,
      widthMicrometres: 50,
      heightMicrometres: null,
    })
    expect((await statusOf(body)).data.items[0]).toMatchObject({
      weight: '0.01',
      length: '1000000.00',
      width: '0.01',
      height: '',
      volume: '',
    })
  })

  test('21: announced anew with another quantity while it is open', async () => {
    const body = fresh()
    await announce(body)
    const changed = { ...body, items: [item({ qty: 120 })] }
    expect(await announce(changed)).toMatchObject({ code: 201, data: { items: [{ qty: 120 }] } })
    expect((await statusOf(body)).data).toMatchObject({ status: 'open', items: [{ qty: 120 }] })
    // The same once more, with its keys turned: unchanged.
    const version = (await native(body)).version
    const turned = Object.fromEntries(Object.entries(changed).reverse()) as Notice
    expect(await announce(turned)).toMatchObject({ code: 201, data: { items: [{ qty: 120 }] } })
    expect((await native(body)).version).toBe(version)
  })

  test('box numbers of rows that stay are kept, and those of dropped ones are not used again', async () => {
    const of = (...codes: readonly (readonly [code: string, po_number: string])[]) =>
      codes.map(([code, po_number]) => item({ code, po_number }))
    const body = fresh({ items: of(['A', 'p1'], ['B', 'p1'], ['C', ''], ['C', '']) }, ASN_IN_KILOGRAMS)
    const boxes = async (items: object[]) =>
      (await announce({ ...body, items } as Notice)).data.items.map((one: Json) => [
        one.code,
        one.box_number.slice(body.asn_number.length),
      ])
    expect(await boxes(body.items)).toEqual([
      ['A', '-B001-1'],
      ['B', '-B002-1'],
      ['C', '-B003-2'],
      ['C', '-B004-3'],
    ])
    expect(await boxes(of(['D', 'p2'], ['B', 'p1'], ['C', '']))).toEqual([
      ['D', '-B005-4'],
      ['B', '-B002-1'],
      ['C', '-B003-2'],
    ])
    expect(await boxes(of(['A', 'p1'], ['C', ''], ['C', '']))).toEqual([
      ['A', '-B006-1'],
      ['C', '-B003-2'],
      ['C', '-B007-5'],
    ])
    expect((await statusOf(body)).data.boxes).toBe(3)
  })

  test('its warehouse and whether it is a return stay as they are', async () => {
    const body = fresh()
    await announce(body)
    expect(await announce({ ...body, centre_code: 'CKMX' })).toMatchObject({
      code: 409,
      data: { asn_number: body.asn_number, status: 'open' },
      message: expect.stringContaining('mabang'),
    })
    expect((await announce({ ...body, is_return_asn: 'Y' })).code).toBe(409)
    expect((await native(body)).version).toBe(1)
  })

  test('fifty times at once is one notice', async () => {
    const body = fresh()
    const answers = await Promise.all(Array.from({ length: 50 }, () => announce(body)))
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1)
    expect((await native(body)).version).toBe(1)
  })

  test('shops have notices of their own', async () => {
    const body = fresh()
    await announce(body)
    expect((await announce({ ...body, client_code: 'CK2023', items: [item({ qty: 1 })] })).code).toBe(201)
    expect((await statusOf(body)).data.items[0].qty).toBe(100)
    expect((await ask('asn/status', { ...named(body), client_code: 'none' })).code).toBe(404)
    // The operator must say which.
    const unclear = await operator.get(`/v1/inbound-notices/${body.asn_number}`)
    expect(unclear).toMatchObject({ status: 422, body: { field: 'scope' } })
    const clear = await operator.get(`/v1/inbound-notices/${body.asn_number}?scope=CK2023/2`)
    expect((clear.body as Json).rows[0].quantity).toBe(1)
  })

  test.each<[change: object, code: number, message: RegExp]>([
    [{ centre_code: undefined }, 400, /^centre_code: required$/],
    [{ centre_code: 'NOWHERE' }, 422, /^centre_code: .*NOWHERE/],
    [{ asn_number: 'x'.repeat(65) }, 400, /^asn_number: /],
    [{ asn_date: '' }, 400, /^asn_date: required$/],
    [{ eta_at: '2022-02-30' }, 400, /^eta_at: /],
    [{ is_return_asn: 'yes' }, 400, /^is_return_asn: /],
    [{ items: [] }, 400, /^items: /],
    [{ items: Array.from({ length: 2001 }, () => item()) }, 400, /^items: /],
    [{ items: [item({ qty: 0 })] }, 400, /^items\[0\]\.qty: /],
    [{ items: [item(), item({ code: ' ' })] }, 400, /^items\[1\]\.code: required$/],
    [{ items: [item({ expire_at: 'soon' })] }, 400, /^items\[0\]\.expire_at: /],
    [{ items: [item({ weight: -1 })] }, 400, /^items\[0\]\.weight: /],
    [{ items: [item({ weight: 1_000_000 })] }, 400, /^items\[0\]\.weight: /],
  ])('refused, naming the field: %j', async (change, code, message) => {
    const body = fresh(change)
    expect(await announce(body)).toMatchObject({ code, message: expect.stringMatching(message) })
  })

  test('2000 rows', async () => {
    const items = Array.from({ length: 2_000 }, (_, index) =>
      item({ code: SKUS[index % 2], qty: 1, po_number: index }),
    )
    const body = fresh({ centre_code: 'CKMX', items })
    const before = await level(SKUS[0])
    expect((await announce(body)).data.items).toHaveLength(2_000)
    expect((await act(body, 'receive')).rows).toHaveLength(2_000)
    expect(await level(SKUS[0])).toBe(before + 1_000)
  })

  test('a token that is bound names no other shop or warehouse', async () => {
    const token = await client.newToken({ clients: ['20/2'], centres: ['mabang'] })
    const by = { ...client, post: (path: string, body: unknown) => client.post(path, body, token) }
    expect((await announce(fresh(), by)).code).toBe(201)
    expect((await announce(fresh({ centre_code: 'CKMX' }), by)).code).toBe(403)
    expect((await announce(fresh({}, ASN_IN_KILOGRAMS), by)).code).toBe(403)
    expect(
      (await ask('inventory', { client_code: '20', client_type: 2, centre_code: 'CKMX' }, by)).code,
    ).toBe(403)
    expect((await ask('sku', { sku_list: [{ ...GOODS, client_code: 'CK2023' }] }, by)).code).toBe(403)
  })

  test('a shop’s profile sets its dialect, unit and codes', async () => {
    const token = await client.newToken({
      profiles: {
        CK2023: { dialect: 'erp' },
        '20/2': { weight_unit: 'kg', codes: { asn: 200, asn_status: 0 } },
        'CK2023/2': { dialect: 'klingon', weight_unit: 7, codes: 'none' },
      },
    })
    const by = { ...client, post: (path: string, body: unknown) => client.post(path, body, token) }
    const erp = await announce(fresh({}, ASN_IN_KILOGRAMS), by)
    expect(erp.code).toBe(0)
    expect(erp.data.items[0]).not.toHaveProperty('box_number')
    const body = fresh()
    expect((await announce(body, by)).code).toBe(200)
    expect(await statusOf(body, by)).toMatchObject({ code: 0, data: { items: [{ weight: '30.00' }] } })
    expect((await statusOf(body)).data.items[0].weight).toBe('30000.00')
    // What says nothing known is as good as nothing.
    expect((await announce(fresh({ client_code: 'CK2023' }), by)).code).toBe(201)
  })
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
    const its = await operatorOf(poor)
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
    const its = await operatorOf(poor)
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

describe('goods', () => {
  test('23: the sample', async () => {
    const { code, data } = await ask('sku', { sku_list: [GOODS] })
    expect(code).toBe(201)
    expect(data).toEqual([
      {
        client_code: '20',
        client_type: 2,
        code: 'mabang-sku-002',
        barcode: '',
        barcodes: [],
        name: GOODS.name,
        prod_name_en: '',
        description: '',
        declare_name: '',
        origin_country: 'US',
        color: '',
        size: '',
        battery_type: '',
        number_of_battery: '',
        sku_images: [],
        weight: '1',
        length: '1',
        width: '1',
        height: '1',
        brand: 'XTOOL牌',
        declarevalue: '',
        claredescription: '',
      },
    ])
    expect((await operator.get('/v1/items/mabang-sku-002')).body).toMatchObject({ weightGrams: 1 })
  })

  test('alone, with numbers; described anew, what is not sent stays, and so does stock', async () => {
    const one = { ...GOODS, code: 'alone', weight: 12.5, length: 3 }
    expect((await ask('sku', one)).data).toMatchObject([{ code: 'alone', weight: '12.5', length: '3' }])
    await operator.post('/v1/stock-movements', { sku: 'alone', location: 'CKMX', quantity: 4, reason: 'r' })
    const { brand: _brand, ...rest } = { ...one, name: 'Renamed', origin_country: 'CN' }
    expect((await ask('sku', rest)).data).toMatchObject([
      { name: 'Renamed', brand: 'XTOOL牌', origin_country: 'CN', weight: '12.5' },
    ])
    expect((await operator.get('/v1/items/alone')).body).toMatchObject({ name: 'Renamed', weightGrams: 13 })
    expect(await level('alone')).toBe(4)
  })

  test.each<[list: object[], message: RegExp]>([
    [[GOODS, { ...GOODS, code: '' }], /^sku_list\[1\]\.code: required$/],
    [[{ ...GOODS, code: 'bad', weight: 'heavy' }], /^sku_list\[0\]\.weight: /],
    [[{ ...GOODS, code: 'bad', length: undefined }], /^sku_list\[0\]\.length: required$/],
    [[{ ...GOODS, client_type: undefined }], /^sku_list\[0\]\.client_type: required$/],
    [
      [
        { ...GOODS, code: 'twice' },
        { ...GOODS, code: ' twice ' },
      ],
      /^sku_list\[1\]\.code: /,
    ],
    [Array.from({ length: 101 }, (_, index) => ({ ...GOODS, code: `many-${index}` })), /^sku_list: /],
    [[], /^sku_list: /],
  ])('one bad element, and nothing is stored: %#', async (sku_list, message) => {
    const count = async () => (await hub.pool.query('select count(*)::integer as n from items')).rows[0].n
    const before = await count()
    expect(await ask('sku', { sku_list })).toMatchObject({
      code: 400,
      message: expect.stringMatching(message),
    })
    expect(await count()).toBe(before)
  })

  test('an account that draws on another’s catalogue adds to it, and changes only what it has added', async () => {
    const { rows: made } = await hub.pool.query(
      `insert into accounts (tenant_id, account_id, name, stock_owner_id, out_of_stock, routing_policy, payment,
         currency, created_at)
       values ($1, 99, 'guest', $2, 'refuse', 'fewest_splits', 'none', 'USD', now()) returning account_id`,
      [client.tenantId, client.accountId],
    )
    const wish = { accountId: made[0].account_id, family: 'apicenter', limit: null, sandbox: false }
    const { secret } = await createCredential(hub.pool, client.tenantId, wish, 0)
    const by = { ...client, post: (path: string, body: unknown) => client.post(path, body, secret) }
    expect(await ask('sku', { ...GOODS, code: SKUS[0], name: 'Mine now' }, by)).toMatchObject({
      code: 403,
      message: expect.stringContaining(SKUS[0]),
    })
    for (const name of ['Guest', 'Guest again']) {
      expect(await ask('sku', { ...GOODS, code: 'guest', name }, by)).toMatchObject({
        code: 201,
        data: [{ name }],
      })
    }
  })
})

describe('stock', () => {
  const inventory = (filter: object = {}, by = client) =>
    ask('inventory', { client_code: 'CK2023', centre_code: 'CKMX', ...filter }, by)

  test('on hand, allocated, available, inbound, defective', async () => {
    const own = await openApicenter(hub, { quantity: 50 })
    const its = await operatorOf(own)
    await ask('order', { ...CREATE_ORDER, real_time_response: true, items: [{ sku: SKUS[0], qty: 20 }] }, own)
    const body = fresh({
      centre_code: 'CKMX',
      items: [
        item({ code: SKUS[0], qty: 30 }),
        item({ code: SKUS[0], qty: 5 }),
        item({ code: 'new', qty: 7 }),
      ],
    })
    await announce(body, own)
    await act(body, 'receive', rows([1, 12], [2, 9]), its)
    await hub.pool.query(
      `insert into defective_stock (tenant_id, owner_id, sku, location, quantity, updated_at)
         values ($1, $2, $3, 'CKMX', 3, now())`,
      [own.tenantId, own.accountId, SKUS[0]],
    )
    const first = {
      code: SKUS[0],
      centre_code: 'CKMX',
      on_hand: 71,
      allocated: 20,
      available: 51,
      inbound: 18,
    }
    expect(await inventory({}, own)).toEqual({
      code: 0,
      message: 'success',
      data: {
        total: 3,
        list: [
          {
            code: 'fugiat',
            centre_code: 'CKMX',
            on_hand: 50,
            allocated: 0,
            available: 50,
            inbound: 0,
            defective: 0,
          },
          {
            code: 'new',
            centre_code: 'CKMX',
            on_hand: 0,
            allocated: 0,
            available: 0,
            inbound: 7,
            defective: 0,
          },
          { ...first, defective: 3 },
        ],
      },
    })
    const named = await inventory({ sku_list: [SKUS[0], SKUS[0], 'msku123', 'unknown'] }, own)
    expect(named.data).toMatchObject({ total: 2, list: [{ code: 'msku123', on_hand: 0 }, { code: SKUS[0] }] })
    expect((await inventory({ page_no: 2, page_size: 2 }, own)).data).toMatchObject({ total: 3, list: [{}] })
    // Nothing more is expected of a closed notice.
    await act(body, 'close', {}, its)
    expect((await inventory({}, own)).data).toMatchObject({ total: 2, list: [{}, { inbound: 0 }] })
  })

  test.each<[filter: object, code: number, message: RegExp]>([
    [{ centre_code: 'NOWHERE' }, 422, /^centre_code: /],
    [{ centre_code: undefined }, 400, /^centre_code: required$/],
    [{ sku_list: Array.from({ length: 201 }, () => 'x') }, 400, /^sku_list: /],
    [{ page_size: 201 }, 400, /^page_size: /],
  ])('refused, naming the field: %j', async (filter, code, message) => {
    expect(await inventory(filter)).toMatchObject({ code, message: expect.stringMatching(message) })
  })
})

describe('a label that comes later', () => {
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
      data: { status: 'stock_allocated', status_message: '', tracking_number: 'JT-2', allocate_at: LATER },
    })
    // The same again changes nothing.
    expect(await ask('order/label', { ...named, label_base64: PDF, tracking_number: 'JT-2' })).toEqual(
      labelled,
    )
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
})

test('the auditor finds nothing', async () => {
  const results = await audit(hub.connectionString, null)
  expect(results.flatMap((result) => result.violations)).toEqual([])
})
