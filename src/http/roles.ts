/** What each role may do: the one table that the server keeps to, and docs/roles.md is written from. */
import { PERMISSIONS, type Permission, type Role } from '../order/people-calls.js'
import type { Rejection } from '../order/rejection.js'

export const ALLOWED: { readonly [R in Role]: readonly Permission[] } = {
  admin: PERMISSIONS,
  operator: [
    'own',
    'orders.read',
    'orders.change',
    'warehouse',
    'stock.read',
    'stock.change',
    'catalogue.change',
    'imports',
    'money',
    'integration.read',
    'settings.read',
  ],
  warehouse: ['own', 'orders.read', 'warehouse', 'stock.read', 'stock.change', 'settings.read'],
  integrator: ['own', 'orders.read', 'stock.read', 'integration.read', 'integration.change', 'settings.read'],
  'read-only': ['own', 'orders.read', 'stock.read', 'integration.read', 'settings.read'],
}

/** What each permission is about, for people. */
export const MEANINGS: { readonly [P in Permission]: string } = {
  own: "one's own session, password and saved views; news of what one may read",
  'orders.read':
    'orders, their history and after-sales, forwardings; orders as a file; the overview and the problem queue',
  'orders.change': 'placing and cancelling orders; after-sales; parked forwardings',
  warehouse: 'allocating, holding, packing, handing over, splitting, moving; goods that come in or come back',
  'stock.read': 'items, stock, its movements, inbound notices; stock as a file',
  'stock.change': 'movements of stock; announcing goods',
  'catalogue.change': 'items and their prices',
  imports: 'files of orders and stock',
  money: 'top-ups, payments and refunds',
  'integration.read':
    'credentials without their secrets, connections, routing rules, webhooks and their deliveries; the request log, and what was asked of other platforms',
  'integration.change': 'making and changing those; credentials of the native API only with `people`',
  'settings.read': 'the tenant, accounts and their balances, stock locations, shipping methods and rates',
  'settings.change': 'making and changing those; of the tenant, its name',
  people: 'users, their roles and passwords; the audit log; credentials of the native API',
}

export function may(role: Role, permission: Permission): boolean {
  return ALLOWED[role].includes(permission)
}

export function lacking(role: Role, permission: Permission): Rejection {
  const reason = `the role ${role} lacks the permission ${permission}`
  return { kind: 'not_permitted', fault: 'scope', reason, permission }
}
