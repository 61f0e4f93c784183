/** Who asks over the native API, a key or a person, and the sessions of people. */
import type { AccountContext } from '../order/calls.js'
import type { AuditEntry, BegunEntry, Permission, Role, Who } from '../order/people-calls.js'
import type { Result } from '../order/rejection.js'

/** A caller of the native API. */
export interface Admitted {
  readonly who: Who
  readonly role: Role
  /** Null: a key. */
  readonly person: Person | null
  readonly may: (permission: Permission) => boolean
}

/** A person with a live session. */
export interface Person {
  readonly tenantId: number
  /** By name. */
  readonly tenant: string
  readonly userId: number
  readonly username: string
  readonly role: Role
  /** For whom they act where a call says nothing else; null: the tenant has no account yet. */
  readonly account: AccountContext | null
  /** What their cookie carries. */
  readonly token: string
  /** What must come with each change, in a header that no other site can send. */
  readonly csrfToken: string
}

/** How long a session lasts in all, whatever is done in it. */
export const SESSION_SECONDS = 604_800

/** What an operation on a session answers. */
export interface SessionAnswer {
  /** What the cookie is to carry; null takes it away, and without it, it stays as it is. */
  readonly token?: string | null
  readonly body: unknown
}

export interface SignIns {
  /** `username` is `name` for the first tenant, and `name@tenant` for any. */
  open(username: string, password: string, address: string): Promise<Result<Person>>
  /** Null: there is no such session, or it is over. */
  find(token: string): Promise<Person | null>
  /** Whether the session is still there, with the same role and account. Asking it does not make it last. */
  stands(person: Person): Promise<boolean>
  close(person: Person): Promise<void>
  /** Ends all sessions but this one. */
  changePassword(
    person: Person,
    passwords: { readonly current: string; readonly next: string },
    address: string,
  ): Promise<Result<null>>
}

/** Where changes are put on record. */
export interface AuditTrail {
  /** Resolves when it is on record; or when it could not be, which is then told the operator. */
  note(tenantId: number, entry: AuditEntry): Promise<void>
  /** Before a change; rejects if it can't be put on record, and then nothing may be changed. */
  begin(tenantId: number, entry: BegunEntry): Promise<OpenEntry>
}

/** An entry on record whose change is under way. */
export interface OpenEntry {
  /** The change has been made. */
  done(outcome: Pick<AuditEntry, 'target' | 'after'>): Promise<void>
  /** Nothing was changed. */
  drop(): Promise<void>
}
