/** Sessions: the pairs of tokens that some APIs hand out for an id and a secret. */
import type { Result } from '../order/rejection.js'

/** How a family's sessions live; what is asked for is the documented lifetimes, in milliseconds. */
export interface SessionTerms {
  readonly family: string
  readonly accessMs: number
  readonly refreshMs: number
}

export interface SessionPair {
  readonly accessToken: string
  readonly refreshToken: string
}

/** A new pair ends the one before it at once. Refusals are those of authentication. */
export interface Sessions {
  open(terms: SessionTerms, identity: string, secret: string, address: string): Promise<Result<SessionPair>>
  renew(
    terms: SessionTerms,
    identity: string,
    refreshToken: string,
    address: string,
  ): Promise<Result<SessionPair>>
}
