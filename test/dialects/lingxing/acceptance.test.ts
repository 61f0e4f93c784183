// The acceptance cases of facts/lingxing.md §14, by their numbers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { CREATE_ORDER, type LingxingClient, lingxingClient, openLingxing } from '../../support/lingxing.js'

const CREATE = '/order/amzod/api/createOrder'
const LIST = '/order/amzod/api/orderList'
const DETAILS = '/order/amzod/api/orderDetails'
const STORES = '/erp/sc/data/seller/lists'
const TOKEN = '/api/auth-server/oauth/access-token'
const REFRESH = '/api/auth-server/oauth/refresh'
const START = Date.UTC(2026, 0, 15, 8, 30, 0, 500)
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

let hub: TestHub
let now = START
const clock = () => now
const advance = (seconds: number) => {
  now += seconds * 1000
  hub.advance(seconds * 1000)
}
let client: LingxingClient

beforeAll(async () => {
  hub = await startTestHub()
  client = await openLingxing(hub, clock)
  await client.fetchToken()
})

afterAll(() => hub.close())

const longForm = (code: string, text: string, message: string | null = null) => ({
  code,
  msg: text,
  data: {
    throwable: text,
    throwTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    message,
    stackTrace: null,
    metadata: {},
  },
})

const refused = (code: number, message: string, details: string[]) => ({
  code,
  data: null,
  error_details: details,
  message,
  response_time: expect.any(String),
  request_id: expect.stringMatching(/^[0-9a-f]{32}\.\d{2,3}\.\d{17}$/),
  total: 0,
})

describe('tokens', () => {
  const pair = {
    code: '200',
    msg: 'OK',
    data: {
      access_token: expect.stringMatching(UUID),
      refresh_token: expect.stringMatching(UUID),
      expires_in: 7199,
    },
  }

  test('1: multipart, query string and urlencoded give the same', async () => {
    const one = await openLingxing(hub, clock)
    const fields = { appId: one.appId, appSecret: one.appSecret }
    expect((await one.fetchToken()).body).toEqual(pair)
    const query = new URLSearchParams(fields)
    const byQuery = await fetch(`${hub.url}${TOKEN}?${query}`, { method: 'POST' })
    expect(await byQuery.json()).toEqual(pair)
    const urlencoded = await fetch(hub.url + TOKEN, { method: 'POST', body: query })
    expect(await urlencoded.json()).toEqual(pair)
  })

  test('2 and 3: unknown appId, wrong secret, a secret mangled on its way', async () => {
    const ask = async (fields: Record<string, string>) => (await client.form(TOKEN, fields)).body
    const { appId, appSecret } = client
    expect(await ask({ appId: 'ak_0000000000000', appSecret })).toEqual({
      code: '2001001',
      msg: 'app not exist',
      data: null,
    })
    expect(await ask({ appId, appSecret: `${appSecret}x` })).toEqual({
      code: '2001002',
      msg: 'app secret not correct',
      data: null,
    })
    const mangled = await fetch(hub.url + TOKEN, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `appId=${appId}&appSecret=ab+cd`,
    })
    expect(await mangled.json()).toEqual({
      code: '0001001',
      msg: 'rsa private decrypt error',
      data: null,
    })
  })

  test('4: a refresh token works once, without the secret; also when used twice at once', async () => {
    const one = await openLingxing(hub, clock)
    const first = (await one.fetchToken()).body.data
    const renew = (refreshToken: string) => one.form(REFRESH, { appId: one.appId, refreshToken })
    const renewed = await renew(first.refresh_token)
    expect(renewed.body).toEqual(pair)
    const invalid = { code: '2001009', msg: 'refresh token is invalid', data: null }
    expect((await renew(first.refresh_token)).body).toEqual(invalid)
    const twice = await Promise.all([1, 2].map(() => renew(renewed.body.data.refresh_token)))
    expect(twice.map((answer) => answer.body.code).sort()).toEqual(['200', '2001009'])
  })

  test('5 and 7: tokens live two hours', async () => {
    const one = await openLingxing(hub, clock)
    const { refresh_token: refreshToken } = (await one.fetchToken()).body.data
    expect((await one.get(STORES)).body.code).toBe(0)
    advance(7201)
    const renewed = await one.form(REFRESH, { appId: one.appId, refreshToken })
    const text = 'refresh token expired. please get access token again'
    expect(renewed.body).toEqual({ code: '2001008', msg: text, data: null })
    expect((await one.get(STORES)).body).toEqual(longForm('2001003', 'access token is missing or expire'))
    await client.fetchToken()
  })

  test('6: a newer token ends the one before it', async () => {
    const one = await openLingxing(hub, clock)
    const { access_token: token } = (await one.fetchToken()).body.data
    await one.fetchToken()
    const old = await one.get(STORES, {
      parameters: (parameters) => {
        parameters.access_token = token
      },
    })
    expect(old.body).toEqual({ code: '2001005', msg: ' access token not match' })
  })

  test('a token of another app is not of this one', async () => {
    const other = await openLingxing(hub, clock)
    const { access_token: token } = (await other.fetchToken()).body.data
    const answer = await client.get(STORES, {
      parameters: (parameters) => {
        parameters.access_token = token
      },
    })
    expect(answer.body.code).toBe('2001005')
  })
})

describe('the gateway', () => {
  test('8: the stores', async () => {
    const { body } = await client.get(STORES)
    expect(body).toMatchObject({ code: 0, message: 'success', error_details: [] })
    expect(body).not.toHaveProperty('total')
    expect(body.data[0]).toEqual({
      sid: 17,
      mid: 1,
      name: '8speed-US1',
      seller_id: 'AZTOLDEMO0001',
      account_name: 'AZTOLDEMO0001',
      seller_account_id: client.accountId,
      region: 'NA',
      country: '美国',
      has_ads_setting: 0,
      marketplace_id: 'ATVPDKIKX0DER',
      status: 1,
    })
  })

  test('9: each of the four parameters, missing or empty', async () => {
    const text = 'missing query param(access_token,sign,timestamp,app_key)'
    for (const name of ['access_token', 'sign', 'timestamp', 'app_key']) {
      for (const spoil of [
        (parameters: Record<string, string>) => delete parameters[name],
        (parameters: Record<string, string>) => {
          parameters[name] = ''
        },
      ]) {
        const answer = await client.get(STORES, { parameters: spoil })
        expect(answer.body).toEqual(longForm('3001001', text))
      }
    }
  })

  test('10: a sign whose + was not encoded', async () => {
    for (let number = 0; ; number++) {
      const sids = [43, 19, 17, 16, number]
      let sign = ''
      const parameters = (all: Record<string, string>) => {
        sign = all.sign ?? ''
      }
      expect((await client.post(LIST, { sids, offset: 0, length: 20 }, { parameters })).body.code).toBe(0)
      if (!sign.includes('+')) continue
      const query = (all: Record<string, string>) =>
        `access_token=${all.access_token}&app_key=${all.app_key}&timestamp=${all.timestamp}&sign=${all.sign}`
      const plain = await client.post(LIST, { sids, offset: 0, length: 20 }, { query })
      expect(plain.body).toEqual(longForm('2001006', ' api sign not correct'))
      break
    }
  })

  test.each([
    [-120, 0],
    [120, 0],
    [-121, '2001007'],
    [121, '2001007'],
  ])('11: a timestamp %s s off: %s', async (seconds, code) => {
    const { body } = await client.get(STORES, { seconds })
    expect(body.code).toBe(code)
    if (code !== 0) expect(body).toEqual(longForm('2001007', 'api sign has expired'))
  })

  test('a timestamp of other than ten digits', async () => {
    const parameters = (all: Record<string, string>) => {
      all.timestamp += '000'
    }
    expect((await client.get(STORES, { parameters })).body.code).toBe('2001006')
  })

  test('12 and 13: one sign, whatever the white space and escapes, and common names in the body', async () => {
    const order = { ...CREATE_ORDER, order_id: 'C-12' }
    const text = JSON.stringify(order)
    const escaped = text.replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
    expect((await client.post(CREATE, order)).body.code).toBe(0)
    for (const sent of [JSON.stringify(order, null, 2), escaped.replaceAll('/', '\\/')]) {
      const { body } = await client.post(CREATE, order, { sent })
      expect(body).toEqual(refused(500, '失败', ['订单号已经存在']))
    }
    const repeated = JSON.stringify({ ...order, access_token: 'x', timestamp: '1', app_key: 'y' })
    expect((await client.post(CREATE, order, { sent: repeated })).body.code).toBe(500)
  })

  test('18: changing any signed value, or a number literal, or one character of the sign', async () => {
    const body = { sid: 6, item_list: [{ declared_value: 1.5, msku: 'a' }], text: 'x' }
    const wrong = longForm('2001006', ' api sign not correct')
    for (const sent of [
      '{"sid":7,"item_list":[{"declared_value":1.5,"msku":"a"}],"text":"x"}',
      '{"sid":6,"item_list":[{"declared_value":1.50,"msku":"a"}],"text":"x"}',
      '{"sid":6.0,"item_list":[{"declared_value":1.5,"msku":"a"}],"text":"x"}',
      '{"sid":6,"item_list":[{"declared_value":1.5,"msku":"b"}],"text":"x"}',
      '{"sid":6,"item_list":[{"declared_value":1.5,"msku":"a"}],"text":"X"}',
      '{"sid":6,"item_list":[{"declared_value":1.5,"msku":"a"}],"text":"x","more":1}',
      '{"sid":6,"item_list":[{"declared_value":1.5,"msku":"a"}]}',
    ]) {
      expect((await client.post(LIST, body, { sent })).body, sent).toEqual(wrong)
    }
    for (let at = 0; at < 64; at++) {
      const parameters = (all: Record<string, string>) => {
        const sign = all.sign ?? ''
        all.sign = `${sign.slice(0, at)}${sign[at] === 'A' ? 'B' : 'A'}${sign.slice(at + 1)}`
      }
      expect((await client.post(LIST, body, { parameters })).body, String(at)).toEqual(wrong)
    }
  })

  test('19 and 20: an address that is not listed, a disabled AppId, one that is over', async () => {
    const shop = { tenantId: client.tenantId, accountId: client.accountId }
    const cases: readonly (readonly [Record<string, unknown>, unknown])[] = [
      [{ addresses: ['10.1.2.3'] }, longForm('3001002', 'ip not permit, please add ip to white list first.')],
      [{ disabled: true }, { code: '401', msg: '授权被禁用，请检查授权状态', data: null }],
      [{ validUntil: START }, { code: '403', msg: '授权失效，请更新授权有效期', data: null }],
    ]
    for (const [settings, answer] of cases) {
      const one = await lingxingClient(hub, shop, clock, settings)
      expect((await one.fetchToken()).body).toEqual(answer)
      const parameters = (all: Record<string, string>) => {
        all.access_token = 'x'
      }
      expect((await one.get(STORES, { parameters })).body).toEqual(answer)
    }
    const listed = await lingxingClient(hub, shop, clock, { addresses: ['127.0.0.1', '::1'] })
    expect((await listed.fetchToken()).body.code).toBe('200')
  })

  test('21: a doubled slash, an unknown path, a wrong method, a path that is known and not served', async () => {
    const slashes = await client.post(`/${CREATE}`, {})
    expect(slashes.body).toEqual(longForm('500', '404 NOT_FOUND'))
    const unknown = await client.post('/order/amzod/api/nope', {})
    expect(unknown.body).toMatchObject({
      code: 400,
      message: '服务不存在',
      error_details: [],
      data: [],
      total: 0,
    })
    const method = await client.get(CREATE)
    expect([method.status, method.text]).toEqual([405, expect.stringContaining('<h1>405 Not Allowed</h1>')])
    const other = await client.post('/erp/sc/data/mws/orders', { offset: 0 })
    expect(other.body.error_details).toEqual([expect.stringContaining('/order/amzod/api/orderList')])
  })

  test.each(['[]', '1', '"x"', '{"a":', 'null'])('a body of %s is no object', async (sent) => {
    expect((await client.post(LIST, {}, { sent })).body).toEqual(
      longForm('102', '参数不合法', 'the body is not a JSON object'),
    )
  })

  test('22 and 23: one request in flight for an AppId and path; a place is free again after two minutes', async () => {
    const held = (seconds: number) =>
      hub.pool.query(
        `insert into places_held (tenant_id, credential_id, path, slot, holder, until)
         select tenant_id, credential_id, $1, 0, -1, $2 from credentials
         where tenant_id = $3 and dialect = 'lingxing'
         on conflict (tenant_id, credential_id, path, slot) do update set holder = -1, until = excluded.until`,
        [CREATE, new Date(now + seconds * 1000), client.tenantId],
      )
    await held(120)
    const order = { ...CREATE_ORDER, order_id: 'C-22' }
    const busy = { code: '3001008', msg: 'requests too frequently. please request later.', data: null }
    expect((await client.post(CREATE, order)).body).toEqual(busy)
    expect((await client.post(LIST, { offset: 0, length: 1 })).body.code).toBe(0)
    advance(119)
    expect((await client.post(CREATE, order)).body).toEqual(busy)
    advance(2)
    expect((await client.post(CREATE, order)).body.code).toBe(0)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        client.post(CREATE, { ...CREATE_ORDER, order_id: `C-22-${index}` }),
      ),
    )
    const codes = answers.map((answer) => answer.body.code)
    expect(codes).toContain(0)
    expect(codes).toContain('3001008')
    expect(new Set(codes)).toEqual(new Set([0, '3001008']))
  })
})

describe('createOrder', () => {
  test('24 and 25: the printed example, and the printed answer to its repetition', async () => {
    const first = await client.post(CREATE, CREATE_ORDER)
    expect(first.body).toEqual({
      code: 0,
      data: [],
      error_details: [],
      message: '操作成功',
      response_time: expect.any(String),
      request_id: expect.any(String),
      total: 0,
    })
    const again = refused(500, '失败', ['订单号已经存在'])
    expect((await client.post(CREATE, CREATE_ORDER)).body).toEqual(again)
    expect((await client.post(CREATE, { ...CREATE_ORDER, receiver: 'jill' })).body).toEqual(again)
  })

  const without = (...names: string[]) =>
    Object.fromEntries(Object.entries(CREATE_ORDER).filter(([name]) => !names.includes(name)))

  test('26: the city is needed everywhere but in Japan; each fault is named', async () => {
    const inJapan = { ...without('city'), store_name: '8speed-JP', country: '日本', order_id: 'C-26' }
    expect((await client.post(CREATE, inJapan)).body.code).toBe(0)
    const parameters = (details: string[]) => refused(102, '参数不合法', details)
    expect((await client.post(CREATE, without('city'))).body).toEqual(parameters(['city不能为空']))
    expect((await client.post(CREATE, { ...without('postcode'), receiver: ' ' })).body).toEqual(
      parameters(['receiver不能为空', 'postcode不能为空']),
    )
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown service', { delivery_service: '特快' }, 'delivery_service取值错误'],
    ['a word that is none', { is_blank_box: 'true' }, 'is_blank_box取值错误'],
    [
      '101 items',
      { item_list: Array.from({ length: 101 }, () => ({ msku: 'msku123', quantity_shipped: 1 })) },
      'item_list长度超过100',
    ],
    [
      '251 pieces',
      { item_list: [{ msku: 'msku123', quantity_shipped: 251 }] },
      'quantity_shipped合计超过250',
    ],
    ['an item without its code', { item_list: [{ quantity_shipped: 1 }] }, 'item_list[0].msku不能为空'],
    [
      'a quantity of text',
      { item_list: [{ msku: 'a', quantity_shipped: 'x' }] },
      'item_list[0].quantity_shipped类型错误',
    ],
    ['a number too long', { order_id: 'x'.repeat(41) }, 'order_id长度超过40'],
    ['a date that is none', { date_for_packing: '2022-13-09' }, 'date_for_packing取值错误'],
    ['an address without @', { buyers_mailbox: 'nobody' }, 'buyers_mailbox取值错误'],
    ['no items', { item_list: [] }, 'item_list不能为空'],
    [
      'a value without its currency',
      { item_list: [{ msku: 'msku123', quantity_shipped: 1, declared_value: 1 }] },
      'item_list[0].declared_currency不能为空',
    ],
  ])('27: %s', async (_name, change, detail) => {
    const { body } = await client.post(CREATE, { ...CREATE_ORDER, order_id: 'C-27', ...change })
    expect(body).toEqual(refused(102, '参数不合法', [detail]))
  })

  test('27: what may be left out has its default; UK is Great Britain', async () => {
    const order = {
      ...without('delivery_operation', 'delivery_service', 'remark_for_packing', 'phone_number', 'remark'),
      store_name: '8speed-UK',
      country: '英国',
      country_code: 'UK',
      order_id: 'C-27-UK',
    }
    expect((await client.post(CREATE, order)).body.code).toBe(0)
    const { rows } = await hub.pool.query(
      `select o.details, f.status from orders o
       join fulfilment_orders f on f.tenant_id = o.tenant_id and f.order_number = o.order_number
       where o.tenant_id = $1 and o.seller_order_number = 'C-27-UK'`,
      [client.tenantId],
    )
    expect(rows[0]).toMatchObject({
      status: 'allocated',
      details: {
        address: { country: 'GB' },
        storeNumber: 19,
        extra: { remark_for_packing: 'Thank you for your order!', delivery_service: '标准配送' },
      },
    })
  })

  test('a store of another country, a paused one, an unknown one; an unknown MSKU', async () => {
    const ask = async (change: Record<string, unknown>) =>
      (await client.post(CREATE, { ...CREATE_ORDER, order_id: 'C-S', ...change })).body
    const noStore = refused(500, '失败', ['店铺记录不存在'])
    expect(await ask({ country: '日本' })).toEqual(noStore)
    expect(await ask({ store_name: 'nobody' })).toEqual(noStore)
    expect(await ask({ country: '火星' })).toEqual(noStore)
    expect(await ask({ item_list: [{ msku: 'nothing', quantity_shipped: 1 }] })).toEqual(
      refused(500, '失败', ['MSKU不存在：nothing']),
    )
  })

  test('more than is in stock is taken, and is unfulfillable', async () => {
    const items = [{ msku: 'AMN00769_DGR_XL_AU', quantity_shipped: 250 }]
    const order = { ...CREATE_ORDER, order_id: 'C-SHORT', item_list: items }
    expect((await client.post(CREATE, order)).body.code).toBe(0)
    const { body } = await client.post(`${DETAILS}/productInformation`, {
      order_info: [{ sid: 17, seller_fulfillment_order_id: 'C-SHORT' }],
    })
    expect(body.data[0]).toMatchObject({
      order_status: 'Unfulfillable',
      listing_detail_info: [{ quantity: 250, unfulfillable_quantity: 250, shipped_quantity: 0 }],
    })
  })
})

describe('reading back', () => {
  test('29: the list, its filters and its bounds', async () => {
    const list = async (body: unknown) => (await client.post(LIST, body)).body
    const all = await list({ offset: 0, length: 20 })
    expect(all).toMatchObject({ code: 0, message: '操作成功', data: { total: expect.any(Number) } })
    const printed = all.data.records.find(
      (one: Record<string, unknown>) => one.seller_fulfillment_order_id === '1000796',
    )
    expect(printed).toEqual({
      remark: '备注',
      sid: 17,
      store_name: '8speed-US1',
      country: '美国',
      amazon_order_id: expect.stringMatching(/^S\d\d-\d{7}-\d{7}$/),
      seller_fulfillment_order_id: '1000796',
      last_update_time: expect.any(String),
      gmt_modified: expect.any(String),
      order_status: 'Received',
      purchase_date_local: expect.any(String),
      buyer_name: 'jack',
      ship_date: null,
      ship_date_utc: null,
      listing_info: [
        {
          msku: 'msku123',
          quantity: 1,
          fnsku: '',
          local_sku: 'msku123',
          item_name: 'Phone Holder',
          local_name: 'Phone Holder',
          small_image_url: expect.any(String),
          asin: '',
        },
      ],
    })
    expect(
      new Date(`${printed.gmt_modified}Z`).getTime() - new Date(`${printed.purchase_date_local}Z`).getTime(),
    ).toBe(16 * 3_600_000)
    const states = async (words: string[]) =>
      (await list({ offset: 0, length: 1000, order_status: words })).data?.records.map(
        (one: { order_status: string }) => one.order_status,
      )
    expect(await states(['CANCELLED'])).toEqual([])
    expect(new Set(await states(['UNFULFILLABLE', 'CANCELLED']))).toEqual(new Set(['Unfulfillable']))
    expect(new Set(await states(['RECEIVED']))).toEqual(new Set(['Received']))
    const wrong = (detail: string) => refused(102, '参数不合法', [detail])
    expect(await list({ order_status: ['cancelled'] })).toEqual(wrong('order_status[0]取值错误'))
    expect(await list({ length: 1001 })).toEqual(wrong('length取值错误'))
    expect(await list({ length: 0 })).toEqual(wrong('length取值错误'))
    expect((await list({ sids: [18] })).data.records.map((one: { sid: number }) => one.sid)).toEqual([18])
    expect((await list({ offset: 1_000, length: 10 })).data).toMatchObject({ records: [] })
  })

  test("a day is the site's: 15 January in Los Angeles begins at 8:00 UTC", async () => {
    const count = async (start: string, end: string, type: number) =>
      (await client.post(LIST, { sids: [17], start_date: start, end_date: end, date_type: type })).body.data
        .total
    const day = new Date(now - 8 * 3_600_000).toISOString().slice(0, 10)
    const before = new Date(now - 32 * 3_600_000).toISOString().slice(0, 10)
    expect(await count(day, day, 1)).toBeGreaterThan(0)
    expect(await count('2025-12-01', before < day ? '2026-01-13' : before, 1)).toBe(0)
    expect(await count(day, '2026-12-31', 2)).toBeGreaterThan(0)
  })

  const ask = async (name: string, orders: readonly (readonly [number, string])[]) =>
    (
      await client.post(`${DETAILS}/${name}`, {
        order_info: orders.map(([sid, number]) => ({ sid, seller_fulfillment_order_id: number })),
      })
    ).body

  test('30: details in the order asked, without those that there are not; at most 200', async () => {
    const two = await ask('logisticsInformation', [
      [19, 'C-27-UK'],
      [17, 'nothing'],
      [18, '1000796'],
      [17, '1000796'],
    ])
    expect(two.data.map((one: Record<string, unknown>) => one.seller_fulfillment_order_id)).toEqual([
      'C-27-UK',
      '1000796',
    ])
    expect(two.data[1]).toEqual({
      remark: '备注',
      sid: 17,
      store_name: '8speed-US1',
      amazon_order_id: expect.any(String),
      seller_fulfillment_order_id: '1000796',
      displayable_order_comment: 'Thank you for your order',
      order_status: 'Received',
      sales_channel: 'Non-Amazon',
      purchase_date_local: expect.any(String),
      ship_date: null,
      ship_date_utc: null,
      ship_date_locale_norm: null,
      ship_date_locale_iso: null,
      speed_category: '标准配送',
      shipment_info: [],
    })
    const returns = await ask('returnInformation', [[17, '1000796']])
    expect(returns.data[0]).toMatchObject({
      phone: '暂停显示',
      order_return_replace_tab: { return_tab: [], replace_tab: [] },
    })
    const many = Array.from({ length: 201 }, (_, index) => [17, `N-${index}`] as const)
    expect(await ask('productInformation', many)).toEqual(refused(102, '参数不合法', ['order_info上限200']))
    expect(await ask('productInformation', [])).toEqual(refused(102, '参数不合法', ['order_info不能为空']))
  })

  test('30: a shipped order has its shipment, its packages and its dates', async () => {
    await client.post(CREATE, { ...CREATE_ORDER, order_id: 'SHIP-1', delivery_operation: '立即配送' })
    const lane = hub.lanes.of(client.tenantId)
    const caller = { accountId: client.accountId, ownerId: client.accountId }
    const { rows } = await hub.pool.query(
      "select order_number from orders where tenant_id = $1 and seller_order_number = 'SHIP-1'",
      [client.tenantId],
    )
    const act = { caller, key: null, orderNumber: Number(rows[0].order_number), sequence: 1 }
    await lane.submit({ kind: 'pack', ...act, packages: null })
    const parcel = { carrier: 'USPS', trackingNumber: '9374889745020264809746', packageNumber: null }
    await lane.submit({ kind: 'hand_over', ...act, ...parcel, skus: ['msku123'] })
    const answer = await ask('logisticsInformation', [
      [17, 'SHIP-1'],
      [17, '1000796'],
    ])
    expect(answer.data).toHaveLength(2)
    const utc: string = answer.data[0].ship_date_utc
    // In winter, eight hours behind.
    const local = new Date(Date.parse(utc) - 8 * 3_600_000).toISOString().slice(0, 19)
    expect(answer.data[0]).toMatchObject({
      order_status: 'Complete',
      ship_date: local.replace('T', ' '),
      ship_date_locale_norm: local.replace('T', ' '),
      ship_date_locale_iso: `${local}-8:00`,
      shipment_info: [
        {
          fulfillment_shipment_status: 'SHIPPED',
          packages: [
            {
              shipItems: [{ quantity: 1, msku: 'msku123', package_number: '1', sid: 17 }],
              package_number: '1',
              carrier_code: 'USPS',
              tracking_number: '9374889745020264809746',
              current_status: null,
              ship_date: utc,
              tracking_events: [],
            },
          ],
        },
      ],
    })
    expect(answer.data[1]).toMatchObject({ ship_date: null, shipment_info: [] })
  })

  test('28: cancelOrder, twice, of a packed one, and of none', async () => {
    const cancel = async (seller_fulfillment_order_id: string) =>
      (await client.post('/order/amzod/api/cancelOrder', { sid: 17, seller_fulfillment_order_id })).body
    await client.post(CREATE, { ...CREATE_ORDER, order_id: 'CANCEL-1' })
    expect(await cancel('CANCEL-1')).toMatchObject({ code: 0, message: '操作成功', data: [], total: 0 })
    const { data } = await ask('productInformation', [[17, 'CANCEL-1']])
    expect(data[0].order_status).toBe('Cancelled')
    const notAllowed = refused(500, '失败', ['订单状态不允许取消'])
    expect(await cancel('CANCEL-1')).toEqual(notAllowed)
    expect(await cancel('SHIP-1')).toEqual(notAllowed)
    expect(await cancel('nothing')).toEqual(refused(500, '失败', ['订单不存在']))
  })

  test('the tables: marketplaces and states', async () => {
    const marketplaces = await client.get('/erp/sc/data/seller/allMarketplace')
    expect(marketplaces.body.data).toHaveLength(21)
    expect(marketplaces.body.data[1]).toEqual({
      mid: 2,
      region: 'NA',
      aws_region: 'NA',
      country: '加拿大',
      code: 'CA',
      marketplace_id: 'A2EUQ1WTGCTBG2',
    })
    const states = await client.post('/erp/sc/data/worldState/lists', { country_code: 'DE' })
    expect(states.body).toMatchObject({
      total: 16,
      data: expect.arrayContaining([
        { country_code: 'DE', state_or_province_name: 'Baden-Wurttemberg', code: 'BW' },
      ]),
    })
    const nameless = await client.post('/erp/sc/data/worldState/lists', {})
    expect(nameless.body).toMatchObject({
      code: 102,
      data: [],
      error_details: ['country_code => country_code不能为空'],
    })
  })

  test('each account sees its own orders only, and other families are not among them', async () => {
    const neighbour = await openLingxing(hub, clock)
    await neighbour.fetchToken()
    expect((await neighbour.post(LIST, { offset: 0, length: 10 })).body.data.total).toBe(0)
  })
})
