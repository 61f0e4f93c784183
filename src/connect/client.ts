/** Our client of other platforms: signs a call, sends it, and says what came of it. It never repeats by itself. */

import type { Result } from '../order/rejection.js'
import type { AuthScheme, OutgoingRequest, Signature } from '../wire/auth.js'
import { readJson } from '../wire/json.js'
import type {
  OutgoingCall,
  OutgoingOrder,
  Upstream,
  UpstreamOutcome,
  UpstreamReply,
} from '../wire/upstream.js'
import { callTarget, type TargetRules } from './targets.js'

/** A platform as we reach it. */
export interface Platform {
  readonly auth: Pick<AuthScheme, 'sign'>
  readonly upstream: Upstream
  /** Without a slash at its end. */
  readonly baseUrl: string
  /** As the platform handed it out. */
  readonly credential: Readonly<Record<string, string>>
}

export interface SendSettings {
  /** Milliseconds since 1970: the time that a signature carries. */
  readonly at: number
  readonly timeoutMs: number
  /** Which addresses may be called; any if not given. */
  readonly rules?: TargetRules
  /** Ends it early. */
  readonly signal?: AbortSignal
}

/** `isSent` false: it is certain that the platform didn't get it. */
export interface Unanswered {
  readonly unanswered: string
  readonly isSent: boolean
}

/** With the answer's text as it came. */
export interface SentReply extends UpstreamReply {
  readonly text: string
}

const ANY_TARGET: TargetRules = { allowPrivate: true }

/** The most bytes of an answer that are looked at. */
const MOST_BYTES = 4 * 1024 * 1024

/** Refused before anything is sent, if the platform can't carry the order. */
export async function placeUpstream(
  platform: Platform,
  order: OutgoingOrder,
  settings: SendSettings,
): Promise<Result<UpstreamOutcome>> {
  const call = platform.upstream.writeOrder(order)
  if (!call.ok) return call
  const reply = await send(platform, call.value, settings)
  if ('unanswered' in reply) return { ok: true, value: outcomeOfSilence(reply) }
  return { ok: true, value: platform.upstream.readOrderReply(reply) }
}

/** What never got there may be sent again. */
export function outcomeOfSilence({ unanswered, isSent }: Unanswered) {
  return { kind: isSent ? 'unknown' : 'try_later', reason: unanswered } as const
}

/** The answer, or why there is none: then, if it was sent, nobody knows what came of it. */
export async function send(
  { auth, baseUrl, credential }: Platform,
  { method, path, query, body, contentType }: OutgoingCall,
  { at, timeoutMs, rules = ANY_TARGET, signal }: SendSettings,
): Promise<SentReply | Unanswered> {
  const signature = signed(auth, credential, { query, body }, at)
  if (signature === null) return { unanswered: 'it can not be signed with this credential', isSent: false }
  const search = new URLSearchParams({ ...query, ...signature.query })
  const url = `${baseUrl}${path}${search.size === 0 ? '' : `?${search}`}`
  const headers = {
    Accept: 'application/json',
    ...(body === '' ? {} : { 'Content-Type': contentType ?? 'application/json' }),
    ...signature.headers,
  }
  const target = { method, url, headers, body, timeoutMs, mostBytes: MOST_BYTES }
  const answer = await callTarget(signal === undefined ? target : { ...target, signal }, rules)
  if (answer.kind !== 'answered') {
    return { unanswered: answer.reason, isSent: answer.kind === 'unanswered' }
  }
  const { status } = answer
  if (status >= 300 && status < 400) return { unanswered: `HTTP ${status}, a redirect`, isSent: true }
  const json = readJson(answer.body)
  const retryAfterSeconds = readRetryAfter(answer.headers['retry-after'], at)
  return {
    status,
    body: json.ok ? json.value : undefined,
    text: answer.body.toString(),
    ...(retryAfterSeconds !== null && { retryAfterSeconds }),
  }
}

/** Null: a credential that somebody mistyped may be of no use as a key. */
function signed(
  auth: Platform['auth'],
  credential: Platform['credential'],
  request: OutgoingRequest,
  at: number,
): Signature | null {
  try {
    return auth.sign(credential, request, at)
  } catch {
    return null
  }
}

/** Seconds, or a date. */
function readRetryAfter(value: string | readonly string[] | undefined, at: number): number | null {
  if (typeof value !== 'string') return null
  if (/^\d{1,6}$/.test(value)) return Number(value)
  const until = Date.parse(value)
  return Number.isNaN(until) ? null : Math.max(0, Math.ceil((until - at) / 1_000))
}
