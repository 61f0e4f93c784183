// Inbound notices: the acceptance cases 9 and 19 to 22 of facts/apicenter.md §15, and the rules of §9 and §10 around them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit } from '../../../src/store/audit.js'
import type { NativeClient } from '../../http/native-client.js'
import {
  type ApicenterClient,
  ASN,
  ASN_IN_KILOGRAMS,
  CREATE_ORDER,
  GOODS,
  openApicenter,
  operatorOf,
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
  operator = await operatorOf(hub, client)
})

afterAll(() => hub.close())

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

test('the auditor finds nothing', async () => {
  const results = await audit(hub.connectionString, null)
  expect(results.flatMap((result) => result.violations)).toEqual([])
})
