-- A seller's shops on marketplaces. Orders of some APIs name the store that they sell for.
create table stores (
  tenant_id integer not null,
  store_number integer not null,
  account_id integer not null,
  name text not null,
  marketplace text not null,
  seller_id text not null,
  status text not null check (status in ('active', 'paused', 'suspended')),
  primary key (tenant_id, store_number),
  unique (tenant_id, account_id, name, marketplace)
);
create index stores_account on stores (tenant_id, account_id);
