-- Which key the secrets of this database are sealed with: its fingerprint, so that a server with another key says so
-- at its start instead of failing at every signature.
create table sealing_key (
  only_one boolean primary key default true check (only_one),
  fingerprint text not null
);
