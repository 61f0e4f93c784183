// A draft whose server is killed before it has been reviewed: the next server reviews it, once.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit } from '../../src/store/audit.js'
import { openPool, type Pool } from '../../src/store/pool.js'
import { CREATE_ORDER } from '../support/apicenter.js'
import { type FreshDatabase, freshDatabase } from '../support/database.js'
import { eventually } from '../support/eventually.js'
import { killed, type ServerProcess, startServer } from '../support/server-process.js'

let database: FreshDatabase
let directory: string
let pool: Pool
let server: ServerProcess

beforeAll(async () => {
  database = await freshDatabase()
  directory = await mkdtemp(join(tmpdir(), 'entrepot-drafts-'))
  server = await startServer(database, directory)
  pool = openPool(database.connectionString, () => {})
})

afterAll(async () => {
  await pool?.end()
  server?.process.kill('SIGKILL')
  await database?.drop()
  if (directory !== undefined) await rm(directory, { recursive: true })
})

async function post(path: string, body: unknown) {
  const { apicenter } = JSON.parse(await readFile(join(directory, 'demo.json'), 'utf8'))
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${apicenter.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await response.json()) as { code: number; data: { status: string } }
}

test('drafts that were acknowledged are reviewed by the next server', { timeout: 60_000 }, async () => {
  // Placing inserts; only the review updates, and this one never ends.
  await pool.query(`create function stall() returns trigger language plpgsql as $$
    begin perform pg_sleep(600); return new; end $$`)
  await pool.query('create trigger stall before update on fulfilment_orders execute function stall()')
  const numbers = Array.from({ length: 20 }, (_, index) => `D-${index}`)
  const answers = numbers.map((order_number) =>
    post('/apicenter/api/order', { ...CREATE_ORDER, package: { order_number } }),
  )
  // The first review stalls its lane, so whoever comes behind it is not answered at all.
  await eventually(async () => {
    const { rows } = await pool.query(
      "select 1 from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()",
    )
    expect(rows).toHaveLength(1)
  })
  const accepted = (await Promise.allSettled([killed(server), ...answers]))
    .slice(1)
    .filter((one) => one.status === 'fulfilled').length
  expect(accepted).toBeGreaterThan(0)
  await pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()",
  )
  await pool.query('drop trigger stall on fulfilment_orders')
  expect((await events('reviewed')).length).toBe(0)

  server = await startServer(database, directory)
  await eventually(async () =>
    expect((await events('reviewed')).length).toBe((await events('placed')).length),
  )
  expect((await events('placed')).length).toBeGreaterThanOrEqual(accepted)
  const status = await post('/apicenter/api/order/status', { client_code: 'CK2023', order_number: 'D-0' })
  expect(status).toMatchObject({ code: 0, data: { status: 'stock_allocated' } })
  expect((await audit(database.connectionString, null)).flatMap((result) => result.violations)).toEqual([])
})

async function events(kind: string): Promise<unknown[]> {
  return (await pool.query('select order_number from order_events where kind = $1', [kind])).rows
}
