/** People who sign in: their roles, and what can be asked about them. */
import type { CommandKey } from './command.js'
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

export interface PeopleCalls {
  createUser: { input: { wish: UserWish; key: CommandKey | null }; output: UserRecord }
  /** By the order in which they were made. */
  listUsers: { input: Slice; output: Sliced<UserRecord> }
  readUser: { input: { username: string }; output: UserRecord }
  /** A tenant keeps one enabled admin at least. */
  changeUser: { input: { username: string; change: UserChange }; output: UserRecord }
}
