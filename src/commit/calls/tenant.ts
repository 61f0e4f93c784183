/** The caller's tenant itself. */
import type { Serving } from '../../order/calls.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { TenantCalls, TenantLimits, TenantRecord } from '../../order/tenant-calls.js'
import type { Pool } from '../../store/pool.js'
import { readTenant, renameTenant } from '../../store/tenants.js'

export function tenantCalls(pool: Pool, limits: TenantLimits): Serving<TenantCalls> {
  const read = async (tenantId: number): Promise<Result<TenantRecord>> => {
    const found = await readTenant(pool, tenantId)
    if (found === null) return refuse({ kind: 'not_found', what: 'tenant', id: String(tenantId) })
    return accept({ ...found, limits })
  }
  return {
    readTenant: ({ tenantId }) => read(tenantId),
    renameTenant: async ({ tenantId }, { name }) => {
      const isFree = await renameTenant(pool, tenantId, name)
      return isFree ? read(tenantId) : refuse({ kind: 'already_exists', what: 'tenant', id: name })
    },
  }
}
