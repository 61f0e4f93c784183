// A shop that sends files of orders and of stock, and waits until they are taken in.
import { expect } from 'vitest'
import { audit } from '../../src/store/audit.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { type Answer, ITEM, type NativeClient, openTenant, stockShop } from './native-client.js'

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
export type Json = any

export interface ImportDesk {
  readonly hub: TestHub
  readonly client: NativeClient
  send(file: string | Buffer, query?: string, headers?: object): Promise<Answer>
  /** The import when it is over, and its faults. */
  over(answer: Answer): Promise<{ record: Json; faults: Json[] }>
  /** The orders of a number. */
  found(number: string): Promise<Json[]>
  /** How many orders there are, and how many pieces are reserved. */
  counts(): Promise<Json>
  /** The auditor has nothing to say of the shop. */
  expectSound(): Promise<void>
}

/** With a thousand mugs and five cups. */
export async function openImportDesk(): Promise<ImportDesk> {
  const hub = await startTestHub()
  const client = await openTenant(hub)
  await stockShop(client, 1_000)
  await client.put('/v1/items/CUP', ITEM)
  await client.post('/v1/stock-movements', { sku: 'CUP', location: 'MAIN', quantity: 5, reason: 'test' })
  return {
    hub,
    client,
    send: async (file, query = 'kind=orders', headers = {}) => {
      const response = await fetch(`${hub.url}/v1/imports?${query}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${client.apiKey}`, 'content-type': 'text/csv', ...headers },
        body: file,
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, text, body: JSON.parse(text) }
    },
    over: async (answer) => {
      expect(answer.status, answer.text).toBe(202)
      const { id } = answer.body as Json
      for (;;) {
        const record = (await client.get(`/v1/imports/${id}`)).body as Json
        if (record.endedAt === null) continue
        const { body } = await client.get(`/v1/imports/${id}/faults?limit=250`)
        return { record, faults: body.data as Json[] }
      }
    },
    found: async (number) => (await client.get(`/v1/orders?sellerOrderNumber=${number}`)).body.data as Json[],
    counts: async () => {
      const { rows } = await hub.pool.query(
        `select (select count(*)::integer from orders where tenant_id = $1) as orders,
       (select sum(reserved)::integer from stock_levels where tenant_id = $1) as reserved`,
        [client.tenantId],
      )
      return rows[0]
    },
    expectSound: async () => {
      const results = await audit(hub.connectionString, client.tenantId, () => {})
      expect(results.flatMap((one) => one.violations)).toEqual([])
    },
  }
}

export const HEADER = 'sellerOrderNumber,recipient,country,street1,city,postalCode,sku,quantity,speed'
export const row = (number: string, sku = 'MUG', quantity: number | string = 1) =>
  `${number},Ann,us,1 Main St,Reno,89501,${sku},${quantity},standard`
export const file = (...rows: readonly string[]) => [HEADER, ...rows, ''].join('\n')
