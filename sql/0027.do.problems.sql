-- What waits for a person is found by its state; and what is counted by the hour, for the overview.
create index fulfilment_orders_stuck on fulfilment_orders (tenant_id, status, order_number, sequence)
  where status in ('shortage', 'hold');
create index forwardings_unknown on forwardings (tenant_id, order_number, sequence) where state = 'unknown';

-- Kept by the servers, each adding what it has counted since it last did. topic: 'refusal' (of a dialect, by kind) or
-- 'commit' (of batches, by how long they took at most, in milliseconds).
create table hourly_counts (
  tenant_id integer not null,
  hour timestamptz not null,
  topic text not null,
  dialect text not null,
  word text not null,
  amount bigint not null,
  primary key (tenant_id, hour, topic, dialect, word)
) with (fillfactor = 70);

-- How many orders were placed in each of these hours, by dialect; and how many orders have a part that still waits, by
-- the part's status and by when they were placed. Both are told by the listing, which is a moment behind the commits.
create function orders_by_hour(p_tenant integer, p_from timestamptz, p_hours integer)
returns table (hour timestamptz, dialect text, orders bigint) language sql stable as $$
  select h.hour, d.dialect, count_listed(p_tenant, 1::smallint, d.classes, array_fill(h.hour, array[cardinality(d.classes)]),
    array_fill(h.hour + interval '1 hour', array[cardinality(d.classes)]))
  from (select p_from + make_interval(hours => n) as hour from generate_series(0, p_hours - 1) n) h
  cross join (
    select c.dialect, array_agg(c.class_id) as classes from order_classes c
    where c.tenant_id = p_tenant group by c.dialect) d
$$;

create function waiting_orders(p_tenant integer, p_bounds timestamptz[])
returns table (status text, bound integer, orders bigint) language sql stable as $$
  select s.status, b.n::integer, count_listed(p_tenant, 1::smallint, s.classes,
    array_fill(b.low, array[cardinality(s.classes)]), array_fill(b.high, array[cardinality(s.classes)]))
  from (
    select part as status, array_agg(c.class_id) as classes
    from order_classes c cross join unnest(c.parts) as part
    where c.tenant_id = p_tenant and part in ('drafted', 'shortage', 'hold', 'allocated', 'packed') group by part) s
  cross join (
    select n, p_bounds[n] as high, coalesce(p_bounds[n + 1], '-infinity') as low
    from generate_subscripts(p_bounds, 1) n) b
$$;
