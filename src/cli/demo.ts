/** Loads the demo tenant (demo-data.ts) into an empty database, and writes its credentials into a file. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Lane } from '../commit/lane.js'
import type { Lanes } from '../commit/lanes.js'
import type { Config } from '../config.js'
import type { Result } from '../order/rejection.js'
import { writePrivateFile } from '../private-file.js'
import { makeDirectory } from '../store/embedded/directory.js'
import { type Database, inTransaction, type Pool } from '../store/pool.js'
import { claimSealing, openSecretBox } from '../store/secret-box.js'
import {
  createAccount,
  createCredential,
  createTenant,
  findAccount,
  findTenant,
  type NewAccount,
  putCategory,
  putItem,
  putLocation,
  putProduct,
  putShippingMethod,
  putShippingRate,
  putStore,
} from '../store/setup.js'
import { CREDENTIAL_KINDS, type CredentialKind, kindOf } from './credential-kinds.js'
import { type Assortment, DEMO, DEMO_BALANCE_MINOR, DEMO_STORES, type NewStock } from './demo-data.js'

const TENANT = 'demo'
const SUPPLIER: NewAccount = {
  name: 'supplier',
  stockOwnerId: null,
  outOfStock: 'refuse',
  refundReviewMs: 2_000,
  unpaidExpiryMs: null,
  routingPolicy: 'fewest_splits',
  payment: 'none',
  currency: 'USD',
}
/** Draws on the supplier's stock, as the customers of a dropship supplier do. */
const CUSTOMER: NewAccount = { ...SUPPLIER, name: 'demo', payment: 'balance' }
/** One like it for those families whose prices are in CNY: an order is paid from a balance in its own currency. */
const CNY_CUSTOMER: NewAccount = { ...CUSTOMER, name: 'demo-cny', currency: 'CNY' }
const CUSTOMERS: readonly NewAccount[] = [CUSTOMER, CNY_CUSTOMER]

/** Any number that nothing else locks. */
const DEMO_LOCK = 3_600_714_001

export function demoPath(config: Config): string {
  return join(config.dataDir, 'demo.json')
}

/**
 * Loads the demo if the database has no tenant, or has a demo whose loading was cut off. Of several servers that
 * start on one database, one loads while the others wait. True if this data directory has the demo's credentials.
 */
export async function loadDemoIfEmpty(config: Config, pool: Pool, lanes: Lanes): Promise<boolean> {
  if (await isWanted(pool)) {
    const client = await pool.connect()
    try {
      await client.query('select pg_advisory_lock($1)', [DEMO_LOCK])
      if (await isWanted(client)) await loadDemo(config, pool, lanes)
    } finally {
      // Closing the connection lets go of the lock, whatever state it is in.
      client.release(true)
    }
  }
  return existsSync(demoPath(config))
}

/** The credentials come last: a demo without any is not complete. */
async function isWanted(database: Database): Promise<boolean> {
  const { rows } = await database.query<{ wanted: boolean }>(
    `select not exists (select from tenants) or exists (
       select from tenants t where t.name = $1
         and not exists (select from credentials c where c.tenant_id = t.tenant_id)) as wanted`,
    [TENANT],
  )
  return rows[0]?.wanted === true
}

/** Each step may be repeated: what is there already stays as it is. `tenant` is the name it gets. */
export async function loadDemo(config: Config, pool: Pool, lanes: Lanes, tenant = TENANT): Promise<void> {
  const at = Date.now()
  const { tenantId, supplierId, customerIds } = await inTransaction(pool, async (client) => {
    const tenantId = (await createTenant(client, tenant, at)) ?? (await findTenant(client, tenant))
    if (tenantId === null) throw new Error(`the tenant ${tenant} is neither new nor known`)
    const supplierId = await ensureAccount(client, tenantId, SUPPLIER, at)
    const customerIds = new Map<string, number>()
    for (const one of CUSTOMERS) {
      const id = await ensureAccount(client, tenantId, { ...one, stockOwnerId: supplierId }, at)
      customerIds.set(one.currency, id)
    }
    await putAssortment(client, tenantId, supplierId, DEMO, at)
    const accountId = customerIn(customerIds, CUSTOMER.currency)
    for (const store of DEMO_STORES) await putStore(client, tenantId, { ...store, accountId })
    return { tenantId, supplierId, customerIds }
  })
  const lane = lanes.of(tenantId)
  await receiveStock(lane, supplierId, DEMO.stock)
  for (const id of customerIds.values()) await topUp(lane, id, supplierId, DEMO_BALANCE_MINOR)
  await writeCredentials(config, pool, tenantId, customerIds, at)
}

function customerIn(customerIds: ReadonlyMap<string, number>, currency: string): number {
  const id = customerIds.get(currency)
  if (id === undefined) throw new Error(`the demo has no customer who pays in ${currency}`)
  return id
}

async function ensureAccount(
  database: Database,
  tenantId: number,
  account: NewAccount,
  at: number,
): Promise<number> {
  const made = await createAccount(database, tenantId, account, at)
  if (made !== null) return made
  const found = await findAccount(database, tenantId, account.name)
  if (found === null) throw new Error(`the account ${account.name} is neither new nor known`)
  return found.accountId
}

/** Everything but the stock, which only a lane may move. Quick in one transaction, which syncs once. */
export async function putAssortment(
  database: Database,
  tenantId: number,
  ownerId: number,
  assortment: Assortment,
  at: number,
): Promise<void> {
  for (const one of assortment.locations) await putLocation(database, tenantId, one)
  for (const one of assortment.methods) await putShippingMethod(database, tenantId, one)
  for (const one of assortment.rates) await putShippingRate(database, tenantId, one)
  for (const one of assortment.categories) await putCategory(database, tenantId, ownerId, one)
  for (const one of assortment.products) await putProduct(database, tenantId, ownerId, one, one.at ?? at)
  for (const one of assortment.items) await putItem(database, tenantId, ownerId, one, one.at ?? at)
}

/** Receives the pieces once: a repeated loading changes nothing. */
export async function receiveStock(lane: Lane, ownerId: number, stock: readonly NewStock[]): Promise<void> {
  const caller = { accountId: ownerId, ownerId }
  const answers = await Promise.all(
    stock.map(({ sku, location, quantity }) =>
      lane.submit({
        kind: 'move_stock',
        caller,
        key: { key: `first-stock:${sku}:${location}`, contentHash: String(quantity) },
        sku,
        location,
        quantity,
        reason: 'first stock',
      }),
    ),
  )
  for (const answer of answers) mustBeAccepted(answer)
}

/** Tops an account up once: a repeated loading changes nothing. */
export async function topUp(
  lane: Lane,
  accountId: number,
  ownerId: number,
  amountMinor: number,
): Promise<void> {
  const key = { key: 'first-balance', contentHash: String(amountMinor) }
  const caller = { accountId, ownerId }
  mustBeAccepted(await lane.submit({ kind: 'top_up', caller, key, accountId, amountMinor }))
}

function mustBeAccepted(answer: Result<unknown>): void {
  if (!answer.ok) throw new Error(`the demo data is refused: ${JSON.stringify(answer.rejection)}`)
}

/**
 * One credential a family, each written as that family's clients are told it. A family that pays in another currency
 * has an account of its own, and with it a native key to act on its orders with.
 */
async function writeCredentials(
  config: Config,
  pool: Pool,
  tenantId: number,
  customerIds: ReadonlyMap<string, number>,
  at: number,
): Promise<void> {
  const box = await openSecretBox(config.dataDir, config.secretKey)
  const sealing = await claimSealing(pool, box)
  if (sealing !== null) throw new Error(sealing)
  // The file is there before the credentials count: if this is cut off, the next start makes new ones.
  await inTransaction(pool, async (client) => {
    const make = async (kind: CredentialKind, accountId: number) => {
      const { family, auth: form, writeCredential, demoSettings } = kind
      const bound = demoSettings === undefined ? {} : { settings: demoSettings }
      const wish = { accountId, family, limit: null, sandbox: false, form, ...bound }
      const { secret } = await createCredential(client, tenantId, wish, at, box)
      return writeCredential(secret)
    }
    const credentials: Record<string, unknown> = {}
    for (const kind of CREDENTIAL_KINDS.values()) {
      const { family, demoCurrency = CUSTOMER.currency } = kind
      const accountId = customerIn(customerIds, demoCurrency)
      const own = demoCurrency === CUSTOMER.currency ? {} : await make(kindOf('native'), accountId)
      credentials[family] = { ...(await make(kind, accountId)), ...own }
    }
    await makeDirectory(config.dataDir, 0o700)
    await writePrivateFile(demoPath(config), `${JSON.stringify(credentials, null, 2)}\n`)
  })
}
