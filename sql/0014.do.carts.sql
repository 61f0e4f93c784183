-- Carts: what an account means to order. No decision of a lane reads them, so that they do not move its version on.

-- One row an account, which is locked by whatever changes its carts. Row numbers are counted up and never given again.
create table carts (
  tenant_id integer not null,
  account_id integer not null,
  last_row bigint not null,
  primary key (tenant_id, account_id)
) with (fillfactor = 50);

-- claimed_by: the key of the order that is being made of the row; order_number: the order that it has become. Such a
-- row is in no cart any more, and stays for a while, so that a repeated request finds the order.
create table cart_rows (
  tenant_id integer not null,
  account_id integer not null,
  row_number bigint not null,
  cart text not null,
  sku text not null,
  quantity integer not null check (quantity > 0),
  price_limit_minor bigint,
  seller text not null,
  details json not null,
  revision integer not null default 0,
  claimed_by text,
  claimed_at timestamptz,
  order_number bigint,
  updated_at timestamptz not null,
  primary key (tenant_id, account_id, row_number)
) with (fillfactor = 80);
create unique index cart_rows_open on cart_rows (tenant_id, account_id, cart, sku) where order_number is null;

-- Items are also offered in groups: those whose SKUs are alike up to a slash.
create index items_grouped on items (tenant_id, split_part(sku, '/', 1), owner_id) where strpos(sku, '/') > 0;
