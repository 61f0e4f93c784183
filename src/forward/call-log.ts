/**
 * Keeps what is asked of platforms for our orders, and what they answer, for whoever looks at an order later: a record
 * for people, on which nothing depends. What can't be kept is told and done without.
 */
import type { SentReply, Unanswered } from '../connect/client.js'
import type { ForwardingName, ForwardingPurpose, NewForwardingCall } from '../order/connection-calls.js'
import type { ConnectionName } from '../store/connections.js'
import { addForwardingCall } from '../store/forwarding-calls.js'
import type { Pool } from '../store/pool.js'
import {
  type FieldNames,
  fieldNames,
  isJson,
  LONGEST_KEPT,
  redactJson,
  redactQuery,
} from '../wire/redaction.js'
import type { PrivateFields } from '../wire/request-log.js'
import type { OutgoingCall } from '../wire/upstream.js'

export interface CallAbout {
  readonly purpose: ForwardingPurpose
  readonly parts: readonly ForwardingName[]
}

/** As it was sent, before it was signed, and as it was answered. */
interface Exchanged {
  readonly call: OutgoingCall
  readonly reply: SentReply | Unanswered
  readonly outcome: unknown
  readonly at: number
  readonly tookMs: number
  /** Null: nobody knows what is private, and no text is kept. */
  readonly privateFields: PrivateFields | null
}

/** Of each forwarding. What is asked again and again tells little by its repetition. */
const MOST_KEPT: Readonly<Record<ForwardingPurpose, number>> = {
  place: 20,
  find: 20,
  cancel: 10,
  pay: 10,
  trail: 5,
  read: 3,
}
const LONGEST_WORDS = 500

export class CallLog {
  readonly #pool: Pool
  readonly #failed: (error: unknown) => void

  constructor(pool: Pool, failed: (error: unknown) => void) {
    this.#pool = pool
    this.#failed = failed
  }

  async keep(connection: ConnectionName, { purpose, parts }: CallAbout, exchanged: Exchanged): Promise<void> {
    try {
      const call = keptOf(purpose, exchanged)
      await addForwardingCall(this.#pool, connection, parts, call, MOST_KEPT[purpose])
    } catch (error) {
      this.#failed(error)
    }
  }
}

/** Without secrets, and what is personal. */
export function keptOf(purpose: ForwardingPurpose, exchanged: Exchanged): NewForwardingCall {
  const { call, reply, outcome, at, tookMs, privateFields } = exchanged
  const names = privateFields === null ? null : fieldNames(privateFields)
  const answer = 'text' in reply ? reply.text : ''
  const query = new URLSearchParams(call.query).toString()
  return {
    purpose,
    at,
    tookMs: Math.round(tookMs * 10) / 10,
    method: call.method,
    path: shortened(call.path),
    query: names === null || query === '' ? null : shortened(redactQuery(query, names)),
    status: 'text' in reply ? reply.status : null,
    ...toldOf(outcome),
    request: keptText(call.body, names, call.contentType),
    requestBytes: Buffer.byteLength(call.body),
    answer: keptText(answer, names),
    answerBytes: Buffer.byteLength(answer),
  }
}

function keptText(text: string, names: FieldNames | null, type?: OutgoingCall['contentType']): string | null {
  if (names === null || text === '' || text.length > LONGEST_KEPT) return null
  if (type === 'application/x-www-form-urlencoded') return redactQuery(text, names)
  return isJson(text) ? redactJson(text, names) : null
}

function toldOf(outcome: unknown): Pick<NewForwardingCall, 'outcome' | 'reason'> {
  const { kind, code, reason } = outcome as Readonly<Record<string, unknown>>
  const said = [code, reason].filter((one) => typeof one === 'string' && one !== '').join(': ')
  return { outcome: String(kind), reason: said === '' ? null : shortened(said) }
}

/** Others' texts may be of any length, and no text of the store's has a character of no width at all. */
function shortened(text: string): string {
  return text.replaceAll('\0', '').slice(0, LONGEST_WORDS)
}
