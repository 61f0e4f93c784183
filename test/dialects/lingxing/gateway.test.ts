// The acceptance cases 8 to 13 and 18 to 23 of facts/lingxing.md §14: what the gateway asks of a request before its
// operation does.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CREATE_ORDER, lingxingClient } from '../../support/lingxing.js'
import { CREATE, LIST, openWarehouse, type Warehouse } from '../../support/lingxing-warehouse.js'
import { longForm, refused } from './answers.js'

const STORES = '/erp/sc/data/seller/lists'

let hub: Warehouse['hub']
let client: Warehouse['client']

beforeAll(async () => {
  ;({ hub, client } = await openWarehouse())
})

afterAll(() => hub.close())

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
      [{ validUntil: hub.now() - 1 }, { code: '403', msg: '授权失效，请更新授权有效期', data: null }],
    ]
    for (const [settings, answer] of cases) {
      const one = await lingxingClient(hub, shop, hub.now, settings)
      expect((await one.fetchToken()).body).toEqual(answer)
      const parameters = (all: Record<string, string>) => {
        all.access_token = 'x'
      }
      expect((await one.get(STORES, { parameters })).body).toEqual(answer)
    }
    const listed = await lingxingClient(hub, shop, hub.now, { addresses: ['127.0.0.1', '::1'] })
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
        [CREATE, new Date(hub.now() + seconds * 1000), client.tenantId],
      )
    await held(120)
    const order = { ...CREATE_ORDER, order_id: 'C-22' }
    const busy = { code: '3001008', msg: 'requests too frequently. please request later.', data: null }
    expect((await client.post(CREATE, order)).body).toEqual(busy)
    expect((await client.post(LIST, { offset: 0, length: 1 })).body.code).toBe(0)
    hub.advance(119_000)
    expect((await client.post(CREATE, order)).body).toEqual(busy)
    hub.advance(2_000)
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
