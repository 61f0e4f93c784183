// A client of apicenter's API, and a shop with a warehouse and the two SKUs that its document prints.
import { createCredential } from '../../src/store/setup.js'
import { clientOf, type NativeClient } from '../http/native-client.js'
import { openShop, type TestHub } from './hub.js'

export interface ApicenterAnswer {
  readonly status: number
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
  readonly body: any
}

export interface ApicenterClient {
  readonly tenantId: number
  readonly accountId: number
  readonly token: string
  post(path: string, body: unknown, token?: string): Promise<ApicenterAnswer>
  newToken(settings?: Record<string, unknown>): Promise<string>
}

/** `quantity` pieces of each SKU. */
export async function openApicenter(
  hub: TestHub,
  { quantity = 100_000, balanceMinor = 100_000 } = {},
): Promise<ApicenterClient> {
  await openShop(hub, balanceMinor)
  const { rows } = await hub.pool.query<{ tenant_id: number; account_id: number }>(
    'select tenant_id, account_id from accounts order by tenant_id desc limit 1',
  )
  const { tenant_id: tenantId = 0, account_id: accountId = 0 } = rows[0] ?? {}
  const caller = { accountId, ownerId: accountId }
  for (const sku of SKUS) {
    const move = {
      kind: 'move_stock',
      caller,
      key: null,
      sku,
      location: 'CKMX',
      quantity,
      reason: 't',
    } as const
    if (quantity > 0) await hub.lanes.of(tenantId).submit(move)
  }
  const newToken = async (settings?: Record<string, unknown>): Promise<string> => {
    const wish = { accountId, family: 'apicenter', limit: null, sandbox: false }
    const bound = settings === undefined ? wish : { ...wish, settings }
    return (await createCredential(hub.pool, tenantId, bound, 0)).secret
  }
  const token = await newToken()
  return {
    tenantId,
    accountId,
    token,
    newToken,
    post: async (path, body, sent = token) => {
      const response = await fetch(hub.url + path, {
        method: 'POST',
        headers: { Authorization: `Bearer ${sent}`, 'Content-Type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      const text = await response.text()
      return { status: response.status, text, body: JSON.parse(text) }
    },
  }
}

/** Whoever runs the warehouse, by the native API. */
export async function operatorOf(
  hub: TestHub,
  { tenantId, accountId }: ApicenterClient,
): Promise<Omit<NativeClient, 'tenantId'>> {
  const wish = { accountId, family: 'native', limit: null, sandbox: false }
  return clientOf(hub, (await createCredential(hub.pool, tenantId, wish, 0)).secret)
}

export const SKUS = ['sed in in', 'fugiat'] as const

const CONTACT = {
  name: 'spj',
  address: '#20 1st AVE. STA. MARIA INDUSTRIAL BAGUMBAYAN TAGUIG CITY',
  city: 'TAGUIG',
  province: 'METRO-MANILA',
  district: 'BAGUMBAYAN',
  country_code: 'MY',
  post_code: '47',
  phone: '18664543431',
  email: 'q.okmchv@qq.com',
}

/** The printed request, with other fields where asked. */
export const CREATE_ORDER = {
  centre_code: 'CKMX',
  client_code: 'CK2023',
  real_time_response: false,
  process_type: 1,
  logistics_provider: { code: 'DHL', tracking_number: '', label_url: '11111', label_base64: '' },
  package: { order_number: 'api-0315-3' },
  receiver: CONTACT,
  sender: CONTACT,
  items: [
    { sku: 'sed in in', currency: 'adipisicing magna Excepteur fugiat', unit_price: 46, qty: 73 },
    { unit_price: 33, currency: 'eiusmod nostrud sunt aliquip', sku: 'fugiat', qty: 31 },
  ],
}

/** The body that a second document prints, cleaned of what is no JSON. */
export const SECOND_DIALECT = {
  centre_code: 'CKMX',
  client_code: '20',
  client_type: 2,
  special_order_tag: 1,
  platform_type: 'shopee',
  platform_order_number: '7861345751257',
  customer_logistics: 'jito',
  desc: ' remark',
  package_id: 'tiktok_order0012454545',
  shipping_provider_id: '8545675454500214',
  shipping_provider_name: 'jito',
  logistics_provider: { code: 'manual_tracking_no', tracking_number: 'JT0012345' },
  package: { order_number: 'mb-0001' },
  receiver: { ...CONTACT, country_code: 'ph' },
  sender: { ...CONTACT, country_code: 'somewhere' },
  items: [{ sku: 'sed in in', currency: 'PHP', unit_price: 10, qty: 2, platform_sku_id: '1234' }],
}

export const PDF = Buffer.from('%PDF-1.4\n% a label\n').toString('base64')

/** The second dialect's printed inbound notice: in grams. */
export const ASN = {
  items: [
    {
      code: '-ALB-908',
      qty: 100,
      po_number: 'mabang-0919-001',
      expire_at: '2022-09-30',
      manufacture_at: '2022-08-31',
      length: 10,
      width: 10,
      height: 10,
      weight: 30,
    },
  ],
  centre_code: 'mabang',
  client_code: '20',
  client_type: 2,
  asn_number: 'mabang-0919',
  is_return_asn: 'N',
  asn_date: '2022-09-20',
  eta_at: '2022-09-21',
}

/** The third dialect's, of which the answer is printed: in kilograms. */
export const ASN_IN_KILOGRAMS = {
  centre_code: 'CKMX',
  client_code: 'CK2023',
  asn_number: 'testck-0919-01',
  is_return_asn: 'N',
  asn_date: '2023-11-13',
  eta_at: '2023-11-14',
  items: [
    {
      code: '0.01.0002',
      qty: 100,
      po_number: 'customer-001',
      expire_at: '2024-05-30',
      manufacture_at: '2023-08-31',
      length: 1.0,
      width: 1.0,
      height: 1.0,
      weight: 1.0,
    },
  ],
}

/** The printed goods. */
export const GOODS = {
  brand: 'XTOOL牌',
  client_code: '20',
  client_type: 2,
  code: 'mabang-sku-002',
  height: '1',
  length: '1',
  name: '圆形雕刻皮补丁-76*76mm-黑银-10pcs',
  origin_country: 'US',
  prod_name_en: '',
  weight: '1',
  width: '1',
}
