// How orders come in at the first hub: each API's own signed requests, and how it reads them back.
import { DEMO } from '../../src/cli/demo-data.js'
import { putShippingRate } from '../../src/store/setup.js'
import * as apicenter from '../support/apicenter.js'
import { openShop, type TestHub } from '../support/hub.js'
import * as lingxing from '../support/lingxing.js'
import * as pandapon from '../support/pandapon.js'

export type ApiName = 'kakaclo-v1' | 'kakaclo-v2' | 'pandapon' | 'lingxing' | 'apicenter'
export const APIS: readonly ApiName[] = ['kakaclo-v1', 'kakaclo-v2', 'pandapon', 'lingxing', 'apicenter']

/** Where an order stands, from the API's own word for it. */
export type Standing = 'waiting' | 'held' | 'shipped' | 'cancelled'

export interface Near {
  readonly tenantId: number
  readonly accountId: number
  readonly sku: string
  readonly location: string
  /** Answers with what the API names the order by. */
  place(number: string, quantity: number): Promise<string>
  /** `id`: what `place` answered with. */
  read(number: string, id: string): Promise<{ standing: Standing | string; trackingNumbers: string[] }>
  /** False: it is refused. */
  cancel(number: string, id: string): Promise<boolean>
}

const MONEY_MINOR = 100_000_000

/** Rates to China beside those to the United States: some platforms deliver there alone. */
export async function shipToChina(hub: TestHub, tenantId: number): Promise<void> {
  for (const rate of DEMO.rates.filter((one) => one.destinationCountry === 'US')) {
    await putShippingRate(hub.pool, tenantId, { ...rate, destinationCountry: 'CN' })
  }
  await hub.pool.query('update lanes set version = version + 1 where tenant_id = $1', [tenantId])
}

/** `country`: where its orders go. */
export const NEAR: Readonly<Record<ApiName, (hub: TestHub, country: 'US' | 'CN') => Promise<Near>>> = {
  'kakaclo-v1': (hub, country) => openKakaclo(hub, country, 'v1'),
  'kakaclo-v2': (hub, country) => openKakaclo(hub, country, 'v2'),
  pandapon: openPandapon,
  lingxing: openLingxing,
  apicenter: openApicenter,
}

interface Listed {
  readonly id: string
  readonly status: string
  readonly fulfillmentStatus?: string
  readonly refundStatus?: string
  readonly fulfillments: readonly { readonly trackingCode: string | null; readonly status?: string }[] | null
}

async function openKakaclo(hub: TestHub, country: 'US' | 'CN', version: 'v1' | 'v2'): Promise<Near> {
  const shop = await openShop(hub, MONEY_MINOR)
  await shipToChina(hub, shop.tenantId)
  const path = `/openapi/${version}/order/orders`
  const { tenantId, accountId } = shop
  return {
    tenantId,
    accountId,
    sku: 'AMB01682_W_M_AU',
    location: 'G007',
    place: async (number, quantity) => {
      const { status, text, body } = await shop.post(path, {
        orderAddresses: { ...placeIn(country), phone: '5551234', recipient: 'Ann', zip: '89501' },
        orderItemsList: [{ sku: 'AMB01682_W_M_AU', quantity }],
        customOrderId: number,
        channelType: 'Standard',
      })
      return must(status === 200 && body.code === 10000, text, String(body.data))
    },
    read: async (_number, id) => {
      const { body } = await shop.get(`${path}?ids=${id}`)
      const [order] = (body.data as { list: readonly Listed[] }).list
      if (order === undefined) throw new Error(`${id} is not listed`)
      const { status, fulfillmentStatus, refundStatus, fulfillments } = order
      const word = version === 'v1' ? status : [status, fulfillmentStatus, refundStatus].join(' ')
      const left = (fulfillments ?? []).filter((one) => one.status !== 'preparing')
      return {
        standing: KAKACLO_WORDS[word] ?? word,
        trackingNumbers: left.flatMap((one) => one.trackingCode ?? []),
      }
    },
    cancel: async (_number, id) => {
      const remark = version === 'v1' ? { Remark: 'changed my mind' } : { remark: 'changed my mind' }
      const { body } = await shop.post(`${path}/${id}/refund`, remark)
      return body.code === 10000
    },
  }
}

/** There is no word for what is held: v1 and v2 show it as waiting to be shipped. */
const KAKACLO_WORDS: Readonly<Record<string, Standing>> = {
  waiting_to_ship: 'waiting',
  shipped: 'shipped',
  refunded: 'cancelled',
  cancel: 'cancelled',
  'processing waiting_to_ship NULL': 'waiting',
  'processing fully_shipped NULL': 'shipped',
  'cancel NULL refunded': 'cancelled',
}

async function openPandapon(hub: TestHub): Promise<Near> {
  const { shop, tenantId, accountId, ...client } = await pandapon.openPandapon(hub, hub.now, {
    currency: 'CNY',
  })
  await shipToChina(hub, tenantId)
  const detail = async (id: string) => {
    const { body } = await client.get(`/open/order/detail?orderId=${id}`)
    return body.data
  }
  return {
    tenantId,
    accountId,
    sku: pandapon.ITEMS[0].join('/'),
    location: 'G006',
    // What is not paid goes nowhere.
    place: async (sellerOrderNumber, quantity) => {
      const line = pandapon.line(0, { quantity: String(quantity) })
      const change = { sellerOrderNumber, purchaseAmount: quantity }
      const made = await client.post('/open/order', pandapon.createOrder([line], change))
      const id = must(made.body.code === 200, made.text, String(made.body.data?.id))
      const paid = await client.post('/open/order/pay', { orderIds: [id] })
      return must(paid.body.data?.successList?.[0] === id, paid.text, id)
    },
    read: async (_number, id) => {
      const { status, subOrderVOS } = await detail(id)
      const trails = await Promise.all(
        subOrderVOS.map(({ taobaoSubPurchaseId: sub }: { taobaoSubPurchaseId: string }) =>
          client.get(`/open/order/logistics/detail/get?subPurchaseOrderId=${sub}`),
        ),
      )
      const parcels = trails.flatMap(({ body }) => body.data.pnmLogisticsDetails)
      const standing = { 10: 'waiting', 11: 'shipped', 4: 'cancelled' }[status as 10 | 11 | 4]
      return { standing: standing ?? String(status), trackingNumbers: parcels.map((one) => one.mailNo) }
    },
    // What is paid is refunded, by its sub-orders.
    cancel: async (_number, id) => {
      const [sub] = (await detail(id)).subOrderVOS
      const asked = { subOrderId: sub.subOrderId, refundType: 1, goodsStatus: 3, reasonId: 1 }
      return (await client.post('/open/order/refund/submit', asked)).body.code === 200
    },
  }
}

async function openLingxing(hub: TestHub, country: 'US' | 'CN'): Promise<Near> {
  const { tenantId, accountId, ...client } = await lingxing.openLingxing(hub, hub.now)
  await shipToChina(hub, tenantId)
  // A token lasts two hours, and the clock is moved on.
  let fetchedAt = Number.NEGATIVE_INFINITY
  const post = async (path: string, body: unknown) => {
    const at = hub.now()
    if (at - fetchedAt > 3_600_000) {
      await client.fetchToken()
      fetchedAt = at
    }
    return client.post(path, body)
  }
  const { province: region, ...place } = placeIn(country)
  return {
    tenantId,
    accountId,
    sku: 'msku123',
    location: 'H008',
    place: async (number, quantity) => {
      const { text, body } = await post('/order/amzod/api/createOrder', {
        ...lingxing.CREATE_ORDER,
        order_id: number,
        ...{ country_code: place.country, region, city: place.city, address1: place.street1 },
        delivery_operation: '立即配送',
        item_list: [{ msku: 'msku123', quantity_shipped: quantity }],
      })
      // A number that is there already is refused, whatever comes with it.
      return must(body.code === 0 || text.includes('订单号已经存在'), text, number)
    },
    read: async (number) => {
      const order_info = [{ sid: 17, seller_fulfillment_order_id: number }]
      const { body } = await post('/order/amzod/api/orderDetails/logisticsInformation', { order_info })
      const [order] = body.data
      const packages = (order.shipment_info ?? []).flatMap((one: { packages: unknown }) => one.packages)
      const left = packages.filter((one: { ship_date: string | null }) => one.ship_date)
      return {
        standing: LINGXING_WORDS[order.order_status] ?? order.order_status,
        trackingNumbers: left.map((one: { tracking_number: string }) => one.tracking_number),
      }
    },
    cancel: async (number) => {
      const asked = { sid: 17, seller_fulfillment_order_id: number }
      return (await post('/order/amzod/api/cancelOrder', asked)).body.code === 0
    },
  }
}

const LINGXING_WORDS: Readonly<Record<string, Standing>> = {
  Planning: 'waiting',
  Received: 'held',
  Complete: 'shipped',
  Cancelled: 'cancelled',
}

async function openApicenter(hub: TestHub, country: 'US' | 'CN'): Promise<Near> {
  const { tenantId, accountId, post } = await apicenter.openApicenter(hub, { balanceMinor: MONEY_MINOR })
  await shipToChina(hub, tenantId)
  const [sku] = apicenter.SKUS
  const place = placeIn(country)
  const receiver = {
    ...apicenter.CREATE_ORDER.receiver,
    ...{ country_code: country, province: place.province, city: place.city, address: place.street1 },
  }
  const named = (number: string) => ({ client_code: 'CK2023', order_number: number })
  return {
    tenantId,
    accountId,
    sku,
    location: 'CKMX',
    place: async (number, quantity) => {
      const { text, body } = await post('/apicenter/api/order', {
        ...apicenter.CREATE_ORDER,
        real_time_response: true,
        receiver,
        package: { order_number: number },
        items: [{ sku, currency: 'USD', unit_price: 46, qty: quantity }],
      })
      return must(body.data?.status === 'stock_allocated', text, number)
    },
    read: async (number) => {
      const { data } = (await post('/apicenter/api/order/status', named(number))).body
      return {
        standing: APICENTER_WORDS[data.status] ?? data.status,
        trackingNumbers: data.shipments,
      }
    },
    cancel: async (number) => {
      const { body } = await post('/apicenter/api/order/cancel', { ...named(number), reason: 'no more' })
      // What is stopped, and not cancelled yet, is told with a conflict.
      return body.code === 0 || body.data?.status === 'hold'
    },
  }
}

const APICENTER_WORDS: Readonly<Record<string, Standing>> = {
  stock_allocated: 'waiting',
  hold: 'held',
  handovered: 'shipped',
  cancelled: 'cancelled',
}

function placeIn(country: 'US' | 'CN') {
  return country === 'US'
    ? { country, province: 'Nevada', city: 'Reno', street1: '1 Main St' }
    : { country, province: '浙江省', city: '杭州市', street1: '1 Main St' }
}

function must<T>(isSo: boolean, text: string, value: T): T {
  if (!isSo) throw new Error(text)
  return value
}
