/** The caller's tenant itself. */
import type { Serving } from '../../order/calls.js'
import { accept, refuse } from '../../order/rejection.js'
import type { TenantCalls, TenantLimits } from '../../order/tenant-calls.js'
import type { Pool } from '../../store/pool.js'
import { readTenant } from '../../store/tenants.js'

export function tenantCalls(pool: Pool, limits: TenantLimits): Serving<TenantCalls> {
  return {
    readTenant: async ({ tenantId }) => {
      const found = await readTenant(pool, tenantId)
      if (found === null) return refuse({ kind: 'not_found', what: 'tenant', id: String(tenantId) })
      return accept({ ...found, limits })
    },
  }
}
