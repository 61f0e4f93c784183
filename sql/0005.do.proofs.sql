-- Credentials that name themselves by a public id and prove themselves by a secret: secret_hash is then the hash of
-- the id, and the proof is either a hash (where it is only compared) or sealed (where signatures are checked with
-- it). settings: what one dialect's credentials have of their own, such as addresses they may be used from.
alter table credentials
  add column proof_hash bytea,
  add column proof_sealed bytea,
  add column settings json;

-- The live pair of tokens of a credential that obtains them: a new pair replaces the old one.
create table sessions (
  tenant_id integer not null,
  credential_id integer not null,
  access_hash bytea not null,
  access_until timestamptz not null,
  refresh_hash bytea not null,
  refresh_until timestamptz not null,
  primary key (tenant_id, credential_id)
) with (fillfactor = 50);

-- Requests in flight, where an API allows only so many at once for a credential and path. A row is a place; it is
-- free again when its request ends, or at `until`. Unlogged: after a crash nothing is in flight.
create unlogged table places_held (
  tenant_id integer not null,
  credential_id integer not null,
  path text not null,
  slot smallint not null,
  holder bigint not null,
  until timestamptz not null,
  primary key (tenant_id, credential_id, path, slot)
) with (fillfactor = 50);
create sequence place_holders as bigint;

-- Gives places back and takes others, for one tenant. p_ranks counts the requests of one credential and path within
-- the call from 0, so that each tries a free slot of its own. Answers with those that got one.
create function hold_places(
  p_tenant integer,
  p_at timestamptz,
  p_until timestamptz,
  p_freed_credentials integer[],
  p_freed_paths text[],
  p_freed_slots smallint[],
  p_freed_holders bigint[],
  p_credentials integer[],
  p_paths text[],
  p_capacities smallint[],
  p_ranks smallint[]
) returns table (ordinal integer, slot smallint, holder bigint)
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  update places_held h set until = p_at
  from unnest(p_freed_credentials, p_freed_paths, p_freed_slots, p_freed_holders)
    as f(credential_id, path, slot, holder)
  where h.tenant_id = p_tenant and h.credential_id = f.credential_id and h.path = f.path and h.slot = f.slot
    and h.holder = f.holder;
  return query
  with wanted as (
    select w.ordinality::integer as ordinal, w.credential_id, w.path, (
      select s::smallint from generate_series(0, w.capacity - 1) s
      where not exists (
        select from places_held h where h.tenant_id = p_tenant and h.credential_id = w.credential_id
          and h.path = w.path and h.slot = s and h.until > p_at)
      order by s offset w.rank limit 1) as slot
    from unnest(p_credentials, p_paths, p_capacities, p_ranks) with ordinality
      as w(credential_id, path, capacity, rank, ordinality)
  ), held as (
    insert into places_held as h (tenant_id, credential_id, path, slot, holder, until)
    select p_tenant, w.credential_id, w.path, w.slot, nextval('place_holders'), p_until
    from wanted w where w.slot is not null
    order by w.credential_id, w.path, w.slot
    on conflict (tenant_id, credential_id, path, slot)
      do update set holder = excluded.holder, until = excluded.until where h.until <= p_at
    returning h.credential_id, h.path, h.slot, h.holder
  )
  select w.ordinal, held.slot, held.holder
  from held join wanted w
    on w.credential_id = held.credential_id and w.path = held.path and w.slot = held.slot;
end $$;
