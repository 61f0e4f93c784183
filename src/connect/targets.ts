/**
 * Calls to addresses that callers have named. Whoever may name one must not reach what only this machine can: private
 * addresses are refused unless the operator allows them, in the URL itself and after each look-up of a name, on the
 * very addresses that are then connected to. A redirect is an answer like any other, and is never followed.
 */
import { type LookupAddress, lookup } from 'node:dns'
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

export interface TargetRules {
  readonly allowPrivate: boolean
  /** Whether the operator has named this very origin (`http://127.0.0.1:8081`), so that it may be private. */
  readonly isNamed?: (origin: string) => boolean
  /** How names become addresses; the system's way if not given. */
  readonly lookup?: (name: string) => Promise<readonly LookupAddress[]>
}

export interface TargetCall {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Empty: none. */
  readonly body: string
  /** Milliseconds from the look-up of the name to the last byte of the answer. */
  readonly timeoutMs: number
  /** The most bytes of an answer that are taken. */
  readonly mostBytes: number
  /** Ends it early. */
  readonly signal?: AbortSignal
}

export type TargetAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
      readonly body: Buffer
    }
  /** No connection was made: it is certain that nobody got it. */
  | { readonly kind: 'unsent'; readonly reason: string }
  /** It may have been received. */
  | { readonly kind: 'unanswered'; readonly reason: string }

/** No longer than any URL that a person writes. */
export const LONGEST_URL = 2_048

/** What is wrong with a URL as a target, as far as it can be told without a look-up; null: nothing. */
export function targetProblem(url: string, rules: TargetRules): string | null {
  if (url.length > LONGEST_URL) return `has more than ${LONGEST_URL} characters`
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null) return 'is no URL'
  if (!['http:', 'https:'].includes(parsed.protocol)) return 'must begin with http:// or https://'
  if (parsed.username !== '' || parsed.password !== '') return 'must not carry a name or a password'
  const host = hostOf(parsed)
  const isPrivate = isIP(host) === 0 ? /(^|\.)localhost\.?$/i.test(host) : isPrivateAddress(host)
  if (!isPrivate || mayBePrivate(parsed, rules)) return null
  return `is at ${host}, which is not a public address; set ALLOW_PRIVATE_TARGETS=on to allow such`
}

function mayBePrivate({ origin }: URL, { allowPrivate, isNamed }: TargetRules): boolean {
  return allowPrivate || isNamed?.(origin) === true
}

/** Everything that is not plainly somebody's public unicast address counts as private. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return NOT_PUBLIC.check(address, 'ipv4')
  if (family === 6) return !GLOBAL_V6.check(address, 'ipv6') || NOT_PUBLIC.check(address, 'ipv6')
  return true
}

/** Connections that are kept for the next call to the same place, for as long as receivers usually keep theirs. */
export interface KeptConnections {
  readonly http: HttpAgent
  readonly https: HttpsAgent
}

const KEPT_FOR_MS = 4_000
const MOST_KEPT_PER_PLACE = 16

export function keptConnections(): KeptConnections {
  const options = { keepAlive: true, timeout: KEPT_FOR_MS, maxFreeSockets: MOST_KEPT_PER_PLACE }
  return { http: new HttpAgent(options), https: new HttpsAgent(options) }
}

/**
 * Never throws. On kept connections, what is sent just when the other side ends one may be sent a second time: they are
 * for what may arrive twice.
 */
export async function callTarget(
  call: TargetCall,
  rules: TargetRules,
  kept: KeptConnections | null = null,
): Promise<TargetAnswer> {
  const problem = targetProblem(call.url, rules)
  if (problem !== null) return { kind: 'unsent', reason: `the address ${problem}` }
  const url = new URL(call.url)
  // What the operator has named may be taken back, and then nothing is to lead there.
  const keeping = rules.isNamed?.(url.origin) === true ? null : kept
  const [send, agent] =
    url.protocol === 'https:'
      ? [httpsRequest, keeping?.https ?? false]
      : [httpRequest, keeping?.http ?? false]
  const ready = url.protocol === 'https:' ? 'secureConnect' : 'connect'
  return new Promise((resolve) => {
    let isConnected = false
    const fail = (error: Error): void => {
      if (sent?.reusedSocket && isEnded(error) && !signal.aborted) {
        resolve(callTarget(call, rules))
        return
      }
      const reason = late.aborted ? `no answer within ${call.timeoutMs} ms` : reasonOf(error)
      resolve({ kind: isConnected ? 'unanswered' : 'unsent', reason })
    }
    const late = AbortSignal.timeout(call.timeoutMs)
    const signal = call.signal === undefined ? late : AbortSignal.any([late, call.signal])
    const headers = { ...call.headers, ...(call.body !== '' && { 'Content-Length': byteLength(call.body) }) }
    // Usually a connection of its own: on a kept one, a late end leaves open whether the request was received.
    const options = { method: call.method, headers, lookup: lookupOf(url, rules), agent, signal }
    const sent = begun(() => send(url, options))
    if (sent === null)
      return resolve({ kind: 'unsent', reason: 'a header has characters that none may have' })
    sent.on('socket', (socket) => {
      isConnected = sent.reusedSocket
      socket.once(ready, () => {
        isConnected = true
      })
    })
    sent.on('error', fail)
    sent.on('response', (response) => {
      readAll(response, call.mostBytes).then((body) => {
        if (body === null) return fail(new Error(`the answer has more than ${call.mostBytes} bytes`))
        resolve({ kind: 'answered', status: response.statusCode ?? 0, headers: response.headers, body })
      }, fail)
    })
    sent.end(call.body)
  })
}

/** The other side had ended a kept connection. */
function isEnded(error: Error): boolean {
  return ['ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '')
}

/** Null: nothing is sent with such headers. */
function begun<T>(begin: () => T): T | null {
  try {
    return begin()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_INVALID_CHAR') throw error
    return null
  }
}

/** Looks a name up, and gives back only what may be connected to. */
function lookupOf(url: URL, rules: TargetRules): LookupFunction {
  const find = rules.lookup ?? lookupAll
  const takesAll = mayBePrivate(url, rules)
  return (name, { all }, done) => {
    find(name).then(
      (found) => {
        const allowed = takesAll ? found : found.filter((one) => !isPrivateAddress(one.address))
        const [first] = allowed
        if (first === undefined) done(new Error(`${name} has no public address`), '', 4)
        else if (all === true) done(null, [...allowed])
        else done(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => done(error, '', 4),
    )
  }
}

function lookupAll(name: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(name, { all: true }, (error, found) => (error === null ? resolve(found) : reject(error)))
  })
}

/** Null: it is too long, and the rest of it is not taken. */
async function readAll(response: IncomingMessage, mostBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > mostBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function hostOf({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

/** Of several addresses that were tried, the first failure stands for all. */
function reasonOf(error: Error): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error && first.message !== '' ? first.message : 'the connection failed'
}

const byteLength = (text: string): number => Buffer.byteLength(text)

/** IANA's special-purpose registries, as far as they lie within what is routed otherwise. */
const NOT_PUBLIC = blocked([
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  // Those that carry IPv4 addresses within them, and those that are for protocols and documents.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
])

const GLOBAL_V6 = blocked([['2000::', 3]])

function blocked(ranges: readonly (readonly [network: string, prefix: number])[]): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of ranges) {
    list.addSubnet(network, prefix, isIP(network) === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}
