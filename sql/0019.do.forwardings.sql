-- How far a tenant's events have been looked at for what is to be forwarded: see event-feed.
create table forwarding_positions (
  tenant_id integer primary key,
  commit_version bigint not null,
  order_number bigint not null,
  version integer not null
) with (fillfactor = 50);

-- One for each fulfilment order that is shipped by another platform. Before anything is sent it is `unknown`, so that
-- whatever ends the sender leaves nothing that would be sent twice. Whoever changes one has read its revision.
create table forwardings (
  tenant_id integer not null,
  order_number bigint not null,
  sequence smallint not null,
  connection_id integer not null,
  number text not null,
  state text not null check (state in ('due', 'unknown', 'sent', 'parked', 'withdrawn', 'done')),
  revision integer not null default 0,
  -- How often it was sent, looked for in vain, and put off in a row.
  attempts integer not null default 0,
  looks integer not null default 0,
  delays integer not null default 0,
  next_at timestamptz,
  first_sent_at timestamptz,
  last_sent_at timestamptz,
  upstream_number text,
  upstream_status text,
  upstream_word text,
  -- The orders that it has become there, by their numbers.
  seen json,
  problem text,
  field text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, order_number, sequence)
) with (fillfactor = 70);
create index forwardings_next on forwardings (tenant_id, connection_id, next_at) where next_at is not null;
create index forwardings_number on forwardings (tenant_id, connection_id, number);
create index forwardings_upstream on forwardings (tenant_id, connection_id, upstream_number)
  where upstream_number is not null;
create index forwardings_parked on forwardings (tenant_id, order_number, sequence) where state = 'parked';
