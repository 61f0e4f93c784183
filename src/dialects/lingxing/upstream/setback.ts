/** When an answer of Lingxing's is none to what was asked, in either of its two families (facts/lingxing.md §5). */
import type { JsonValue } from '../../../wire/json.js'
import { member, type Setback, type UpstreamReply, within } from '../../../wire/upstream.js'

const SUCCESS: ReadonlySet<string> = new Set(['0', '200'])
const TRY_LATER: ReadonlySet<string> = new Set(['3001008', '103'])
const NO_SESSION: ReadonlySet<string> = new Set(['2001003', '2001005'])
/** Faults of the platform's own, under the code of refusals: what was done by then, nobody knows. */
const BROKEN: ReadonlySet<string> = new Set(['内部错误', '系统错误', '程序内部错误'])

export const TAKEN = '订单号已经存在'
export const NOT_CANCELLABLE = '订单状态不允许取消'

/** Null: it was done. Elsewhere in the product a failure has the code of success, and says so in its details. */
export function setbackOf(reply: UpstreamReply): Setback | null {
  const { status, body } = reply
  const code = member(body, 'code')
  const reason = (member(body, 'message') ?? member(body, 'msg') ?? `HTTP ${status}`).trim()
  if (code === undefined || status !== 200) return { kind: 'unknown', reason }
  const details = detailsOf(reply)
  if (SUCCESS.has(code))
    return details.length === 0 ? null : { kind: 'refused', code, reason: details.join('; ') }
  if (TRY_LATER.has(code)) return { kind: 'try_later', reason }
  if (NO_SESSION.has(code)) return { kind: 'no_session' }
  if (code === '500' && BROKEN.has(reason)) return { kind: 'unknown', reason }
  return { kind: 'refused', code, reason: [reason, ...details].join(': ') }
}

/** Texts, objects, one text, or nothing. */
export function detailsOf({ body }: UpstreamReply): string[] {
  const details: JsonValue | undefined = within(body, 'error_details')
  if (typeof details === 'string') return details === '' ? [] : [details]
  if (!Array.isArray(details)) return []
  return (details as readonly JsonValue[]).map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
}
