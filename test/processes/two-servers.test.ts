// Two server processes on one database, as an operator would run them: nothing is oversold between them, and a
// number sent to both is one order. They run from the build, which `npm test` makes first.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit } from '../../src/store/audit.js'
import { openPool, type Pool } from '../../src/store/pool.js'
import { createCredential, findAccount, findTenant } from '../../src/store/setup.js'
import { type FreshDatabase, freshDatabase } from '../support/database.js'
import { type ServerProcess, startServer } from '../support/server-process.js'

const SKU = 'FSZW06578_P_L_NUB'

let database: FreshDatabase
let directory: string
let pool: Pool
let token: string
const servers: ServerProcess[] = []

beforeAll(async () => {
  database = await freshDatabase()
  directory = await mkdtemp(join(tmpdir(), 'entrepot-two-'))
  // At once, so that migrations and the demo's loading meet as well.
  servers.push(...(await Promise.all([startServer(database, directory), startServer(database, directory)])))
  const demo = JSON.parse(await readFile(join(directory, 'demo.json'), 'utf8'))
  expect(typeof demo.kakaclo.accessToken).toBe('string')
  pool = openPool(database.connectionString, () => {})
  const tenantId = (await findTenant(pool, 'demo')) ?? 0
  const account = await findAccount(pool, tenantId, 'demo')
  const limit = { capacity: 0, perSecond: 0 }
  const wish = { accountId: account?.accountId ?? 0, family: 'kakaclo', limit, sandbox: false }
  token = (await createCredential(pool, tenantId, wish, Date.now())).secret
})

afterAll(async () => {
  await pool?.end()
  for (const { process } of servers) process.kill('SIGKILL')
  await database?.drop()
  if (directory !== undefined) await rm(directory, { recursive: true })
})

test('200 orders at once over both for 50 pieces: exactly 50 accepted, 150 refused naming the SKU', async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => order(index, `A-${index}`)))
  expect(answers.filter(({ body }) => body.code === 10_000)).toHaveLength(50)
  const refused = answers.filter(({ status, body }) => status === 400 && body.code === 10_412)
  expect(refused).toHaveLength(150)
  for (const { body } of refused) expect(body.message).toContain(SKU)
  const { rows } = await pool.query('select on_hand, reserved from stock_levels where sku = $1', [SKU])
  expect(rows).toEqual([{ on_hand: 50, reserved: 50 }])
})

test('one number 50 times at once over both: one order, 50 equal answers', async () => {
  await pool.query('update stock_levels set on_hand = on_hand + 10 where sku = $1', [SKU])
  await pool.query('update lanes set version = version + 1')
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => order(index, 'B-1')))
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers[0]?.body.code).toBe(10_000)
  const { rows: orders } = await pool.query("select 1 from orders where seller_order_number = 'B-1'")
  expect(orders).toHaveLength(1)
})

test('the auditor is clean', async () => {
  const results = await audit(database.connectionString, null)
  expect(results.flatMap((result) => result.violations)).toEqual([])
})

test('asked to stop, a server ends by itself with 0', async () => {
  const [first] = servers
  first?.process.kill('SIGTERM')
  const code = await new Promise((resolve) => first?.process.once('exit', resolve))
  expect(code).toBe(0)
})

async function order(index: number, customOrderId: string) {
  const address = { country: 'US', recipient: 'Ada', phone: '1', province: 'FL' }
  const response = await fetch(`${servers[index % 2]?.url}/openapi/v2/order/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      orderAddresses: address,
      orderItemsList: [{ sku: SKU, quantity: 1 }],
      customOrderId,
    }),
  })
  const text = await response.text()
  return { status: response.status, text, body: JSON.parse(text) as { code: number; message: string } }
}
