/**
 * What must hold of every tenant at any moment, as one query a rule. A query answers with the violations: whose,
 * what is concerned, and the figures that don't fit. $1 is a tenant or null for all, $2 the most rows wanted.
 *
 * The queries are set-based, since a million orders are audited in one go. Joins lead with tenant_id, as
 * everywhere.
 */

export interface Check {
  readonly name: string
  /** The rule, as a sentence that is true of a sound database. */
  readonly rule: string
  readonly query: string
}

/** A fulfilment order that has left the house, or never will, holds no stock. */
const HOLDS_STOCK = `f.status not in ('handed_over', 'delivered', 'cancelled')`

/** A document that is no array must be a violation, not the end of the audit. */
const rowsOf = (document: string, columns: string): string =>
  `json_to_recordset(case when json_typeof(${document}) = 'array' then ${document} else '[]' end) as l(${columns})`

const ofTenant = (alias: string): string => `($1::integer is null or ${alias}.tenant_id = $1)`

const STOCK_CHECKS: readonly Check[] = [
  {
    name: 'never_oversold',
    rule: 'no stock level has more pieces reserved than on hand',
    query: `
      select s.tenant_id, format('stock of %s at %s, owner %s', s.sku, s.location, s.owner_id) as what,
        json_build_object('onHand', s.on_hand, 'reserved', s.reserved) as figures
      from stock_levels s
      where ${ofTenant('s')} and (s.reserved < 0 or s.on_hand < s.reserved)
      limit $2`,
  },
  {
    name: 'reserved_is_held',
    rule: 'what a stock level has reserved is what its live fulfilment orders hold',
    query: `
      with held as (
        select f.tenant_id, f.owner_id, l.sku, f.location, sum(l.reserved) as pieces
        from fulfilment_orders f cross join lateral ${rowsOf('f.lines', 'sku text, reserved bigint')}
        where ${ofTenant('f')} and ${HOLDS_STOCK}
        group by f.tenant_id, f.owner_id, l.sku, f.location
      ), levels as (
        select s.tenant_id, s.owner_id, s.sku, s.location, s.reserved from stock_levels s where ${ofTenant('s')}
      )
      select tenant_id, format('stock of %s at %s, owner %s', sku, location, owner_id) as what,
        json_build_object('reserved', s.reserved, 'held', coalesce(h.pieces, 0)) as figures
      from levels s full join held h using (tenant_id, owner_id, sku, location)
      where coalesce(s.reserved, 0) <> coalesce(h.pieces, 0)
      limit $2`,
  },
]

const ORDER_CHECKS: readonly Check[] = [
  {
    name: 'lines_are_fulfilled',
    // Cancelled parts keep their quantities, so this holds in every state.
    rule: "every order line is the sum of its fulfilment orders' lines",
    query: `
      with parts as (
        select o.tenant_id, o.order_number, l."lineNumber" as line, l.sku, l.quantity as asked, 0 as planned
        from orders o
        cross join lateral ${rowsOf("o.details -> 'lines'", '"lineNumber" integer, sku text, quantity bigint')}
        where ${ofTenant('o')}
        union all
        select f.tenant_id, f.order_number, l."lineNumber", l.sku, 0, l.quantity
        from fulfilment_orders f
        cross join lateral ${rowsOf('f.lines', '"lineNumber" integer, sku text, quantity bigint')}
        where ${ofTenant('f')}
          -- Those without an order are found by a rule of their own.
          and exists (select from orders o where o.tenant_id = f.tenant_id and o.order_number = f.order_number)
      )
      select tenant_id, format('order %s line %s', order_number, line) as what,
        json_build_object('asked', sum(asked), 'fulfilled', sum(planned),
          'sku', concat_ws(' or ', min(sku), nullif(max(sku), min(sku)))) as figures
      from parts
      group by tenant_id, order_number, line
      having sum(asked) <> sum(planned) or min(sku) <> max(sku)
      limit $2`,
  },
  {
    name: 'parts_have_an_order',
    rule: 'no fulfilment order is without its order',
    query: `
      select f.tenant_id, format('fulfilment order %s-%s', f.order_number, f.sequence) as what,
        json_build_object('status', f.status) as figures
      from fulfilment_orders f
      left join orders o on o.tenant_id = f.tenant_id and o.order_number = f.order_number
      where ${ofTenant('f')} and o.order_number is null
      limit $2`,
  },
  {
    name: 'seller_number_is_unique',
    rule: "an account has at most one order per family, seller's number and scope of it",
    query: `
      select o.tenant_id,
        format('account %s, %s, seller''s number %s', o.account_id, o.family, o.seller_order_number) as what,
        json_build_object('orders', count(*), 'first', min(o.order_number), 'last', max(o.order_number)) as figures
      from orders o
      where ${ofTenant('o')} and o.seller_order_number is not null
      group by o.tenant_id, o.account_id, o.family, o.seller_order_number, o.number_scope
      having count(*) > 1
      limit $2`,
  },
  {
    name: 'final_is_goods_and_freight',
    rule: "an order's final sum is its goods and its freight",
    query: `
      select o.tenant_id, format('order %s', o.order_number) as what, json_build_object('goodsMinor', o.goods_minor,
        'freightMinor', o.freight_minor, 'finalMinor', o.final_minor) as figures
      from orders o
      where ${ofTenant('o')} and o.final_minor <> o.goods_minor + o.freight_minor
      limit $2`,
  },
  {
    name: 'goods_are_the_lines',
    rule: "an order's goods are the sum of its lines' quantities and prices",
    query: `
      select o.tenant_id, format('order %s', o.order_number) as what,
        json_build_object('goodsMinor', o.goods_minor, 'linesMinor', lines.sum) as figures
      from orders o
      cross join lateral (
        select coalesce(sum(l.quantity * l."unitPriceMinor"), 0) as sum
        from ${rowsOf("o.details -> 'lines'", 'quantity bigint, "unitPriceMinor" bigint')}
      ) lines
      where ${ofTenant('o')} and o.goods_minor <> lines.sum
      limit $2`,
  },
]

const AFTER_SALE_CHECKS: readonly Check[] = [
  {
    name: 'after_sales_have_an_order',
    rule: 'every after-sale has its order, of the same account',
    query: `
      select s.tenant_id, format('after-sale %s', s.after_sale_number) as what,
        json_build_object('order', s.order_number) as figures
      from after_sales s
      left join orders o on o.tenant_id = s.tenant_id and o.order_number = s.order_number
      where ${ofTenant('s')} and (o.order_number is null or o.account_id <> s.account_id)
      limit $2`,
  },
  {
    name: 'after_sales_refund_within_orders',
    rule: 'what after-sales gave back is part of what their order says it refunded',
    query: `
      select s.tenant_id, format('order %s', s.order_number) as what, json_build_object(
        'afterSalesMinor', sum((s.details ->> 'refundedMinor')::bigint), 'refundedMinor', min(o.refunded_minor)) as figures
      from after_sales s
      join orders o on o.tenant_id = s.tenant_id and o.order_number = s.order_number
      where ${ofTenant('s')}
      group by s.tenant_id, s.order_number
      having sum((s.details ->> 'refundedMinor')::bigint) > min(o.refunded_minor)
      limit $2`,
  },
  {
    name: 'refunding_means_open',
    rule: 'an order is refunding exactly while an after-sale about money is open',
    query: `
      with open as (
        select distinct s.tenant_id, s.order_number from after_sales s
        where ${ofTenant('s')} and s.kind <> 'exchange' and s.status in ('requested', 'approved', 'sent_back')
      ), wanted as (
        select o.tenant_id, o.order_number from orders o
        where ${ofTenant('o')} and o.refund_status = 'refunding'
      )
      select tenant_id, format('order %s', order_number) as what,
        json_build_object('refunding', w.order_number is not null, 'open', s.order_number is not null) as figures
      from wanted w full join open s using (tenant_id, order_number)
      where w.order_number is null or s.order_number is null
      limit $2`,
  },
  {
    name: 'rows_are_consistent',
    rule: 'no row of a fulfilment order has more pieces cancelled or reserved than it has',
    query: `
      select f.tenant_id, format('fulfilment order %s-%s row %s', f.order_number, f.sequence, l."rowNumber") as what,
        json_build_object('quantity', l.quantity, 'cancelled', l.cancelled, 'reserved', l.reserved) as figures
      from fulfilment_orders f
      cross join lateral ${rowsOf('f.lines', '"rowNumber" bigint, quantity bigint, cancelled bigint, reserved bigint')}
      where ${ofTenant('f')} and (coalesce(l.cancelled, 0) < 0 or l.reserved < 0
        or l.reserved + coalesce(l.cancelled, 0) > l.quantity)
      limit $2`,
  },
]

const MONEY_CHECKS: readonly Check[] = [
  {
    name: 'balance_is_sum_of_entries',
    rule: 'the balance of an account is the sum of its entries, and not negative',
    query: `
      with sums as (
        select e.tenant_id, e.account_id, sum(e.amount_minor) as entered
        from account_entries e where ${ofTenant('e')} group by e.tenant_id, e.account_id
      ), wanted as (select a.* from accounts a where ${ofTenant('a')})
      select tenant_id, format('account %s', account_id) as what,
        json_build_object('balanceMinor', a.balance_minor, 'entriesMinor', coalesce(s.entered, 0)) as figures
      from wanted a full join sums s using (tenant_id, account_id)
      where a.balance_minor is distinct from coalesce(s.entered, 0) or a.balance_minor < 0
      limit $2`,
  },
  {
    name: 'entries_are_numbered',
    rule: "an account's entries are numbered from 1 to its count, without gaps",
    query: `
      with numbers as (
        select e.tenant_id, e.account_id, count(*) as entries, min(e.entry_number) as first,
          max(e.entry_number) as last, sum(e.entry_number) as sum
        from account_entries e where ${ofTenant('e')} group by e.tenant_id, e.account_id
      ), wanted as (select a.* from accounts a where ${ofTenant('a')})
      select tenant_id, format('account %s', account_id) as what, json_build_object('entryCount', a.entry_count,
        'entries', coalesce(n.entries, 0), 'first', n.first, 'last', n.last) as figures
      from wanted a full join numbers n using (tenant_id, account_id)
      where a.entry_count is distinct from coalesce(n.entries, 0)
        or n.first <> 1 or n.last <> n.entries or n.sum <> n.entries::numeric * (n.entries + 1) / 2
      limit $2`,
  },
  {
    name: 'entries_carry_the_balance',
    rule: 'each entry carries the balance after it, which is never negative',
    query: `
      with running as (
        select e.tenant_id, e.account_id, e.entry_number, e.balance_minor, sum(e.amount_minor) over (
          partition by e.tenant_id, e.account_id order by e.entry_number rows unbounded preceding) as balance
        from account_entries e where ${ofTenant('e')}
      )
      select r.tenant_id, format('account %s entry %s', r.account_id, r.entry_number) as what,
        json_build_object('balanceMinor', r.balance_minor, 'sumMinor', r.balance) as figures
      from running r
      where r.balance_minor <> r.balance or r.balance_minor < 0
      limit $2`,
  },
  {
    name: 'paid_once',
    // What was cancelled before it was paid is never paid.
    rule: 'a paid order has exactly one payment, of all that was to be paid, from its account; another has none',
    query: `
      with payments as (
        select e.tenant_id, e.order_number, count(*) as count, sum(e.amount_minor) as sum,
          min(e.account_id) as account_id
        from account_entries e where ${ofTenant('e')} and e.kind = 'payment'
        group by e.tenant_id, e.order_number
      ), wanted as (select o.* from orders o where ${ofTenant('o')})
      select tenant_id, format('order %s', order_number) as what, json_build_object(
        'financialStatus', o.financial_status, 'finalMinor', o.final_minor, 'payments', coalesce(p.count, 0),
        'paymentsMinor', coalesce(p.sum, 0)) as figures
      from wanted o full join payments p using (tenant_id, order_number)
      where o.order_number is null
        or (o.financial_status = 'paid') <> (p.count is not null)
        or p.count > 1 or p.account_id <> o.account_id
        or p.sum <> -(o.final_minor - coalesce((o.details ->> 'waivedMinor')::bigint, 0))
      limit $2`,
  },
  {
    name: 'refunds_within_payments',
    rule: 'what went back of an order is what it says it refunded, and never more than was paid',
    query: `
      with money as (
        select e.tenant_id, e.order_number,
          coalesce(-sum(e.amount_minor) filter (where e.kind = 'payment'), 0) as paid,
          coalesce(sum(e.amount_minor) filter (where e.kind = 'refund'), 0) as refunded,
          count(*) filter (where e.kind = 'refund') as refunds
        from account_entries e where ${ofTenant('e')} and e.kind in ('payment', 'refund')
        group by e.tenant_id, e.order_number
      )
      select o.tenant_id, format('order %s', o.order_number) as what, json_build_object(
        'paidMinor', coalesce(m.paid, 0), 'refundsMinor', coalesce(m.refunded, 0),
        'refundedMinor', o.refunded_minor) as figures
      from orders o left join money m on m.tenant_id = o.tenant_id and m.order_number = o.order_number
      where ${ofTenant('o')}
        and (o.refunded_minor <> coalesce(m.refunded, 0) or (m.refunds > 0 and m.refunded > m.paid))
      union all
      select m.tenant_id, format('refund of order %s, which is not there', m.order_number),
        json_build_object('refundsMinor', m.refunded)
      from money m left join orders o on o.tenant_id = m.tenant_id and o.order_number = m.order_number
      where m.refunds > 0 and o.order_number is null
      limit $2`,
  },
]

const EVENT_CHECKS: readonly Check[] = [
  {
    name: 'every_change_has_its_event',
    rule: "an order's events are numbered from 1 to its version, without gaps",
    query: `
      with history as (
        select e.tenant_id, e.order_number, count(*) as events, min(e.version) as first, max(e.version) as last,
          sum(e.version) as sum
        from order_events e where ${ofTenant('e')} group by e.tenant_id, e.order_number
      ), wanted as (select o.tenant_id, o.order_number, o.version from orders o where ${ofTenant('o')})
      select tenant_id, format('order %s', order_number) as what, json_build_object('version', o.version,
        'events', coalesce(h.events, 0), 'first', h.first, 'last', h.last) as figures
      from wanted o full join history h using (tenant_id, order_number)
      where o.version is distinct from coalesce(h.events, 0)
        or h.first <> 1 or h.last <> h.events or h.sum <> h.events * (h.events + 1) / 2
      limit $2`,
  },
  {
    name: 'last_event_tells_the_state',
    // The words and their order are those of stateOf in order/order.ts.
    rule: "an order's statuses are those of its last event",
    query: `
      with states as (
        select o.tenant_id, o.order_number, o.version, o.order_status || '/' || o.financial_status || '/' ||
          o.fulfilment_status || '/' || o.refund_status as state
        from orders o where ${ofTenant('o')}
      )
      select o.tenant_id, format('order %s', o.order_number) as what,
        json_build_object('order', o.state, 'event', e.state) as figures
      from states o join order_events e
        on e.tenant_id = o.tenant_id and e.order_number = o.order_number and e.version = o.version
      where e.state <> o.state
      limit $2`,
  },
  {
    name: 'events_were_committed',
    rule: "no event is younger than its tenant's last commit",
    query: `
      select e.tenant_id, format('order %s event %s', e.order_number, e.version) as what,
        json_build_object('commitVersion', e.commit_version, 'laneVersion', l.version) as figures
      from order_events e left join lanes l on l.tenant_id = e.tenant_id
      where ${ofTenant('e')} and (l.version is null or e.commit_version > l.version)
      limit $2`,
  },
]

const NOTICE = 'tenant_id, account_id, number_scope, notice_number'

const NOTICE_CHECKS: readonly Check[] = [
  {
    name: 'notices_have_their_events',
    rule: "an inbound notice's events are numbered from 1 to its version, and the last one tells its status",
    query: `
      with history as (
        select ${NOTICE}, count(*) as events, max(e.version) as last,
          (array_agg(e.status order by e.version desc))[1] as status
        from inbound_notice_events e where ${ofTenant('e')} group by ${NOTICE}
      ), wanted as (select n.* from inbound_notices n where ${ofTenant('n')})
      select tenant_id, format('inbound notice %s %s of account %s', number_scope, notice_number, account_id) as what,
        json_build_object('version', n.version, 'status', n.status, 'events', coalesce(h.events, 0),
          'lastStatus', h.status) as figures
      from wanted n full join history h using (${NOTICE})
      where n.version is distinct from h.events or h.last <> h.events or n.status <> h.status
      limit $2`,
  },
  {
    name: 'pending_is_what_is_left',
    rule: 'what is pending of an inbound row is what an open notice still expects',
    query: `
      with wanted as (select r.* from inbound_notice_rows r where ${ofTenant('r')})
      select tenant_id, format('inbound notice %s %s of account %s, row %s', number_scope, notice_number, account_id,
          r.row_number) as what,
        json_build_object('pending', r.pending, 'quantity', r.quantity, 'received', r.received, 'status', n.status)
          as figures
      from wanted r left join inbound_notices n using (${NOTICE})
      where n.status is null or r.location <> n.location or r.owner_id <> n.owner_id
        or (r.received > 0 and n.status not in ('receiving', 'closed'))
        or r.pending <> case when n.status in ('closed', 'withdrawn') then 0
          else greatest(r.quantity - r.received, 0) end
      limit $2`,
  },
]

export const CHECKS: readonly Check[] = [
  ...STOCK_CHECKS,
  ...ORDER_CHECKS,
  ...AFTER_SALE_CHECKS,
  ...MONEY_CHECKS,
  ...EVENT_CHECKS,
  ...NOTICE_CHECKS,
]
