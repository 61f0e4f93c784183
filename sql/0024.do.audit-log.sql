-- Who changed what, by the native API or the command line: written behind the change, beside the lanes, and never
-- changed. Secrets and what is personal are left out before it gets here.
create sequence audit_entries as bigint;

create table audit_log (
  tenant_id integer not null,
  entry_number bigint not null default nextval('audit_entries'),
  at timestamptz not null,
  -- person, key or command; and the username, the credential's number, or who ran the command.
  who_kind text not null,
  who_name text not null,
  operation text not null,
  -- What it was done to, as its path names it: orders/1000000000001.
  target text not null,
  request json,
  before json,
  after json,
  request_id text,
  primary key (tenant_id, entry_number)
);
create index audit_log_target on audit_log (tenant_id, target, entry_number);
create index audit_log_who on audit_log (tenant_id, who_name, entry_number);
create index audit_log_at on audit_log using brin (at);
