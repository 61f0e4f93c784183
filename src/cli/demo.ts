/** The demo tenant: what the documents' own printed examples name, in stock, so that they work as printed. */
import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lanes } from '../commit/lanes.js'
import type { Config } from '../config.js'
import { dialects } from '../dialects/index.js'
import type { Database, Pool } from '../store/pool.js'
import {
  createAccount,
  createCredential,
  createTenant,
  putItem,
  putLocation,
  putShippingMethod,
  putShippingRate,
} from '../store/setup.js'

export function demoPath(config: Config): string {
  return join(config.dataDir, 'demo.json')
}

/** True if this data directory has the demo's credentials. */
export async function loadDemoIfEmpty(config: Config, pool: Pool, lanes: Lanes): Promise<boolean> {
  const { rows } = await pool.query<{ tenants: number }>('select count(*)::integer as tenants from tenants')
  if (rows[0]?.tenants === 0) await loadDemo(config, pool, lanes)
  return existsSync(demoPath(config))
}

async function loadDemo(config: Config, pool: Pool, lanes: Lanes): Promise<void> {
  const at = Date.now()
  const tenantId = await createTenant(pool, 'demo', at)
  if (tenantId === null) return
  const account = await createAccount(
    pool,
    tenantId,
    {
      name: 'demo',
      stockOwnerId: null,
      outOfStock: 'refuse',
      routingPolicy: 'fewest_splits',
      payment: 'balance',
      currency: 'USD',
    },
    at,
  )
  if (account === null) throw new Error('a fresh tenant has no account')
  await putLocation(pool, tenantId, {
    code: 'G007',
    number: 1,
    name: 'G007',
    country: 'CN',
    region: 'CN_S',
    priority: 1,
    enabled: true,
  })
  await putShippingMethod(pool, tenantId, {
    code: 'STANDARD',
    name: 'Standard',
    speed: 'standard',
    purpose: 'order',
    enabled: true,
  })
  await putShippingRate(pool, tenantId, {
    method: 'STANDARD',
    originCountry: 'CN',
    destinationCountry: 'US',
    currency: 'USD',
    firstMinor: 504,
    firstGrams: 250,
    stepMinor: 100,
    stepGrams: 100,
    daysMin: 8,
    daysMax: 12,
  })
  await putItem(
    pool,
    tenantId,
    account,
    {
      sku: 'AMB01682_W_M_AU',
      spu: null,
      name: 'AMB01682_W_M_AU',
      priceMinor: 1311,
      costMinor: null,
      currency: 'USD',
      weightGrams: 200,
      status: 'on_shelf',
      details: {},
    },
    at,
  )
  const caller = { accountId: account, ownerId: account }
  const lane = lanes.of(tenantId)
  await lane.submit({
    kind: 'move_stock',
    caller,
    key: null,
    sku: 'AMB01682_W_M_AU',
    location: 'G007',
    quantity: 10_000,
    reason: 'demo',
  })
  await lane.submit({ kind: 'top_up', caller, key: null, accountId: account, amountMinor: 100_000_000 })
  await writeCredentials(config, pool, tenantId, account, at)
}

async function writeCredentials(
  config: Config,
  database: Database,
  tenantId: number,
  accountId: number,
  at: number,
): Promise<void> {
  const credentials: Record<string, unknown> = {}
  for (const dialect of new Map(dialects.map((one) => [one.family, one])).values()) {
    const wish = { accountId, family: dialect.family, limit: null, sandbox: false }
    const { secret } = await createCredential(database, tenantId, wish, at)
    credentials[dialect.family] = dialect.writeCredential(secret)
  }
  const path = demoPath(config)
  await writeFile(`${path}.new`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}
