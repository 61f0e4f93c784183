-- Addresses that are told what happens, and the messages to each. The feed of events is read behind told_to, a
-- version of the lane (commits are numbered without gaps, see decision 0003); what it means for an address is written
-- by the same statement that moves told_to on, so that no event is left out, and none is told twice by itself.
create table webhook_endpoints (
  tenant_id integer not null,
  endpoint_id integer not null,
  -- Null: the events of all accounts.
  account_id integer,
  family text not null,
  url text not null,
  -- Null: those that are usual for the family.
  kinds text[],
  options json not null,
  -- Its own secret, and the one before while both are in use; or the credential whose secret signs.
  secret_sealed bytea,
  previous_sealed bytea,
  previous_until timestamptz,
  credential_id integer,
  enabled boolean not null,
  -- Since when all attempts have failed; and when that was enough.
  failing_since timestamptz,
  paused_at timestamptz,
  -- Raised by each change that whoever sends must know of.
  revision integer not null default 1,
  told_to bigint not null,
  last_message bigint not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, endpoint_id)
) with (fillfactor = 50);

-- Delivered ones are kept for a while, for the log and to be sent anew. log: [{ at, tookMs, status, answer, problem }],
-- oldest first.
create table webhook_messages (
  tenant_id integer not null,
  endpoint_id integer not null,
  message_number bigint not null,
  message_id text not null,
  kind text not null,
  -- Messages about one subject are delivered in their order.
  subject text not null,
  commit_version bigint not null,
  body text not null,
  state text not null check (state in ('due', 'delivered', 'undelivered')),
  attempts integer not null default 0,
  due_at timestamptz not null,
  log jsonb not null default '[]',
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, endpoint_id, message_number),
  unique (tenant_id, endpoint_id, message_id)
) with (fillfactor = 70);
create index webhook_messages_due on webhook_messages (tenant_id, endpoint_id, message_number) where state = 'due';
create index webhook_messages_ended on webhook_messages using brin (ended_at);

-- What is known to have been told of a subject, for platforms that tell a thing once; words with blanks between.
create table webhook_marks (
  tenant_id integer not null,
  endpoint_id integer not null,
  subject text not null,
  marks text not null,
  primary key (tenant_id, endpoint_id, subject)
) with (fillfactor = 70);
