// Announcing what comes in: the acceptance cases 19 to 22 of facts/apicenter.md §15, and the rules of §9 around them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ASN, ASN_IN_KILOGRAMS, GOODS, SKUS } from '../../support/apicenter.js'
import { fresh, type InboundDesk, item, type Notice, named, openInboundDesk } from './inbound-desk.js'
import type { Json } from './warehouse.js'

let hub: InboundDesk['hub']
let client: InboundDesk['client']
let operator: InboundDesk['operator']
let ask: InboundDesk['ask']
let announce: InboundDesk['announce']
let statusOf: InboundDesk['statusOf']
let act: InboundDesk['act']
let native: InboundDesk['native']
let level: InboundDesk['level']
let expectSound: InboundDesk['expectSound']

beforeAll(async () => {
  ;({ hub, client, operator, ask, announce, statusOf, act, native, level, expectSound } =
    await openInboundDesk())
})

afterAll(async () => {
  await expectSound()
  await hub.close()
})

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
