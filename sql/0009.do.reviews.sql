-- Seller's numbers may be told apart by a scope of theirs, such as the source that an order came from or the shop
-- that it was made in. Orders may have something due: what the hub itself has to do with them, and when. Fulfilment
-- orders tell when they came to each status (null: to the one they were placed in, at their creation). Carriers'
-- services can be named without being priced. Labels are kept by their digest.
alter table orders
  add column number_scope text not null default '',
  add column due_kind text,
  add column due_at timestamptz;
drop index orders_seller_number;
create unique index orders_seller_number on orders (tenant_id, account_id, family, seller_order_number, number_scope)
  where seller_order_number is not null;
create index orders_due on orders (tenant_id, due_at) where due_at is not null;

alter table fulfilment_orders
  add column times json,
  add column packages json,
  add column empty boolean not null default false;

create index fulfilment_orders_short on fulfilment_orders (tenant_id, owner_id, location, order_number)
  where status = 'shortage';

alter table shipping_methods drop constraint shipping_methods_purpose_check;
alter table shipping_methods add constraint shipping_methods_purpose_check
  check (purpose in ('order', 'quote', 'carrier'));

create table labels (
  tenant_id integer not null,
  digest bytea not null,
  content_type text not null,
  content bytea not null,
  created_at timestamptz not null,
  primary key (tenant_id, digest)
);
alter table labels alter column content set storage external;

-- By owner and product, it was as good as the primary key for finding an item by its SKU in the eyes of a plan made
-- while there were few, and then read all items of the owner.
drop index items_product;
create index items_product on items (tenant_id, spu);

create or replace function order_as_json(o orders) returns json language sql stable as $$
  select json_build_object(
    'orderNumber', o.order_number, 'accountId', o.account_id, 'family', o.family, 'dialect', o.dialect,
    'sellerOrderNumber', o.seller_order_number, 'numberScope', o.number_scope, 'contentHash', o.content_hash,
    'orderStatus', o.order_status, 'financialStatus', o.financial_status, 'fulfilmentStatus', o.fulfilment_status,
    'refundStatus', o.refund_status, 'version', o.version, 'currency', o.currency, 'goodsMinor', o.goods_minor,
    'freightMinor', o.freight_minor, 'finalMinor', o.final_minor, 'refundedMinor', o.refunded_minor,
    'createdAt', milliseconds(o.created_at), 'updatedAt', milliseconds(o.updated_at),
    'due', case when o.due_at is null then null
      else json_build_object('kind', o.due_kind, 'at', milliseconds(o.due_at)) end, 'details', o.details,
    'fulfilmentOrders', coalesce((
      select json_agg(json_build_object('sequence', f.sequence, 'ownerId', f.owner_id, 'location', f.location,
        'status', f.status, 'createdAt', milliseconds(f.created_at), 'updatedAt', milliseconds(f.updated_at),
        'lines', f.lines, 'packages', f.packages, 'shipments', f.shipments, 'empty', f.empty, 'times', f.times) order by f.sequence)
      from fulfilment_orders f where f.tenant_id = o.tenant_id and f.order_number = o.order_number), '[]'))
$$;

drop function load_batch(integer, boolean, uuid[], integer[], integer[], text[], bigint[], integer[], text[], text[],
  integer[], text[], integer[], integer);
drop function commit_batch(
  integer, bigint, uuid, uuid, timestamptz, integer[], text[], text[], integer[], integer[], integer[],
  bigint[], bigint[], bigint[], integer[], text[], text[], text[], text[], text[], text[], text[], integer[],
  text[], bigint[], bigint[], json, bigint[], smallint[], integer[], text[], text[], json, bigint[],
  integer[], text[], text[], text[], integer[], bigint[], text[], bigint[], bigint[], bigint[], json);

-- What is wanted leads, and each of it is looked up by its key: a plan made while the tables were empty stays, and as a
-- join it might read all rows of the tenant.
create function load_batch(
  p_tenant integer,
  p_lock boolean,
  p_batches uuid[],
  p_accounts integer[],
  p_owners integer[],
  p_skus text[],
  p_order_numbers bigint[],
  p_seller_accounts integer[],
  p_seller_families text[],
  p_seller_numbers text[],
  p_seller_scopes text[],
  p_key_accounts integer[],
  p_keys text[],
  p_unpaid_accounts integer[],
  p_unpaid_limit integer
) returns json language plpgsql set enable_seqscan = off
set plan_cache_mode = force_generic_plan as $$
declare
  v_version bigint;
begin
  if p_lock then
    select version into v_version from lanes where tenant_id = p_tenant for update;
  else
    select version into v_version from lanes where tenant_id = p_tenant;
  end if;
  if v_version is null then
    return null;
  end if;
  return json_build_object(
    'version', v_version,
    'committed', (
      select json_agg(c.batch_id) from lane_commits c
      where c.tenant_id = p_tenant and cardinality(p_batches) > 0 and c.batch_id = any(p_batches)),
    'locations', (
      select json_agg(json_build_object('code', l.code, 'number', l.number, 'name', l.name, 'country', l.country,
        'region', l.region, 'priority', l.priority, 'enabled', l.enabled) order by l.code)
      from stock_locations l where l.tenant_id = p_tenant),
    'methods', (
      select json_agg(json_build_object('code', m.code, 'name', m.name, 'speed', m.speed, 'purpose', m.purpose,
        'enabled', m.enabled) order by m.code)
      from shipping_methods m where m.tenant_id = p_tenant),
    'rates', (
      select json_agg(json_build_object('method', r.method, 'originCountry', r.origin_country,
        'destinationCountry', r.destination_country, 'currency', r.currency, 'firstMinor', r.first_minor,
        'firstGrams', r.first_grams, 'stepMinor', r.step_minor, 'stepGrams', r.step_grams, 'daysMin', r.days_min,
        'daysMax', r.days_max))
      from shipping_rates r where r.tenant_id = p_tenant),
    'accounts', (
      select json_agg(json_build_object('accountId', a.account_id, 'name', a.name,
        'stockOwnerId', a.stock_owner_id, 'outOfStock', a.out_of_stock, 'routingPolicy', a.routing_policy,
        'payment', a.payment, 'currency', a.currency, 'balanceMinor', a.balance_minor,
        'entryCount', a.entry_count, 'hasWaiting', exists (
          select from orders o where o.tenant_id = p_tenant and o.account_id = a.account_id
            and o.order_status = 'waiting_payment' and o.financial_status = 'waiting')))
      from unnest(p_accounts) as wanted(account_id)
      cross join lateral (
        select * from accounts a1
        where a1.tenant_id = p_tenant and a1.account_id = wanted.account_id offset 0) a),
    'stores', (
      select json_agg(json_build_object('storeNumber', s.store_number, 'accountId', s.account_id, 'name', s.name,
        'marketplace', s.marketplace, 'sellerId', s.seller_id, 'status', s.status) order by s.store_number)
      from unnest(p_accounts) as wanted(account_id)
      cross join lateral (
        select * from stores s1
        where s1.tenant_id = p_tenant and s1.account_id = wanted.account_id offset 0) s),
    'items', (
      select json_agg(json_build_object('ownerId', i.owner_id, 'sku', i.sku, 'name', i.name,
        'priceMinor', i.price_minor, 'currency', i.currency, 'weightGrams', i.weight_grams, 'status', i.status))
      from unnest(p_owners, p_skus) as wanted(owner_id, sku)
      cross join lateral (
        select * from items i1
        where i1.tenant_id = p_tenant and i1.owner_id = wanted.owner_id and i1.sku = wanted.sku offset 0) i),
    'levels', (
      select json_agg(json_build_object('ownerId', s.owner_id, 'sku', s.sku, 'location', s.location,
        'onHand', s.on_hand, 'reserved', s.reserved) order by s.location)
      from unnest(p_owners, p_skus) as wanted(owner_id, sku)
      cross join lateral (
        select * from stock_levels s1
        where s1.tenant_id = p_tenant and s1.owner_id = wanted.owner_id and s1.sku = wanted.sku offset 0) s),
    'placed', (
      select json_agg(json_build_object('accountId', o.account_id, 'family', o.family,
        'sellerOrderNumber', o.seller_order_number, 'numberScope', o.number_scope, 'orderNumber', o.order_number,
        'contentHash', o.content_hash))
      from unnest(p_seller_accounts, p_seller_families, p_seller_numbers, p_seller_scopes)
        as wanted(account_id, family, number, scope)
      cross join lateral (
        select * from orders o1
        where o1.tenant_id = p_tenant and o1.account_id = wanted.account_id and o1.family = wanted.family
          and o1.seller_order_number = wanted.number and o1.number_scope = wanted.scope offset 0) o),
    'keys', (
      select json_agg(json_build_object('accountId', k.account_id, 'key', k.key, 'contentHash', k.content_hash,
        'result', k.result))
      from unnest(p_key_accounts, p_keys) as wanted(account_id, key)
      cross join lateral (
        select * from command_keys k1
        where k1.tenant_id = p_tenant and k1.account_id = wanted.account_id and k1.key = wanted.key offset 0) k),
    'orders', (
      select json_agg(found.document order by wanted.order_number)
      from (
        select named.order_number from unnest(p_order_numbers) as named(order_number)
        union
        select unpaid.order_number
        from unnest(p_unpaid_accounts) as payer(account_id)
        cross join lateral (
          select o1.order_number from orders o1
          where o1.tenant_id = p_tenant and o1.account_id = payer.account_id
            and o1.order_status = 'waiting_payment' and o1.financial_status = 'waiting'
          order by o1.order_number limit p_unpaid_limit) unpaid
      ) wanted
      cross join lateral (
        select order_as_json(o2) as document from orders o2
        where o2.tenant_id = p_tenant and o2.order_number = wanted.order_number offset 0) found)
  );
end $$;

create function commit_batch(
  p_tenant integer,
  p_version bigint,
  p_after uuid,
  p_batch uuid,
  p_at timestamptz,
  p_stock_owners integer[],
  p_stock_skus text[],
  p_stock_locations text[],
  p_stock_on_hand integer[],
  p_stock_reserved integer[],
  p_account_ids integer[],
  p_account_balances bigint[],
  p_account_entries bigint[],
  p_order_numbers bigint[],
  p_order_accounts integer[],
  p_order_families text[],
  p_order_dialects text[],
  p_order_sellers text[],
  p_order_scopes text[],
  p_order_hashes text[],
  p_order_statuses text[],
  p_order_financial text[],
  p_order_fulfilment text[],
  p_order_versions integer[],
  p_order_currencies text[],
  p_order_goods bigint[],
  p_order_freight bigint[],
  p_order_due_kinds text[],
  p_order_due_times bigint[],
  p_order_details json,
  p_part_orders bigint[],
  p_part_sequences smallint[],
  p_part_owners integer[],
  p_part_locations text[],
  p_part_statuses text[],
  p_part_lines json,
  p_part_empty boolean[],
  p_event_orders bigint[],
  p_event_versions integer[],
  p_event_kinds text[],
  p_event_states text[],
  p_event_data text[],
  p_entry_accounts integer[],
  p_entry_numbers bigint[],
  p_entry_kinds text[],
  p_entry_amounts bigint[],
  p_entry_balances bigint[],
  p_entry_orders bigint[],
  p_rare json
) returns void language plpgsql set enable_seqscan = off
set plan_cache_mode = force_generic_plan as $$
declare
  v_count integer;
begin
  update lanes set version = p_version + 1 where tenant_id = p_tenant and version = p_version;
  if not found then
    raise exception 'the tenant has moved on' using errcode = 'EN001';
  end if;
  if p_after is not null and not exists (
    select from lane_commits
    where tenant_id = p_tenant and slot = (p_version % 16384)::integer and version = p_version
      and batch_id = p_after) then
    raise exception 'the batch before was not committed' using errcode = 'EN001';
  end if;
  insert into lane_commits as c (tenant_id, slot, version, batch_id)
  values (p_tenant, ((p_version + 1) % 16384)::integer, p_version + 1, p_batch)
  on conflict (tenant_id, slot) do update set version = excluded.version, batch_id = excluded.batch_id;

  if cardinality(p_stock_skus) > 0 then
    update stock_levels s
    set on_hand = s.on_hand + d.on_hand, reserved = s.reserved + d.reserved, updated_at = p_at
    from unnest(p_stock_owners, p_stock_skus, p_stock_locations, p_stock_on_hand, p_stock_reserved)
      as d(owner_id, sku, location, on_hand, reserved)
    where s.tenant_id = p_tenant and s.owner_id = d.owner_id and s.sku = d.sku and s.location = d.location;
    get diagnostics v_count = row_count;
    if v_count <> cardinality(p_stock_skus) then
      raise exception 'a stock level is gone' using errcode = 'EN001';
    end if;
  end if;

  if cardinality(p_account_ids) > 0 then
    update accounts a set balance_minor = d.balance, entry_count = d.entries
    from unnest(p_account_ids, p_account_balances, p_account_entries) as d(account_id, balance, entries)
    where a.tenant_id = p_tenant and a.account_id = d.account_id;
    insert into account_entries
      (tenant_id, account_id, entry_number, kind, amount_minor, balance_minor, order_number, at)
    select p_tenant, d.account_id, d.number, d.kind, d.amount, d.balance, d.order_number, p_at
    from unnest(p_entry_accounts, p_entry_numbers, p_entry_kinds, p_entry_amounts, p_entry_balances,
      p_entry_orders) as d(account_id, number, kind, amount, balance, order_number);
  end if;

  if cardinality(p_order_numbers) > 0 then
    insert into orders (tenant_id, order_number, account_id, family, dialect, seller_order_number, number_scope,
      content_hash, order_status, financial_status, fulfilment_status, refund_status, version, currency, goods_minor,
      freight_minor, final_minor, due_kind, due_at, created_at, updated_at, details)
    select p_tenant, d.number, d.account_id, d.family, d.dialect, d.seller, coalesce(d.scope, ''), d.hash, d.status,
      d.financial, d.fulfilment, 'none', d.version, d.currency, d.goods, d.freight, d.goods + d.freight,
      d.due_kind, to_timestamp(d.due_time / 1000.0), p_at, p_at, d.details
    from rows from (unnest(p_order_numbers, p_order_accounts, p_order_families, p_order_dialects, p_order_sellers,
      p_order_scopes, p_order_hashes, p_order_statuses, p_order_financial, p_order_fulfilment, p_order_versions,
      p_order_currencies, p_order_goods, p_order_freight, p_order_due_kinds, p_order_due_times),
      json_array_elements(p_order_details))
      as d(number, account_id, family, dialect, seller, scope, hash, status, financial, fulfilment, version,
        currency, goods, freight, due_kind, due_time, details);
    insert into fulfilment_orders
      (tenant_id, order_number, sequence, owner_id, location, status, created_at, updated_at, lines, empty)
    select p_tenant, d.order_number, d.sequence, d.owner_id, d.location, d.status, p_at, p_at, d.lines,
      coalesce(d.empty, false)
    from rows from (unnest(p_part_orders, p_part_sequences, p_part_owners, p_part_locations, p_part_statuses,
      p_part_empty), json_array_elements(p_part_lines))
      as d(order_number, sequence, owner_id, location, status, empty, lines);
  end if;

  if cardinality(p_event_orders) > 0 then
    insert into order_events (tenant_id, order_number, version, commit_version, kind, at, state, data)
    select p_tenant, d.order_number, d.version, p_version + 1, d.kind, p_at, d.state, d.data::json
    from unnest(p_event_orders, p_event_versions, p_event_kinds, p_event_states, p_event_data)
      as d(order_number, version, kind, state, data);
  end if;

  if p_rare is not null then
    perform commit_rare(p_tenant, p_version + 1, p_at, p_rare);
  end if;
end $$;

create or replace function commit_rare(p_tenant integer, p_version bigint, p_at timestamptz, p_rare json)
returns void language plpgsql set enable_seqscan = off
set plan_cache_mode = force_generic_plan as $$
begin
  update orders o
  set order_status = d."orderStatus", financial_status = d."financialStatus",
    fulfilment_status = d."fulfilmentStatus", refund_status = d."refundStatus", version = d.version,
    refunded_minor = d."refundedMinor", due_kind = d."dueKind", due_at = to_timestamp(d."dueAt" / 1000.0),
    updated_at = p_at, details = d.details
  from json_to_recordset(p_rare -> 'orders') as d("orderNumber" bigint, "orderStatus" text,
    "financialStatus" text, "fulfilmentStatus" text, "refundStatus" text, version integer,
    "refundedMinor" bigint, "dueKind" text, "dueAt" bigint, details json)
  where o.tenant_id = p_tenant and o.order_number = d."orderNumber";

  update fulfilment_orders f
  set status = d.status, lines = d.lines, packages = d.packages, shipments = d.shipments, times = d.times,
    updated_at = p_at
  from json_to_recordset(p_rare -> 'fulfilmentOrders') as d("orderNumber" bigint, sequence smallint, status text,
    lines json, packages json, shipments json, times json)
  where f.tenant_id = p_tenant and f.order_number = d."orderNumber" and f.sequence = d.sequence;

  insert into stock_levels (tenant_id, owner_id, sku, location, on_hand, reserved, updated_at)
  select p_tenant, d."ownerId", d.sku, d.location, d."onHand", d.reserved, p_at
  from json_to_recordset(p_rare -> 'levels') as d("ownerId" integer, sku text, location text, "onHand" integer,
    reserved integer);

  insert into stock_movements
    (tenant_id, owner_id, sku, location, commit_version, ordinal, quantity, on_hand, reason, at)
  select p_tenant, d."ownerId", d.sku, d.location, p_version, d.ordinal, d.quantity, d."onHand", d.reason, p_at
  from json_to_recordset(p_rare -> 'movements') as d("ownerId" integer, sku text, location text, ordinal integer,
    quantity integer, "onHand" integer, reason text);

  insert into command_keys (tenant_id, account_id, key, content_hash, result, at)
  select p_tenant, d."accountId", d.key, d."contentHash", d.result, p_at
  from json_to_recordset(p_rare -> 'keys') as d("accountId" integer, key text, "contentHash" text, result jsonb);
end $$;

-- For the same reason, what these change is found by key, and never by a hash table of all rows.
alter function commit_batch set enable_hashjoin = off;
alter function commit_batch set enable_mergejoin = off;
alter function commit_rare set enable_hashjoin = off;
alter function commit_rare set enable_mergejoin = off;

-- As before; where there is but one place, whether it is free is told by taking it.
create or replace function hold_places(
  p_tenant integer,
  p_at timestamptz,
  p_until timestamptz,
  p_freed_credentials integer[],
  p_freed_paths text[],
  p_freed_slots smallint[],
  p_freed_holders bigint[],
  p_credentials integer[],
  p_paths text[],
  p_capacities smallint[],
  p_ranks smallint[]
) returns table (ordinal integer, slot smallint, holder bigint)
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  update places_held h set until = p_at
  from unnest(p_freed_credentials, p_freed_paths, p_freed_slots, p_freed_holders)
    as f(credential_id, path, slot, holder)
  where h.tenant_id = p_tenant and h.credential_id = f.credential_id and h.path = f.path and h.slot = f.slot
    and h.holder = f.holder;
  return query
  with wanted as (
    select w.ordinality::integer as ordinal, w.credential_id, w.path, case
      when w.capacity > 1 then (
        select s::smallint from generate_series(0, w.capacity - 1) s
        where not exists (
          select from places_held h where h.tenant_id = p_tenant and h.credential_id = w.credential_id
            and h.path = w.path and h.slot = s and h.until > p_at)
        order by s offset w.rank limit 1)
      when w.rank = 0 then 0::smallint
      end as slot
    from unnest(p_credentials, p_paths, p_capacities, p_ranks) with ordinality
      as w(credential_id, path, capacity, rank, ordinality)
  ), held as (
    insert into places_held as h (tenant_id, credential_id, path, slot, holder, until)
    select p_tenant, w.credential_id, w.path, w.slot, nextval('place_holders'), p_until
    from wanted w where w.slot is not null
    order by w.credential_id, w.path, w.slot
    on conflict (tenant_id, credential_id, path, slot)
      do update set holder = excluded.holder, until = excluded.until where h.until <= p_at
    returning h.credential_id, h.path, h.slot, h.holder
  )
  select w.ordinal, held.slot, held.holder
  from held join wanted w
    on w.credential_id = held.credential_id and w.path = held.path and w.slot = held.slot;
end $$;
