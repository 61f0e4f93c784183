/** People who sign in: their roles, and what can be asked about them. */
import type { CommandKey } from './caller.js'
import type { Slice, Sliced } from './setup-calls.js'

export const ROLES = ['admin', 'operator', 'warehouse', 'integrator', 'read-only'] as const
export type Role = (typeof ROLES)[number]

/** What an operation needs of its caller's role; `own` is what everyone may who has signed in. */
export const PERMISSIONS = [
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
  'integration.change',
  'settings.read',
  'settings.change',
  'people',
] as const
export type Permission = (typeof PERMISSIONS)[number]

export interface UserWish {
  readonly username: string
  readonly role: Role
  /** By name: for whom they act where a call says nothing else. Null: the tenant's first account. */
  readonly account: string | null
  readonly password: string
}

/** What is not given stays as it is. */
export interface UserChange {
  readonly role?: Role
  readonly account?: string | null
  /** False also ends all sessions. */
  readonly enabled?: boolean
  /** A new one also ends all sessions. */
  readonly password?: string
}

export interface UserRecord {
  readonly userId: number
  readonly username: string
  readonly role: Role
  readonly account: string | null
  readonly enabled: boolean
  readonly createdAt: number
  readonly updatedAt: number
  /** When they last signed in. */
  readonly signedInAt: number | null
}

/** Whose change it was. */
export interface Who {
  readonly kind: 'person' | 'key' | 'command'
  /** The username, the key's number, or who ran the command. */
  readonly name: string
}

/** One change, as it was asked and what came of it; secrets and what is personal are left out. */
export interface AuditEntry {
  readonly at: number
  readonly who: Who
  readonly operation: string
  /** `orders/1000000000001`: what it was done to. */
  readonly target: string
  /** What was sent; null: nothing. */
  readonly request: unknown
  /** What it was done to, before; null: it wasn't there, or is not read by itself. */
  readonly before: unknown
  /** What was answered. */
  readonly after: unknown
  readonly requestId: string | null
}

/** As it is before the change. */
export type BegunEntry = Omit<AuditEntry, 'after'>

export interface AuditRecord extends AuditEntry {
  readonly entryNumber: number
  /** `begun`: it is under way, or nobody knows what came of it, since the hub was killed meanwhile. */
  readonly outcome: 'begun' | 'done'
}

/** All conditions must hold; times are milliseconds since 1970 and both ends count. */
export interface AuditSearch {
  /** The name of whoever it was. */
  readonly who?: string | undefined
  readonly operation?: string | undefined
  readonly target?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

export interface PeopleCalls {
  createUser: { input: { wish: UserWish; key: CommandKey | null }; output: UserRecord }
  /** By the order in which they were made. */
  listUsers: { input: Slice; output: Sliced<UserRecord> }
  readUser: { input: { username: string }; output: UserRecord }
  /** A tenant keeps one enabled admin at least. */
  changeUser: { input: { username: string; change: UserChange }; output: UserRecord }
  /** Newest first. */
  listAudit: { input: Slice & { search: AuditSearch }; output: Sliced<AuditRecord> }
}
