/** The four query parameters: AppId, access token, timestamp and sign (facts/lingxing.md §1.2–§3). */
import { hash } from 'node:crypto'
import { equalSecrets, secretHash } from '../../secrets.js'
import type { AuthRefusal, AuthScheme, Known, Query, SignedRequest } from '../../wire/auth.js'
import { lingxingPrograms } from './programs.js'
import { type BodyForm, bodyParameters, isObject, signText, textOf } from './sign.js'

export const COMMON = ['access_token', 'app_key', 'timestamp', 'sign'] as const

/** How far a timestamp may be off, both ways. */
const WINDOW_SECONDS = 120

export const lingxingAuth: AuthScheme = {
  name: 'lingxing',
  carrier: 'the query parameter app_key',
  claim({ query }) {
    const missing = COMMON.filter((name) => last(query, name) === '')
    if (missing.length > 0) return { fault: 'missing', reason: `missing ${missing.join(', ')}` }
    return { identity: last(query, 'app_key') }
  },
  verify,
  // 16 bytes, since the AppId is the key of a cipher; its first four digits name the tenant.
  identity: (secret) => `ak_${secret.slice(0, 4)}${hash('sha256', `app ${secret}`, 'hex').slice(0, 9)}`,
  tenantDigits: (identity) => /^ak_([0-9a-z]{4})[0-9A-Za-z]{9}$/.exec(identity)?.[1] ?? null,
  keeps: 'hash',
  /** The credential also holds the live `accessToken`. */
  sign({ appId = '', accessToken = '' }, { query, body }, at) {
    const common = {
      access_token: accessToken,
      app_key: appId,
      timestamp: String(Math.floor(at / 1000)),
    }
    const [members = new Map<string, string>()] = bodyParameters(Buffer.from(body)) ?? []
    const text = textOf(new Map([...Object.entries(query), ...members, ...Object.entries(common)]))
    return { headers: {}, query: { ...common, sign: signText(text, appId) } }
  },
  programs: lingxingPrograms,
  sends: { in: 'query', names: COMMON },
}

const NO_OBJECT: AuthRefusal = { fault: 'malformed', reason: 'the body is not a JSON object' }

function verify(request: SignedRequest, { identity, session }: Known): AuthRefusal | null {
  const { query, at } = request
  if (session === null || session.accessUntil <= at) {
    return { fault: 'no_session', reason: 'the AppId has no live access token' }
  }
  if (!equalSecrets(session.accessHash, secretHash(last(query, 'access_token')))) {
    return { fault: 'other_session', reason: 'the access token is not the live one' }
  }
  const timestamp = last(query, 'timestamp')
  if (!/^\d{10}$/.test(timestamp)) return { fault: 'signature', reason: 'the timestamp must have 10 digits' }
  const forms = bodyParameters(request.body)
  if (forms === null) return NO_OBJECT
  const common = COMMON.filter((name) => name !== 'sign').map((name) => [name, last(query, name)] as const)
  const beside = Object.keys(query).filter((name) => !(COMMON as readonly string[]).includes(name))
  const sent = last(query, 'sign')
  const fits = (body: BodyForm): boolean => {
    const parameters = new Map(beside.map((name) => [name, last(query, name)]))
    for (const [name, value] of body) parameters.set(name, value)
    for (const [name, value] of common) parameters.set(name, value)
    // `sign` itself takes no part, not even as a field of the body.
    parameters.delete('sign')
    return equalSecrets(sent, signText(textOf(parameters), identity))
  }
  if (!some(forms, fits)) {
    return isObject(request.body)
      ? { fault: 'signature', reason: 'the sign does not fit the request' }
      : NO_OBJECT
  }
  if (Math.abs(Math.floor(at / 1000) - Number(timestamp)) > WINDOW_SECONDS) {
    return { fault: 'clock', reason: `the timestamp is more than ${WINDOW_SECONDS} s off` }
  }
  return null
}

/** Asks for no more of them than it needs. */
function some<T>(list: Iterable<T>, holds: (one: T) => boolean): boolean {
  for (const one of list) if (holds(one)) return true
  return false
}

/** Of a parameter sent repeatedly, the last one counts; '' if there is none. */
export function last(query: Query, name: string): string {
  const value = query[name]
  return (typeof value === 'string' ? value : value?.at(-1)) ?? ''
}
