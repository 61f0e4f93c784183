-- Files of orders or stock that are taken in row by row. What has been answered up to a row is noted as the import
-- goes on, so that it goes on behind it after whatever ended it. Whoever works on one holds it for a few seconds at
-- a time. Only imports that came over HTTP have their file here, in pieces, until they are over.
create table imports (
  tenant_id integer not null,
  import_id integer not null,
  account_id integer not null,
  kind text not null check (kind in ('orders', 'stock')),
  dry_run boolean not null,
  state text not null check (state in ('receiving', 'waiting', 'running', 'finished', 'failed', 'cancelled')),
  kept_here boolean not null,
  digest bytea,
  size_bytes bigint not null default 0,
  rows_read bigint not null default 0,
  accepted bigint not null default 0,
  repeated bigint not null default 0,
  refused bigint not null default 0,
  fault_count bigint not null default 0,
  problem text,
  held_by uuid,
  held_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, import_id)
) with (fillfactor = 70);
create index imports_open on imports (tenant_id, import_id) where ended_at is null;

-- The first faults of each import.
create table import_faults (
  tenant_id integer not null,
  import_id integer not null,
  ordinal bigint not null,
  line bigint not null,
  column_name text,
  value text,
  problem text not null,
  primary key (tenant_id, import_id, ordinal)
);

create table import_pieces (
  tenant_id integer not null,
  import_id integer not null,
  ordinal integer not null,
  content bytea not null,
  primary key (tenant_id, import_id, ordinal)
);
alter table import_pieces alter column content set storage external;
