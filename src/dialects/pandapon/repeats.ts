/** Requests without a number of the caller's: a repetition is the same signed request (facts/pandapon.md §12.4 b). */
import { hash } from 'node:crypto'
import type { CommandKey } from '../../order/caller.js'
import type { AccountContext } from '../../order/calls.js'
import type { WireRequest } from '../../wire/dialect.js'
import { header } from './auth.js'

const SIGNED = ['access-key', 'timestamp', 'nonce-str']

/** `part`: which of the things that one request asks for. */
export function requestKey(
  { headers, body }: WireRequest,
  account: AccountContext,
  part?: string,
): CommandKey {
  const signed = SIGNED.map((name) => header(headers, name))
  const parts = part === undefined ? [] : [part]
  const key = hash('sha256', JSON.stringify([account.accountId, ...signed, body, ...parts]), 'base64url')
  return { key: `pandapon:${key}`, contentHash: key }
}
