-- The store of orders, stock, money and credentials.
--
-- tenant_id leads every primary key, unique key and join, and nothing refers across tenants, so that every
-- table but `tenants` can be distributed by tenant_id on a cluster. One statement of a batch touches one tenant.

create table tenants (
  tenant_id integer primary key,
  name text not null unique,
  created_at timestamptz not null
);

-- One row a tenant: the number of the last committed change. A batch is decided on version N and commits as
-- N + 1, or is decided anew: see docs/decisions/0003. Every statement that changes what a decision may read
-- raises it, in the same transaction.
create table lanes (
  tenant_id integer primary key,
  version bigint not null default 0
) with (fillfactor = 50);

-- The last 16,384 batches of each tenant, as a ring: what became of a batch whose commit got no answer is
-- looked up here.
create table lane_commits (
  tenant_id integer not null,
  slot integer not null,
  version bigint not null,
  batch_id uuid not null,
  primary key (tenant_id, slot)
) with (fillfactor = 70);

create table accounts (
  tenant_id integer not null,
  account_id integer not null,
  name text not null,
  stock_owner_id integer not null,
  out_of_stock text not null check (out_of_stock in ('refuse')),
  routing_policy text not null,
  payment text not null check (payment in ('balance', 'none')),
  currency text not null,
  balance_minor bigint not null default 0 check (balance_minor >= 0),
  entry_count bigint not null default 0,
  created_at timestamptz not null,
  primary key (tenant_id, account_id),
  unique (tenant_id, name)
) with (fillfactor = 70);

-- The ledger: the balance of an account is the sum of its entries, and each entry carries the balance after it.
create table account_entries (
  tenant_id integer not null,
  account_id integer not null,
  entry_number bigint not null,
  kind text not null check (kind in ('top_up', 'payment', 'refund')),
  amount_minor bigint not null,
  balance_minor bigint not null check (balance_minor >= 0),
  order_number bigint,
  at timestamptz not null,
  note text,
  primary key (tenant_id, account_id, entry_number)
);

-- secret_hash is the SHA-256 of the secret that the caller sends. A token names its tenant, so that the look-up
-- stays within one tenant.
create table credentials (
  tenant_id integer not null,
  credential_id integer not null,
  account_id integer not null,
  dialect text not null,
  secret_hash bytea not null,
  hint text not null,
  rate_capacity integer,
  rate_per_second integer,
  sandbox boolean not null default false,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, credential_id),
  unique (tenant_id, dialect, secret_hash)
);

-- Leaky buckets, shared by all server processes. Unlogged: a crash empties them, which harms nobody.
create unlogged table rate_buckets (
  tenant_id integer not null,
  credential_id integer not null,
  level double precision not null,
  at timestamptz not null,
  primary key (tenant_id, credential_id)
) with (fillfactor = 50);

create table categories (
  tenant_id integer not null,
  owner_id integer not null,
  category_id integer not null,
  parent_id integer not null default 0,
  name text not null,
  image_url text not null default '',
  primary key (tenant_id, owner_id, category_id)
);

-- A product groups items (SKUs) under one code (the field's SPU).
create table products (
  tenant_id integer not null,
  owner_id integer not null,
  spu text not null,
  product_number bigint not null,
  name text not null,
  category_id integer,
  sales_volume bigint not null default 0,
  details jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, owner_id, spu)
);
create index products_updated on products (tenant_id, owner_id, updated_at);

create table items (
  tenant_id integer not null,
  owner_id integer not null,
  sku text not null,
  spu text,
  name text not null,
  price_minor bigint not null check (price_minor >= 0),
  cost_minor bigint check (cost_minor >= 0),
  currency text not null,
  weight_grams integer not null check (weight_grams >= 0),
  status text not null,
  details jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, owner_id, sku)
);
create index items_product on items (tenant_id, owner_id, spu);

create table stock_locations (
  tenant_id integer not null,
  code text not null,
  number integer not null,
  name text not null,
  country text not null,
  region text,
  priority integer not null default 100,
  enabled boolean not null default true,
  primary key (tenant_id, code),
  unique (tenant_id, number)
);

-- purpose: 'order' methods price and ship orders, one a speed; 'quote' methods are only shown when a caller
-- asks what a carrier's channel would cost.
create table shipping_methods (
  tenant_id integer not null,
  code text not null,
  name text not null,
  speed text not null check (speed in ('standard', 'express', 'expedited')),
  purpose text not null check (purpose in ('order', 'quote')),
  enabled boolean not null default true,
  primary key (tenant_id, code)
);

create table shipping_rates (
  tenant_id integer not null,
  method text not null,
  origin_country text not null,
  destination_country text not null,
  currency text not null,
  first_minor bigint not null check (first_minor >= 0),
  first_grams integer not null check (first_grams > 0),
  step_minor bigint not null check (step_minor >= 0),
  step_grams integer not null check (step_grams > 0),
  days_min integer not null check (days_min >= 0),
  days_max integer not null check (days_max >= days_min),
  primary key (tenant_id, method, origin_country, destination_country)
);

-- The check is the last wall against overselling: no code path can pass it.
create table stock_levels (
  tenant_id integer not null,
  owner_id integer not null,
  sku text not null,
  location text not null,
  on_hand integer not null,
  reserved integer not null default 0,
  updated_at timestamptz not null,
  primary key (tenant_id, owner_id, sku, location),
  constraint never_oversold check (reserved >= 0 and on_hand >= reserved)
) with (fillfactor = 70);

create table stock_movements (
  tenant_id integer not null,
  owner_id integer not null,
  sku text not null,
  location text not null,
  commit_version bigint not null,
  ordinal integer not null,
  quantity integer not null,
  on_hand integer not null,
  reason text not null,
  at timestamptz not null,
  primary key (tenant_id, owner_id, sku, location, commit_version, ordinal)
);

-- Handed out in blocks; never reused. Thirteen digits, below 2^53: one dialect shows it as a JSON number.
create sequence order_numbers as bigint start 1000000000001 increment 1000;
create sequence row_numbers as bigint start 1000001 increment 1000;

-- details: address, lines, remark, sales channel, speed, dates and whatever else the request carried, as one
-- document: see docs/decisions/0004.
create table orders (
  tenant_id integer not null,
  order_number bigint not null,
  account_id integer not null,
  family text not null,
  dialect text not null,
  seller_order_number text,
  content_hash text not null,
  order_status text not null,
  financial_status text not null,
  fulfilment_status text not null,
  refund_status text not null,
  version integer not null,
  currency text not null,
  goods_minor bigint not null,
  freight_minor bigint not null,
  final_minor bigint not null,
  refunded_minor bigint not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  details json not null,
  primary key (tenant_id, order_number)
);
create unique index orders_seller_number on orders (tenant_id, account_id, family, seller_order_number)
  where seller_order_number is not null;
create index orders_created on orders (tenant_id, account_id, created_at, order_number);
create index orders_updated on orders (tenant_id, account_id, updated_at);
create index orders_unpaid on orders (tenant_id, account_id, order_number) where order_status = 'waiting_payment';

-- One per stock location of an order. lines: [{ rowNumber, lineNumber, sku, quantity, reserved, unitPriceMinor }].
create table fulfilment_orders (
  tenant_id integer not null,
  order_number bigint not null,
  sequence smallint not null,
  owner_id integer not null,
  location text not null,
  status text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  lines json not null,
  shipments json,
  primary key (tenant_id, order_number, sequence)
);

-- History, outbox and evidence. commit_version is the lane's version at the commit: it grows without gaps in
-- commit order, so a reader that has seen all up to N never misses a late one.
create table order_events (
  tenant_id integer not null,
  order_number bigint not null,
  version integer not null,
  commit_version bigint not null,
  kind text not null,
  at timestamptz not null,
  state text not null,
  data json,
  primary key (tenant_id, order_number, version)
);
create index order_events_commit on order_events using brin (tenant_id, commit_version)
  with (pages_per_range = 32, autosummarize = on);

-- What a command with a key of its own answered, so that its retry is harmless.
create table command_keys (
  tenant_id integer not null,
  account_id integer not null,
  key text not null,
  content_hash text not null,
  result jsonb not null,
  at timestamptz not null,
  primary key (tenant_id, account_id, key)
);
create index command_keys_age on command_keys using brin (at);
