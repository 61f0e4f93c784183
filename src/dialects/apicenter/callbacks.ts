/** What a warehouse pushes to its shops (facts/apicenter.md §13), and how. */
import { createHmac } from 'node:crypto'
import type { FieldFault } from '../../order/rejection.js'
import type { CallbackMessage, Callbacks, TellingSettings } from '../../wire/callbacks.js'
import { readJson } from '../../wire/json.js'
import { member } from '../../wire/upstream.js'
import { type Push, pushesOfNotice, pushesOfOrder } from './pushes.js'

const MINUTE_MS = 60_000

const KINDS = ['order_shipment', 'order_exception', 'ready_inbound', 'asn_result', 'after_sale'] as const
export type PushKind = (typeof KINDS)[number]

export const callbacks: Callbacks = {
  kinds: KINDS,
  // A shop is served one of the two that tell of inbound notices.
  usualKinds: KINDS.filter((kind) => kind !== 'asn_result'),
  scope: 'account',
  secret: 'own',
  writeSecret: (random) => random.toString('hex'),
  timeoutMs: 10_000,
  retryAfterMs: [1, 5, 15, 60, 180, 360, 720, 1440].map((minutes) => minutes * MINUTE_MS),
  waitsWhileDown: false,
  needsOrder: true,
  tellOrder({ order, event }, marks, settings) {
    if (order === null || !isServed(order.numberScope, settings)) return { messages: [], marks }
    const { pushes, told } = pushesOfOrder(order, marks)
    const about = `${event.orderNumber}-${event.version}`
    return { messages: pushes.map((push) => write(push, about, settings)), marks: told }
  },
  tellNotice({ notice, event }, settings) {
    if (!isServed(notice.scope, settings)) return []
    const about = `${notice.scope}-${notice.number}-${event.version}`
    return pushesOfNotice(notice, event, settings.at).map((push, index) =>
      write(push, `${about}-${index}`, settings),
    )
  },
  headers({ id, kind, body }, { current }, at) {
    const timestamp = seconds(at)
    return {
      'Content-Type': 'application/json',
      'X-Apicenter-Event': kind,
      'X-Apicenter-Event-Id': id,
      'X-Apicenter-Timestamp': timestamp,
      'X-Apicenter-Signature': signatureOf(current, timestamp, body),
    }
  },
  isReceived({ status, body }) {
    if (status < 200 || status >= 300) return false
    const read = readJson(Buffer.from(body))
    if (!read.ok || member(read.value, 'code') !== '200') return false
    const success = member(read.value, 'success')
    return success === undefined || success === '1' || success === 'true'
  },
  verification: null,
  trial: null,
  options: ['clients', 'exceptionsByName'],
  checkOptions: (options) => Object.entries(options).flatMap(([name, value]) => optionFault(name, value)),
}

/** Over the time and the body's bytes, in lower-case hex. */
export function signatureOf(secret: string, timestamp: string, body: string | Buffer): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')
}

/** `clients`: the shops that the address belongs to, as `CK2023` or `CK2023/2`; all of the account's if not given. */
function isServed(scope: string, { options: { clients } }: TellingSettings): boolean {
  return !Array.isArray(clients) || clients.includes(scope) || clients.includes(scope.split('/')[0])
}

function write(
  { kind, data, isBare }: Push,
  about: string,
  { at, options }: TellingSettings,
): CallbackMessage {
  const id = `${about}-${kind}`
  if (isBare) return { id, kind, body: JSON.stringify(data) }
  const body = { platform: 'Mabang', event_type: wordOf(kind, options), timestamp: seconds(at), data }
  return { id, kind, body: JSON.stringify(body) }
}

/** The documents call an exception a shipment; a shop may have it called what it is. */
function wordOf(kind: PushKind, { exceptionsByName }: TellingSettings['options']): string {
  return kind === 'order_exception' && exceptionsByName !== true ? 'order_shipment' : kind
}

function seconds(at: number): string {
  return String(Math.floor(at / 1000))
}

const MOST_CLIENTS = 100
const LONGEST_CLIENT = 130

function optionFault(name: string, value: unknown): FieldFault[] {
  const path = `options.${name}`
  if (name === 'exceptionsByName') {
    return typeof value === 'boolean' ? [] : [{ path, problem: 'must be true or false' }]
  }
  if (name !== 'clients') return [{ path, problem: 'is no option: there are clients and exceptionsByName' }]
  const isList = Array.isArray(value) && value.length > 0 && value.length <= MOST_CLIENTS
  const isSound = isList && value.every((one) => typeof one === 'string' && one.length <= LONGEST_CLIENT)
  return isSound ? [] : [{ path, problem: `must be a list of 1 to ${MOST_CLIENTS} client codes` }]
}
