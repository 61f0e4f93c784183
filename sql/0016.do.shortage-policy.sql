-- What becomes of an order that finds its stock short is up to its account: it is refused, or taken as a shortage.
alter table accounts drop constraint accounts_out_of_stock_check;
alter table accounts add constraint accounts_out_of_stock_check check (out_of_stock in ('refuse', 'shortage'));

-- Movements are listed from the newest on, of all SKUs or of one.
create index stock_movements_at on stock_movements (tenant_id, owner_id, at, commit_version, ordinal);
create index stock_movements_sku_at on stock_movements (tenant_id, owner_id, sku, at, commit_version, ordinal);
