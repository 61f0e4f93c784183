// A shop of PandaPon's whose every request is one of its own: the clock goes on with each.
import { expect } from 'vitest'
import { audit } from '../../../src/store/audit.js'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { openPandapon, type PandaponAnswer, type PandaponClient } from '../../support/pandapon.js'

export type Json = PandaponAnswer['body']

export interface Counter {
  readonly hub: TestHub
  readonly client: PandaponClient
  post(path: string, body: unknown, by?: PandaponClient): Promise<Json>
  get(path: string, by?: PandaponClient): Promise<Json>
  balance(): Promise<number>
  /** Ends the hub, after the auditor has found nothing at the shop. */
  close(): Promise<void>
}

export async function openCounter(): Promise<Counter> {
  const hub = await startTestHub()
  const client = await openPandapon(hub, hub.now, { currency: 'CNY' })
  return {
    hub,
    client,
    post: async (path, body, by = client) => {
      hub.advance(1)
      return (await by.post(path, body)).body
    },
    get: async (path, by = client) => {
      hub.advance(1)
      return (await by.get(path)).body
    },
    balance: async () => (await client.shop.state()).balanceMinor,
    close: async () => {
      const checks = await audit(hub.connectionString, client.tenantId)
      expect(checks.flatMap(({ violations }) => violations)).toEqual([])
      await hub.close()
    },
  }
}
