/** The families of dialects that credentials are made for, with what a caller receives. */
import { dialects } from '../dialects/index.js'
import { native } from '../http/native/index.js'
import type { Dialect } from '../wire/dialect.js'

export type CredentialKind = Pick<
  Dialect,
  'family' | 'auth' | 'writeCredential' | 'demoSettings' | 'demoCurrency'
>

/** By family. */
export const CREDENTIAL_KINDS: ReadonlyMap<string, CredentialKind> = new Map(
  [native, ...dialects].map((one) => [one.family, one]),
)

/** Of a family, or of one of its dialects: they share their credentials. */
export function kindOf(name: string): CredentialKind {
  const family = dialects.find((one) => one.name === name)?.family ?? name
  const kind = CREDENTIAL_KINDS.get(family)
  if (kind !== undefined) return kind
  throw new Error(`There is no dialect "${name}": there is ${[...CREDENTIAL_KINDS.keys()].join(', ')}`)
}
