// A tenant whose every text would be script, if a page let it.
import { dialects } from '../../src/dialects/index.js'
import { putStore } from '../../src/store/setup.js'
import { call, type NativeClient, RATE } from '../http/native-client.js'
import { CREATE_ORDER as WAREHOUSE_ORDER } from '../support/apicenter.js'
import type { TestHub } from '../support/hub.js'
import { CREATE_ORDER as STORE_ORDER } from '../support/lingxing.js'

/** Calls what a page that it breaks into would have; 25 characters, since codes have at most 32. */
export const SHORT = '<img src=x onerror=hit()>'
export const LONG = `"'>${SHORT}<script>hit()</script>{{constructor.constructor("hit()")()}}`
export const ADDRESS = `https://shop.example/?${SHORT}`
const LINK = 'javascript:hit()'

export interface Broken {
  /** Orders by the API that they came through. */
  readonly orders: Readonly<Record<string, number>>
  readonly notice: string
  /** Of requests that were refused, and of those that were not. */
  readonly requests: readonly { readonly id: number; readonly dialect: string }[]
  readonly imported: number
  /** As its dialect's client is told it. */
  readonly credential: Readonly<Record<string, string>>
}

type Json = { readonly [name: string]: unknown }

const enc = encodeURIComponent

export async function fill(hub: TestHub, client: NativeClient): Promise<Broken> {
  const done = async (answer: ReturnType<NativeClient['get']>): Promise<Json> => {
    const { status, text, body } = await answer
    if (status >= 300) throw new Error(text)
    return body
  }
  const item = { name: LONG, priceMinor: 100, currency: 'USD', weightGrams: 1 }
  await done(client.put(`/v1/items/${enc(SHORT)}`, item))
  await done(client.put(`/v1/items/${enc(`1/${SHORT}`)}`, { ...item, currency: 'CNY' }))
  await done(
    client.put(`/v1/stock-locations/${enc(SHORT)}`, {
      name: LONG.slice(0, 100),
      country: 'US',
      region: SHORT,
      priority: 0,
    }),
  )
  for (const sku of [SHORT, `1/${SHORT}`]) {
    await done(client.post('/v1/stock-movements', { sku, location: SHORT, quantity: 5000, reason: LONG }))
  }
  await done(
    client.put(`/v1/shipping-methods/${enc(SHORT)}`, { name: LONG.slice(0, 100), speed: 'standard' }),
  )
  await done(client.put(`/v1/shipping-methods/${enc(SHORT)}/rates/US/US`, RATE))
  await done(
    client.post('/v1/accounts', { name: SHORT, currency: 'CNY', stockOwner: 'shop', payment: 'none' }),
  )
  await done(client.post('/v1/accounts/shop/top-ups', { amountMinor: 1_000_000, note: LONG }))
  const connection = {
    name: SHORT,
    dialect: 'apicenter',
    baseUrl: ADDRESS,
    credentials: { token: LONG },
    mappings: { skus: { [SHORT]: LONG }, locations: { [SHORT]: LONG }, shippingMethods: { [SHORT]: LONG } },
    settings: { remark: LONG },
    store: { name: LONG.slice(0, 100), marketplace: SHORT },
    enabled: false,
  }
  await done(client.post('/v1/connections', connection))
  await done(client.post('/v1/routing-rules', { connection: SHORT, skuPrefix: 'NOTHING-', country: 'DE' }))
  await done(client.post('/v1/webhook-endpoints', { url: ADDRESS }))

  const notice = SHORT
  const rows = [{ sku: SHORT, quantity: 3, box: SHORT }]
  await done(client.put(`/v1/inbound-notices/${enc(notice)}`, { location: SHORT, remark: LONG, rows }))

  const orders = { ...(await placeAll(hub, client)), native: await live(client, done) }
  const csv = `sku,location,onHand\n"${SHORT}","${SHORT}","${SHORT}"\n"${SHORT}x","${SHORT}",4\n`
  const imported = Number((await done(postCsv(hub, client, csv))).id)
  await untilOver(client, imported)

  const credential = (await done(client.post('/v1/credentials', { account: 'shop', dialect: 'kakaclo' })))
    .credential as Record<string, string>
  const logged = (await done(client.get('/v1/requests?limit=100'))).data as Broken['requests']
  return { orders, notice, requests: logged, imported, credential }
}

/** One order that has been through all that can be said of one; its number. */
async function live(
  client: NativeClient,
  done: (answer: ReturnType<NativeClient['get']>) => Promise<Json>,
): Promise<number> {
  const word = LONG.slice(0, 64)
  const address = {
    recipient: LONG.slice(0, 100),
    country: 'US',
    province: word,
    city: word,
    street1: LONG,
    street2: LONG,
    postalCode: SHORT,
    phone: word,
    ioss: SHORT,
    vat: SHORT,
  }
  const order = {
    address,
    lines: [{ sku: SHORT, quantity: 4 }],
    remark: LONG,
    salesChannel: SHORT,
    other: LONG,
  }
  const place = async (sellerOrderNumber: string) =>
    Number((await done(client.post('/v1/orders', { ...order, sellerOrderNumber }))).orderNumber)
  const number = await place(SHORT)
  const part = `/v1/fulfilment-orders/${number}-1`
  const packages = [{ packageNumber: SHORT, sortingCode: SHORT, lines: [{ lineNumber: 1, quantity: 4 }] }]
  await done(client.post(`${part}/pack`, { packages }))
  await done(client.post(`${part}/hand-over`, { carrier: word, trackingNumber: SHORT }))
  const told = { at: '2026-01-15T09:10:00Z', status: 'picked_up', description: LONG }
  const news = [{ ...told, city: word, state: word, facility: word, country: SHORT }]
  await done(client.post(`/v1/orders/${number}/tracking`, { trackingNumber: SHORT, events: news }))
  await done(
    client.post(`/v1/orders/${number}/after-sales`, { kind: 'return', reason: LONG, goods: 'shipped' }),
  )
  const held = await place(`${SHORT}held`)
  await done(client.post(`/v1/fulfilment-orders/${held}-1/hold`, { reason: LONG }))
  const cancelled = await place(`${SHORT}cancelled`)
  await done(client.post(`/v1/orders/${cancelled}/cancel`, { reason: LONG }))
  return number
}

/** The same texts through each API; what is refused of them is in the request log. */
async function placeAll(hub: TestHub, client: NativeClient): Promise<Record<string, number>> {
  const { rows } = await hub.pool.query<{ account_id: number }>(
    "select account_id from accounts where tenant_id = $1 and name = 'shop'",
    [client.tenantId],
  )
  const accountId = Number(rows[0]?.account_id)
  const store = {
    storeNumber: 990,
    name: SHORT,
    marketplace: 'US',
    sellerId: SHORT,
    status: 'active',
  } as const
  await putStore(hub.pool, client.tenantId, { ...store, accountId })
  for (const { family, account, path, body } of asked()) {
    const credential = await credentialOf(hub, client, family, account)
    await send(hub, family, credential, path, body)
    await send(hub, family, credential, path, { ...body, [SHORT]: { [SHORT]: LONG } })
    await send(hub, family, credential, `${path}/${enc(SHORT)}?${SHORT}=${enc(LONG)}`, { [SHORT]: LONG })
  }
  const listed = (await client.get('/v1/orders?limit=100')).body.data ?? []
  return Object.fromEntries(listed.map(({ dialect, orderNumber }) => [String(dialect), Number(orderNumber)]))
}

interface Asked {
  readonly family: string
  readonly account: string
  readonly path: string
  readonly body: Json
}

function asked(): readonly Asked[] {
  const word = LONG.slice(0, 64)
  const orderAddresses = {
    ...{
      country: 'US',
      recipient: SHORT,
      phone: word,
      province: SHORT,
      city: word,
      street1: word,
      zip: SHORT,
    },
    [SHORT]: LONG,
  }
  const shop = { orderAddresses, orderItemsList: [{ sku: SHORT, quantity: 1, [SHORT]: LONG }] }
  const receiver = {
    zip: SHORT,
    country: '中国',
    address: LONG,
    city: word,
    phone: '',
    district: word,
    state: word,
  }
  const contact = {
    name: word,
    address: LONG,
    city: word,
    province: word,
    district: word,
    country_code: 'MY',
  }
  const whole = { ...contact, post_code: SHORT, phone: SHORT, email: SHORT }
  return [
    ...(['v2', 'v1'] as const).map((version) => ({
      family: 'kakaclo',
      account: 'shop',
      path: `/openapi/${version}/order/orders`,
      body: { ...shop, customOrderId: `${SHORT}${version}`, channelType: 'Standard', remark: LONG },
    })),
    {
      family: 'pandapon',
      account: SHORT,
      path: '/open/order',
      body: {
        purchaseAmount: 10_000,
        receiver: JSON.stringify({ ...receiver, mobile_phone: '15068763421', name: word }),
        orderLineList: JSON.stringify([
          { itemId: '1', skuId: SHORT, orderLineNo: SHORT, quantity: '1', price: '100', currency: 'CNY' },
        ]),
        orderSource: SHORT,
        sellerOrderNumber: SHORT,
        remark: LONG,
      },
    },
    {
      family: 'lingxing',
      account: 'shop',
      path: '/order/amzod/api/createOrder',
      body: {
        ...STORE_ORDER,
        ...{ store_name: SHORT, order_id: SHORT, receiver: word, region: word, city: word, postcode: SHORT },
        ...{ address1: word, address2: word, phone_number: SHORT, remark: LONG },
        ...{ buyers_mailbox: `${SHORT}@x`, order_id_for_packing: SHORT, remark_for_packing: LONG },
        item_list: [{ msku: SHORT, quantity_shipped: 1, declared_value: 1, declared_currency: 'USD' }],
      },
    },
    {
      family: 'apicenter',
      account: 'shop',
      path: '/apicenter/api/order',
      body: {
        ...WAREHOUSE_ORDER,
        centre_code: SHORT,
        logistics_provider: { code: SHORT, tracking_number: SHORT, label_url: LINK, label_base64: '' },
        package: { order_number: SHORT },
        receiver: whole,
        sender: whole,
        desc: LONG,
        items: [{ sku: SHORT, currency: SHORT, unit_price: 1, qty: 1, title: LONG }],
      },
    },
  ]
}

type Credential = Readonly<Record<string, string>>

async function credentialOf(
  hub: TestHub,
  client: NativeClient,
  dialect: string,
  account: string,
): Promise<Credential> {
  const { body } = await client.post('/v1/credentials', { account, dialect })
  const credential = body.credential as Credential
  if (dialect !== 'lingxing') return credential
  const form = new FormData()
  for (const [name, value] of Object.entries(credential)) form.set(name, value)
  const path = '/api/auth-server/oauth/access-token'
  const answer = await fetch(hub.url + path, { method: 'POST', body: form })
  const { data } = (await answer.json()) as { data: { access_token: string } }
  return { ...credential, accessToken: data.access_token }
}

async function send(hub: TestHub, family: string, credential: Credential, path: string, body: Json) {
  const text = JSON.stringify(body)
  const url = new URL(path, hub.url)
  const auth = dialects.find((one) => one.family === family)?.auth
  const query = Object.fromEntries(url.searchParams)
  const signature = auth?.sign(credential, { query, body: text }, hub.now())
  for (const [name, value] of Object.entries(signature?.query ?? {})) url.searchParams.set(name, value)
  const headers = { ...signature?.headers, 'content-type': 'application/json' }
  await (await fetch(url, { method: 'POST', headers, body: text })).text()
}

function postCsv(hub: TestHub, { apiKey }: NativeClient, csv: string): ReturnType<NativeClient['get']> {
  return call(hub, '/v1/imports?kind=stock', {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'text/csv' },
    body: csv,
  })
}

async function untilOver(client: NativeClient, id: number): Promise<void> {
  for (;;) {
    const { body } = await client.get(`/v1/imports/${id}`)
    if (!['receiving', 'waiting', 'running'].includes(String(body.state))) return
  }
}
