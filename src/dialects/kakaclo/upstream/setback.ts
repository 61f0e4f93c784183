/** When an answer of KakaClo's is none to what was asked (facts/kakaclo.md §2, §3). */
import { member, type Setback, type UpstreamReply } from '../../../wire/upstream.js'

/** What the hub of this house answers for a refund that comes too late; the documents name no code. */
const TOO_LATE = '10414'

/** Null: it was done. A 401 or 429 has certainly not been carried out, whatever its body. */
export function setbackOf({ status, body }: UpstreamReply): Setback | null {
  const code = member(body, 'code')
  const reason = member(body, 'message') ?? `HTTP ${status}`
  if (status === 429) return { kind: 'try_later', reason }
  if (status === 401) return { kind: 'refused', code: code ?? '401', reason }
  if (code === undefined || status >= 500) return { kind: 'unknown', reason: `HTTP ${status}` }
  if (code === '10000' && status < 300) return null
  return { kind: 'refused', code, reason: member(body, 'message') ?? '' }
}

export function isTooLate(setback: Setback): setback is Extract<Setback, { kind: 'refused' }> {
  return setback.kind === 'refused' && setback.code === TOO_LATE
}
