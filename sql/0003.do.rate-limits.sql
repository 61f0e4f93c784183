-- Takes up to p_wanted places in a credential's leaky bucket. What leaks out does so continuously; a request is
-- let in if the level after it is not above the capacity; a refused one fills nothing.
create function take_places(
  p_tenant integer,
  p_credential integer,
  p_capacity double precision,
  p_per_second double precision,
  p_wanted integer,
  p_at timestamptz,
  out granted integer,
  out level_after double precision
) language plpgsql as $$
declare
  v_level double precision;
  v_at timestamptz;
begin
  insert into rate_buckets (tenant_id, credential_id, level, at) values (p_tenant, p_credential, 0, p_at)
  on conflict do nothing;
  select b.level, b.at into v_level, v_at from rate_buckets b
  where b.tenant_id = p_tenant and b.credential_id = p_credential for update;
  v_level := greatest(0, v_level - greatest(0, extract(epoch from p_at - v_at)) * p_per_second);
  granted := greatest(0, least(p_wanted, floor(p_capacity - v_level)))::integer;
  level_after := v_level + granted;
  update rate_buckets b set level = level_after, at = greatest(v_at, p_at)
  where b.tenant_id = p_tenant and b.credential_id = p_credential;
end $$;
