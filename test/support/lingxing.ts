// A client of Lingxing's API: fetches its token, signs, sends; and a shop with the stores of facts/lingxing.md §14.
import { DEMO_STORES } from '../../src/cli/demo-data.js'
import { lingxingAuth } from '../../src/dialects/lingxing/auth.js'
import { createCredential, putStore } from '../../src/store/setup.js'
import { openShop, type TestHub } from './hub.js'

export interface LingxingAnswer {
  readonly status: number
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
  readonly body: any
}

export interface LingxingClient {
  readonly appId: string
  readonly appSecret: string
  readonly tenantId: number
  readonly accountId: number
  /** Fetches a new pair of tokens, and uses it from then on. */
  fetchToken(): Promise<LingxingAnswer>
  /** The query that signs a body. */
  signed(body: string): { readonly query: Record<string, string> }
  /** A signed request; `change` may spoil the parameters, or the body that is sent instead of the signed one. */
  post(path: string, body: unknown, change?: Change): Promise<LingxingAnswer>
  get(path: string, change?: Change): Promise<LingxingAnswer>
  form(path: string, fields: Record<string, string>): Promise<LingxingAnswer>
}

export interface Change {
  /** Seconds to add to the timestamp. */
  readonly seconds?: number
  readonly parameters?: (parameters: Record<string, string>) => void
  readonly sent?: string
  /** The query as it is, percent-encoded or not. */
  readonly query?: (parameters: Record<string, string>) => string
}

export async function openLingxing(
  hub: TestHub,
  now: () => number,
  settings: Record<string, unknown> = {},
): Promise<LingxingClient> {
  const { tenantId, accountId } = await openShop(hub)
  for (const store of DEMO_STORES) await putStore(hub.pool, tenantId, { ...store, accountId })
  await hub.pool.query(
    `insert into stock_levels (tenant_id, owner_id, sku, location, on_hand, updated_at)
     values ($1, $2, 'msku123', 'H008', 1000, now())`,
    [tenantId, accountId],
  )
  await hub.pool.query('update lanes set version = version + 1 where tenant_id = $1', [tenantId])
  return lingxingClient(hub, { tenantId, accountId }, now, settings)
}

export async function lingxingClient(
  hub: TestHub,
  { tenantId, accountId }: { tenantId: number; accountId: number },
  now: () => number,
  settings: Record<string, unknown> = {},
): Promise<LingxingClient> {
  const wish = { accountId, family: 'lingxing', limit: null, sandbox: false, form: lingxingAuth, settings }
  const { secret } = await createCredential(hub.pool, tenantId, wish, 0)
  const appId = lingxingAuth.identity(secret)
  let token = ''
  const signed = (body: string, { seconds = 0, parameters: change, query }: Change) => {
    const credential = { appId, accessToken: token }
    const signature = lingxingAuth.sign(credential, { query: {}, body }, now() + seconds * 1000)
    const parameters: Record<string, string> = { ...signature.query }
    change?.(parameters)
    return query?.(parameters) ?? new URLSearchParams(parameters).toString()
  }
  const call = async (path: string, request: RequestInit): Promise<LingxingAnswer> => {
    const response = await fetch(hub.url + path, request)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, text, body: isJson ? JSON.parse(text) : undefined }
  }
  const form: LingxingClient['form'] = (path, fields) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    return call(path, { method: 'POST', body })
  }
  return {
    appId,
    appSecret: secret,
    tenantId,
    accountId,
    signed: (body) => ({
      query: { ...lingxingAuth.sign({ appId, accessToken: token }, { query: {}, body }, now()).query },
    }),
    fetchToken: async () => {
      const answer = await form('/api/auth-server/oauth/access-token', { appId, appSecret: secret })
      token = answer.body?.data?.access_token ?? token
      return answer
    },
    post: (path, body, change = {}) => {
      const text = JSON.stringify(body)
      return call(`${path}?${signed(text, change)}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: change.sent ?? text,
      })
    },
    get: (path, change = {}) => call(`${path}?${signed('', change)}`, {}),
    form,
  }
}

export const CREATE_ORDER = {
  store_name: '8speed-US1',
  country: '美国',
  order_id: '1000796',
  is_blank_box: '否',
  is_block_amzl: '否',
  receiver: 'jack',
  country_code: 'US',
  region: 'AL-Alabama',
  city: 'Autaugaville',
  address1: 'Autauga',
  address2: 'Autauga',
  postcode: '36003',
  phone_number: '123456',
  buyers_mailbox: '123456@gmail.com',
  order_id_for_packing: '1802',
  date_for_packing: '2022-12-09',
  remark_for_packing: 'Thank you for your order',
  delivery_operation: '保留订单',
  delivery_service: '标准配送',
  remark: '备注',
  item_list: [{ msku: 'msku123', quantity_shipped: 1, declared_value: 1.23, declared_currency: 'USD' }],
}
