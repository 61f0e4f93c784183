-- Other platforms that orders are sent to, and the rules that send them there. No decision of a lane reads them, so that
-- they do not move its version on. Credentials and sessions are sealed with the key that is not in the database.
create table connections (
  tenant_id integer not null,
  connection_id integer not null,
  name text not null,
  family text not null,
  base_url text not null,
  credential_sealed bytea not null,
  session_sealed bytea,
  mappings json not null,
  settings json not null,
  store json,
  number_prefix text not null,
  per_second real check (per_second > 0),
  enabled boolean not null,
  problem text,
  paused_until timestamptz,
  -- What has changed there is known until here, and asked for again from poll_at on.
  polled_until timestamptz,
  poll_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, connection_id),
  unique (tenant_id, name)
) with (fillfactor = 70);

create table routing_rules (
  tenant_id integer not null,
  rule_id integer not null,
  connection_id integer not null,
  priority integer not null,
  location text,
  sku_prefix text,
  country text,
  account_id integer,
  created_at timestamptz not null,
  primary key (tenant_id, rule_id)
);
