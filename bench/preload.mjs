// Many orders that were placed long ago, put straight into the tables: of all dialects, in all states, of 400 days.
// They are such as the engine makes them, so that the auditor finds nothing wrong with them.
import pg from 'pg'
import { connectionString } from './database.mjs'
import { names, spreadSku } from './orders.mjs'

const days = 400
const ordersPerInsert = 50_000

/** What preloaded orders are looked for by. @param {number} index */
export const preloadedSeller = (index) => `PRE-${index}`
/** Of those that have been handed over. @param {number} index */
export const preloadedTracking = (index) => `TRK${String(index).padStart(9, '0')}`
/** Every thousand orders go to somebody of their own. @param {number} index */
export const rareRecipient = (index) => `Zoë Nowak ${Math.floor(index / 1000)}`
/** The clients of apicenter's orders. */
export const preloadedClient = { client_code: 'CK2023', client_type: 1 }

/**
 * @param {{ dataDir: string, count: number, skuCount: number, hotSku: string }} options
 * @returns {Promise<{ firstOrder: number, storeNumber: number, from: number, to: number, handedOver: number[] }>}
 *   the first number, the store that Lingxing's are for, the times of the oldest and the youngest order (ms), and
 *   places of orders with a tracking number
 */
export async function preload({ dataDir, count, skuCount, hotSku }) {
  const client = new pg.Client({ connectionString: await connectionString(dataDir) })
  await client.connect()
  try {
    const to = Date.now() - 3_600_000
    const from = to - days * 86_400_000
    const base = await reserve(client, count)
    const skuPrefix = spreadSku(0).slice(0, -5)
    for (let first = 0; first < count; first += ordersPerInsert) {
      const last = Math.min(first + ordersPerInsert, count) - 1
      await client.query('begin')
      await client.query(CHUNK, [first, last, base.firstOrder, base.firstVersion])
      await client.query('update preloaded set created = $1::timestamptz + ($2::timestamptz - $1) * i / $3', [
        new Date(from),
        new Date(to),
        count,
      ])
      await client.query(CHANGES)
      await client.query(LINES, [skuPrefix, skuCount, hotSku])
      await client.query(ORDERS, [base.tenantId, base.accountId, base.storeNumber, names])
      await client.query(PARTS, [base.tenantId, base.ownerId])
      await client.query(EVENTS, [base.tenantId])
      await client.query('drop table preloaded')
      await client.query('update lanes set version = $2 where tenant_id = $1', [
        base.tenantId,
        base.firstVersion + 1 + Math.floor(last / 100),
      ])
      await client.query('commit')
      process.stdout.write(`\r${(last + 1).toLocaleString('en-GB')} orders preloaded`)
    }
    process.stdout.write('\n')
    await client.query(RESERVED, [base.tenantId, base.firstOrder, base.firstOrder + count])
    await client.query('vacuum (analyze) orders, fulfilment_orders, order_events, stock_levels')
    const { rows } = await client.query(
      `select order_number - $2::bigint as i from fulfilment_orders
       where tenant_id = $1 and order_number between $2 and $3 and shipments is not null limit 5000`,
      [base.tenantId, base.firstOrder, base.firstOrder + count],
    )
    const { firstOrder, storeNumber } = base
    return { firstOrder, storeNumber, from, to, handedOver: rows.map((row) => Number(row.i)) }
  } finally {
    await client.end()
  }
}

/** Follows the commits until nothing is left to follow, as the hub does behind them. @param {string} dataDir */
export async function untilListed(dataDir) {
  const client = new pg.Client({ connectionString: await connectionString(dataDir) })
  await client.connect()
  const startedAt = performance.now()
  let orders = 0
  try {
    for (;;) {
      const { rows } = await client.query(`
        select coalesce(sum(l.version - coalesce(p.version, 0)), 0)::integer as behind,
          (select coalesce(sum(n), 0)::integer from (
            select follow_orders(tenant_id, 5000) as n from lanes) f) as taken
        from lanes l left join listing_positions p on p.tenant_id = l.tenant_id`)
      orders += rows[0].taken
      if (rows[0].behind === 0) break
    }
    await client.query('vacuum (analyze) order_listing, order_counts, order_terms, order_classes')
  } finally {
    await client.end()
  }
  return { orders, seconds: (performance.now() - startedAt) / 1000 }
}

/** Numbers for them, the lane's version (nobody else may write), and where they go. @param {pg.Client} client @param {number} count */
async function reserve(client, count) {
  const blocks = Math.ceil(count / 1000)
  const { rows } = await client.query(
    `select a.tenant_id, a.account_id, a.stock_owner_id, s.store_number,
       setval('order_numbers', nextval('order_numbers') + 1000 * $1::bigint) - 1000 * $1::bigint as first_order
     from accounts a join stores s on s.tenant_id = a.tenant_id and s.account_id = a.account_id
     where a.name = 'demo' order by s.store_number limit 1`,
    [blocks],
  )
  const [row] = rows
  if (row === undefined) throw new Error('there is no demo account with a store')
  const lane = await client.query('select version from lanes where tenant_id = $1', [row.tenant_id])
  return {
    tenantId: row.tenant_id,
    accountId: row.account_id,
    ownerId: row.stock_owner_id,
    storeNumber: row.store_number,
    firstOrder: Number(row.first_order),
    firstVersion: Number(lane.rows[0].version),
  }
}

/** i counts the orders; kind tells the dialect, fate the state. */
const CHUNK = `
  create temp table preloaded as
  select i, $3::bigint + i as number, $4::bigint + 1 + i / 100 as version, i % 10 as kind,
    (hashint4(i) & 2147483647) % 1000 as fate, null::timestamptz as created, null::timestamptz as updated,
    ''::text as part, null::json as lines, 1 as events
  from generate_series($1::integer, $2::integer) i`

/** Half are delivered, others on their way, cancelled, held, short; a third wait to be packed. */
const CHANGES = `
  update preloaded set
    part = case when fate < 330 then 'allocated' when fate < 400 then 'packed' when fate < 480 then 'handed_over'
      when fate < 930 then 'delivered' when fate < 980 then 'cancelled' when fate < 990 then 'hold'
      else 'shortage' end,
    events = case when fate < 330 or fate >= 990 then 1 when fate < 400 then 2 when fate < 480 then 3
      when fate < 930 then 4 else 2 end,
    updated = created + case when fate < 330 or fate >= 990 then interval '0'
      else interval '1 second' * (fate * 600) end`

const LINES = `
  update preloaded set lines = json_build_array(
    json_build_object('lineNumber', 1, 'quantity', 1 + i % 3, 'unitPriceMinor', 1299, 'sku',
      case when i % 50 = 0 then $3 else $1 || lpad(((i * 7919::bigint) % $2)::text, 5, '0') end),
    json_build_object('lineNumber', 2, 'quantity', 1, 'unitPriceMinor', 1299, 'sku',
      $1 || lpad(((i * 104729::bigint + 1) % $2)::text, 5, '0')))`

const ORDERS = `
  insert into orders (tenant_id, order_number, account_id, family, dialect, seller_order_number, number_scope,
    content_hash, order_status, financial_status, fulfilment_status, refund_status, version, currency, goods_minor,
    freight_minor, final_minor, created_at, updated_at, details)
  select $1, number, $2,
    case when kind < 5 then 'kakaclo' when kind < 7 then 'pandapon' when kind < 9 then 'lingxing' else 'apicenter' end,
    case when kind < 4 then 'kakaclo-v2' when kind < 5 then 'kakaclo-v1' when kind < 7 then 'pandapon'
      when kind < 9 then 'lingxing' else 'apicenter' end,
    'PRE-' || i, case kind when 9 then 'CK2023/1' else '' end, md5(i::text),
    case part when 'delivered' then 'completed' when 'cancelled' then 'cancelled' else 'processing' end, 'none',
    case part when 'delivered' then 'completed' when 'handed_over' then 'fully_shipped' else 'waiting_to_ship' end,
    'none', events, 'USD', 1299 * (2 + i % 3), 0, 1299 * (2 + i % 3), created, updated,
    json_build_object(
      'address', json_build_object('country', 'US', 'phone', '07 82 24 ' || (i % 90 + 10), 'city', 'Orlando',
        'recipient', case i % 1000 when 0 then 'Zoë Nowak ' || i / 1000 else ($4::text[])[1 + i % cardinality($4::text[])] || ' ' || i % 9973 end,
        'street1', i % 999 || ' Oak Avenue', 'province', 'Florida', 'postalCode', (10000 + i % 89999)::text),
      'lines', lines, 'remark', 'best order', 'salesChannel', 'KA',
      'storeNumber', case when kind in (7, 8) then $3::integer end,
      'cancelledAt', case part when 'cancelled' then milliseconds(updated) end)
  from preloaded order by i`

const PARTS = `
  insert into fulfilment_orders (tenant_id, order_number, sequence, owner_id, location, status, created_at, updated_at,
    lines, times, shipments, packages)
  select $1, number, 1, $2, 'G007', part, created, updated, (
      select json_agg(json_build_object('rowNumber', number * 10 + (l ->> 'lineNumber')::integer,
        'lineNumber', l -> 'lineNumber', 'sku', l -> 'sku', 'quantity', l -> 'quantity',
        'reserved', case when part in ('allocated', 'packed', 'hold') then (l ->> 'quantity')::integer else 0 end,
        'unitPriceMinor', l -> 'unitPriceMinor'))
      from json_array_elements(lines) l),
    json_build_object('allocated', milliseconds(created), part, milliseconds(updated)),
    case when part in ('handed_over', 'delivered') then json_build_array(json_build_object('packageNumber', number || '-1',
      'weightGrams', 500, 'lines', (
        select json_agg(json_build_object('lineNumber', l -> 'lineNumber', 'quantity', l -> 'quantity'))
        from json_array_elements(lines) l),
      'carrier', 'DHL', 'trackingNumber', 'TRK' || lpad(i::text, 9, '0'), 'handedOverAt', milliseconds(updated),
      'deliveredAt', case part when 'delivered' then milliseconds(updated) end)) end,
    case part when 'packed' then json_build_array(json_build_object('packageNumber', number || '-1', 'weightGrams', 500,
      'lines', (
        select json_agg(json_build_object('lineNumber', l -> 'lineNumber', 'quantity', l -> 'quantity'))
        from json_array_elements(lines) l))) end
  from preloaded order by i`

/** What happened later is told as of the same commit. */
const EVENTS = `
  insert into order_events (tenant_id, order_number, version, commit_version, kind, at, state, data)
  select $1, p.number, v, p.version,
    case v when 1 then 'placed' when 3 then 'handed_over' when 4 then 'delivered'
      else case p.part when 'cancelled' then 'cancelled' when 'hold' then 'held' else 'packed' end end,
    case v when 1 then p.created else p.updated end,
    case
      when v = p.events then case p.part when 'delivered' then 'completed/none/completed/none'
        when 'cancelled' then 'cancelled/none/waiting_to_ship/none'
        when 'handed_over' then 'processing/none/fully_shipped/none'
        else 'processing/none/waiting_to_ship/none' end
      when v = 3 then 'processing/none/fully_shipped/none'
      else 'processing/none/waiting_to_ship/none' end,
    null
  from preloaded p cross join lateral generate_series(1, p.events) v
  order by p.i, v`

const RESERVED = `
  with held as (
    select f.owner_id, f.location, l.sku, sum(l.reserved) as pieces
    from fulfilment_orders f cross join lateral json_to_recordset(f.lines) as l(sku text, reserved integer)
    where f.tenant_id = $1 and f.order_number >= $2 and f.order_number < $3
    group by f.owner_id, f.location, l.sku having sum(l.reserved) > 0)
  update stock_levels s set on_hand = s.on_hand + h.pieces, reserved = s.reserved + h.pieces
  from held h
  where s.tenant_id = $1 and s.owner_id = h.owner_id and s.location = h.location and s.sku = h.sku`
