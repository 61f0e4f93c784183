// One order, five views: what came in through any dialect is read through the native API with all that it carried, and
// the label that came along can be downloaded. A dialect lists its account's orders: those of its own, but where its
// words fit the orders of any.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dialects } from '../../src/dialects/index.js'
import { PDF, CREATE_ORDER as WAREHOUSE_ORDER } from '../support/apicenter.js'
import { type DemoHub, startDemoHub } from '../support/demo-hub.js'
import { CREATE_ORDER as STORE_ORDER } from '../support/lingxing.js'
import { createOrder as purchase } from '../support/pandapon.js'

// biome-ignore lint/suspicious/noExplicitAny: answers of five shapes.
type Json = any

let demo: DemoHub
let accessToken: string

beforeAll(async () => {
  demo = await startDemoHub()
  const form = new FormData()
  for (const [name, value] of Object.entries(demo.credentials.lingxing ?? {})) form.set(name, value)
  const path = '/api/auth-server/oauth/access-token'
  const answer = await fetch(demo.hub.url + path, { method: 'POST', body: form })
  accessToken = ((await answer.json()) as Json).data.access_token
})

afterAll(() => demo.close())

async function send(family: string, path: string, body?: object): Promise<Json> {
  const text = body === undefined ? '' : JSON.stringify(body)
  const auth = dialects.find((one) => one.family === family)?.auth
  const credential = {
    ...demo.credentials[family],
    accessToken: demo.credentials[family]?.accessToken ?? accessToken,
  }
  const url = new URL(path, demo.hub.url)
  const { headers = {}, query = {} } =
    auth?.sign(credential, { query: Object.fromEntries(url.searchParams), body: text }, Date.now()) ?? {}
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: text }),
  })
  return response.json()
}

async function native(path: string): Promise<Response> {
  const { apiKey } = demo.credentials.native ?? {}
  return fetch(demo.hub.url + path, { headers: { Authorization: `Bearer ${apiKey}` } })
}

const KAKACLO = {
  orderAddresses: { country: 'US', recipient: 'Ada', phone: '1', province: 'FL', floor: '3rd' },
  orderItemsList: [{ sku: 'AMB01682_W_M_AU', quantity: 1, engraving: 'A.' }],
  customOrderId: 'VIEW-1',
  gift: true,
}

interface View {
  readonly dialect: string
  readonly path: string
  readonly body: object
  readonly number: string
  /** `demo` if not given. */
  readonly account?: string
  readonly recipient: string
  /** Of what meant nothing to the engine. */
  readonly extra: Readonly<Record<string, unknown>>
  readonly list: () => Promise<string[]>
  readonly shows: readonly string[]
}

/** Of the account demo. */
const ALL = ['VIEW-1', 'VIEW-2', 'VIEW-4', 'VIEW-5']

const VIEWS: readonly View[] = [
  {
    dialect: 'kakaclo-v2',
    path: '/openapi/v2/order/orders',
    body: KAKACLO,
    number: 'VIEW-1',
    shows: ALL,
    recipient: 'Ada',
    extra: { 'orderAddresses.floor': '3rd', 'orderItemsList[0].engraving': 'A.', gift: true },
    list: async () => {
      const { data } = await send('kakaclo', '/openapi/v2/order/orders?pageNumber=1&pageSize=100')
      return data.list.map((one: Json) => one.customOrderId)
    },
  },
  {
    dialect: 'kakaclo-v1',
    path: '/openapi/v1/order/orders',
    body: { ...KAKACLO, customOrderId: 'VIEW-2' },
    number: 'VIEW-2',
    shows: ALL,
    recipient: 'Ada',
    extra: { gift: true },
    list: async () => {
      const { data } = await send('kakaclo', '/openapi/v1/order/order?pageNum=1&pageSize=100')
      return data.list.map((one: Json) => one.customOrderId)
    },
  },
  {
    dialect: 'pandapon',
    path: '/open/order',
    body: purchase(undefined, { sellerOrderNumber: 'VIEW-3', coupon: 'x' }),
    number: 'VIEW-3',
    account: 'demo-cny',
    shows: ['VIEW-3'],
    recipient: 'a测试aa',
    extra: { purchaseAmount: 400, coupon: 'x', orderLineNos: ['1', '1'] },
    list: async () => {
      const { data } = await send('pandapon', '/open/purchase/page', {})
      return data.list.map((one: Json) => one.sellerOrderNumber)
    },
  },
  {
    dialect: 'lingxing',
    path: '/order/amzod/api/createOrder',
    body: { ...STORE_ORDER, order_id: 'VIEW-4', campaign: 'spring' },
    number: 'VIEW-4',
    shows: ['VIEW-4'],
    recipient: 'jack',
    extra: { buyers_mailbox: '123456@gmail.com', delivery_operation: '保留订单', campaign: 'spring' },
    list: async () => {
      const answer = await send('lingxing', '/order/amzod/api/orderList', {
        sids: [17, 18, 19, 20],
        date_type: 1,
        offset: 0,
        length: 100,
      })
      return answer.data.records.map((one: Json) => one.seller_fulfillment_order_id)
    },
  },
  {
    dialect: 'apicenter',
    path: '/apicenter/api/order',
    body: {
      ...WAREHOUSE_ORDER,
      package: { order_number: 'VIEW-5', customs: 'none' },
      logistics_provider: { ...WAREHOUSE_ORDER.logistics_provider, label_base64: PDF },
      season: 'summer',
    },
    number: 'VIEW-5',
    shows: ['VIEW-5'],
    recipient: 'spj',
    extra: { process_type: 1, 'items[1].unit_price': '33', 'package.customs': 'none', season: 'summer' },
    list: async () => {
      const { data } = await send('apicenter', '/apicenter/api/order/list', { client_code: 'CK2023' })
      return data.list.map((one: Json) => one.order_number)
    },
  },
]

test.each(VIEWS)('$dialect: the native API shows all that the order carried', async (view) => {
  await send(view.dialect.replace(/-v\d$/, ''), view.path, view.body)
  const { data } = (await (await native(`/v1/orders?sellerOrderNumber=${view.number}`)).json()) as Json
  expect(data).toHaveLength(1)
  expect(data[0]).toMatchObject({
    sellerOrderNumber: view.number,
    dialect: view.dialect,
    account: view.account ?? 'demo',
    address: { recipient: view.recipient },
    extra: view.extra,
  })
  expect(JSON.stringify(data[0])).not.toContain(PDF)
})

test.each(VIEWS)('$dialect lists its account’s orders', async ({ list, shows }) => {
  expect((await list()).sort()).toEqual(shows)
})

test('the label that came along is downloaded as it was', async () => {
  const { data } = (await (await native('/v1/orders?sellerOrderNumber=VIEW-5')).json()) as Json
  const [{ orderNumber, label }] = data
  expect(label).toMatchObject({ url: null, contentType: 'application/pdf', sizeBytes: 19 })
  const file = await native(`/v1/orders/${orderNumber}/label`)
  expect(file.headers.get('content-type')).toBe('application/pdf')
  expect(file.headers.get('content-disposition')).toBe('attachment')
  expect(Buffer.from(await file.arrayBuffer()).toString('base64')).toBe(PDF)
  const { data: others } = (await (await native('/v1/orders?sellerOrderNumber=VIEW-1')).json()) as Json
  expect((await native(`/v1/orders/${others[0].orderNumber}/label`)).status).toBe(404)
})
