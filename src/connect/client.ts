/** Our client of other platforms: signs a call, sends it, and says what came of it. It never repeats by itself. */

import type { Result } from '../order/rejection.js'
import type { AuthScheme } from '../wire/auth.js'
import { readJson } from '../wire/json.js'
import type {
  OutgoingCall,
  OutgoingOrder,
  Upstream,
  UpstreamOutcome,
  UpstreamReply,
} from '../wire/upstream.js'

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
}

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
  if ('unanswered' in reply) return { ok: true, value: { kind: 'unknown', reason: reply.unanswered } }
  return { ok: true, value: platform.upstream.readOrderReply(reply) }
}

/** The answer, or why there is none: then nobody knows what came of it. */
export async function send(
  { auth, baseUrl, credential }: Platform,
  { method, path, query, body, contentType }: OutgoingCall,
  { at, timeoutMs }: SendSettings,
): Promise<UpstreamReply | { readonly unanswered: string }> {
  const signature = auth.sign(credential, { query, body }, at)
  const search = new URLSearchParams({ ...query, ...signature.query })
  const url = `${baseUrl}${path}${search.size === 0 ? '' : `?${search}`}`
  try {
    const response = await fetch(url, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        Accept: 'application/json',
        ...(body === '' ? {} : { 'Content-Type': contentType ?? 'application/json' }),
        ...signature.headers,
      },
      ...(body === '' ? {} : { body }),
    })
    const text = await readAll(response)
    if (text === null) return { unanswered: 'the answer is too large' }
    const json = readJson(text)
    const seconds = response.headers.get('retry-after') ?? ''
    return {
      status: response.status,
      body: json.ok ? json.value : undefined,
      ...(/^\d{1,6}$/.test(seconds) ? { retryAfterSeconds: Number(seconds) } : {}),
    }
  } catch (error) {
    return { unanswered: error instanceof Error ? error.message : 'the request failed' }
  }
}

async function readAll(response: Response): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > MOST_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
