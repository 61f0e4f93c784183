-- What it takes to take an order up into the listing, which every order placed pays for, is a good deal less here. The
-- answers are the same.

-- A document is only searched for what few have, and where it is there at all; and an order of one status, as most are,
-- needs no sorting of its statuses. The document's parts are only taken out where somebody asks for them. shipped:
-- whether anything of it has left, so that there may be tracking numbers.
drop function current_orders(integer, bigint[]);
create function current_orders(p_tenant integer, p_orders bigint[]) returns table (
  order_number bigint, account_id integer, family text, dialect text, number_scope text, store_number integer,
  order_status text, financial_status text, fulfilment_status text, refund_status text, parts text[],
  created_at timestamptz, updated_at timestamptz, address json, lines json, shipped boolean
) language sql stable as $$
  select o.order_number, o.account_id, o.family, o.dialect, o.number_scope,
    case when o.details::text like '%"storeNumber"%'
      then coalesce((o.details ->> 'storeNumber')::integer, -1) else -1 end,
    o.order_status, o.financial_status, o.fulfilment_status, o.refund_status,
    case
      when o.details::text like '%"endedShort"%' and (o.details ->> 'endedShort')::boolean
        then array(select w.word from unnest(s.statuses || '{loss:short}') as w(word) order by 1)
      when p.cancelled then array(select w.word from unnest(s.statuses || '{loss:cancelled}') as w(word) order by 1)
      else s.statuses end,
    o.created_at, o.updated_at, o.details -> 'address', o.details -> 'lines', p.shipped
  from unnest(p_orders) as named(order_number)
  cross join lateral (
    select * from orders o1 where o1.tenant_id = p_tenant and o1.order_number = named.order_number offset 0) o
  cross join lateral (
    select min(f.status) as first, max(f.status) as last, bool_or(f.shipments is not null) as shipped,
      bool_or(f.status = 'cancelled' or f.lines::text like '%"cancelled"%' and exists (
        select from json_to_recordset(f.lines) as l(cancelled integer) where l.cancelled > 0)) as cancelled
    from fulfilment_orders f
    where f.tenant_id = p_tenant and f.order_number = named.order_number offset 0) p
  cross join lateral (
    select case
      when p.first is null then '{}'::text[]
      when p.first = p.last then array[p.first]
      else array(
        select distinct f.status from fulfilment_orders f
        where f.tenant_id = p_tenant and f.order_number = named.order_number order by f.status) end as statuses
    offset 0) s
$$;

-- As before, but for orders that the listing has not seen yet, rows are inserted without looking whether they are there:
-- whoever is here holds the listing's position, and what was taken up before was so together with it.
create or replace function follow_orders(p_tenant integer, p_most integer) returns integer
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set plan_cache_mode = force_generic_plan as $$
declare
  v_from bigint;
  v_to bigint;
  v_next bigint;
  v_orders bigint[];
  v_left bigint[];
  v_empty order_counts[];
begin
  insert into listing_positions (tenant_id, version) values (p_tenant, 0) on conflict do nothing;
  select version into v_from from listing_positions where tenant_id = p_tenant for update skip locked;
  if not found then
    return 0;
  end if;
  -- All events up to this version are committed: see docs/decisions/0003.
  select version into v_to from lanes where tenant_id = p_tenant;
  if v_to is null or v_to <= v_from then
    return 0;
  end if;
  select e.commit_version into v_next from order_events e
  where e.tenant_id = p_tenant and e.commit_version > v_from
  order by e.commit_version offset p_most limit 1;
  v_to := least(v_to, v_next);
  v_orders := array(
    select distinct e.order_number from order_events e
    where e.tenant_id = p_tenant and e.commit_version > v_from and e.commit_version <= v_to);

  v_left := v_orders;
  loop
    with now as materialized (
      select c.order_number, c.created_at, c.updated_at, k.class_id, l.class_id as class_before,
        l.created_at as created_before, l.updated_at as updated_before,
        c.shipped, case when l.class_id is null then c.address ->> 'recipient' end as recipient,
        case when l.class_id is null then c.lines end as lines
      from current_orders(p_tenant, v_left) c
      left join lateral (
        select k1.class_id from order_classes k1
        where k1.tenant_id = p_tenant and k1.account_id = c.account_id and k1.family = c.family
          and k1.number_scope = c.number_scope and k1.store_number = c.store_number and k1.dialect = c.dialect
          and k1.order_status = c.order_status and k1.financial_status = c.financial_status
          and k1.fulfilment_status = c.fulfilment_status and k1.refund_status = c.refund_status
          and k1.parts = c.parts offset 0) k on true
      left join lateral (
        select * from order_listing l1
        where l1.tenant_id = p_tenant and l1.order_number = c.order_number offset 0) l on true
    ), listed as (
      insert into order_listing (tenant_id, order_number, class_id, created_at, updated_at)
      select p_tenant, n.order_number, n.class_id, n.created_at, n.updated_at from now n
      where n.class_id is not null and n.class_before is null
    ), relisted as (
      update order_listing l set class_id = n.class_id, created_at = n.created_at, updated_at = n.updated_at
      from now n
      where l.tenant_id = p_tenant and l.order_number = n.order_number and n.class_id is not null
        and n.class_before is not null
    ), moments as (
      -- Orders that came together differ in nothing that is counted.
      select n.class_id, seconds_of(n.created_at) as created, seconds_of(n.updated_at) as updated, n.class_before,
        seconds_of(n.created_before) as created_before, seconds_of(n.updated_before) as updated_before,
        count(*) as orders
      from now n where n.class_id is not null
      group by 1, 2, 3, 4, 5, 6
    ), moved as (
      select m.class_id, m.axis, m.second, sum(m.change) as change
      from moments n
      cross join lateral (values
        (n.class_id, 1::smallint, n.created, n.orders),
        (n.class_id, 2::smallint, n.updated, n.orders),
        (n.class_before, 1::smallint, n.created_before, -n.orders),
        (n.class_before, 2::smallint, n.updated_before, -n.orders)) as m(class_id, axis, second, change)
      where m.class_id is not null
      group by m.class_id, m.axis, m.second
    ), counted as (
      insert into order_counts as c (tenant_id, class_id, axis, level, span, orders)
      select p_tenant, m.class_id, m.axis, g.level::smallint, m.second >> span_shift(g.level), sum(m.change)
      from moved m cross join generate_series(0, 5) as g(level)
      group by m.class_id, m.axis, g.level, m.second >> span_shift(g.level)
      having sum(m.change) <> 0
      order by m.class_id, m.axis, g.level, m.second >> span_shift(g.level)
      on conflict (tenant_id, class_id, axis, level, span) do update set orders = c.orders + excluded.orders
      returning c.*
    ), skus as (
      insert into order_terms (tenant_id, kind, term, created_at, order_number)
      select distinct p_tenant, 1::smallint, left(l.line ->> 'sku', 200) collate "C" as term, n.created_at,
        n.order_number
      from now n cross join lateral json_array_elements(n.lines) as l(line)
      where n.class_id is not null and l.line ->> 'sku' is not null
      order by term, n.created_at, n.order_number
    ), recipients as (
      insert into order_terms (tenant_id, kind, term, created_at, order_number)
      select p_tenant, 2::smallint, folded(n.recipient) collate "C" as term, n.created_at, n.order_number
      from now n where n.class_id is not null and n.recipient is not null
      order by term, n.created_at, n.order_number
    ), tracked as (
      insert into order_terms (tenant_id, kind, term, created_at, order_number)
      select distinct p_tenant, 3::smallint, left(s."trackingNumber", 200) collate "C" as term, n.created_at,
        n.order_number
      from now n
      cross join lateral (
        select f1.shipments from fulfilment_orders f1
        where f1.tenant_id = p_tenant and f1.order_number = n.order_number and f1.shipments is not null offset 0) f
      cross join lateral json_to_recordset(f.shipments) as s("trackingNumber" text)
      where n.class_id is not null and n.shipped and s."trackingNumber" is not null
      order by term, n.created_at, n.order_number
      on conflict do nothing
    )
    select (select array_agg(row(c.*)::order_counts) filter (where c.orders = 0) from counted c),
      (select array_agg(n.order_number) from now n where n.class_id is null)
    into v_empty, v_left;
    if v_empty is not null then
      delete from order_counts c using unnest(v_empty) e
      where c.tenant_id = p_tenant and c.class_id = e.class_id and c.axis = e.axis and c.level = e.level
        and c.span = e.span;
    end if;
    exit when v_left is null;

    -- Their classes are new.
    insert into order_classes (tenant_id, class_id, account_id, family, dialect, number_scope, store_number,
      order_status, financial_status, fulfilment_status, refund_status, parts)
    select p_tenant, coalesce((select max(k.class_id) from order_classes k where k.tenant_id = p_tenant), 0)
      + row_number() over (), d.*
    from (
      select distinct c.account_id, c.family, c.dialect, c.number_scope, c.store_number, c.order_status,
        c.financial_status, c.fulfilment_status, c.refund_status, c.parts
      from current_orders(p_tenant, v_left) c) d
    on conflict do nothing;
  end loop;

  update listing_positions set version = v_to where tenant_id = p_tenant;
  return cardinality(v_orders);
end $$;
