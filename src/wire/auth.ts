/** How callers show who they are: verifying on the way in, signing on the way out, side by side. */

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** What a request claims: a secret to be looked up by its hash, or why there is none. */
export type Claim = { readonly secret: string } | { readonly fault: string }

export interface AuthScheme {
  readonly name: string
  /** What carries the secret, as messages call it. */
  readonly carrier: string
  readonly claim: (headers: Headers) => Claim
  /** The headers that a client of ours sends. */
  readonly sign: (secret: string) => Readonly<Record<string, string>>
}

/** `Authorization: Bearer <token>`: the scheme in any case, then at least one blank, then the token as it is. */
export const bearer: AuthScheme = {
  name: 'bearer',
  carrier: 'the token in the header Authorization',
  claim(headers) {
    const value = headers.authorization
    if (value === undefined) return { fault: 'the header Authorization is missing' }
    if (typeof value !== 'string') return { fault: 'the header Authorization was sent twice' }
    const match = /^bearer +(\S+) *$/i.exec(value)
    if (match?.[1] !== undefined) return { secret: match[1] }
    return {
      fault: /^bearer/i.test(value)
        ? 'the header Authorization must have a blank and one token after "Bearer"'
        : 'the header Authorization must use the scheme Bearer',
    }
  },
  sign: (secret) => ({ Authorization: `Bearer ${secret}` }),
}
