-- Orders may wait for the word of their buyer instead of the balance: those are not paid by themselves.
create index orders_waiting on orders (tenant_id, account_id, order_number)
  where order_status = 'waiting_payment' and financial_status = 'waiting';
drop index orders_unpaid;

-- As before, with the accounts' stores, and waiting orders by their financial status.
-- Loads what the commands of a batch name, as one document. With p_lock, the tenant's lane is locked until the
-- transaction ends, so that what is decided on the answer can't be overtaken. Sequential scans are off, since a
-- plan made while a table was small must not stay with it when it has grown.
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
      join accounts a on a.tenant_id = p_tenant and a.account_id = wanted.account_id),
    'stores', (
      select json_agg(json_build_object('storeNumber', s.store_number, 'accountId', s.account_id, 'name', s.name,
        'marketplace', s.marketplace, 'sellerId', s.seller_id, 'status', s.status) order by s.store_number)
      from unnest(p_accounts) as wanted(account_id)
      join stores s on s.tenant_id = p_tenant and s.account_id = wanted.account_id),
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
            and o1.order_status = 'waiting_payment' and o1.financial_status = 'waiting'
          order by o1.order_number limit p_unpaid_limit) unpaid
      ) wanted
      join orders o on o.tenant_id = p_tenant and o.order_number = wanted.order_number)
  );
end $$;
