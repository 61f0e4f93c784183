-- Lists and searches of orders cost less. What is shown beside orders is kept in memory as of a version of the tenant's
-- catalogue: every statement that sets up a tenant raises it, in the same transaction, as it does the lane's version.
alter table lanes add column catalogue_version bigint not null default 0;

-- Counts are read over spans of time, of all the classes that a filter picks at once: now these lie together in the index,
-- which is all that is read, and what is added lies at one end.
alter table order_counts drop constraint order_counts_pkey,
  add primary key (tenant_id, axis, level, span, class_id) include (orders);

-- Orders as JSON are put together as text, since json_build_object looks up the type of each of its arguments anew for
-- each order. These two are a part of their callers' plans and no calls, as long as they have no subqueries.
create function order_text(o orders, p_parts text, p_after_sales text) returns text language sql stable as $$
  select concat('{"orderNumber":', o.order_number, ',"accountId":', o.account_id, ',"family":', to_json(o.family),
    ',"dialect":', to_json(o.dialect), ',"sellerOrderNumber":', coalesce(to_json(o.seller_order_number), 'null'),
    ',"numberScope":', to_json(o.number_scope), ',"contentHash":', to_json(o.content_hash),
    ',"orderStatus":"', o.order_status, '","financialStatus":"', o.financial_status,
    '","fulfilmentStatus":"', o.fulfilment_status, '","refundStatus":"', o.refund_status,
    '","version":', o.version, ',"currency":', to_json(o.currency), ',"goodsMinor":', o.goods_minor,
    ',"freightMinor":', o.freight_minor, ',"finalMinor":', o.final_minor, ',"refundedMinor":', o.refunded_minor,
    ',"createdAt":', milliseconds(o.created_at), ',"updatedAt":', milliseconds(o.updated_at),
    ',"due":', case when o.due_at is null then 'null'
      else concat('{"kind":', to_json(o.due_kind), ',"at":', milliseconds(o.due_at), '}') end,
    ',"details":', o.details, ',"fulfilmentOrders":[', p_parts, '],"afterSales":[', p_after_sales, ']}')
$$;

create function part_text(f fulfilment_orders) returns text language sql stable as $$
  select concat('{"sequence":', f.sequence, ',"ownerId":', f.owner_id, ',"location":', to_json(f.location),
    ',"status":"', f.status, '","createdAt":', milliseconds(f.created_at), ',"updatedAt":', milliseconds(f.updated_at),
    ',"lines":', f.lines, ',"packages":', coalesce(f.packages, 'null'), ',"shipments":', coalesce(f.shipments, 'null'),
    ',"empty":', to_json(f.empty), ',"times":', coalesce(f.times, 'null'), '}')
$$;

create or replace function order_as_json(o orders) returns json language sql stable as $$
  select order_text(o, (
      select string_agg(part_text(f), ',' order by f.sequence)
      from fulfilment_orders f where f.tenant_id = o.tenant_id and f.order_number = o.order_number), (
      select string_agg(s.details::text, ',' order by s.after_sale_number)
      from after_sales s where s.tenant_id = o.tenant_id and s.order_number = o.order_number))::json
$$;

-- Orders by number, in the order asked for, with commas between them.
create function orders_text(p_tenant integer, p_orders bigint[]) returns text language plpgsql stable as $$
begin
  return (
    select string_agg(order_text(o, p.parts, s.after_sales), ',' order by n.rank)
    from unnest(p_orders) with ordinality as n(order_number, rank)
    cross join lateral (
      select * from orders o1 where o1.tenant_id = p_tenant and o1.order_number = n.order_number offset 0) o
    cross join lateral (
      select string_agg(part_text(f), ',' order by f.sequence) as parts from fulfilment_orders f
      where f.tenant_id = p_tenant and f.order_number = n.order_number offset 0) p
    cross join lateral (
      select string_agg(s1.details::text, ',' order by s1.after_sale_number) as after_sales from after_sales s1
      where s1.tenant_id = p_tenant and s1.order_number = n.order_number offset 0) s);
end $$;

-- The orders that have changed since the listing's position: usually there are none.
create or replace function listing_tail(p_tenant integer) returns bigint[] language plpgsql stable as $$
declare
  v_version bigint;
  v_position bigint;
begin
  select l.version, coalesce(p.version, 0) into v_version, v_position
  from lanes l left join listing_positions p on p.tenant_id = l.tenant_id where l.tenant_id = p_tenant;
  if v_version = v_position then
    return '{}';
  end if;
  return array(
    select distinct e.order_number from order_events e
    where e.tenant_id = p_tenant and e.commit_version > v_position);
end $$;

-- The span that holds the listed order of rank p_rank, from 0 and from the oldest, among all of these classes: the
-- first, from the coarsest level down, that has no more than p_near orders, or else that of the lowest level. From and
-- without which second it is; how many orders are older than it, and how many it holds. Null: there are not so many.
drop function seek_listed(integer, smallint, integer[], bigint);
create function seek_listed(
  p_tenant integer, p_axis smallint, p_classes integer[], p_rank bigint, p_near bigint,
  out span bigint, out beyond bigint, out older bigint, out inside bigint
) language plpgsql stable as $$
declare
  v_span bigint := 0;
  v_older bigint := 0;
  v_before bigint;
  -- Of the level above, the only span of which holds all times.
  v_shift integer := 62;
begin
  for v_level in reverse 4..0 loop
    select b.span, b.before, b.orders into v_span, v_before, inside
    from (
      select c.span, sum(c.orders) as orders, (sum(sum(c.orders)) over (order by c.span) - sum(c.orders)) as before
      from order_counts c
      where c.tenant_id = p_tenant and c.class_id = any(p_classes) and c.axis = p_axis and c.level = v_level
        and c.span >= v_span << (v_shift - span_shift(v_level))
        and c.span < (v_span + 1) << (v_shift - span_shift(v_level))
      group by c.span) b
    where b.before + v_older <= p_rank and b.before + b.orders + v_older > p_rank
    order by b.span limit 1;
    if not found then
      return;
    end if;
    v_older := v_older + v_before;
    v_shift := span_shift(v_level);
    exit when inside <= p_near;
  end loop;
  span := v_span << v_shift;
  beyond := (v_span + 1) << v_shift;
  older := v_older;
end $$;

drop function list_orders(integer, integer, text, text, text, integer[], text[], text[], text[], text[], text[],
  text[], text[], timestamptz, timestamptz, timestamptz, timestamptz, date, date, text[], text[], smallint, boolean, bigint, integer);

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
) returns table (total bigint, catalogue_version bigint, orders text)
language plpgsql stable set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set enable_bitmapscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  -- Rows that are read and sorted rather than looked for along another order.
  c_few constant bigint := 10000;
  -- Rows that are passed rather than sought.
  c_near constant bigint := 300;
  -- A span of no more is not divided.
  c_at_hand constant bigint := 20;
  v_catalogue bigint;
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
  v_stale_at timestamptz[] := '{}';
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
  select l.catalogue_version into v_catalogue from lanes l where l.tenant_id = p_tenant;

  with days as materialized (
    select s.store_number, p_first_day::timestamp at time zone z.zone as low,
      (p_last_day + 1)::timestamp at time zone z.zone as high
    from stores s
    join unnest(p_marketplaces, p_zones) as z(marketplace, zone) on z.marketplace = s.marketplace
    where p_first_day is not null and s.tenant_id = p_tenant
  ), states as materialized (
    select string_to_array(s.order_status, '|') as order_status, string_to_array(s.financial_status, '|') as financial_status,
      string_to_array(s.fulfilment_status, '|') as fulfilment_status, string_to_array(s.refund_status, '|') as refund_status,
      string_to_array(s.parts, '|') as parts, string_to_array(s.without_parts, '|') as without_parts,
      string_to_array(s.losses, '|') as losses
    from unnest(p_order_statuses, p_financial_statuses, p_fulfilment_statuses, p_refund_statuses, p_parts,
        p_without_parts, p_losses)
      as s(order_status, financial_status, fulfilment_status, refund_status, parts, without_parts, losses)
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
        select from states s
        where (s.order_status is null or k.order_status = any(s.order_status))
          and (s.financial_status is null or k.financial_status = any(s.financial_status))
          and (s.fulfilment_status is null or k.fulfilment_status = any(s.fulfilment_status))
          and (s.refund_status is null or k.refund_status = any(s.refund_status))
          and (s.parts is null or k.parts && s.parts)
          and (s.without_parts is null or not k.parts && s.without_parts)
          and (s.losses is null or s.losses && array[case
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
  if v_by_created then
    v_on_created := count_listed(p_tenant, 1::smallint, v_classes, v_created_low, v_created_high);
  elsif not v_by_updated then
    v_on_created := (
      select coalesce(sum(c.orders), 0) from order_counts c
      where c.tenant_id = p_tenant and c.axis = 1 and c.level = 5 and c.class_id = any(v_classes));
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

  if cardinality(v_tail) > 0 then
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
  end if;
  v_total := v_listed - cardinality(v_stale_at) + cardinality(v_fresh);

  if p_skip >= v_total then
    return query select v_total, v_catalogue, null::text;
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
      v_older := 0;
      if exists (select from unnest(v_low) as b(at) where isfinite(b.at)) then
        v_older := count_listed(p_tenant, p_axis, v_classes,
          array_fill('-infinity'::timestamptz, array[cardinality(v_low)]), v_low);
      end if;
      if p_newest_first then
        select * into v_found
        from seek_listed(p_tenant, p_axis, v_classes, v_older + v_listed - 1 - (p_skip - cardinality(v_fresh)), c_at_hand);
        v_bound := to_timestamp(v_found.beyond);
      else
        select * into v_found
        from seek_listed(p_tenant, p_axis, v_classes, v_older + p_skip - cardinality(v_fresh), c_at_hand);
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

  return query select v_total, v_catalogue, '[' || orders_text(p_tenant, v_page) || ']';
end $$;

drop function find_orders(integer, text, text, text, text, text, text, text, timestamptz, timestamptz, timestamptz,
  timestamptz, text, text, text, text, timestamptz, bigint, integer);

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
  p_part text,
  p_after_at timestamptz,
  p_after_number bigint,
  p_limit integer
) returns table (document text, account text)
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
  v_found bigint[] := '{}';
  v_found_at timestamptz[] := '{}';
begin
  if p_account_name is not null then
    select a.account_id into v_account from accounts a where a.tenant_id = p_tenant and a.name = p_account_name;
    if not found then
      return;
    end if;
  end if;

  if cardinality(v_tail) > 0 then
    -- What the listing doesn't know yet.
    select coalesce(array_agg(m.order_number), '{}'), coalesce(array_agg(m.created_at), '{}')
    into v_found, v_found_at
    from orders_that_match(p_tenant, v_tail, v_account, p_dialect, p_seller, p_order_status, p_financial_status,
      p_fulfilment_status, p_refund_status, p_created_from, p_created_to, p_updated_from, p_updated_to, p_sku,
      p_recipient, p_tracking, p_part, p_after_at, p_after_number) m;
  end if;

  select coalesce(array_agg(k.class_id), '{}') into v_classes
  from order_classes k
  where k.tenant_id = p_tenant and (v_account is null or k.account_id = v_account)
    and (p_dialect is null or k.dialect = p_dialect)
    and (p_order_status is null or k.order_status = p_order_status)
    and (p_financial_status is null or k.financial_status = p_financial_status)
    and (p_fulfilment_status is null or k.fulfilment_status = p_fulfilment_status)
    and (p_refund_status is null or k.refund_status = p_refund_status)
    and (p_part is null or p_part = any(k.parts));
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
      p_created_to, p_updated_from, p_updated_to, p_sku, p_recipient, p_tracking, p_part, p_after_at, p_after_number) m;
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
  select order_text(o, p.parts, s.after_sales), a.name
  from (
    select f.order_number, f.at from unnest(v_found, v_found_at) as f(order_number, at)
    order by f.at desc, f.order_number desc limit p_limit) f
  cross join lateral (
    select * from orders o1 where o1.tenant_id = p_tenant and o1.order_number = f.order_number offset 0) o
  cross join lateral (
    select string_agg(part_text(f1), ',' order by f1.sequence) as parts from fulfilment_orders f1
    where f1.tenant_id = p_tenant and f1.order_number = f.order_number offset 0) p
  cross join lateral (
    select string_agg(s1.details::text, ',' order by s1.after_sale_number) as after_sales from after_sales s1
    where s1.tenant_id = p_tenant and s1.order_number = f.order_number offset 0) s
  cross join lateral (
    select a1.name from accounts a1
    where a1.tenant_id = p_tenant and a1.account_id = o.account_id offset 0) a
  order by f.at desc, f.order_number desc;
end $$;
