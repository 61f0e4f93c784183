-- What of an order is lost was asked by a function of its own for each order that the listing takes up, a third of the
-- cost of doing so. It is a part of the same question here, and lines are only read where any of them was cancelled.
create or replace function current_orders(p_tenant integer, p_orders bigint[]) returns table (
  order_number bigint, account_id integer, family text, dialect text, number_scope text, store_number integer,
  order_status text, financial_status text, fulfilment_status text, refund_status text, parts text[],
  created_at timestamptz, updated_at timestamptz, address json, lines json
) language sql stable as $$
  select o.order_number, o.account_id, o.family, o.dialect, o.number_scope, coalesce(d."storeNumber", -1),
    o.order_status, o.financial_status, o.fulfilment_status, o.refund_status,
    case
      when d."endedShort" then array(select w.word from unnest(p.statuses || '{loss:short}') as w(word) order by 1)
      when p.cancelled then array(select w.word from unnest(p.statuses || '{loss:cancelled}') as w(word) order by 1)
      else coalesce(p.statuses, '{}') end,
    o.created_at, o.updated_at, d.address, d.lines
  from unnest(p_orders) as named(order_number)
  cross join lateral (
    select * from orders o1 where o1.tenant_id = p_tenant and o1.order_number = named.order_number offset 0) o
  cross join lateral json_to_record(o.details)
    as d("storeNumber" integer, "endedShort" boolean, address json, lines json)
  cross join lateral (
    select array_agg(distinct f.status order by f.status) as statuses,
      bool_or(f.status = 'cancelled' or f.lines::text like '%"cancelled"%' and exists (
        select from json_to_recordset(f.lines) as l(cancelled integer) where l.cancelled > 0)) as cancelled
    from fulfilment_orders f
    where f.tenant_id = p_tenant and f.order_number = named.order_number offset 0) p
$$;
