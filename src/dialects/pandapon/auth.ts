/** PandaPon's five headers: access key, timestamp, nonce, user and signature (facts/pandapon.md §2). */
import { hash } from 'node:crypto'
import { equalSecrets } from '../../secrets.js'
import type { AuthRefusal, AuthScheme, Headers, Known, SignedRequest } from '../../wire/auth.js'
import { pandaponPrograms } from './programs.js'

/** How far a timestamp may be off, both ways; seconds or milliseconds, whichever it is. */
const WINDOW_MS = 600_000

/** MD5 over the four texts exactly as sent, in upper-case hex. */
export function signatureOf(accessKey: string, timestamp: string, nonce: string, secret: string): string {
  return hash('md5', accessKey + timestamp + nonce + secret, 'hex').toUpperCase()
}

const REQUIRED = ['access-key', 'timestamp', 'user-id', 'signature'] as const

export const pandaponAuth: AuthScheme = {
  name: 'pandapon',
  carrier: 'the header access-key',
  claim({ headers, at }) {
    for (const name of REQUIRED) {
      const value = header(headers, name)
      if (value === '') return { fault: 'missing', reason: `the header ${name} is missing` }
      // Node.js joins what was sent twice.
      if (value.includes(',')) return { fault: 'missing', reason: `the header ${name} was sent twice` }
    }
    const timestamp = header(headers, 'timestamp')
    if (!/^(\d{10}|\d{13})$/.test(timestamp)) {
      return { fault: 'clock', reason: 'the header timestamp must have 10 or 13 digits' }
    }
    const sentAt = timestamp.length === 10 ? Number(timestamp) * 1000 : Number(timestamp)
    const now = timestamp.length === 10 ? Math.floor(at / 1000) * 1000 : at
    if (Math.abs(now - sentAt) > WINDOW_MS) {
      return { fault: 'clock', reason: `the header timestamp is more than ${WINDOW_MS / 1000} s off` }
    }
    return { identity: header(headers, 'access-key') }
  },
  verify,
  // 32 hex digits, of which the first six name the tenant.
  identity: (secret) => tenantHex(secret) + hash('sha256', `access key ${secret}`, 'hex').slice(0, 26),
  tenantDigits: (identity) =>
    /^[0-9a-f]{32}$/.test(identity)
      ? Number.parseInt(identity.slice(0, 6), 16).toString(36).padStart(4, '0').slice(-4)
      : null,
  keeps: 'sealed',
  sign({ accessKey = '', accessSecret = '', userId = '' }, _request, at) {
    const nonce = 'nonce-str'
    const timestamp = String(at)
    return {
      headers: {
        'access-key': accessKey,
        timestamp,
        'nonce-str': nonce,
        'user-id': userId,
        signature: signatureOf(accessKey, timestamp, nonce, accessSecret),
      },
      query: {},
    }
  },
  programs: pandaponPrograms,
  sends: { in: 'header', names: ['access-key', 'timestamp', 'nonce-str', 'user-id', 'signature'] },
}

function verify({ headers }: SignedRequest, { identity, secret }: Known): AuthRefusal | null {
  const [timestamp, nonce] = [header(headers, 'timestamp'), header(headers, 'nonce-str')]
  const expected = signatureOf(identity, timestamp, nonce, secret ?? '')
  if (secret === null || !equalSecrets(header(headers, 'signature').toUpperCase(), expected)) {
    return {
      fault: 'signature',
      reason: 'the header signature does not fit access-key, timestamp and nonce-str',
    }
  }
  if (header(headers, 'user-id') === userIdOf(secret)) return null
  return { fault: 'other_user', reason: 'the header user-id is not of this developer' }
}

/** 13 digits, one user a credential. */
export function userIdOf(secret: string): string {
  const digits = BigInt(`0x${hash('sha256', `user ${secret}`, 'hex').slice(0, 15)}`) % 10n ** 11n
  return `21${digits.toString().padStart(11, '0')}`
}

function tenantHex(secret: string): string {
  return Number.parseInt(secret.slice(0, 4), 36).toString(16).padStart(6, '0')
}

/** '' if it is missing. */
export function header(headers: Headers, name: string): string {
  const value = headers[name]
  return (typeof value === 'string' ? value : (value?.join(',') ?? '')).trim()
}
