-- The last commit of a tenant that left an event before a moment; 0 if there is none. Times follow commits, so that
-- halving the numbers finds it by few looks at the index, however many events there are.
create function commit_before(p_tenant integer, p_moment timestamptz) returns bigint language plpgsql stable as $$
declare
  v_low bigint := 0;
  v_high bigint;
  v_middle bigint;
  v_commit bigint;
  v_at timestamptz;
begin
  select version into v_high from lanes where tenant_id = p_tenant;
  while v_low < v_high loop
    v_middle := (v_low + v_high) / 2;
    select e.commit_version, e.at into v_commit, v_at
    from (
      (select o.commit_version, o.at from order_events o
       where o.tenant_id = p_tenant and o.commit_version > v_middle
       order by o.commit_version limit 1)
      union all
      (select n.commit_version, n.at from inbound_notice_events n
       where n.tenant_id = p_tenant and n.commit_version > v_middle
       order by n.commit_version limit 1)) e
    order by e.commit_version limit 1;
    if v_at < p_moment then
      v_low := v_commit;
    else
      v_high := v_middle;
    end if;
  end loop;
  return v_low;
end
$$;
