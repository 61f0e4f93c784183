/** A tenant itself: its name, and how much of everything it has. */
import type { TenantCounts, TenantRecord } from '../order/tenant-calls.js'
import { type Database, sqlState, UNIQUE_VIOLATION } from './pool.js'

export async function readTenant(
  database: Database,
  tenantId: number,
): Promise<Omit<TenantRecord, 'limits'> | null> {
  const { rows } = await database.query<{ name: string; created_at: Date } & TenantCounts>(
    `select t.name, t.created_at,
       (select count(*) from accounts where tenant_id = $1) as accounts,
       (select count(*) from users where tenant_id = $1) as users,
       (select count(*) from stock_locations where tenant_id = $1) as "stockLocations",
       (select count(*) from shipping_methods where tenant_id = $1) as "shippingMethods",
       (select count(*) from credentials where tenant_id = $1 and revoked_at is null) as credentials,
       (select count(*) from connections where tenant_id = $1) as connections,
       (select count(*) from routing_rules where tenant_id = $1) as "routingRules",
       (select count(*) from webhook_endpoints where tenant_id = $1) as "webhookEndpoints"
     from tenants t where t.tenant_id = $1`,
    [tenantId],
  )
  const [row] = rows
  if (row === undefined) return null
  const { name, created_at, ...counts } = row
  return { tenantId, name, createdAt: created_at.getTime(), counts }
}

/** False: another tenant has that name. */
export async function renameTenant(database: Database, tenantId: number, name: string): Promise<boolean> {
  try {
    await database.query('update tenants set name = $2 where tenant_id = $1', [tenantId, name])
    return true
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error
    return false
  }
}
