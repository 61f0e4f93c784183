/** The demo tenant: quick to load, loaded once, and complete after a start that was cut off. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { demoPath, loadDemoIfEmpty } from '../../src/cli/demo.js'
import { DEMO, DEMO_BALANCE_MINOR } from '../../src/cli/demo-data.js'
import { type Config, readConfig } from '../../src/config.js'
import { type Hub, startHub } from '../../src/hub.js'
import { type FreshDatabase, freshDatabase } from '../support/database.js'

let database: FreshDatabase
let dataDir: string
const hubs: Hub[] = []

beforeEach(async () => {
  database = await freshDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'entrepot-demo-'))
})

afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.close()
  await database.drop()
  await rm(dataDir, { recursive: true })
})

/** Servers with directories of their own on one database share its sealing key. */
const SECRET_KEY = randomBytes(32).toString('base64')

function configOf(directory: string): Config {
  return readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: join(dataDir, directory), SECRET_KEY })
}

async function start(directory: string): Promise<{ hub: Hub; config: Config }> {
  const config = configOf(directory)
  const hub = await startHub(config, database.connectionString)
  hubs.push(hub)
  return { hub, config }
}

async function count(hub: Hub, what: string): Promise<number> {
  const { rows } = await hub.pool.query<{ count: number }>(`select ${what}::bigint as count`)
  return rows[0]?.count ?? -1
}

const STOCK = DEMO.stock.reduce((sum, level) => sum + level.quantity, 0)

test('an empty database gets the demo, and the credentials can be read by their owner alone', async () => {
  const { hub, config } = await start('a')
  const before = performance.now()
  expect(await loadDemoIfEmpty(config, hub.pool, hub.lanes)).toBe(true)
  expect(performance.now() - before).toBeLessThan(3_000)
  const credentials = JSON.parse(await readFile(demoPath(config), 'utf8'))
  expect(credentials).toMatchObject({
    kakaclo: { accessToken: expect.any(String) },
    native: { apiKey: expect.any(String) },
    pandapon: { accessKey: expect.any(String), apiKey: expect.any(String) },
  })
  expect((await stat(demoPath(config))).mode & 0o777).toBe(0o600)
})

test('the accounts demo and demo-cny draw on the stock of the account supplier', async () => {
  const { hub, config } = await start('a')
  await loadDemoIfEmpty(config, hub.pool, hub.lanes)
  const { rows } = await hub.pool.query(
    `select a.name, o.name as owner, a.balance_minor, a.currency from accounts a
     join accounts o on o.tenant_id = a.tenant_id and o.account_id = a.stock_owner_id order by a.name`,
  )
  expect(rows).toEqual([
    { name: 'demo', owner: 'supplier', balance_minor: DEMO_BALANCE_MINOR, currency: 'USD' },
    { name: 'demo-cny', owner: 'supplier', balance_minor: DEMO_BALANCE_MINOR, currency: 'CNY' },
    { name: 'supplier', owner: 'supplier', balance_minor: 0, currency: 'USD' },
  ])
})

test('each credential belongs to the customer who pays in its prices’ currency', async () => {
  const { hub, config } = await start('a')
  await loadDemoIfEmpty(config, hub.pool, hub.lanes)
  const { rows } = await hub.pool.query(
    `select a.name, array_agg(c.dialect order by c.dialect) as families
     from credentials c join accounts a using (tenant_id, account_id) group by a.name order by a.name`,
  )
  expect(rows).toEqual([
    { name: 'demo', families: ['apicenter', 'kakaclo', 'lingxing', 'native'] },
    { name: 'demo-cny', families: ['native', 'pandapon'] },
  ])
})

test('of two servers that start on one empty database, one loads and the other waits for it', async () => {
  const [a, b] = [await start('a'), await start('b')]
  const loaded = await Promise.all(
    [a, b].map(async ({ hub, config }) => {
      const here = await loadDemoIfEmpty(config, hub.pool, hub.lanes)
      return { here, stock: await count(hub, '(select sum(on_hand) from stock_levels)') }
    }),
  )
  expect(loaded.map((one) => one.here).sort()).toEqual([false, true])
  expect(loaded.map((one) => one.stock)).toEqual([STOCK, STOCK])
  expect(await count(a.hub, '(select count(*) from tenants)')).toBe(1)
})

test('a loading that was cut off is completed by the next start, and nothing is there twice', async () => {
  const { hub, config } = await start('a')
  await loadDemoIfEmpty(config, hub.pool, hub.lanes)
  await hub.pool.query('delete from credentials')
  expect(await loadDemoIfEmpty(config, hub.pool, hub.lanes)).toBe(true)
  expect(await count(hub, '(select sum(on_hand) from stock_levels)')).toBe(STOCK)
  expect(await count(hub, '(select sum(balance_minor) from accounts)')).toBe(2 * DEMO_BALANCE_MINOR)
  expect(await count(hub, '(select count(*) from credentials)')).toBeGreaterThan(1)
})

test('a database that has a tenant is left alone', async () => {
  const { hub, config } = await start('a')
  await hub.pool.query(`insert into tenants (tenant_id, name, created_at) values (1, 'theirs', now())`)
  expect(await loadDemoIfEmpty(config, hub.pool, hub.lanes)).toBe(false)
  expect(await count(hub, '(select count(*) from accounts)')).toBe(0)
})
