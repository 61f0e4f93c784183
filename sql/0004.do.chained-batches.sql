-- A batch may be sent behind another one whose commit is not known yet. And the functions of the lanes keep their
-- plans: PostgreSQL compares a plan for any batch with those for the batches at hand, and some small batches are
-- enough to make it plan every batch anew, at a third of its time. Nothing else has changed in commit_batch.

drop function commit_batch(integer, bigint, uuid, timestamptz, integer[], text[], text[], integer[],
  integer[], integer[], bigint[], bigint[], bigint[], integer[], text[], text[], text[], text[], text[],
  text[], text[], integer[], text[], bigint[], bigint[], json, bigint[], smallint[], integer[], text[],
  text[], json, bigint[], integer[], text[], text[], text[], integer[], bigint[], text[], bigint[], bigint[],
  bigint[], json);

-- Writes what a batch decided on version p_version, and makes it version p_version + 1. A batch that was decided
-- before that version was committed names in p_after the batch that was to make it. Raises EN001 (nothing is
-- written) if the tenant has moved on since or p_after did not make the version, and a unique violation if a
-- seller's number or a key is taken: in all these cases the batch is decided anew on a locked load. Arrays of one
-- table run in parallel.
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

alter function load_batch set plan_cache_mode = force_generic_plan;
alter function commit_rare set plan_cache_mode = force_generic_plan;
