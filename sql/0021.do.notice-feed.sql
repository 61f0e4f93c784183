-- Events of inbound notices are followed in the order of their commits, as those of orders are.
create index inbound_notice_events_commit on inbound_notice_events (tenant_id, commit_version);
