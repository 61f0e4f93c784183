-- What lists and searches of orders are answered from: see docs/decisions/0017. It follows behind the commits:
-- listing_positions tells up to which of the tenant's versions. Orders changed since (the tail) are few, and every
-- reader puts them right from the orders themselves, so that an answer is always as of the moment it was asked.

-- The functions here that are called by others of them have their callers' planner settings.

-- A reader's way along the commits. Events of one commit share their key, so it stays small.
drop index order_events_commit;
create index order_events_commit on order_events (tenant_id, commit_version);

create table listing_positions (
  tenant_id integer primary key,
  version bigint not null
) with (fillfactor = 50);

-- Orders that every filter treats alike. parts: the different statuses of their fulfilment orders, sorted.
-- store_number is -1 where there is none.
create table order_classes (
  tenant_id integer not null,
  class_id integer not null,
  account_id integer not null,
  family text not null,
  dialect text not null,
  number_scope text not null,
  store_number integer not null,
  order_status text not null,
  financial_status text not null,
  fulfilment_status text not null,
  refund_status text not null,
  parts text[] not null,
  primary key (tenant_id, class_id),
  unique (tenant_id, account_id, family, number_scope, store_number, dialect, order_status, financial_status,
    fulfilment_status, refund_status, parts)
);

create table order_listing (
  tenant_id integer not null,
  order_number bigint not null,
  class_id integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, order_number)
);
create index order_listing_created on order_listing (tenant_id, class_id, created_at, order_number)
  include (updated_at);
create index order_listing_updated on order_listing (tenant_id, class_id, updated_at, order_number)
  include (created_at);

-- How many orders of a class were created (axis 1) or last changed (axis 2) in a span of time, at six levels: spans
-- of 2^2, 2^12, 2^16, 2^20, 2^24 and 2^28 seconds (4 s, 68 minutes, 18 hours, 12 days, 194 days, 8.5 years), numbered
-- from 1970. A span without orders has no row.
create table order_counts (
  tenant_id integer not null,
  class_id integer not null,
  axis smallint not null,
  level smallint not null,
  span bigint not null,
  orders bigint not null,
  primary key (tenant_id, class_id, axis, level, span)
) with (fillfactor = 90);

-- Words by which an order is found: SKUs (kind 1), the recipient, folded (2), tracking numbers (3).
create table order_terms (
  tenant_id integer not null,
  kind smallint not null,
  term text collate "C" not null,
  created_at timestamptz not null,
  order_number bigint not null,
  primary key (tenant_id, kind, term, created_at, order_number)
);

-- Lists no longer read along these, and every order placed or changed has paid for them.
drop index orders_created;
drop index orders_updated;

-- Names are compared without regard to case and to how accents are composed.
create function folded(p_text text) returns text language sql immutable parallel safe as $$
  select left(lower(normalize(p_text)), 200)
$$;

-- As before, but declared as what it is, so that it is a part of its callers' plans and no call.
create or replace function milliseconds(t timestamptz) returns bigint language sql stable parallel safe as $$
  select (date_part('epoch', t) * 1000)::bigint
$$;

create function seconds_of(t timestamptz) returns bigint language sql stable parallel safe as $$
  select floor(date_part('epoch', t))::bigint
$$;

-- The length of a level's spans, as a power of two.
create function span_shift(p_level integer) returns integer language sql immutable parallel safe as $$
  select (array[2, 12, 16, 20, 24, 28])[p_level + 1]
$$;

-- What orders are filtered by and found by, as it is now.
create function current_orders(p_tenant integer, p_orders bigint[]) returns table (
  order_number bigint, account_id integer, family text, dialect text, number_scope text, store_number integer,
  order_status text, financial_status text, fulfilment_status text, refund_status text, parts text[],
  created_at timestamptz, updated_at timestamptz, address json, lines json
) language sql stable as $$
  select o.order_number, o.account_id, o.family, o.dialect, o.number_scope, coalesce(d."storeNumber", -1),
    o.order_status, o.financial_status, o.fulfilment_status, o.refund_status, array(
      select distinct f.status from fulfilment_orders f
      where f.tenant_id = p_tenant and f.order_number = o.order_number order by f.status),
    o.created_at, o.updated_at, d.address, d.lines
  from unnest(p_orders) as named(order_number)
  cross join lateral (
    select * from orders o1 where o1.tenant_id = p_tenant and o1.order_number = named.order_number offset 0) o
  cross join lateral json_to_record(o.details) as d("storeNumber" integer, address json, lines json)
$$;

-- The orders that have changed since the listing's position.
create function listing_tail(p_tenant integer) returns bigint[] language plpgsql stable as $$
declare
  v_version bigint;
begin
  select p.version into v_version from listing_positions p where p.tenant_id = p_tenant;
  return array(
    select distinct e.order_number from order_events e
    where e.tenant_id = p_tenant and e.commit_version > coalesce(v_version, 0));
end $$;

-- Moves the listing on by about p_most events, and answers with how many orders it took up. Whoever finds another
-- one at it leaves it alone: several servers may follow one tenant, and none needs to.
create function follow_orders(p_tenant integer, p_most integer) returns integer
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
      select c.order_number, c.created_at, c.updated_at, c.address, c.lines, k.class_id, l.class_id as class_before,
        l.created_at as created_before, l.updated_at as updated_before
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
      where n.class_id is not null
      on conflict (tenant_id, order_number) do update
        set class_id = excluded.class_id, created_at = excluded.created_at, updated_at = excluded.updated_at
    ), moved as (
      select m.class_id, m.axis, m.second, sum(m.change) as change
      from now n
      cross join lateral (values
        (n.class_id, 1::smallint, seconds_of(n.created_at), 1),
        (n.class_id, 2::smallint, seconds_of(n.updated_at), 1),
        (n.class_before, 1::smallint, seconds_of(n.created_before), -1),
        (n.class_before, 2::smallint, seconds_of(n.updated_before), -1)) as m(class_id, axis, second, change)
      where n.class_id is not null and m.class_id is not null
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
    ), termed as (
      insert into order_terms (tenant_id, kind, term, created_at, order_number)
      select p_tenant, t.kind, t.term, n.created_at, n.order_number
      from now n
      cross join lateral (
        select 1::smallint as kind, left(l.sku, 200) as term from json_to_recordset(n.lines) as l(sku text)
        where n.class_before is null
        union all
        select 2::smallint, folded(n.address ->> 'recipient') where n.class_before is null
        union all
        select 3::smallint, left(s."trackingNumber", 200)
        from fulfilment_orders f
        cross join lateral json_to_recordset(f.shipments) as s("trackingNumber" text)
        where f.tenant_id = p_tenant and f.order_number = n.order_number and f.shipments is not null) t
      where n.class_id is not null and t.term is not null
      order by t.kind, t.term collate "C", n.created_at, n.order_number
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

-- How many listed orders each class has from its bound in p_low up to, and without, that in p_high, in all.
create function count_listed(
  p_tenant integer, p_axis smallint, p_classes integer[], p_low timestamptz[], p_high timestamptz[]
) returns bigint language plpgsql stable as $$
declare
  v_sum bigint;
  v_edges bigint;
begin
  -- On each level, whole spans: what the bounds have between them where one span of the next level holds both, else
  -- what is before each of them in the span of the next level that holds it. Most classes have the same bounds.
  select coalesce(sum(r.sign * c.orders), 0) into v_sum
  from (
    select array_agg(k.class_id) as classes,
      case when k.low = '-infinity' then 0 else greatest(seconds_of(k.low), 0) end as low,
      case when k.high = 'infinity' then 1::bigint << 40 else greatest(seconds_of(k.high), 0) end as high
    from unnest(p_classes, p_low, p_high) as k(class_id, low, high)
    where k.low < k.high group by k.low, k.high offset 0) b
  cross join (values (0, 2, 12), (1, 12, 16), (2, 16, 20), (3, 20, 24), (4, 24, 28), (5, 28, 62))
    as g(level, shift, next)
  cross join lateral (values
    (1, case when b.low >> g.next = b.high >> g.next then b.low >> g.shift
      else (b.high >> g.next) << (g.next - g.shift) end, b.high >> g.shift),
    (-1, (b.low >> g.next) << (g.next - g.shift),
      case when b.low >> g.next = b.high >> g.next then 0 else b.low >> g.shift end)) as r(sign, first, beyond)
  cross join lateral (
    select c1.orders from order_counts c1
    where c1.tenant_id = p_tenant and c1.class_id = any(b.classes) and c1.axis = p_axis and c1.level = g.level
      and c1.span >= r.first and c1.span < r.beyond offset 0) c
  where r.first < r.beyond;

  -- The rest is shorter than a span of the lowest level.
  select coalesce(sum(b.sign * s.orders), 0) into v_edges
  from (
    select array_agg(k.class_id) as classes, e.sign, e.at, e.first
    from unnest(p_classes, p_low, p_high) as k(class_id, low, high)
    cross join lateral (values (-1, k.low), (1, k.high)) as d(sign, at)
    cross join lateral (
      select d.sign, d.at, to_timestamp((seconds_of(d.at) >> 2) << 2) as first where isfinite(d.at)) e
    where k.low < k.high and e.first < e.at group by e.sign, e.at, e.first offset 0) b
  cross join lateral (
    select count(*) as orders from order_listing l
    where p_axis = 1 and l.tenant_id = p_tenant and l.class_id = any(b.classes)
      and l.created_at >= b.first and l.created_at < b.at
    union all
    select count(*) from order_listing l
    where p_axis = 2 and l.tenant_id = p_tenant and l.class_id = any(b.classes)
      and l.updated_at >= b.first and l.updated_at < b.at) s;
  return v_sum + v_edges;
end $$;

-- The span of the lowest level that holds the listed order of rank p_rank, from 0 and from the oldest, among all of these
-- classes; how many are older than it, and how many it holds. Null: there are not so many.
create function seek_listed(
  p_tenant integer, p_axis smallint, p_classes integer[], p_rank bigint,
  out span bigint, out older bigint, out inside bigint
) language plpgsql stable as $$
declare
  v_span bigint := 0;
  v_older bigint := 0;
  v_before bigint;
  -- How many times a span is longer than those of the level below it, as a power of two.
  v_finer integer := 20;
begin
  for v_level in reverse 5..0 loop
    select b.span, b.before, b.orders into v_span, v_before, inside
    from (
      select c.span, sum(c.orders) as orders, (sum(sum(c.orders)) over (order by c.span) - sum(c.orders)) as before
      from order_counts c
      where c.tenant_id = p_tenant and c.class_id = any(p_classes) and c.axis = p_axis and c.level = v_level
        and c.span >= v_span << v_finer and c.span < (v_span + 1) << v_finer
      group by c.span) b
    where b.before + v_older <= p_rank and b.before + b.orders + v_older > p_rank
    order by b.span limit 1;
    if not found then
      return;
    end if;
    v_older := v_older + v_before;
    if v_level > 0 then
      v_finer := span_shift(v_level) - span_shift(v_level - 1);
    end if;
  end loop;
  -- In seconds.
  span := v_span << span_shift(0);
  older := v_older;
end $$;

-- The first p_most listed orders of these classes, by time and number, oldest or newest first, between bounds on
-- the axis they are ordered by (from p_low, without p_high; one bound a class) and on the other one; behind a
-- position, if one is given.
create function walk_listed(
  p_tenant integer, p_axis smallint, p_newest_first boolean, p_classes integer[],
  p_low timestamptz[], p_high timestamptz[], p_other_low timestamptz[], p_other_high timestamptz[],
  p_after_at timestamptz, p_after_number bigint, p_most bigint
) returns table (order_number bigint, at timestamptz)
language plpgsql stable set enable_sort = off as $$
#variable_conflict use_column
begin
  if p_axis = 1 and p_newest_first then
    return query
    select l.order_number, l.created_at
    from (
      -- A scan begins at one bound only: at the position, if there is one.
      select u.class_id, u.low, least(u.high, p_after_at + interval '1 millisecond') as high, u.other_low, u.other_high
      from unnest(p_classes, p_low, p_high, p_other_low, p_other_high)
        as u(class_id, low, high, other_low, other_high) offset 0) k
    cross join lateral (
      select l1.order_number, l1.created_at from order_listing l1
      where l1.tenant_id = p_tenant and l1.class_id = k.class_id
        and l1.created_at >= k.low and l1.created_at < k.high
        and l1.updated_at >= k.other_low and l1.updated_at < k.other_high
        and (p_after_at is null or (l1.created_at, l1.order_number) < (p_after_at, p_after_number))
      order by l1.created_at desc, l1.order_number desc limit p_most) l
    order by l.created_at desc, l.order_number desc limit p_most;
  elsif p_axis = 1 then
    return query
    select l.order_number, l.created_at
    from unnest(p_classes, p_low, p_high, p_other_low, p_other_high) as k(class_id, low, high, other_low, other_high)
    cross join lateral (
      select l1.order_number, l1.created_at from order_listing l1
      where l1.tenant_id = p_tenant and l1.class_id = k.class_id
        and l1.created_at >= k.low and l1.created_at < k.high
        and l1.updated_at >= k.other_low and l1.updated_at < k.other_high
      order by l1.created_at, l1.order_number limit p_most) l
    order by l.created_at, l.order_number limit p_most;
  elsif p_newest_first then
    return query
    select l.order_number, l.updated_at
    from unnest(p_classes, p_low, p_high, p_other_low, p_other_high) as k(class_id, low, high, other_low, other_high)
    cross join lateral (
      select l1.order_number, l1.updated_at from order_listing l1
      where l1.tenant_id = p_tenant and l1.class_id = k.class_id
        and l1.updated_at >= k.low and l1.updated_at < k.high
        and l1.created_at >= k.other_low and l1.created_at < k.other_high
      order by l1.updated_at desc, l1.order_number desc limit p_most) l
    order by l.updated_at desc, l.order_number desc limit p_most;
  else
    return query
    select l.order_number, l.updated_at
    from unnest(p_classes, p_low, p_high, p_other_low, p_other_high) as k(class_id, low, high, other_low, other_high)
    cross join lateral (
      select l1.order_number, l1.updated_at from order_listing l1
      where l1.tenant_id = p_tenant and l1.class_id = k.class_id
        and l1.updated_at >= k.low and l1.updated_at < k.high
        and l1.created_at >= k.other_low and l1.created_at < k.other_high
      order by l1.updated_at, l1.order_number limit p_most) l
    order by l.updated_at, l.order_number limit p_most;
  end if;
end $$;

-- All listed orders of these classes between bounds on both axes, read along the given one: for bounds that few are
-- in.
create function gather_listed(
  p_tenant integer, p_axis smallint, p_classes integer[],
  p_low timestamptz[], p_high timestamptz[], p_other_low timestamptz[], p_other_high timestamptz[]
) returns table (order_number bigint, created_at timestamptz, updated_at timestamptz)
language plpgsql stable as $$
#variable_conflict use_column
begin
  if p_axis = 1 then
    return query
    select l.order_number, l.created_at, l.updated_at
    from unnest(p_classes, p_low, p_high, p_other_low, p_other_high) as k(class_id, low, high, other_low, other_high)
    cross join lateral (
      select * from order_listing l1
      where l1.tenant_id = p_tenant and l1.class_id = k.class_id
        and l1.created_at >= k.low and l1.created_at < k.high
        and l1.updated_at >= k.other_low and l1.updated_at < k.other_high offset 0) l;
  else
    return query
    select l.order_number, l.created_at, l.updated_at
    from unnest(p_classes, p_low, p_high, p_other_low, p_other_high) as k(class_id, low, high, other_low, other_high)
    cross join lateral (
      select * from order_listing l1
      where l1.tenant_id = p_tenant and l1.class_id = k.class_id
        and l1.updated_at >= k.low and l1.updated_at < k.high
        and l1.created_at >= k.other_low and l1.created_at < k.other_high offset 0) l;
  end if;
end $$;

-- A page of an account's orders, and how many match in all. Of the statuses, one pattern must match: parallel arrays,
-- each element the words of one axis with `|` between them, null where the pattern doesn't look at the axis. Bounds
-- are from, and without until. p_first_day to p_last_day: made on these days, as the calendar of the store's
-- marketplace has them.
create function list_orders(
  p_tenant integer,
  p_account integer,
  p_family text,
  p_dialect text,
  p_scope text,
  p_stores integer[],
  p_order_statuses text[],
  p_financial_statuses text[],
  p_fulfilment_statuses text[],
  p_refund_statuses text[],
  p_parts text[],
  p_created_from timestamptz,
  p_created_until timestamptz,
  p_updated_from timestamptz,
  p_updated_until timestamptz,
  p_first_day date,
  p_last_day date,
  p_marketplaces text[],
  p_zones text[],
  p_axis smallint,
  p_newest_first boolean,
  p_skip bigint,
  p_limit integer
) returns table (total bigint, orders json)
language plpgsql stable set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  -- Rows that are read and sorted rather than looked for along another order.
  c_few constant bigint := 10000;
  -- Rows that are passed rather than sought.
  c_near constant bigint := 300;
  v_tail bigint[] := listing_tail(p_tenant);
  v_classes integer[];
  v_created_low timestamptz[];
  v_created_high timestamptz[];
  v_updated_low timestamptz[];
  v_updated_high timestamptz[];
  v_low timestamptz[];
  v_high timestamptz[];
  v_other_low timestamptz[];
  v_other_high timestamptz[];
  -- Of the tail: what is so now, and what the listing still has of it; times on the axis of the order.
  v_fresh bigint[];
  v_fresh_at timestamptz[];
  v_stale_at timestamptz[];
  v_by_created boolean;
  v_by_updated boolean;
  v_on_created bigint;
  v_on_updated bigint;
  v_listed bigint;
  v_total bigint;
  v_skip bigint := p_skip;
  v_older bigint;
  v_page bigint[];
  v_bound timestamptz;
  v_found record;
begin
  with days as materialized (
    select s.store_number, p_first_day::timestamp at time zone z.zone as low,
      (p_last_day + 1)::timestamp at time zone z.zone as high
    from stores s
    join unnest(p_marketplaces, p_zones) as z(marketplace, zone) on z.marketplace = s.marketplace
    where p_first_day is not null and s.tenant_id = p_tenant
  ), known as (
    select k.class_id, null::bigint as order_number, k.family, k.dialect, k.number_scope, k.store_number, k.order_status,
      k.financial_status, k.fulfilment_status, k.refund_status, k.parts, null::timestamptz as created_at,
      null::timestamptz as updated_at
    from order_classes k where k.tenant_id = p_tenant and k.account_id = p_account
    union all
    select null, c.order_number, c.family, c.dialect, c.number_scope, c.store_number, c.order_status, c.financial_status,
      c.fulfilment_status, c.refund_status, c.parts, c.created_at, c.updated_at
    from current_orders(p_tenant, v_tail) c where c.account_id = p_account
  ), wanted as (
    select k.class_id, k.order_number, k.created_at, k.updated_at,
      greatest(coalesce(p_created_from, '-infinity'), coalesce(d.low, '-infinity')) as created_low,
      least(coalesce(p_created_until, 'infinity'), coalesce(d.high, 'infinity')) as created_high,
      coalesce(p_updated_from, '-infinity') as updated_low, coalesce(p_updated_until, 'infinity') as updated_high
    from known k
    left join days d on d.store_number = k.store_number
    where (p_family is null or k.family = p_family) and (p_dialect is null or k.dialect = p_dialect)
      and (p_scope is null or k.number_scope = p_scope)
      and (p_stores is null or k.store_number = any(p_stores)) and (p_first_day is null or d.low is not null)
      and (p_order_statuses is null or exists (
        select
        from unnest(p_order_statuses, p_financial_statuses, p_fulfilment_statuses, p_refund_statuses, p_parts)
          as s(order_status, financial_status, fulfilment_status, refund_status, parts)
        where (s.order_status is null or k.order_status = any(string_to_array(s.order_status, '|')))
          and (s.financial_status is null or k.financial_status = any(string_to_array(s.financial_status, '|')))
          and (s.fulfilment_status is null or k.fulfilment_status = any(string_to_array(s.fulfilment_status, '|')))
          and (s.refund_status is null or k.refund_status = any(string_to_array(s.refund_status, '|')))
          and (s.parts is null or k.parts && string_to_array(s.parts, '|'))))
  )
  select coalesce(array_agg(w.class_id) filter (where w.class_id is not null), '{}'),
    coalesce(array_agg(w.created_low) filter (where w.class_id is not null), '{}'),
    coalesce(array_agg(w.created_high) filter (where w.class_id is not null), '{}'),
    coalesce(array_agg(w.updated_low) filter (where w.class_id is not null), '{}'),
    coalesce(array_agg(w.updated_high) filter (where w.class_id is not null), '{}'),
    coalesce(array_agg(w.order_number) filter (where w.created_at >= w.created_low
      and w.created_at < w.created_high and w.updated_at >= w.updated_low and w.updated_at < w.updated_high), '{}'),
    coalesce(array_agg(case p_axis when 1 then w.created_at else w.updated_at end) filter (
      where w.created_at >= w.created_low and w.created_at < w.created_high
      and w.updated_at >= w.updated_low and w.updated_at < w.updated_high), '{}')
  into v_classes, v_created_low, v_created_high, v_updated_low, v_updated_high, v_fresh, v_fresh_at
  from wanted w;

  v_by_created := p_created_from is not null or p_created_until is not null or p_first_day is not null;
  v_by_updated := p_updated_from is not null or p_updated_until is not null;
  if not v_by_updated or v_by_created then
    v_on_created := count_listed(p_tenant, 1::smallint, v_classes, v_created_low, v_created_high);
  end if;
  if v_by_updated then
    v_on_updated := count_listed(p_tenant, 2::smallint, v_classes, v_updated_low, v_updated_high);
  end if;
  if v_by_updated and v_by_created then
    if v_on_created < v_on_updated then
      select count(*) into v_listed from gather_listed(p_tenant, 1::smallint, v_classes, v_created_low,
        v_created_high, v_updated_low, v_updated_high);
    else
      select count(*) into v_listed from gather_listed(p_tenant, 2::smallint, v_classes, v_updated_low,
        v_updated_high, v_created_low, v_created_high);
    end if;
  else
    v_listed := coalesce(v_on_updated, v_on_created);
  end if;

  select coalesce(array_agg(case p_axis when 1 then l.created_at else l.updated_at end), '{}') into v_stale_at
  from unnest(v_tail) as t(order_number)
  cross join lateral (
    select * from order_listing l1
    where l1.tenant_id = p_tenant and l1.order_number = t.order_number offset 0) l
  cross join lateral (
    select k.* from unnest(v_classes, v_created_low, v_created_high, v_updated_low, v_updated_high)
      as k(class_id, created_low, created_high, updated_low, updated_high)
    where k.class_id = l.class_id) k
  where l.created_at >= k.created_low and l.created_at < k.created_high
    and l.updated_at >= k.updated_low and l.updated_at < k.updated_high;
  v_total := v_listed - cardinality(v_stale_at) + cardinality(v_fresh);

  if p_skip >= v_total then
    return query select v_total, null::json;
    return;
  end if;

  if p_axis = 1 then
    v_low := v_created_low; v_high := v_created_high; v_other_low := v_updated_low; v_other_high := v_updated_high;
  else
    v_low := v_updated_low; v_high := v_updated_high; v_other_low := v_created_low; v_other_high := v_created_high;
  end if;

  if (p_axis = 1 and v_by_updated or p_axis = 2 and v_by_created)
    and least(v_on_created, v_on_updated) <= c_few then
    -- Few are in the bounds of the other axis, or of both.
    if v_on_created is null or v_on_updated <= v_on_created then
      v_page := array(
        select x.order_number from (
          select g.order_number, case p_axis when 1 then g.created_at else g.updated_at end as at
          from gather_listed(p_tenant, 2::smallint, v_classes, v_updated_low, v_updated_high, v_created_low,
            v_created_high) g
          where g.order_number not in (select unnest(v_tail))
          union all select f.order_number, f.at from unnest(v_fresh, v_fresh_at) as f(order_number, at)) x
        order by case when p_newest_first then x.at end desc, case when p_newest_first then x.order_number end desc,
          x.at, x.order_number
        offset p_skip limit p_limit);
    else
      v_page := array(
        select x.order_number from (
          select g.order_number, case p_axis when 1 then g.created_at else g.updated_at end as at
          from gather_listed(p_tenant, 1::smallint, v_classes, v_created_low, v_created_high, v_updated_low,
            v_updated_high) g
          where g.order_number not in (select unnest(v_tail))
          union all select f.order_number, f.at from unnest(v_fresh, v_fresh_at) as f(order_number, at)) x
        order by case when p_newest_first then x.at end desc, case when p_newest_first then x.order_number end desc,
          x.at, x.order_number
        offset p_skip limit p_limit);
    end if;
  else
    if p_skip - cardinality(v_fresh) > c_near
      and not (p_axis = 1 and v_by_updated or p_axis = 2 and v_by_created) then
      -- The span in which the page begins, or a little before it, as the tail's orders may all come earlier.
      select coalesce(count_listed(p_tenant, p_axis, v_classes,
        array_fill('-infinity'::timestamptz, array[cardinality(v_low)]), v_low), 0) into v_older;
      if p_newest_first then
        select * into v_found
        from seek_listed(p_tenant, p_axis, v_classes, v_older + v_listed - 1 - (p_skip - cardinality(v_fresh)));
        v_bound := to_timestamp(v_found.span + (1 << span_shift(0)));
      else
        select * into v_found
        from seek_listed(p_tenant, p_axis, v_classes, v_older + p_skip - cardinality(v_fresh));
        v_bound := to_timestamp(v_found.span);
      end if;
      -- Classes with bounds of their own are walked from those where the page isn't within the bounds of all.
      if v_bound >= (select max(b.at) from unnest(v_low) as b(at))
        and v_bound <= (select min(b.at) from unnest(v_high) as b(at)) then
        if p_newest_first then
          v_skip := p_skip - (v_older + v_listed - v_found.older - v_found.inside)
            + (select count(*) from unnest(v_stale_at) as s(at) where s.at >= v_bound)
            - (select count(*) from unnest(v_fresh_at) as f(at) where f.at >= v_bound);
          v_high := array_fill(v_bound, array[cardinality(v_high)]);
        else
          v_skip := p_skip - (v_found.older - v_older)
            + (select count(*) from unnest(v_stale_at) as s(at) where s.at < v_bound)
            - (select count(*) from unnest(v_fresh_at) as f(at) where f.at < v_bound);
          v_low := array_fill(v_bound, array[cardinality(v_low)]);
        end if;
      else
        v_bound := null;
      end if;
    end if;
    v_page := array(
      select x.order_number from (
        select w.order_number, w.at
        from walk_listed(p_tenant, p_axis, p_newest_first, v_classes, v_low, v_high, v_other_low, v_other_high,
          null, null, v_skip + p_limit + cardinality(v_tail)) w
        where w.order_number not in (select unnest(v_tail))
        union all
        select f.order_number, f.at from unnest(v_fresh, v_fresh_at) as f(order_number, at)
        where v_bound is null or p_newest_first and f.at < v_bound or not p_newest_first and f.at >= v_bound) x
      order by case when p_newest_first then x.at end desc, case when p_newest_first then x.order_number end desc,
        x.at, x.order_number
      offset v_skip limit p_limit);
  end if;

  return query
  select v_total, (
    select json_agg(order_as_json(o) order by n.rank)
    from unnest(v_page) with ordinality as n(order_number, rank)
    cross join lateral (
      select * from orders o1 where o1.tenant_id = p_tenant and o1.order_number = n.order_number offset 0) o);
end $$;

-- Those of the given orders to which all conditions apply; null: no condition.
create function orders_that_match(
  p_tenant integer, p_orders bigint[], p_account integer, p_dialect text, p_seller text, p_order_status text,
  p_financial_status text, p_fulfilment_status text, p_refund_status text, p_created_from timestamptz,
  p_created_to timestamptz, p_updated_from timestamptz, p_updated_to timestamptz, p_sku text, p_recipient text,
  p_tracking text, p_after_at timestamptz, p_after_number bigint
) returns table (order_number bigint, created_at timestamptz)
language plpgsql stable as $$
#variable_conflict use_column
begin
  return query
  select o.order_number, o.created_at
  from unnest(p_orders) as n(order_number)
  cross join lateral (
    select * from orders o1 where o1.tenant_id = p_tenant and o1.order_number = n.order_number offset 0) o
  where (p_account is null or o.account_id = p_account) and (p_dialect is null or o.dialect = p_dialect)
    and (p_seller is null or o.seller_order_number = p_seller)
    and (p_order_status is null or o.order_status = p_order_status)
    and (p_financial_status is null or o.financial_status = p_financial_status)
    and (p_fulfilment_status is null or o.fulfilment_status = p_fulfilment_status)
    and (p_refund_status is null or o.refund_status = p_refund_status)
    and (p_created_from is null or o.created_at >= p_created_from)
    and (p_created_to is null or o.created_at <= p_created_to)
    and (p_updated_from is null or o.updated_at >= p_updated_from)
    and (p_updated_to is null or o.updated_at <= p_updated_to)
    and (p_after_at is null or (o.created_at, o.order_number) < (p_after_at, p_after_number))
    and (p_recipient is null or starts_with(folded(o.details -> 'address' ->> 'recipient'), folded(p_recipient)))
    and (p_sku is null or exists (
      select from json_to_recordset(o.details -> 'lines') as l(sku text) where l.sku = p_sku))
    and (p_tracking is null or exists (
      select from fulfilment_orders f
      cross join lateral json_to_recordset(f.shipments) as s("trackingNumber" text)
      where f.tenant_id = p_tenant and f.order_number = o.order_number and f.shipments is not null
        and s."trackingNumber" = p_tracking));
end $$;

-- Orders of the whole tenant to which all conditions apply (null: no condition; both ends of times count), newest
-- first, behind a position. The most telling condition leads to candidates, slice by slice; each is then held
-- against all conditions as it is now.
create function find_orders(
  p_tenant integer,
  p_account_name text,
  p_dialect text,
  p_seller text,
  p_order_status text,
  p_financial_status text,
  p_fulfilment_status text,
  p_refund_status text,
  p_created_from timestamptz,
  p_created_to timestamptz,
  p_updated_from timestamptz,
  p_updated_to timestamptz,
  p_sku text,
  p_recipient text,
  p_tracking text,
  p_after_at timestamptz,
  p_after_number bigint,
  p_limit integer
) returns table (document json, account text)
language plpgsql stable set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  c_few constant bigint := 5000;
  c_many_names constant bigint := 5000;
  c_most_slice constant integer := 5000;
  v_account integer;
  v_tail bigint[] := listing_tail(p_tenant);
  v_classes integer[];
  v_low timestamptz[];
  v_high timestamptz[];
  v_updated_low timestamptz[];
  v_updated_high timestamptz[];
  v_folded text := folded(p_recipient);
  v_way text;
  v_at timestamptz := p_after_at;
  v_number bigint := p_after_number;
  v_slice integer := p_limit;
  v_candidates bigint[];
  v_orders bigint[];
  v_times timestamptz[];
  v_found bigint[];
  v_found_at timestamptz[];
begin
  if p_account_name is not null then
    select a.account_id into v_account from accounts a where a.tenant_id = p_tenant and a.name = p_account_name;
    if not found then
      return;
    end if;
  end if;

  -- What the listing doesn't know yet.
  select coalesce(array_agg(m.order_number), '{}'), coalesce(array_agg(m.created_at), '{}')
  into v_found, v_found_at
  from orders_that_match(p_tenant, v_tail, v_account, p_dialect, p_seller, p_order_status, p_financial_status,
    p_fulfilment_status, p_refund_status, p_created_from, p_created_to, p_updated_from, p_updated_to, p_sku,
    p_recipient, p_tracking, p_after_at, p_after_number) m;

  select coalesce(array_agg(k.class_id), '{}') into v_classes
  from order_classes k
  where k.tenant_id = p_tenant and (v_account is null or k.account_id = v_account)
    and (p_dialect is null or k.dialect = p_dialect)
    and (p_order_status is null or k.order_status = p_order_status)
    and (p_financial_status is null or k.financial_status = p_financial_status)
    and (p_fulfilment_status is null or k.fulfilment_status = p_fulfilment_status)
    and (p_refund_status is null or k.refund_status = p_refund_status);
  v_low := array_fill(coalesce(p_created_from, '-infinity'), array[cardinality(v_classes)]);
  v_high := array_fill(coalesce(p_created_to + interval '1 millisecond', 'infinity'), array[cardinality(v_classes)]);
  v_updated_low := array_fill(coalesce(p_updated_from, '-infinity'), array[cardinality(v_classes)]);
  v_updated_high :=
    array_fill(coalesce(p_updated_to + interval '1 millisecond', 'infinity'), array[cardinality(v_classes)]);

  v_way := case
    when p_tracking is not null then 'tracking'
    when p_seller is not null then 'seller'
    when (p_updated_from is not null or p_updated_to is not null)
      and count_listed(p_tenant, 2::smallint, v_classes, v_updated_low, v_updated_high) <= c_few then 'updated'
    when (p_sku is not null or p_recipient is not null)
      and count_listed(p_tenant, 1::smallint, v_classes, v_low, v_high) <= c_few then 'classes'
    when p_recipient is not null and (
      select count(*) from (
        select from order_terms t
        where t.tenant_id = p_tenant and t.kind = 2 and t.term >= v_folded and t.term < v_folded || chr(1114111)
        limit c_many_names + 1) t) <= c_many_names then 'recipient'
    when p_sku is not null then 'sku'
    else 'classes'
  end;

  loop
    if v_way in ('tracking', 'sku') then
      select coalesce(array_agg(t.order_number), '{}'), coalesce(array_agg(t.created_at), '{}')
      into v_orders, v_times
      from (
        select t1.order_number, t1.created_at from order_terms t1
        where t1.tenant_id = p_tenant and t1.kind = case v_way when 'sku' then 1 else 3 end
          and t1.term = case v_way when 'sku' then p_sku else p_tracking end
          and t1.created_at >= coalesce(p_created_from, '-infinity')
          and t1.created_at <= least(coalesce(p_created_to, 'infinity'), v_at)
          and (v_at is null or (t1.created_at, t1.order_number) < (v_at, v_number))
        order by t1.created_at desc, t1.order_number desc limit v_slice) t;
    elsif v_way = 'recipient' then
      select coalesce(array_agg(t.order_number), '{}'), coalesce(array_agg(t.created_at), '{}')
      into v_orders, v_times
      from (
        select t1.order_number, t1.created_at from order_terms t1
        where t1.tenant_id = p_tenant and t1.kind = 2 and t1.term >= v_folded
          and t1.term < v_folded || chr(1114111)
          and (t1.created_at, t1.order_number) < (coalesce(v_at, 'infinity'), coalesce(v_number, 0))
        order by t1.created_at desc, t1.order_number desc limit v_slice) t;
    elsif v_way = 'seller' then
      select coalesce(array_agg(t.order_number), '{}'), coalesce(array_agg(t.created_at), '{}')
      into v_orders, v_times
      from (
        select o.order_number, o.created_at
        from (select distinct k.account_id, k.family from order_classes k where k.tenant_id = p_tenant) k
        cross join lateral (
          select o1.order_number, o1.created_at from orders o1
          where o1.tenant_id = p_tenant and o1.account_id = k.account_id and o1.family = k.family
            and o1.seller_order_number = p_seller offset 0) o
        where (o.created_at, o.order_number) < (coalesce(v_at, 'infinity'), coalesce(v_number, 0))
        order by o.created_at desc, o.order_number desc limit v_slice) t;
    elsif v_way = 'updated' then
      select coalesce(array_agg(t.order_number), '{}'), coalesce(array_agg(t.created_at), '{}')
      into v_orders, v_times
      from (
        select g.order_number, g.created_at
        from gather_listed(p_tenant, 2::smallint, v_classes, v_updated_low, v_updated_high, v_low, v_high) g
        where (g.created_at, g.order_number) < (coalesce(v_at, 'infinity'), coalesce(v_number, 0))
        order by g.created_at desc, g.order_number desc limit v_slice) t;
    else
      select coalesce(array_agg(w.order_number), '{}'), coalesce(array_agg(w.at), '{}') into v_orders, v_times
      from walk_listed(p_tenant, 1::smallint, true, v_classes, v_low, v_high, v_updated_low, v_updated_high, v_at,
        v_number, v_slice) w;
    end if;

    select v_found || coalesce(array_agg(m.order_number), '{}'), v_found_at || coalesce(array_agg(m.created_at), '{}')
    into v_found, v_found_at
    from orders_that_match(p_tenant, array(select unnest(v_orders) except select unnest(v_tail)), v_account, p_dialect,
      p_seller, p_order_status, p_financial_status, p_fulfilment_status, p_refund_status, p_created_from,
      p_created_to, p_updated_from, p_updated_to, p_sku, p_recipient, p_tracking, p_after_at, p_after_number) m;
    v_at := v_times[cardinality(v_times)];
    v_number := v_orders[cardinality(v_orders)];
    exit when cardinality(v_orders) < v_slice;
    -- Enough, once as many are found that are not behind the last candidate.
    exit when (
      select count(*) from unnest(v_found, v_found_at) as f(order_number, at)
      where (f.at, f.order_number) >= (v_at, v_number)) >= p_limit;
    v_slice := least(v_slice * 4, c_most_slice);
  end loop;

  return query
  select order_as_json(o), a.name
  from (
    select f.order_number, f.at from unnest(v_found, v_found_at) as f(order_number, at)
    order by f.at desc, f.order_number desc limit p_limit) f
  cross join lateral (
    select * from orders o1 where o1.tenant_id = p_tenant and o1.order_number = f.order_number offset 0) o
  cross join lateral (
    select a1.name from accounts a1
    where a1.tenant_id = p_tenant and a1.account_id = o.account_id offset 0) a
  order by f.at desc, f.order_number desc;
end $$;
