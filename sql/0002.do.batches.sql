-- The two calls of a commit lane. Each is one function whose first argument is the tenant, so that a cluster
-- can hand the whole call to the node that holds the tenant.

create function milliseconds(t timestamptz) returns bigint language sql immutable as $$
  select (extract(epoch from t) * 1000)::bigint
$$;

-- An order with its fulfilment orders, in the engine's own words. Dates are milliseconds since 1970.
create function order_as_json(o orders) returns json language sql stable as $$
  select json_build_object(
    'orderNumber', o.order_number, 'accountId', o.account_id, 'family', o.family, 'dialect', o.dialect,
    'sellerOrderNumber', o.seller_order_number, 'contentHash', o.content_hash, 'orderStatus', o.order_status,
    'financialStatus', o.financial_status, 'fulfilmentStatus', o.fulfilment_status,
    'refundStatus', o.refund_status, 'version', o.version, 'currency', o.currency, 'goodsMinor', o.goods_minor,
    'freightMinor', o.freight_minor, 'finalMinor', o.final_minor, 'refundedMinor', o.refunded_minor,
    'createdAt', milliseconds(o.created_at), 'updatedAt', milliseconds(o.updated_at), 'details', o.details,
    'fulfilmentOrders', coalesce((
      select json_agg(json_build_object('sequence', f.sequence, 'ownerId', f.owner_id, 'location', f.location,
        'status', f.status, 'createdAt', milliseconds(f.created_at), 'updatedAt', milliseconds(f.updated_at),
        'lines', f.lines, 'shipments', f.shipments) order by f.sequence)
      from fulfilment_orders f where f.tenant_id = o.tenant_id and f.order_number = o.order_number), '[]'))
$$;

-- Loads what the commands of a batch name, as one document. With p_lock, the tenant's lane is locked until the
-- transaction ends, so that what is decided on the answer can't be overtaken. Sequential scans are off, since a
-- plan made while a table was small must not stay with it when it has grown.
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
  p_key_accounts integer[],
  p_keys text[],
  p_unpaid_accounts integer[],
  p_unpaid_limit integer
) returns json language plpgsql set enable_seqscan = off as $$
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
            and o.order_status = 'waiting_payment')))
      from unnest(p_accounts) as wanted(account_id)
      join accounts a on a.tenant_id = p_tenant and a.account_id = wanted.account_id),
    'items', (
      select json_agg(json_build_object('ownerId', i.owner_id, 'sku', i.sku, 'name', i.name,
        'priceMinor', i.price_minor, 'currency', i.currency, 'weightGrams', i.weight_grams, 'status', i.status))
      from unnest(p_owners, p_skus) as wanted(owner_id, sku)
      join items i on i.tenant_id = p_tenant and i.owner_id = wanted.owner_id and i.sku = wanted.sku),
    'levels', (
      select json_agg(json_build_object('ownerId', s.owner_id, 'sku', s.sku, 'location', s.location,
        'onHand', s.on_hand, 'reserved', s.reserved) order by s.location)
      from unnest(p_owners, p_skus) as wanted(owner_id, sku)
      join stock_levels s on s.tenant_id = p_tenant and s.owner_id = wanted.owner_id and s.sku = wanted.sku),
    'placed', (
      select json_agg(json_build_object('accountId', o.account_id, 'family', o.family,
        'sellerOrderNumber', o.seller_order_number, 'orderNumber', o.order_number, 'contentHash', o.content_hash))
      from unnest(p_seller_accounts, p_seller_families, p_seller_numbers) as wanted(account_id, family, number)
      join orders o on o.tenant_id = p_tenant and o.account_id = wanted.account_id and o.family = wanted.family
        and o.seller_order_number = wanted.number),
    'keys', (
      select json_agg(json_build_object('accountId', k.account_id, 'key', k.key, 'contentHash', k.content_hash,
        'result', k.result))
      from unnest(p_key_accounts, p_keys) as wanted(account_id, key)
      join command_keys k on k.tenant_id = p_tenant and k.account_id = wanted.account_id and k.key = wanted.key),
    'orders', (
      select json_agg(order_as_json(o) order by o.order_number)
      from (
        select named.order_number from unnest(p_order_numbers) as named(order_number)
        union
        select unpaid.order_number
        from unnest(p_unpaid_accounts) as payer(account_id)
        cross join lateral (
          select o1.order_number from orders o1
          where o1.tenant_id = p_tenant and o1.account_id = payer.account_id
            and o1.order_status = 'waiting_payment'
          order by o1.order_number limit p_unpaid_limit) unpaid
      ) wanted
      join orders o on o.tenant_id = p_tenant and o.order_number = wanted.order_number)
  );
end $$;

-- Writes what a batch decided on version p_version, and makes it version p_version + 1. Raises EN001 (nothing
-- is written) if the tenant has moved on since, and a unique violation if a seller's number or a key is taken:
-- in both cases the batch is decided anew on a locked load. Arrays of one table run in parallel.
create function commit_batch(
  p_tenant integer,
  p_version bigint,
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
  p_order_hashes text[],
  p_order_statuses text[],
  p_order_financial text[],
  p_order_fulfilment text[],
  p_order_versions integer[],
  p_order_currencies text[],
  p_order_goods bigint[],
  p_order_freight bigint[],
  p_order_details json,
  p_part_orders bigint[],
  p_part_sequences smallint[],
  p_part_owners integer[],
  p_part_locations text[],
  p_part_statuses text[],
  p_part_lines json,
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
) returns void language plpgsql set enable_seqscan = off as $$
declare
  v_count integer;
begin
  update lanes set version = p_version + 1 where tenant_id = p_tenant and version = p_version;
  if not found then
    raise exception 'the tenant has moved on' using errcode = 'EN001';
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
    insert into orders (tenant_id, order_number, account_id, family, dialect, seller_order_number, content_hash,
      order_status, financial_status, fulfilment_status, refund_status, version, currency, goods_minor,
      freight_minor, final_minor, created_at, updated_at, details)
    select p_tenant, d.number, d.account_id, d.family, d.dialect, d.seller, d.hash, d.status, d.financial,
      d.fulfilment, 'none', d.version, d.currency, d.goods, d.freight, d.goods + d.freight, p_at, p_at,
      d.details
    from rows from (unnest(p_order_numbers, p_order_accounts, p_order_families, p_order_dialects, p_order_sellers,
      p_order_hashes, p_order_statuses, p_order_financial, p_order_fulfilment, p_order_versions,
      p_order_currencies, p_order_goods, p_order_freight), json_array_elements(p_order_details))
      as d(number, account_id, family, dialect, seller, hash, status, financial, fulfilment, version, currency,
        goods, freight, details);
    insert into fulfilment_orders
      (tenant_id, order_number, sequence, owner_id, location, status, created_at, updated_at, lines)
    select p_tenant, d.order_number, d.sequence, d.owner_id, d.location, d.status, p_at, p_at, d.lines
    from rows from (unnest(p_part_orders, p_part_sequences, p_part_owners, p_part_locations, p_part_statuses),
      json_array_elements(p_part_lines))
      as d(order_number, sequence, owner_id, location, status, lines);
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

-- The kinds of rows that few batches have: orders changed, levels and movements made, keys remembered.
create function commit_rare(p_tenant integer, p_version bigint, p_at timestamptz, p_rare json)
returns void language plpgsql set enable_seqscan = off as $$
begin
  update orders o
  set order_status = d."orderStatus", financial_status = d."financialStatus",
    fulfilment_status = d."fulfilmentStatus", refund_status = d."refundStatus", version = d.version,
    refunded_minor = d."refundedMinor", updated_at = p_at, details = d.details
  from json_to_recordset(p_rare -> 'orders') as d("orderNumber" bigint, "orderStatus" text,
    "financialStatus" text, "fulfilmentStatus" text, "refundStatus" text, version integer,
    "refundedMinor" bigint, details json)
  where o.tenant_id = p_tenant and o.order_number = d."orderNumber";

  update fulfilment_orders f
  set status = d.status, lines = d.lines, shipments = d.shipments, updated_at = p_at
  from json_to_recordset(p_rare -> 'fulfilmentOrders') as d("orderNumber" bigint, sequence smallint, status text,
    lines json, shipments json)
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
