// A file that came over HTTP, and whose server is killed in the middle of it: the next server goes on with it, and each
// order is there once.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit } from '../../src/store/audit.js'
import { openPool, type Pool } from '../../src/store/pool.js'
import { type FreshDatabase, freshDatabase } from '../support/database.js'
import { eventually } from '../support/eventually.js'
import { killed, type ServerProcess, startServer } from '../support/server-process.js'

let database: FreshDatabase
let directory: string
let pool: Pool
let server: ServerProcess

beforeAll(async () => {
  database = await freshDatabase()
  directory = await mkdtemp(join(tmpdir(), 'entrepot-imports-'))
  server = await startServer(database, directory)
  pool = openPool(database.connectionString, () => {})
})

afterAll(async () => {
  await pool?.end()
  server?.process.kill('SIGKILL')
  await database?.drop()
  if (directory !== undefined) await rm(directory, { recursive: true })
})

async function call(path: string, body?: string) {
  const { native } = JSON.parse(await readFile(join(directory, 'demo.json'), 'utf8'))
  const response = await fetch(server.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${native.apiKey}` },
    ...(body === undefined ? {} : { body }),
  })
  return (await response.json()) as { id: number; state: string; rowsRead: number; accepted: number }
}

test('the next server goes on with an import', { timeout: 120_000 }, async () => {
  const count = 30_000
  const rows = Array.from({ length: count }, (_, index) => `P-${index},Ann,US,fugiat,1`)
  const file = ['sellerOrderNumber,recipient,country,sku,quantity', ...rows].join('\n')
  const { id, state } = await call('/v1/imports?kind=orders', file)
  expect(state).toMatch(/waiting|running/)
  await eventually(async () => expect((await call(`/v1/imports/${id}`)).rowsRead).toBeGreaterThan(0))
  await killed(server)
  const middle = await orders()
  expect(middle.count).toBeLessThan(count)

  server = await startServer(database, directory)
  await eventually(async () => expect((await call(`/v1/imports/${id}`)).state).toBe('finished'))
  expect(await call(`/v1/imports/${id}`)).toMatchObject({ rowsRead: count, accepted: count })
  expect(await orders()).toEqual({ count, numbers: count })
  const { rows: pieces } = await pool.query('select 1 from import_pieces')
  expect(pieces).toEqual([])
  expect((await audit(database.connectionString, null)).flatMap((result) => result.violations)).toEqual([])
})

async function orders(): Promise<{ count: number; numbers: number }> {
  const { rows } = await pool.query(
    `select count(*)::integer as count, count(distinct seller_order_number)::integer as numbers from orders
     where seller_order_number like 'P-%'`,
  )
  return rows[0]
}
