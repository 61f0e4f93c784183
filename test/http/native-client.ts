// A tenant of its own with a native key, and a client of the native API.

import type { Hub } from '../../src/hub.js'
import { createAccount, createCredential, createTenant } from '../../src/store/setup.js'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed text; its shape is what a test is about. */
  readonly body: Body
}

export type Body = { readonly [name: string]: unknown } & {
  readonly data?: readonly { readonly [name: string]: unknown }[]
  readonly nextCursor?: string | null
}

export interface NativeClient {
  readonly tenantId: number
  readonly apiKey: string
  get(path: string): Promise<Answer>
  put(path: string, body: unknown): Promise<Answer>
  post(path: string, body?: unknown, key?: string): Promise<Answer>
  patch(path: string, body: unknown): Promise<Answer>
  delete(path: string): Promise<Answer>
}

let tenants = 0

/** The tenant has one account, `shop`, in USD, with neither stock nor money. */
export async function openTenant(hub: Hub): Promise<NativeClient> {
  tenants += 1
  const tenantId = await createTenant(hub.pool, `tenant ${tenants}`, 0)
  if (tenantId === null) throw new Error('a fresh name has no tenant')
  const shop = {
    name: 'shop',
    stockOwnerId: null,
    outOfStock: 'refuse',
    refundReviewMs: 0,
    unpaidExpiryMs: null,
    routingPolicy: 'fewest_splits',
    payment: 'balance',
    currency: 'USD',
  } as const
  const accountId = await createAccount(hub.pool, tenantId, shop, 0)
  if (accountId === null) throw new Error('a fresh tenant has no account')
  const wish = { accountId, family: 'native', limit: null, sandbox: false }
  const { secret } = await createCredential(hub.pool, tenantId, wish, 0)
  return { tenantId, ...clientOf(hub, secret) }
}

export function clientOf(hub: Hub, apiKey: string): Omit<NativeClient, 'tenantId'> {
  const send = (method: string, path: string, body?: unknown, key?: string) =>
    call(hub, path, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  return {
    apiKey,
    get: (path) => send('GET', path),
    put: (path, body) => send('PUT', path, body),
    post: (path, body, key) => send('POST', path, body, key),
    patch: (path, body) => send('PATCH', path, body),
    delete: (path) => send('DELETE', path),
  }
}

export async function call(hub: Hub, path: string, request: RequestInit): Promise<Answer> {
  const response = await fetch(hub.url + path, request)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Body }
}

export const ITEM = { name: 'Mug', priceMinor: 1000, currency: 'USD', weightGrams: 300 }
export const ADDRESS = {
  country: 'us',
  recipient: 'Ann',
  street1: '1 Main St',
  city: 'Reno',
  postalCode: '89501',
}

/** One item, in stock at one location, a way to ship it, and money. */
export async function stockShop(client: NativeClient, quantity = 100): Promise<void> {
  const answers = [
    await client.put('/v1/stock-locations/MAIN', { name: 'Main', country: 'CN' }),
    await client.put('/v1/shipping-methods/POST', { name: 'Post', speed: 'standard' }),
    await client.put('/v1/shipping-methods/POST/rates/CN/US', RATE),
    await client.put('/v1/items/MUG', ITEM),
    await client.post('/v1/stock-movements', {
      sku: 'MUG',
      location: 'MAIN',
      quantity,
      reason: 'first stock',
    }),
    await client.post('/v1/accounts/shop/top-ups', { amountMinor: 1_000_000 }),
  ]
  const refused = answers.find((answer) => answer.status >= 300)
  if (refused !== undefined) throw new Error(refused.text)
}

export const RATE = {
  currency: 'USD',
  firstMinor: 500,
  firstGrams: 250,
  stepMinor: 100,
  stepGrams: 100,
  daysMin: 7,
  daysMax: 12,
}

export function order(quantity = 1, more: object = {}): object {
  return { address: ADDRESS, lines: [{ sku: 'MUG', quantity }], speed: 'standard', ...more }
}
