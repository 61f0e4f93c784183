-- Which orders a request was about: by their numbers, and where it came to none, by what it called it. See
-- order/subjects.
alter table request_log add column about text[];
create index request_log_about on request_log using gin (about) where about is not null;

-- What was asked of another platform for a fulfilment order, and what it answered: the newest few of each purpose, as
-- long as the request log is kept, and without what is private.
create sequence forwarding_call_numbers as bigint;

create table forwarding_calls (
  tenant_id integer not null,
  call_number bigint not null default nextval('forwarding_call_numbers'),
  order_number bigint not null,
  sequence smallint not null,
  connection_id integer not null,
  purpose text not null,
  at timestamptz not null,
  took_ms real not null,
  method text not null,
  path text not null,
  query text,
  -- Null: there was no answer.
  status integer,
  outcome text not null,
  reason text,
  -- Null: none, or not kept; its size in bytes tells which.
  request text,
  request_bytes integer not null,
  answer text,
  answer_bytes integer not null,
  primary key (tenant_id, call_number)
);
create index forwarding_calls_part on forwarding_calls (tenant_id, order_number, sequence, purpose, call_number);
create index forwarding_calls_at on forwarding_calls using brin (at);

-- How a person likes to look at a page's list: its filters and columns, under a name. owner: 'person <username>' or
-- 'key <number>'.
create table saved_views (
  tenant_id integer not null,
  owner text not null,
  page text not null,
  name text not null,
  filters json not null,
  columns text[] not null,
  updated_at timestamptz not null,
  primary key (tenant_id, owner, page, name)
);

-- As before, and by the status of a fulfilment order, which the classes know.
drop function find_orders(integer, text, text, text, text, text, text, text, timestamptz, timestamptz, timestamptz,
  timestamptz, text, text, text, timestamptz, bigint, integer);
drop function orders_that_match(integer, bigint[], integer, text, text, text, text, text, text, timestamptz, timestamptz,
  timestamptz, timestamptz, text, text, text, timestamptz, bigint);

create function orders_that_match(
  p_tenant integer, p_orders bigint[], p_account integer, p_dialect text, p_seller text, p_order_status text,
  p_financial_status text, p_fulfilment_status text, p_refund_status text, p_created_from timestamptz,
  p_created_to timestamptz, p_updated_from timestamptz, p_updated_to timestamptz, p_sku text, p_recipient text,
  p_tracking text, p_part text, p_after_at timestamptz, p_after_number bigint
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
        and s."trackingNumber" = p_tracking))
    and (p_part is null or exists (
      select from fulfilment_orders f
      where f.tenant_id = p_tenant and f.order_number = o.order_number and f.status = p_part));
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
  p_part text,
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
    p_recipient, p_tracking, p_part, p_after_at, p_after_number) m;

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
