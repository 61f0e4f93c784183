-- What has changed of forwardings is found by when it did.
create index forwardings_updated on forwardings (tenant_id, updated_at);

-- An entry is written before its change, and completed behind it: one that stays `begun` is of a change whose outcome
-- nobody knows, since the hub was killed, or its database was away, in between.
alter table audit_log
  add column outcome text not null default 'done' check (outcome in ('begun', 'done'));
