/** How callers show who they are: verifying on the way in, signing on the way out, side by side. */
import type { AccountContext } from '../order/calls.js'
import type { AuthFault } from '../order/rejection.js'
import { bearerPrograms } from './bearer-programs.js'
import type { SignSources } from './programs.js'

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>
export type Query = Readonly<Record<string, string | readonly string[]>>

/** What is known of a request before its body is read. */
export interface RequestHead {
  readonly headers: Headers
  readonly query: Query
  /** The hub's time, in milliseconds since 1970. */
  readonly at: number
}

/** The whole request, as a signature covers it. */
export interface SignedRequest extends RequestHead {
  readonly body: Buffer
}

/** A request of ours before it is signed. */
export interface OutgoingRequest {
  /** Business parameters of the query. */
  readonly query: Readonly<Record<string, string>>
  /** As it will be sent; empty: none. */
  readonly body: string
}

export interface Signature {
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
}

/** Why a caller is not let in; `fault` is for dialects that have codes of their own for it. */
export interface AuthRefusal {
  readonly fault: AuthFault
  readonly reason: string
}

/** What a request claims: the identity by which its credential is found, or why there is none. */
export type Claim = { readonly identity: string } | AuthRefusal

/** What is on record of the credential that a request named. */
export interface Known {
  readonly identity: string
  readonly account: AccountContext
  /** Where the scheme keeps it sealed. */
  readonly secret: string | null
  readonly session: { readonly accessHash: string; readonly accessUntil: number } | null
  readonly settings: Readonly<Record<string, unknown>> | null
}

export interface AuthScheme {
  readonly name: string
  /** What carries the identity, as messages call it. */
  readonly carrier: string
  readonly claim: (request: RequestHead) => Claim
  /**
   * The proof, where the identity is not proof enough: a signature, a token beside it. Null: it holds. Secrets are
   * compared in constant time.
   */
  readonly verify?: (request: SignedRequest, known: Known) => AuthRefusal | null
  /** How credentials are found, and what is kept of their secrets. */
  readonly identity: (secret: string) => string
  readonly tenantDigits: (identity: string) => string | null
  readonly keeps: 'nothing' | 'hash' | 'sealed'
  /** What a client adds to a request of its own, from its credential as it was given it. `at` is its time. */
  readonly sign: (
    credential: Readonly<Record<string, string>>,
    request: OutgoingRequest,
    at: number,
  ) => Signature
  /** The same in programs of others. */
  readonly programs: SignSources
  /** What a client sends in headers or query, for the reference. */
  readonly sends: { readonly in: 'header' | 'query'; readonly names: readonly string[] }
}

/** `Authorization: Bearer <token>`: the scheme in any case, then at least one blank, then the token as it is. */
export const bearer: AuthScheme = {
  name: 'bearer',
  carrier: 'the token in the header Authorization',
  claim({ headers }) {
    const value = headers.authorization
    if (value === undefined) return { fault: 'missing', reason: 'the header Authorization is missing' }
    if (typeof value !== 'string') {
      return { fault: 'missing', reason: 'the header Authorization was sent twice' }
    }
    const match = /^bearer +(\S+) *$/i.exec(value)
    if (match?.[1] !== undefined) return { identity: match[1] }
    return {
      fault: 'missing',
      reason: /^bearer/i.test(value)
        ? 'the header Authorization must have a blank and one token after "Bearer"'
        : 'the header Authorization must use the scheme Bearer',
    }
  },
  identity: (secret) => secret,
  tenantDigits: (identity) => (identity.length > 4 ? identity.slice(0, 4) : null),
  keeps: 'nothing',
  // A credential of this scheme has one part, whatever its dialect calls it.
  sign: (credential) => ({ headers: { Authorization: `Bearer ${Object.values(credential)[0]}` }, query: {} }),
  programs: bearerPrograms,
  sends: { in: 'header', names: ['Authorization'] },
}
