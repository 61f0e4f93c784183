-- What was asked by any API, and what was answered: written behind the answer, beside the lanes, and removed after
-- some days. Secrets and what is personal are left out before it gets here; texts are JSON as it stood on the wire.
create sequence request_log_numbers as bigint;

create table request_log (
  tenant_id integer not null,
  request_number bigint not null default nextval('request_log_numbers'),
  request_id text not null,
  at timestamptz not null,
  took_ms real not null,
  dialect text not null,
  -- Null: the path is none of its operations'.
  operation text,
  -- Null: none that the tenant has or had.
  credential_id integer,
  method text not null,
  path text not null,
  query text,
  status integer not null,
  -- What the answer calls its outcome.
  code text,
  -- Null: it was not refused.
  refusal text,
  -- What else the refusal says, and which fields are at fault.
  reason json,
  faults json,
  -- Null: none, or not kept; its size in bytes tells which.
  request text,
  request_bytes integer not null,
  answer text,
  answer_bytes integer not null,
  primary key (tenant_id, request_number)
);
create index request_log_credential on request_log (tenant_id, credential_id, request_number);
create index request_log_refused on request_log (tenant_id, request_number) where refusal is not null;
create index request_log_at on request_log using brin (at);
