// The auditor finds nothing on what the engine wrote, and finds each kind of damage by the rule that is meant
// for it, and by no other.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { audit, MOST_VIOLATIONS } from '../../src/store/audit.js'
import { CHECKS } from '../../src/store/audit-checks.js'
import { openPool, type Pool } from '../../src/store/pool.js'
import { type FreshDatabase, freshDatabase } from '../support/database.js'
import { placeOrders } from './audit-orders.js'

const TABLES = [
  'lanes',
  'accounts',
  'account_entries',
  'stock_levels',
  'orders',
  'fulfilment_orders',
  'order_events',
  'inbound_notices',
  'inbound_notice_rows',
  'inbound_notice_events',
  'after_sales',
]

let database: FreshDatabase
let pool: Pool

beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.connectionString, () => {})
  await placeOrders(pool)
  // The store's own guards would refuse the damage; the auditor must find it without them.
  await pool.query(`
    alter table stock_levels drop constraint never_oversold;
    alter table accounts drop constraint accounts_balance_minor_check;
    alter table account_entries drop constraint account_entries_balance_minor_check;
    drop index orders_seller_number;
    create schema sound;
    ${TABLES.map((table) => `create table sound.${table} as table public.${table};`).join('\n')}`)
})

afterEach(async () => {
  await pool.query(
    TABLES.map((table) => `truncate ${table}; insert into ${table} table sound.${table};`).join(''),
  )
})

afterAll(async () => {
  await pool?.end()
  await database?.drop()
})

test('what the engine wrote is sound', async () => {
  const { rows } = await pool.query(
    'select order_status, count(*)::integer from orders group by 1 order by 1',
  )
  expect(rows).toEqual([
    { order_status: 'cancelled', count: 1 },
    { order_status: 'processing', count: 6 },
    { order_status: 'waiting_payment', count: 1 },
  ])
  const results = await audit(database.connectionString, null)
  expect(results.map((result) => result.name)).toEqual(CHECKS.map((check) => check.name))
  expect(results.flatMap((result) => result.violations)).toEqual([])
})

const order = (seller: string) => `(select order_number from orders where seller_order_number = '${seller}')`
const detailsOf = (line: number, field: string, value: string) =>
  `update orders set details = jsonb_set(details::jsonb, '{lines,${line},${field}}', '${value}') where order_number = ${order('A-1')}`
const lineOf = (seller: string, field: string, value: string) =>
  `update fulfilment_orders set lines = jsonb_set(lines::jsonb, '{0,${field}}', '${value}') where sequence = 1 and order_number = ${order(seller)}`
const totals = (set: string) => `update orders set ${set} where order_number = ${order('A-1')}`
const entry = (set: string, where: string) => `update account_entries set ${set} where ${where}`
const copyEntry = (order_number: string, kind: string, amount: number) =>
  `insert into account_entries (tenant_id, account_id, entry_number, kind, amount_minor, balance_minor, order_number, at)
   select tenant_id, account_id, entry_count + 1, '${kind}', ${amount}, balance_minor + ${amount}, ${order_number}, now() from accounts;
   update accounts set balance_minor = balance_minor + ${amount}, entry_count = entry_count + 1`

test.each([
  [
    'more reserved than on hand',
    'never_oversold',
    `update stock_levels set on_hand = reserved - 1 where sku = 'RED'`,
  ],
  [
    'reserved below 0',
    'never_oversold,reserved_is_held',
    `update stock_levels set reserved = -1 where sku = 'BLUE' and location = 'B'`,
  ],
  ['reserved, and held by nobody', 'reserved_is_held', `update stock_levels set reserved = reserved + 1`],
  ['held, and not reserved', 'reserved_is_held', lineOf('A-2', 'reserved', '0')],
  [
    'held of a level that is not there',
    'reserved_is_held',
    `delete from stock_levels where sku = 'RED' and location = 'A'`,
  ],
  [
    'held by what left the house',
    'reserved_is_held',
    `update fulfilment_orders set status = 'handed_over' where sequence = 1 and order_number = ${order('A-1')}`,
  ],
  ['a line fulfilled in part', 'lines_are_fulfilled,rows_are_consistent', lineOf('A-1', 'quantity', '1')],
  ['a line fulfilled by another SKU', 'lines_are_fulfilled', lineOf('GONE', 'sku', '"GREEN"')],
  [
    'an order whose parts are gone',
    'lines_are_fulfilled',
    `delete from fulfilment_orders where order_number = ${order('GONE')}`,
  ],
  [
    'an order whose lines are gone',
    'lines_are_fulfilled,goods_are_the_lines',
    `update orders set details = details::jsonb - 'lines' where order_number = ${order('A-0')}`,
  ],
  [
    'lines that are no array',
    'lines_are_fulfilled,goods_are_the_lines',
    `update orders set details = jsonb_set(details::jsonb, '{lines}', '"x"') where order_number = ${order('A-0')}`,
  ],
  [
    'a part without its order',
    'parts_have_an_order',
    `insert into fulfilment_orders select tenant_id, 1, sequence, owner_id, location, status, created_at, updated_at, lines from fulfilment_orders where order_number = ${order('GONE')} limit 1`,
  ],
  [
    "a seller's number twice",
    'seller_number_is_unique',
    `update orders set seller_order_number = 'A-1' where seller_order_number = 'A-2'`,
  ],
  [
    'a final sum that is too high',
    'final_is_goods_and_freight,paid_once',
    totals('final_minor = final_minor + 1'),
  ],
  [
    'freight that the final sum lacks',
    'final_is_goods_and_freight',
    totals('freight_minor = freight_minor + 1'),
  ],
  ['a line at another price', 'goods_are_the_lines', detailsOf(0, 'unitPriceMinor', '1')],
  ['a line at another quantity', 'lines_are_fulfilled,goods_are_the_lines', detailsOf(0, 'quantity', '1')],
  [
    'an after-sale without its order',
    'after_sales_have_an_order',
    `update after_sales set order_number = 1 where status = 'completed'`,
  ],
  [
    "an after-sale of another account's order",
    'after_sales_have_an_order',
    `update after_sales set account_id = account_id + 1 where status = 'requested'`,
  ],
  [
    'an after-sale that gave back more than its order',
    'after_sales_refund_within_orders',
    `update after_sales set details = jsonb_set(details::jsonb, '{refundedMinor}', '1000') where status = 'completed'`,
  ],
  [
    'an order that is refunding, and nothing is open',
    'refunding_means_open',
    `update after_sales set status = 'withdrawn' where status = 'requested'`,
  ],
  [
    'an open after-sale of an order that is not refunding',
    'refunding_means_open,last_event_tells_the_state',
    `update orders set refund_status = 'none' where order_number = ${order('ASKED')}`,
  ],
  [
    'a row with more reserved than it has',
    'reserved_is_held,rows_are_consistent',
    lineOf('A-1', 'reserved', '99'),
  ],
  ['a row with more cancelled than it has', 'rows_are_consistent', lineOf('A-1', 'cancelled', '3')],
  ['a row with fewer than no pieces cancelled', 'rows_are_consistent', lineOf('A-1', 'cancelled', '-1')],
  [
    'a balance out of thin air',
    'balance_is_sum_of_entries',
    `update accounts set balance_minor = balance_minor + 1`,
  ],
  [
    'a negative balance',
    'balance_is_sum_of_entries,entries_carry_the_balance',
    `${copyEntry('null', 'top_up', -1_000_000)}`,
  ],
  [
    'entries of an account that is not there',
    'balance_is_sum_of_entries,entries_are_numbered',
    `delete from accounts`,
  ],
  [
    'an entry that is counted and missing',
    'entries_are_numbered',
    `update accounts set entry_count = entry_count + 1`,
  ],
  [
    'a gap in the entries',
    'entries_are_numbered',
    entry('entry_number = entry_number + 1', 'entry_number = (select entry_count from accounts)'),
  ],
  [
    'an entry with another balance',
    'entries_carry_the_balance',
    entry('balance_minor = balance_minor + 1', 'entry_number = 2'),
  ],
  ['an order paid twice', 'paid_once', copyEntry(order('A-1'), 'payment', -10)],
  ['an unpaid order with a payment', 'paid_once', copyEntry(order('DEAR'), 'payment', -10)],
  ['a paid order without a payment', 'paid_once', entry(`kind = 'top_up'`, `order_number = ${order('A-1')}`)],
  ['a payment of an order that is not there', 'paid_once', copyEntry('1', 'payment', -10)],
  [
    'more refunded than paid',
    'refunds_within_payments',
    `${copyEntry(order('GONE'), 'refund', 10)}; update orders set refunded_minor = refunded_minor + 10 where order_number = ${order('GONE')}`,
  ],
  ['a refund that the order does not know', 'refunds_within_payments', copyEntry(order('A-1'), 'refund', 1)],
  ['a refund that was not entered', 'refunds_within_payments', totals('refunded_minor = 1')],
  ['a refund of an order that is not there', 'refunds_within_payments', copyEntry('1', 'refund', 1)],
  ['a change without its event', 'every_change_has_its_event', totals('version = version + 1')],
  [
    'a gap in the events',
    'every_change_has_its_event',
    `delete from order_events where version = 1 and order_number = ${order('A-1')}`,
  ],
  [
    'events of an order that is not there',
    'every_change_has_its_event',
    `insert into order_events select tenant_id, 1, version, commit_version, kind, at, state, data from order_events where version = 1 limit 1`,
  ],
  [
    'a state that no event tells of',
    'last_event_tells_the_state',
    totals(`fulfilment_status = 'fully_shipped'`),
  ],
  [
    'an event of a commit to come',
    'events_were_committed',
    `update order_events set commit_version = 1000000 where version = 1`,
  ],
  ['events of a tenant without a lane', 'events_were_committed', `delete from lanes`],
  [
    'a notice that was changed without an event',
    'notices_have_their_events',
    `update inbound_notices set version = version + 1`,
  ],
  [
    'a notice whose status no event tells of',
    'notices_have_their_events',
    `update inbound_notice_events set status = 'confirmed' where version = 2`,
  ],
  [
    'events of a notice that is not there',
    'notices_have_their_events,pending_is_what_is_left',
    `delete from inbound_notices`,
  ],
  [
    'goods that are expected of a closed notice',
    'pending_is_what_is_left',
    `update inbound_notice_rows set pending = 3`,
  ],
  [
    'goods that are not expected any more',
    'pending_is_what_is_left',
    `update inbound_notice_rows set pending = 0`,
  ],
] satisfies [string, string, string][])('it finds %s: %s', async (_damage, rules, plant) => {
  await pool.query(plant)
  const found = (await audit(database.connectionString, null)).filter((one) => one.violations.length > 0)
  expect(found.map((one) => one.name).join(), JSON.stringify(found, null, 1)).toBe(rules)
  expect(found[0]?.violations[0]).toEqual({
    tenantId: 1,
    what: expect.stringMatching(/\d|stock of/),
    figures: expect.anything(),
  })
})

describe('the audit as a whole', () => {
  test('all rules have been seen to fail, in the cases above', () => {
    // Kept by hand on purpose: a new rule needs a case.
    expect(CHECKS).toHaveLength(21)
  })

  test('another tenant is left out on request', async () => {
    await pool.query('update accounts set balance_minor = 5')
    expect((await audit(database.connectionString, 2)).flatMap((one) => one.violations)).toEqual([])
    expect((await audit(database.connectionString, 1)).flatMap((one) => one.violations)).toHaveLength(1)
  })

  test('of many violations a hundred are told, and that there are more', async () => {
    await pool.query(`
      insert into stock_levels (tenant_id, owner_id, sku, location, on_hand, reserved, updated_at)
      select 1, 1, 'X' || n, 'A', 5, -n, now() from generate_series(1, 150) as n`)
    const oversold = (await audit(database.connectionString, null)).find(
      (one) => one.name === 'never_oversold',
    )
    expect(oversold).toMatchObject({ more: true, violations: { length: MOST_VIOLATIONS } })
  })

  test('it waits for nobody, and nobody waits for it', async () => {
    const writer = await pool.connect()
    try {
      await writer.query('begin')
      await writer.query('update orders set version = version + 1')
      await writer.query('update lanes set version = version + 1')
      const results = await audit(database.connectionString, null)
      expect(results.flatMap((one) => one.violations)).toEqual([])
    } finally {
      await writer.query('rollback')
      writer.release()
    }
  })
})
