/** When an answer of PandaPon's is none to what was asked (facts/pandapon.md §3.1, §4). */
import { member, type Setback, type UpstreamReply } from '../../../wire/upstream.js'

const TRY_LATER = '42901'
/** An internal error, the same order being taken this moment, and an order of which the platform knows no more. */
const UNKNOWN: ReadonlySet<string> = new Set(['50001', '40903', '50302'])

/** The order is paid or closed. */
export const WRONG_STATE = '40902'
export const NOT_FOUND = '40401'

/** Null: it was done. */
export function setbackOf({ status, body }: UpstreamReply): Setback | null {
  const code = member(body, 'code')
  const reason = member(body, 'msg') ?? `HTTP ${status}`
  if (status === 429 || code === TRY_LATER) return { kind: 'try_later', reason }
  if (code === undefined || status >= 500 || UNKNOWN.has(code)) return { kind: 'unknown', reason }
  if (code === '200' && status < 300) return null
  return { kind: 'refused', code, reason }
}
