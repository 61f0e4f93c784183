/** What the native API serves of the caller's tenant itself. */
import type { TenantRecord } from '../../order/tenant-calls.js'
import { type Operation, operation } from '../../wire/dialect.js'
import { writeTime } from './map-orders.js'
import { mapped, requestReader } from './reading.js'
import * as wire from './wire-tenant.js'

const nothing = requestReader({})
const renaming = requestReader({ body: wire.RenameTenant })

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
  operation({
    name: 'renameTenant',
    permission: 'settings.change',
    method: 'PATCH',
    paths: ['/v1/tenant'],
    summary: "Give the caller's tenant another name; its people sign in with it, so tell them.",
    call: 'renameTenant',
    body: wire.RenameTenant,
    reply: wire.Tenant,
    readRequest: (request, account) => mapped(renaming(request, account), ({ body }) => body),
    writeReply: writeTenant,
  }),
]

function writeTenant({ tenantId, createdAt, ...same }: TenantRecord) {
  return { id: tenantId, createdAt: writeTime(createdAt), ...same }
}
