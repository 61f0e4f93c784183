-- After-sales: what buyers want back of their orders. The document is the after-sale as the engine has it; the columns
-- beside it are for finding it. Goods that came back defective are counted, apart from stock. Accounts say how long
-- the hub waits before it grants a refund of goods that have not left (null: a person decides), and how long an order
-- waits for its money (null: for ever).
-- What is due is looked for over all tenants, and may be far off.
drop index orders_due;
create index orders_due on orders (due_at) where due_at is not null;

create table after_sales (
  tenant_id integer not null,
  order_number bigint not null,
  after_sale_number bigint not null,
  account_id integer not null,
  kind text not null,
  status text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  details json not null,
  primary key (tenant_id, order_number, after_sale_number)
);
create unique index after_sales_number on after_sales (tenant_id, after_sale_number);
create index after_sales_created on after_sales (tenant_id, account_id, created_at, after_sale_number);

create table defective_stock (
  tenant_id integer not null,
  owner_id integer not null,
  sku text not null,
  location text not null,
  quantity integer not null check (quantity >= 0),
  updated_at timestamptz not null,
  primary key (tenant_id, owner_id, sku, location)
);

-- Who does the work that one process at a time is enough for, and until when, by the database's clock.
create table work_leases (
  name text primary key,
  holder uuid not null,
  until timestamptz not null
);

alter table accounts
  add column refund_review_ms bigint default 0 check (refund_review_ms >= 0),
  add column unpaid_expiry_ms bigint check (unpaid_expiry_ms > 0);

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
      from fulfilment_orders f where f.tenant_id = o.tenant_id and f.order_number = o.order_number), '[]'),
    'afterSales', coalesce((
      select json_agg(s.details order by s.after_sale_number)
      from after_sales s where s.tenant_id = o.tenant_id and s.order_number = o.order_number), '[]'))
$$;

create or replace function load_batch(
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
        'refundReviewMs', a.refund_review_ms, 'unpaidExpiryMs', a.unpaid_expiry_ms,
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

-- A change may bring new fulfilment orders, where one is split.
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

  insert into fulfilment_orders as f (tenant_id, order_number, sequence, owner_id, location, status, created_at,
    updated_at, lines, packages, shipments, empty, times)
  select p_tenant, d."orderNumber", d.sequence, d."ownerId", d.location, d.status, p_at, p_at, d.lines, d.packages,
    d.shipments, d.empty, d.times
  from json_to_recordset(p_rare -> 'fulfilmentOrders') as d("orderNumber" bigint, sequence smallint,
    "ownerId" integer, location text, status text, lines json, packages json, shipments json, empty boolean,
    times json)
  on conflict (tenant_id, order_number, sequence) do update set location = excluded.location,
    status = excluded.status, lines = excluded.lines, packages = excluded.packages,
    shipments = excluded.shipments, times = excluded.times, updated_at = p_at;

  insert into after_sales as s (tenant_id, order_number, after_sale_number, account_id, kind, status, created_at,
    updated_at, details)
  select p_tenant, d."orderNumber", d."afterSaleNumber", d."accountId", d.kind, d.status,
    to_timestamp(d."createdAt" / 1000.0), to_timestamp(d."updatedAt" / 1000.0), d.details
  from json_to_recordset(p_rare -> 'afterSales') as d("orderNumber" bigint, "afterSaleNumber" bigint,
    "accountId" integer, kind text, status text, "createdAt" bigint, "updatedAt" bigint, details json)
  on conflict (tenant_id, order_number, after_sale_number) do update set status = excluded.status,
    updated_at = excluded.updated_at, details = excluded.details;

  insert into stock_levels (tenant_id, owner_id, sku, location, on_hand, reserved, updated_at)
  select p_tenant, d."ownerId", d.sku, d.location, d."onHand", d.reserved, p_at
  from json_to_recordset(p_rare -> 'levels') as d("ownerId" integer, sku text, location text, "onHand" integer,
    reserved integer);

  insert into stock_movements
    (tenant_id, owner_id, sku, location, commit_version, ordinal, quantity, on_hand, reason, at)
  select p_tenant, d."ownerId", d.sku, d.location, p_version, d.ordinal, d.quantity, d."onHand", d.reason, p_at
  from json_to_recordset(p_rare -> 'movements') as d("ownerId" integer, sku text, location text, ordinal integer,
    quantity integer, "onHand" integer, reason text);

  insert into defective_stock as g (tenant_id, owner_id, sku, location, quantity, updated_at)
  select p_tenant, d."ownerId", d.sku, d.location, sum(d.quantity), p_at
  from json_to_recordset(p_rare -> 'defective') as d("ownerId" integer, sku text, location text, quantity integer)
  group by d."ownerId", d.sku, d.location
  on conflict (tenant_id, owner_id, sku, location) do update set quantity = g.quantity + excluded.quantity,
    updated_at = p_at;

  insert into command_keys (tenant_id, account_id, key, content_hash, result, at)
  select p_tenant, d."accountId", d.key, d."contentHash", d.result, p_at
  from json_to_recordset(p_rare -> 'keys') as d("accountId" integer, key text, "contentHash" text, result jsonb);
end $$;
alter function commit_rare set enable_hashjoin = off;
alter function commit_rare set enable_mergejoin = off;
