// A shop of apicenter's and the operator of its warehouse, who works at the native API.
import { expect } from 'vitest'
import { audit } from '../../../src/store/audit.js'
import type { NativeClient } from '../../http/native-client.js'
import { type ApicenterClient, openApicenter, operatorOf } from '../../support/apicenter.js'
import { startTestHub, type TestHub } from '../../support/hub.js'

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes.
export type Json = any

export type Operator = Omit<NativeClient, 'tenantId'>

export interface Warehouse {
  readonly hub: TestHub
  readonly client: ApicenterClient
  readonly operator: Operator
  ask(path: string, body: unknown, by?: ApicenterClient): Promise<Json>
  /** What is on hand. */
  level(sku: string, location?: string, by?: Operator): Promise<number>
  /** The auditor has nothing to say of all that is there. */
  expectSound(): Promise<void>
}

export async function openWarehouse(): Promise<Warehouse> {
  const hub = await startTestHub()
  const client = await openApicenter(hub)
  const operator = await operatorOf(hub, client)
  return {
    hub,
    client,
    operator,
    ask: async (path, body, by = client) => (await by.post(`/apicenter/api/${path}`, body)).body,
    level: async (sku, location = 'CKMX', by = operator) => {
      const found = await by.get(`/v1/stock-levels?sku=${encodeURIComponent(sku)}&location=${location}`)
      return (found.body as Json).data[0]?.onHand ?? 0
    },
    expectSound: async () => {
      const results = await audit(hub.connectionString, null)
      expect(results.flatMap((result) => result.violations)).toEqual([])
    },
  }
}
