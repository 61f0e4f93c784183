/** When an answer of apicenter's is none to what was asked (facts/apicenter.md §2, §3). */
import { member, type Setback, type UpstreamReply } from '../../../wire/upstream.js'

const SUCCESS: ReadonlySet<string> = new Set(['0', '200', '201'])
const TRY_LATER: ReadonlySet<string> = new Set(['423', '429'])

/** Null: it was done. */
export function setbackOf({ status, body }: UpstreamReply): Setback | null {
  const code = member(body, 'code')
  const reason = member(body, 'message') ?? `HTTP ${status}`
  if (status === 429 || (code !== undefined && TRY_LATER.has(code))) return { kind: 'try_later', reason }
  if (status === 401) return { kind: 'refused', code: code ?? '401', reason }
  if (code === undefined || status >= 500) return { kind: 'unknown', reason }
  if (SUCCESS.has(code) && status < 300) return null
  return { kind: 'refused', code, reason }
}
