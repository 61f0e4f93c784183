// A client of PandaPon's API, and a shop with the two items that its document prints.
import { receiveStock } from '../../src/cli/demo.js'
import { pandaponAuth, userIdOf } from '../../src/dialects/pandapon/auth.js'
import { secretBox } from '../../src/store/secret-box.js'
import { createCredential, type NewAccount, putItem } from '../../src/store/setup.js'
import { openShop, type Shop, type TestHub } from './hub.js'

export interface PandaponAnswer {
  readonly status: number
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
  readonly body: any
}

export type Headers = Record<string, string>

export interface PandaponClient {
  readonly shop: Shop
  readonly accessKey: string
  readonly accessSecret: string
  readonly userId: string
  readonly tenantId: number
  readonly accountId: number
  headers(at?: number): Headers
  post(path: string, body: unknown, headers?: Headers): Promise<PandaponAnswer>
  get(path: string, headers?: Headers): Promise<PandaponAnswer>
}

export const ITEMS = [
  ['600126245031041190', '5016042822039'],
  ['600129202197070073', '4860968496626'],
] as const

export async function openPandapon(
  hub: TestHub,
  now: () => number,
  wish: Partial<NewAccount> = {},
): Promise<PandaponClient> {
  const shop = await openShop(hub, undefined, wish)
  const { tenantId, accountId } = shop
  const stock = ITEMS.map(([item, sku]) => ({ sku: `${item}/${sku}`, location: 'G006', quantity: 500_000 }))
  await receiveStock(hub.lanes.of(tenantId), accountId, stock)
  const offShelf = { sku: '1/1', spu: null, name: 'gone', priceMinor: 1, costMinor: null, currency: 'CNY' }
  await putItem(
    hub.pool,
    tenantId,
    accountId,
    { ...offShelf, weightGrams: 1, status: 'off_shelf', details: {} },
    0,
  )
  const key = { accountId, family: 'pandapon', limit: null, sandbox: false, form: pandaponAuth }
  const box = secretBox(Buffer.alloc(32, 7))
  const { secret } = await createCredential(hub.pool, tenantId, key, 0, box)
  const credential = {
    accessKey: pandaponAuth.identity(secret),
    accessSecret: secret,
    userId: userIdOf(secret),
  }
  const headers = (at = now()) => ({ ...pandaponAuth.sign(credential, { query: {}, body: '' }, at).headers })
  const call = async (path: string, request: RequestInit): Promise<PandaponAnswer> => {
    const response = await fetch(hub.url + path, request)
    const text = await response.text()
    return { status: response.status, text, body: JSON.parse(text) }
  }
  return {
    ...credential,
    shop,
    tenantId,
    accountId,
    headers,
    post: (path, body, sent = headers()) =>
      call(path, {
        method: 'POST',
        headers: { ...sent, 'Content-Type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    get: (path, sent = headers()) => call(path, { headers: sent }),
  }
}

export const RECEIVER = {
  zip: '11111',
  country: '中国',
  address: '测试地址',
  city: '杭州市',
  phone: '',
  mobile_phone: '15068763421',
  district: '余杭区',
  name: 'a测试aa',
  state: '浙江省',
}

export const line = (index: 0 | 1, change: Record<string, unknown> = {}) => ({
  itemId: ITEMS[index][0],
  orderLineNo: '1',
  quantity: '200',
  price: '1',
  currency: 'CNY',
  skuId: ITEMS[index][1],
  ...change,
})

/** The printed request, with other lines or fields where asked. */
export function createOrder(
  lines: readonly object[] = [line(0), line(1)],
  change: Record<string, unknown> = {},
) {
  return {
    purchaseAmount: 400,
    receiver: JSON.stringify(RECEIVER),
    orderLineList: JSON.stringify(lines),
    orderSource: 'lazada',
    sellerOrderNumber: '1',
    ...change,
  }
}

let numbers = 0

/** A number that no order has had. */
export function fresh(): { readonly sellerOrderNumber: string } {
  numbers += 1
  return { sellerOrderNumber: `T-${numbers}` }
}
