// What is kept of logs: so many rows of each tenant, and what goes wrong with one of them is no matter of the others.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LogSweeper } from '../../src/store/log-sweeper.js'
import { createTenant } from '../../src/store/setup.js'
import { openShop, type Shop } from '../support/shop.js'
import { through } from '../support/through.js'

const NOW = Date.UTC(2026, 0, 15, 8)
const DAY = 86_400_000

let shop: Shop
let other: number

beforeAll(async () => {
  shop = await openShop()
  other = (await createTenant(shop.pool, 'other', NOW)) ?? 0
})
afterAll(() => shop.close())

/** A request of each of these ages, oldest first. */
async function fill(tenantId: number, days: readonly number[]): Promise<void> {
  await shop.pool.query(
    `insert into request_log (tenant_id, request_id, at, took_ms, dialect, method, path, status, request_bytes,
       answer_bytes)
     select $1, 'r' || days, $2::timestamptz - days * interval '1 day', 1, 'd', 'GET', '/', 200, 0, 0
     from unnest($3::int[]) with ordinality as a(days, ordinal) order by ordinal`,
    [tenantId, new Date(NOW), days],
  )
}

async function left(tenantId: number): Promise<string> {
  const text = `select string_agg(request_id, ' ' order by request_number) as ids from request_log where tenant_id = $1`
  return (await shop.pool.query(text, [tenantId])).rows[0]?.ids ?? ''
}

interface Settings {
  readonly mostKept?: number
  readonly requestLogDays?: number
}

async function sweep({ mostKept = 1_000, requestLogDays = 7 }: Settings, pool = shop.pool) {
  const failures: unknown[] = []
  const parts = { pool, clock: () => NOW, requestLogDays, auditLogDays: 1, mostKept }
  await new LogSweeper({ ...parts, failed: (error) => failures.push(error) }).sweep()
  return failures
}

test('of each tenant the newest are kept, as far as they are young', async () => {
  await fill(shop.tenantId, [9, 8, 6, 4, 3, 2])
  await fill(other, [8, 5])
  expect(await sweep({ mostKept: 3 })).toEqual([])
  expect([await left(shop.tenantId), await left(other)]).toEqual(['r4 r3 r2', 'r5'])
  expect(await sweep({ mostKept: 3 })).toEqual([])
  expect(await left(shop.tenantId)).toBe('r4 r3 r2')
  await sweep({ requestLogDays: 0 })
  expect([await left(shop.tenantId), await left(other)]).toEqual(['', ''])
})

test('what fails for one tenant, or with one log, is told, and the rest is swept', async () => {
  await fill(shop.tenantId, [9, 1])
  await fill(other, [9, 1])
  await shop.pool.query(
    `insert into audit_log (tenant_id, at, who_kind, who_name, operation, target, request)
     values ($1, $2, 'user', 'ann', 'o', 't', '{}')`,
    [shop.tenantId, new Date(NOW - 2 * DAY)],
  )
  const failing = through(shop.pool, ({ text, values, send }) => {
    const isOne = text.startsWith('delete from request_log') && values[0] === shop.tenantId
    return isOne || text.includes('from forwarding_calls') ? Promise.reject(new Error('away')) : send()
  })
  expect(await sweep({}, failing)).toMatchObject([{ message: 'away' }, { message: 'away' }])
  expect([await left(shop.tenantId), await left(other)]).toEqual(['r9 r1', 'r1'])
  expect((await shop.pool.query('select from audit_log')).rowCount).toBe(0)
})
