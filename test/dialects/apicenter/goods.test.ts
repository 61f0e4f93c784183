// Goods and stock of a warehouse: the acceptance case 23 of facts/apicenter.md §15, and the rules of §11 and §12.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCredential } from '../../../src/store/setup.js'
import { ASN, CREATE_ORDER, GOODS, openApicenter, operatorOf, SKUS } from '../../support/apicenter.js'
import { openWarehouse, type Warehouse } from './warehouse.js'

let hub: Warehouse['hub']
let client: Warehouse['client']
let operator: Warehouse['operator']
let ask: Warehouse['ask']
let level: Warehouse['level']
let expectSound: Warehouse['expectSound']

beforeAll(async () => {
  ;({ hub, client, operator, ask, level, expectSound } = await openWarehouse())
})

afterAll(() => hub.close())

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
    const its = await operatorOf(hub, own)
    await ask('order', { ...CREATE_ORDER, real_time_response: true, items: [{ sku: SKUS[0], qty: 20 }] }, own)
    const body = {
      ...ASN,
      centre_code: 'CKMX',
      items: [
        { ...ASN.items[0], code: SKUS[0], qty: 30 },
        { ...ASN.items[0], code: SKUS[0], qty: 5 },
        { ...ASN.items[0], code: 'new', qty: 7 },
      ],
    }
    await ask('asn', body, own)
    const counts = [
      { rowNumber: 1, received: 12 },
      { rowNumber: 2, received: 9 },
    ]
    await its.post(`/v1/inbound-notices/${body.asn_number}/receive`, { rows: counts })
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
    await its.post(`/v1/inbound-notices/${body.asn_number}/close`)
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

test('the auditor finds nothing', () => expectSound())
