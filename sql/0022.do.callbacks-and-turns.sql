-- What platforms tell of orders that were sent there: stored before it is acknowledged, and brought to our orders by
-- whoever works on the connection. What is told again has the same id, and is not stored again.
create table received_callbacks (
  tenant_id integer not null,
  connection_id integer not null,
  message_id text not null,
  told json not null,
  received_at timestamptz not null,
  done_at timestamptz,
  primary key (tenant_id, connection_id, message_id)
);
create index received_callbacks_open on received_callbacks (tenant_id, connection_id, received_at)
  where done_at is null;
create index received_callbacks_done on received_callbacks (tenant_id, connection_id, done_at)
  where done_at is not null;

-- From when on the next call of a connection may be sent, as far as its rate goes: all processes share it.
create table connection_turns (
  tenant_id integer not null,
  connection_id integer not null,
  next_at timestamptz not null,
  primary key (tenant_id, connection_id)
) with (fillfactor = 50);
