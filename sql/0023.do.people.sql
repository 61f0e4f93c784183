-- People who sign in, each of one tenant. account_id: for whom they act where a call says nothing else, and with it
-- whose catalogue and stock they see; null: the tenant's first account.
create table users (
  tenant_id integer not null,
  user_id integer not null,
  username text not null,
  role text not null,
  account_id integer,
  -- By argon2id, with its parameters.
  password_hash text not null,
  enabled boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  signed_in_at timestamptz,
  primary key (tenant_id, user_id),
  unique (tenant_id, username)
) with (fillfactor = 70);

-- token_hash is the SHA-256 of the cookie's token, which names its tenant, so that the look-up stays within one.
create table user_sessions (
  tenant_id integer not null,
  token_hash bytea not null,
  user_id integer not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (tenant_id, token_hash)
) with (fillfactor = 70);
create index user_sessions_user on user_sessions (tenant_id, user_id);

-- Attempts to sign in that failed or are under way, by the hash of a username or of an address; addresses, and names
-- of no tenant, are those of tenant 0. Unlogged: a crash forgives.
create unlogged table sign_in_attempts (
  tenant_id integer not null,
  subject bytea not null,
  attempts integer not null,
  blocked_until timestamptz not null,
  last_at timestamptz not null,
  primary key (tenant_id, subject)
) with (fillfactor = 50);
create index sign_in_attempts_age on sign_in_attempts (last_at);

-- Counts an attempt before its outcome is known, so that many at once are counted too. From the p_free-th on, each
-- doubles the wait before the next one, from 30 seconds to 15 minutes; after a day without any, all are forgotten.
-- Answers until when there is a wait, and has then counted nothing; null: go on.
create function begin_sign_in(p_tenant integer, p_subject bytea, p_free integer, p_at timestamptz)
returns timestamptz language plpgsql as $$
declare
  v sign_in_attempts%rowtype;
begin
  insert into sign_in_attempts (tenant_id, subject, attempts, blocked_until, last_at)
  values (p_tenant, p_subject, 0, p_at, p_at) on conflict do nothing;
  select * into v from sign_in_attempts s where s.tenant_id = p_tenant and s.subject = p_subject for update;
  if v.blocked_until > p_at then
    return v.blocked_until;
  end if;
  if v.last_at < p_at - interval '1 day' then
    v.attempts := 0;
  end if;
  v.attempts := v.attempts + 1;
  update sign_in_attempts s set attempts = v.attempts, last_at = p_at,
    blocked_until = case when v.attempts < p_free then p_at
      else p_at + least(900, 30 * 2 ^ least(10, v.attempts - p_free)) * interval '1 second' end
  where s.tenant_id = p_tenant and s.subject = p_subject;
  return null;
end $$;
