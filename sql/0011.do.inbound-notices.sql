-- Inbound notices: what is announced to a location, and how much of it has come. A row's `pending` is what is still
-- expected of it: nothing once its notice is closed or withdrawn.
create table inbound_notices (
  tenant_id integer not null,
  account_id integer not null,
  number_scope text not null,
  notice_number text not null,
  owner_id integer not null,
  location text not null,
  dialect text not null,
  status text not null,
  version integer not null,
  content_hash text not null,
  last_row integer not null,
  last_box integer not null,
  times json not null,
  details json not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, account_id, number_scope, notice_number)
);
create index inbound_notices_number on inbound_notices (tenant_id, notice_number);
create index inbound_notices_created on inbound_notices (tenant_id, created_at, account_id, number_scope, notice_number);

create table inbound_notice_rows (
  tenant_id integer not null,
  account_id integer not null,
  number_scope text not null,
  notice_number text not null,
  row_number integer not null,
  position integer not null,
  owner_id integer not null,
  location text not null,
  sku text not null,
  quantity integer not null check (quantity > 0),
  received integer not null check (received >= 0),
  pending integer not null,
  details json not null,
  primary key (tenant_id, account_id, number_scope, notice_number, row_number)
) with (fillfactor = 80);
create index inbound_notice_rows_pending on inbound_notice_rows (tenant_id, owner_id, location, sku)
  where pending > 0;

-- As order_events are for orders.
create table inbound_notice_events (
  tenant_id integer not null,
  account_id integer not null,
  number_scope text not null,
  notice_number text not null,
  version integer not null,
  commit_version bigint not null,
  kind text not null,
  at timestamptz not null,
  status text not null,
  data json,
  primary key (tenant_id, account_id, number_scope, notice_number, version)
);

-- A notice in the engine's own words; its rows only where they are wanted.
create function notice_as_json(n inbound_notices, p_with_rows boolean) returns json language sql stable as $$
  select json_build_object(
    'accountId', n.account_id, 'scope', n.number_scope, 'number', n.notice_number, 'ownerId', n.owner_id,
    'location', n.location, 'dialect', n.dialect, 'status', n.status, 'version', n.version,
    'contentHash', n.content_hash, 'lastRow', n.last_row, 'lastBox', n.last_box, 'times', n.times,
    'createdAt', milliseconds(n.created_at), 'updatedAt', milliseconds(n.updated_at), 'details', n.details,
    'rows', case when p_with_rows then coalesce((
      select json_agg(json_build_object('rowNumber', r.row_number, 'sku', r.sku, 'quantity', r.quantity,
        'received', r.received, 'details', r.details) order by r.position)
      from inbound_notice_rows r
      where r.tenant_id = n.tenant_id and r.account_id = n.account_id and r.number_scope = n.number_scope
        and r.notice_number = n.notice_number), '[]') end)
$$;

-- What a batch loads if it names notices: load_batch's answer, and the notices.
create function load_batch_and_notices(
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
  p_unpaid_limit integer,
  p_notice_accounts integer[],
  p_notice_scopes text[],
  p_notice_numbers text[]
) returns json language plpgsql set enable_seqscan = off
set plan_cache_mode = force_generic_plan as $$
declare
  v_batch json;
begin
  -- The version is read first: a notice that is younger than it makes the batch stale, and never wrong.
  v_batch := load_batch(p_tenant, p_lock, p_batches, p_accounts, p_owners, p_skus, p_order_numbers,
    p_seller_accounts, p_seller_families, p_seller_numbers, p_seller_scopes, p_key_accounts, p_keys,
    p_unpaid_accounts, p_unpaid_limit);
  if v_batch is null then
    return null;
  end if;
  return json_build_object('batch', v_batch, 'notices', (
    select json_agg(notice_as_json(n, true))
    from unnest(p_notice_accounts, p_notice_scopes, p_notice_numbers) as wanted(account_id, scope, number)
    cross join lateral (
      select * from inbound_notices n1
      where n1.tenant_id = p_tenant and n1.account_id = wanted.account_id and n1.number_scope = wanted.scope
        and n1.notice_number = wanted.number offset 0) n));
end $$;

-- Notices as a batch left them, with the rows that it made, changed and dropped.
create function commit_notices(p_tenant integer, p_version bigint, p_at timestamptz, p_rare json)
returns void language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set plan_cache_mode = force_generic_plan as $$
begin
  insert into inbound_notices as n (tenant_id, account_id, number_scope, notice_number, owner_id, location, dialect,
    status, version, content_hash, last_row, last_box, times, details, created_at, updated_at)
  select p_tenant, d."accountId", d.scope, d.number, d."ownerId", d.location, d.dialect, d.status, d.version,
    d."contentHash", d."lastRow", d."lastBox", d.times, d.details, p_at, p_at
  from json_to_recordset(p_rare -> 'notices') as d("accountId" integer, scope text, number text, "ownerId" integer,
    location text, dialect text, status text, version integer, "contentHash" text, "lastRow" integer,
    "lastBox" integer, times json, details json)
  on conflict (tenant_id, account_id, number_scope, notice_number) do update
  set dialect = excluded.dialect, status = excluded.status, version = excluded.version,
    content_hash = excluded.content_hash, last_row = excluded.last_row, last_box = excluded.last_box,
    times = excluded.times, details = excluded.details, updated_at = excluded.updated_at;

  delete from inbound_notice_rows r
  using json_to_recordset(p_rare -> 'noticeRowsDropped') as d("accountId" integer, scope text, number text,
    "rowNumber" integer)
  where r.tenant_id = p_tenant and r.account_id = d."accountId" and r.number_scope = d.scope
    and r.notice_number = d.number and r.row_number = d."rowNumber";

  insert into inbound_notice_rows as r (tenant_id, account_id, number_scope, notice_number, row_number, position,
    owner_id, location, sku, quantity, received, pending, details)
  select p_tenant, d."accountId", d.scope, d.number, d."rowNumber", d.position, d."ownerId", d.location, d.sku,
    d.quantity, d.received, greatest(d.quantity - d.received, 0), d.details
  from json_to_recordset(p_rare -> 'noticeRows') as d("accountId" integer, scope text, number text,
    "rowNumber" integer, position integer, "ownerId" integer, location text, sku text, quantity integer,
    received integer, details json)
  on conflict (tenant_id, account_id, number_scope, notice_number, row_number) do update
  set position = excluded.position, quantity = excluded.quantity, received = excluded.received,
    pending = excluded.pending, details = excluded.details;

  update inbound_notice_rows r set pending = 0
  from json_to_recordset(p_rare -> 'notices') as d("accountId" integer, scope text, number text, status text)
  where d.status in ('closed', 'withdrawn') and r.tenant_id = p_tenant and r.account_id = d."accountId"
    and r.number_scope = d.scope and r.notice_number = d.number and r.pending > 0;

  insert into inbound_notice_events (tenant_id, account_id, number_scope, notice_number, version, commit_version,
    kind, at, status, data)
  select p_tenant, d."accountId", d.scope, d.number, d.version, p_version, d.kind, p_at, d.status, d.data
  from json_to_recordset(p_rare -> 'noticeEvents') as d("accountId" integer, scope text, number text,
    version integer, kind text, status text, data json);
end $$;

-- What few batches have, in two parts.
alter function commit_rare(integer, bigint, timestamptz, json) rename to commit_changes;

create function commit_rare(p_tenant integer, p_version bigint, p_at timestamptz, p_rare json)
returns void language plpgsql as $$
begin
  perform commit_changes(p_tenant, p_version, p_at, p_rare);
  if p_rare -> 'notices' is not null then
    perform commit_notices(p_tenant, p_version, p_at, p_rare);
  end if;
end $$;
