-- What a location still has to do, oldest orders first. What has left is in none of these queues, so that the index
-- stays as small as the work is.
create index fulfilment_orders_queued on fulfilment_orders (tenant_id, location, status, order_number, sequence)
  where status in ('shortage', 'hold', 'allocated', 'packed');
