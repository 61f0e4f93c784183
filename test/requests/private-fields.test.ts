// What is of persons, and what is secret, is in no row of the request log: an order with every private field filled
// is placed through each API, read back, and sent again spoiled.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dialects } from '../../src/dialects/index.js'
import { OWN_PRIVATE_FIELDS } from '../../src/wire/private-fields.js'
import { PDF, CREATE_ORDER as WAREHOUSE_ORDER } from '../support/apicenter.js'
import { type DemoHub, startDemoHub } from '../support/demo-hub.js'
import { golden } from '../support/golden.js'
import { CREATE_ORDER as STORE_ORDER } from '../support/lingxing.js'
import { createOrder as purchase } from '../support/pandapon.js'

/** In each private value, and nowhere else. */
const MARK = 'Zq7x'

let demo: DemoHub
let accessToken: string
let refreshToken: string

beforeAll(async () => {
  demo = await startDemoHub()
  const path = `/api/auth-server/oauth/access-token?${new URLSearchParams({ ...demo.credentials.lingxing })}`
  const { data } = JSON.parse((await post(path, undefined, {})).text)
  accessToken = data.access_token
  refreshToken = data.refresh_token
})
afterAll(() => demo.close())

async function post(path: string, body: string | undefined, headers: Record<string, string>) {
  const response = await fetch(demo.hub.url + path, {
    method: 'POST',
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body }),
  })
  return { status: response.status, text: await response.text() }
}

/** Signed as the family's clients do; the native API's are known by their key. */
async function send(family: string, path: string, body: string) {
  if (family === 'native') return post(path, body, { authorization: `Bearer ${nativeKey()}` })
  const auth = dialects.find((one) => one.family === family)?.auth
  const credential = { ...demo.credentials[family], ...(family === 'lingxing' && { accessToken }) }
  const { headers = {}, query = {} } = auth?.sign(credential, { query: {}, body }, Date.now()) ?? {}
  const parameters = new URLSearchParams(query)
  return post(parameters.size === 0 ? path : `${path}?${parameters}`, body, { ...headers })
}

const nativeKey = () => demo.credentials.native?.apiKey ?? ''

async function native(path: string): Promise<string> {
  const headers = { authorization: `Bearer ${nativeKey()}` }
  return (await fetch(demo.hub.url + path, { headers })).text()
}

/** `name: 'Zq7xname'`, for each name. */
function filled(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `${MARK}${name}`.slice(0, 30)]))
}

const KAKACLO = {
  orderAddresses: {
    country: 'US',
    ...filled('recipient', 'phone', 'email', 'province', 'city', 'street1', 'street2', 'zip', 'ioss', 'vat'),
    ...filled('idNumber', 'taxNumber', 'floor'),
  },
  orderItemsList: [{ sku: 'AMB01682_W_M_AU', quantity: 1 }],
  ...filled('remark'),
}

const RECEIVER = filled(
  ...['name', 'state', 'city', 'address', 'district', 'mobile_phone', 'phone', 'zip', 'tax_id', 'id_card'],
)

const CONTACT = {
  country_code: 'MY',
  ...filled('name', 'address', 'address2', 'city', 'province', 'district', 'post_code', 'phone', 'phone2'),
  ...filled('email', 'ic_number', 'tax_number'),
}

interface Placing {
  readonly dialect: string
  readonly family: string
  readonly path: string
  /** All that it takes, with a seller's number of its own. */
  readonly body: object
  readonly read: readonly (readonly [path: string, body: object])[]
}

const TRADE = JSON.parse(golden('pandapon', '1688-create-order').request ?? '')

const PLACINGS: readonly Placing[] = [
  {
    dialect: 'kakaclo-v2',
    family: 'kakaclo',
    path: '/openapi/v2/order/orders',
    body: { ...KAKACLO, customOrderId: 'PRIVATE-1' },
    read: [],
  },
  {
    dialect: 'kakaclo-v1',
    family: 'kakaclo',
    path: '/openapi/v1/order/orders',
    body: { ...KAKACLO, customOrderId: 'PRIVATE-2' },
    read: [],
  },
  {
    dialect: 'pandapon',
    family: 'pandapon',
    path: '/open/order',
    body: purchase(undefined, {
      sellerOrderNumber: 'PRIVATE-3',
      receiver: JSON.stringify(RECEIVER),
      ...filled('remark', 'userNick'),
    }),
    read: [['/open/purchase/page', { sellerOrderNumber: 'PRIVATE-3' }]],
  },
  {
    dialect: 'pandapon-1688',
    family: 'pandapon',
    path: '/v2/alibaba/order/create',
    body: {
      ...TRADE,
      addressParam: {
        ...filled(
          'fullName',
          'mobile',
          'phone',
          'provinceText',
          'cityText',
          'areaText',
          'townText',
          'address',
        ),
        ...filled('postCode', 'districtCode'),
      },
      ...filled('message', 'staffName', 'transferAccountImgs', 'transferAccountRemark'),
    },
    read: [['/v2/alibaba/order/page', { pageNo: 1, pageSize: 10 }]],
  },
  {
    dialect: 'lingxing',
    family: 'lingxing',
    path: '/order/amzod/api/createOrder',
    body: {
      ...STORE_ORDER,
      order_id: 'PRIVATE-4',
      ...filled('receiver', 'region', 'city', 'address1', 'address2', 'address3', 'postcode', 'phone_number'),
      ...filled('remark', 'remark_for_packing'),
      buyers_mailbox: `${MARK}@example.com`,
    },
    read: [
      ['/order/amzod/api/orderList', { sids: [17, 18, 19, 20], date_type: 1, offset: 0, length: 100 }],
      [
        '/order/amzod/api/orderDetails/productInformation',
        { order_info: [{ sid: 17, seller_fulfillment_order_id: 'PRIVATE-4' }] },
      ],
    ],
  },
  {
    dialect: 'apicenter',
    family: 'apicenter',
    path: '/apicenter/api/order',
    body: {
      ...WAREHOUSE_ORDER,
      package: { order_number: 'PRIVATE-5' },
      logistics_provider: {
        ...WAREHOUSE_ORDER.logistics_provider,
        label_url: `https://example.com/${MARK}.pdf`,
        label_base64: PDF,
      },
      receiver: CONTACT,
      sender: CONTACT,
      ...filled('desc', 'remark'),
    },
    read: [
      ['/apicenter/api/order/list', { client_code: 'CK2023' }],
      ['/apicenter/api/order/status', { client_code: 'CK2023', order_number: 'PRIVATE-5' }],
    ],
  },
  {
    dialect: 'native',
    family: 'native',
    path: '/v1/orders',
    body: {
      sellerOrderNumber: 'PRIVATE-6',
      address: {
        country: 'US',
        ...filled(
          'recipient',
          'phone',
          'province',
          'city',
          'street1',
          'street2',
          'postalCode',
          'ioss',
          'vat',
        ),
      },
      lines: [{ sku: 'AMB01682_W_M_AU', quantity: 1 }],
      ...filled('remark'),
    },
    read: [],
  },
]

/** What stands for a marked text where a number is sent. */
const NUMBER_MARK = 70_770_770_770

/** With each marked text replaced. */
function spoiled(value: unknown, spoil: (text: string) => unknown): unknown {
  if (typeof value === 'string') return value.includes(MARK) ? spoil(value) : value
  if (Array.isArray(value)) return value.map((one) => spoiled(one, spoil))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoiled(one, spoil)]))
}

const SPOILS: readonly ((text: string) => unknown)[] = [
  (text) => text.repeat(150),
  (text) => `"${text}" "\n${text}`.repeat(40),
  () => NUMBER_MARK,
  (text) => [text],
]

interface Row {
  readonly dialect: string
  readonly operation: string | null
  readonly refusal: string | null
  readonly text: string
}

async function rows(): Promise<readonly Row[]> {
  // Whoever asks for the log has it written.
  await native('/v1/requests?limit=1')
  const { rows: found } = await demo.hub.pool.query<Row>(
    'select dialect, operation, refusal, row_to_json(r)::text as text from request_log r order by request_number',
  )
  return found
}

const privateIn = (text: string) => text.match(new RegExp(`.{0,60}(${MARK}|${NUMBER_MARK})\\w*`, 'gi')) ?? []

test.each(PLACINGS)('$dialect $path', async ({ family, dialect, path, body, read }) => {
  const before = (await rows()).length
  const placed = await send(family, path, JSON.stringify(body))
  expect([placed.status < 300, placed.text], placed.text).toEqual([true, expect.any(String)])
  for (const [asked, query] of read) await send(family, asked, JSON.stringify(query))
  for (const spoil of SPOILS) await send(family, path, JSON.stringify(spoiled(body, spoil)))
  // Text where an object is meant, and JSON that ends too soon.
  await send(
    family,
    path,
    JSON.stringify(body).replaceAll(/\{"?[^{}]*Zq7x[^{}]*\}/g, `"{\\"name\\":\\"${MARK}"`),
  )
  await send(family, path, JSON.stringify(body).slice(0, -9))
  const fresh = (await rows())
    .slice(before)
    .filter((one) => one.dialect === dialect && one.operation !== 'listRequests')
  expect(fresh.length).toBeGreaterThanOrEqual(3 + SPOILS.length + read.length)
  expect(fresh[0]).toMatchObject({ refusal: null, text: expect.stringContaining('[personal]') })
  expect(fresh.some(({ refusal }) => refusal === 'invalid_field')).toBe(true)
  expect(fresh.flatMap(({ text }) => privateIn(text))).toEqual([])
})

test('what the native API shows of them all', async () => {
  const shown = await native('/v1/orders?limit=100')
  for (const number of [1, 2, 3, 4, 5, 6]) expect(shown).toContain(`PRIVATE-${number}`)
  expect(privateIn(shown).length).toBeGreaterThan(40)
  await native(`/v1/orders?recipient=${MARK}`)
  for (const { orderNumber } of JSON.parse(shown).data) {
    await native(`/v1/orders/${orderNumber}`)
    await native(`/v1/orders/${orderNumber}/history`)
  }
  const all = await rows()
  expect(all.filter(({ dialect }) => dialect === 'native').length).toBeGreaterThan(10)
  expect(all.flatMap(({ text }) => privateIn(text))).toEqual([])
})

test('what is secret, of every API', async () => {
  const secrets = Object.entries(demo.credentials).flatMap(([family, credential]) =>
    family === 'console' || typeof credential !== 'object'
      ? []
      : Object.entries(credential).filter(([name]) => /key|secret|token/i.test(name)),
  )
  expect(secrets.length).toBeGreaterThanOrEqual(5)
  const kept = (await rows()).map(({ text }) => text).join('\n')
  const values = [...secrets, ['access_token', accessToken], ['refresh_token', refreshToken], ['label', PDF]]
  expect(
    values.filter(([, value]) => value === undefined || kept.includes(value)).map(([name]) => name),
  ).toEqual([])
})

test('every API says what of its requests is private', () => {
  for (const { name, privateFields } of [
    ...dialects,
    { name: 'native', privateFields: OWN_PRIVATE_FIELDS },
  ]) {
    expect([name, privateFields.personal.length > 10, privateFields.secret.length > 0]).toEqual([
      name,
      true,
      true,
    ])
  }
})
