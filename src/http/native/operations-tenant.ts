/** What the native API serves of the caller's tenant itself. */
import type { TenantRecord } from '../../order/tenant-calls.js'
import { type Operation, operation } from '../../wire/dialect.js'
import { writeTime } from './map-orders.js'
import { mapped, requestReader } from './reading.js'
import * as wire from './wire-tenant.js'

const nothing = requestReader({})

export const TENANT: readonly Operation[] = [
  operation({
    name: 'readTenant',
    permission: 'settings.read',
    method: 'GET',
    paths: ['/v1/tenant'],
    summary: "Read the caller's tenant: its name, how much of everything it has, and what is kept how long.",
    call: 'readTenant',
    reply: wire.Tenant,
    readRequest: (request, account) => mapped(nothing(request, account), () => null),
    writeReply: writeTenant,
  }),
]

function writeTenant({ tenantId, createdAt, ...same }: TenantRecord) {
  return { id: tenantId, createdAt: writeTime(createdAt), ...same }
}
