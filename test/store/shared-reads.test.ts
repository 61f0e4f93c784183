// Reads of many callers on few connections: each gets its own answer or its own error, and nobody waits for a slow one.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Database, isUnavailable, openPool, type Pool } from '../../src/store/pool.js'
import { sharedReads } from '../../src/store/shared-reads.js'
import { type FreshDatabase, freshDatabase } from '../support/database.js'
import { eventually } from '../support/eventually.js'

let database: FreshDatabase
let pool: Pool
/** Holds what slow reads wait for. */
let holder: pg.Client
let locks = 0

beforeAll(async () => {
  database = await freshDatabase()
  holder = new pg.Client({ connectionString: database.connectionString })
  await holder.connect()
})
afterAll(async () => {
  await holder?.end()
  await database?.drop()
})
beforeEach(() => {
  pool = openPool(database.connectionString, () => {})
})
afterEach(async () => {
  await holder.query('select pg_advisory_unlock_all()')
  await pool.end()
})

async function read(reads: Database, text: string, values: unknown[] = []): Promise<unknown> {
  const { rows } = await reads.query<{ value: unknown }>(text, values)
  return rows[0]?.value
}

/** A read that is under way until the holder lets go of all locks. */
async function slow(reads: Database): Promise<{ answer: Promise<unknown> }> {
  const lock = ++locks
  await holder.query('select pg_advisory_lock($1)', [lock])
  const answer = read(reads, 'select pg_advisory_lock_shared($1)::text as value', [lock])
  answer.catch(() => {})
  await eventually(async () => {
    const { rows } = await holder.query(
      "select from pg_locks where locktype = 'advisory' and objid = $1 and not granted",
      [lock],
    )
    expect(rows).toHaveLength(1)
  })
  return { answer }
}

test('each of many gets its own answer, on few connections, which are given back', async () => {
  const reads = sharedReads(pool, { connections: 2, depth: 4, slowMs: 60_000 })
  const asked = Array.from({ length: 500 }, (_, index) => index)
  const answers = await Promise.all(asked.map((index) => read(reads, 'select $1::integer as value', [index])))
  expect(answers).toEqual(asked)
  expect(pool.totalCount).toBeLessThanOrEqual(2)
  await eventually(() => expect(pool.idleCount).toBe(pool.totalCount))
})

test('a statement with a name is prepared once on a connection, whoever asks at the same time', async () => {
  const reads = sharedReads(pool, { connections: 1, depth: 8, slowMs: 60_000 })
  const name = `named_${randomUUID()}`
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      reads
        .query<{ value: number }>({ name, text: 'select $1::integer as value', values: [index] })
        .then(({ rows }) => rows[0]?.value),
    ),
  )
  expect(answers).toEqual(Array.from({ length: 40 }, (_, index) => index))
})

test('an error is told to whoever asked, and to nobody beside', async () => {
  const reads = sharedReads(pool, { connections: 1, depth: 4, slowMs: 60_000 })
  const outcomes = await Promise.allSettled(
    Array.from({ length: 40 }, (_, index) => read(reads, 'select 1 / ($1::integer % 10) as value', [index])),
  )
  expect(outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([
    0, 10, 20, 30,
  ])
})

test('behind a slow read nobody waits', async () => {
  const reads = sharedReads(pool, { connections: 1, depth: 4, slowMs: 1, mostConnections: 3 })
  const first = await slow(reads)
  const second = await slow(reads)
  expect(await read(reads, 'select 7 as value')).toBe(7)
  await holder.query('select pg_advisory_unlock_all()')
  expect(await Promise.all([first.answer, second.answer])).toEqual(['', ''])
})

test('where every connection is slow, patience ends, as it does without a database', async () => {
  const reads = sharedReads(pool, { connections: 1, depth: 4, slowMs: 1, mostConnections: 2, patienceMs: 5 })
  const under = [await slow(reads), await slow(reads)]
  const error = await read(reads, 'select 7 as value').catch((one: unknown) => one)
  expect(isUnavailable(error)).toBe(true)
  await holder.query('select pg_advisory_unlock_all()')
  await Promise.all(under.map(({ answer }) => answer))
  expect(await read(reads, 'select 7 as value')).toBe(7)
})

test('so many may wait, and whoever comes then is told at once', async () => {
  const reads = sharedReads(pool, { connections: 1, depth: 1, slowMs: 60_000, mostWaiting: 2 })
  const { answer } = await slow(reads)
  const waiting = [read(reads, 'select 1 as value'), read(reads, 'select 2 as value')]
  const error = await read(reads, 'select 3 as value').catch((one: unknown) => one)
  expect(isUnavailable(error)).toBe(true)
  await holder.query('select pg_advisory_unlock_all()')
  expect(await Promise.all([answer, ...waiting])).toEqual(['', 1, 2])
})

test('a connection that breaks takes down what was under way on it, and nothing that comes later', async () => {
  const reads = sharedReads(pool, { connections: 1, depth: 4, slowMs: 60_000 })
  const { answer } = await slow(reads)
  const behind = read(reads, 'select 7 as value')
  behind.catch(() => {})
  await holder.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
  )
  for (const one of [answer, behind]) {
    expect(isUnavailable(await one.catch((error: unknown) => error))).toBe(true)
  }
  expect(await read(reads, 'select 7 as value')).toBe(7)
  await eventually(() => expect(pool.idleCount).toBe(pool.totalCount))
})
