-- Lists tell orders by statuses that none of their fulfilment orders has, and by what of them will never be shipped:
-- nothing; pieces, or all of it, that were cancelled; all of it, since stock was short as it came. The classes of the
-- listing (0012) have the latter two among their parts, as loss:cancelled and loss:short.
create function loss_of(o orders) returns text language sql stable as $$
  select case
    when o.details ->> 'endedShort' = 'true' then 'short'
    when exists (
      select from fulfilment_orders f
      cross join lateral json_to_recordset(f.lines) as l(quantity integer, cancelled integer)
      where f.tenant_id = o.tenant_id and f.order_number = o.order_number
        and (f.status = 'cancelled' or l.cancelled > 0)) then 'cancelled'
    else 'none' end
$$;

-- What orders are filtered by and found by, as it is now.
create or replace function current_orders(p_tenant integer, p_orders bigint[]) returns table (
  order_number bigint, account_id integer, family text, dialect text, number_scope text, store_number integer,
  order_status text, financial_status text, fulfilment_status text, refund_status text, parts text[],
  created_at timestamptz, updated_at timestamptz, address json, lines json
) language sql stable as $$
  select o.order_number, o.account_id, o.family, o.dialect, o.number_scope, coalesce(d."storeNumber", -1),
    o.order_status, o.financial_status, o.fulfilment_status, o.refund_status, array(
      select distinct f.status from fulfilment_orders f
      where f.tenant_id = p_tenant and f.order_number = o.order_number
      union all
      select 'loss:' || l.loss from (select loss_of(o) as loss) l where l.loss <> 'none'
      order by 1),
    o.created_at, o.updated_at, d.address, d.lines
  from unnest(p_orders) as named(order_number)
  cross join lateral (
    select * from orders o1 where o1.tenant_id = p_tenant and o1.order_number = named.order_number offset 0) o
  cross join lateral json_to_record(o.details) as d("storeNumber" integer, address json, lines json)
$$;

drop function list_orders(integer, integer, text, text, text, integer[], text[], text[], text[], text[], text[], timestamptz, timestamptz, timestamptz, timestamptz, date, date, text[], text[], smallint, boolean, bigint, integer);

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
  p_without_parts text[],
  p_losses text[],
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
        from unnest(p_order_statuses, p_financial_statuses, p_fulfilment_statuses, p_refund_statuses, p_parts,
            p_without_parts, p_losses)
          as s(order_status, financial_status, fulfilment_status, refund_status, parts, without_parts, losses)
        where (s.order_status is null or k.order_status = any(string_to_array(s.order_status, '|')))
          and (s.financial_status is null or k.financial_status = any(string_to_array(s.financial_status, '|')))
          and (s.fulfilment_status is null or k.fulfilment_status = any(string_to_array(s.fulfilment_status, '|')))
          and (s.refund_status is null or k.refund_status = any(string_to_array(s.refund_status, '|')))
          and (s.parts is null or k.parts && string_to_array(s.parts, '|'))
          and (s.without_parts is null or not k.parts && string_to_array(s.without_parts, '|'))
          and (s.losses is null or string_to_array(s.losses, '|') && array[case
            when k.parts && '{loss:short}' then 'short'
            when k.parts && '{loss:cancelled}' then 'cancelled' else 'none' end])))
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

-- What is listed has been classed without it: the listing is made anew, and until then its readers see to it that
-- answers are right.
truncate listing_positions, order_classes, order_listing, order_counts, order_terms;
