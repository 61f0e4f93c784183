/** Message callbacks of both platforms (facts/pandapon.md §14): what an order's change is told as, and their signature. */
import { createHmac } from 'node:crypto'
import type { Order } from '../../order/order.js'
import { type CallbackMessage, type Callbacks, noOptions, type OrderNews } from '../../wire/callbacks.js'
import { tellTrade } from './alibaba/messages.js'
import { pandaponAuth } from './auth.js'
import { tellOrder } from './taobao/messages.js'

const HALF_AN_HOUR_MS = 30 * 60_000

const TAOBAO_KINDS = ['TAOBAO_ORDER_STATUS_MODIFY', 'TAOBAO_ORDER_REFUND'] as const
const TRADE_KINDS = [
  'ORDER_CREATE',
  'ORDER_PAY_SUCCESS',
  'ORDER_CANCEL',
  'ORDER_BUYER_VIEW_ORDER_BUYER_REFUND',
] as const

const KINDS = [...TAOBAO_KINDS, ...TRADE_KINDS]

/** What one platform says of an order: words, contents, and by which mark each is known to have been told. */
export interface Message {
  readonly kind: (typeof KINDS)[number]
  readonly mark: string
  readonly content: object
}

const PLATFORMS: Readonly<Record<string, { number: 0 | 1; tell: (order: Order) => readonly Message[] }>> = {
  pandapon: { number: 0, tell: tellOrder },
  'pandapon-1688': { number: 1, tell: tellTrade },
}

export const callbacks: Callbacks = {
  kinds: KINDS,
  usualKinds: KINDS,
  scope: 'account',
  secret: 'credential',
  writeSecret: (random) => random.toString('hex'),
  timeoutMs: 1_000,
  retryAfterMs: [1, 2, 3, 4, 5].map(() => HALF_AN_HOUR_MS),
  waitsWhileDown: false,
  needsOrder: true,
  tellOrder(news, marks, { at }) {
    const { messages, told } = newOf(news, marks)
    return { messages: messages.map((one) => write(one, news, at)), marks: told }
  },
  tellNotice: null,
  headers: ({ body }, { current }) => ({
    'Content-Type': 'application/json',
    Authorization: signatureOf(current, pandaponAuth.identity(current), body),
  }),
  // A redirect, or 204, is no acknowledgement.
  isReceived: ({ status }) => status === 200,
  verification: verify,
  trial: verify,
  options: [],
  checkOptions: noOptions,
}

function verify(at: number): CallbackMessage {
  return { id: 'verify', kind: 'VERIFY', body: envelope('VERIFY', '{}', 0, at) }
}

/** Something with the same word before the colon is told anew if what stands behind it is another. */
function newOf({ order, event }: OrderNews, marks: readonly string[]) {
  const platform = order === null ? undefined : PLATFORMS[event.dialect]
  const all = order === null || platform === undefined ? [] : platform.tell(order)
  const messages = all.filter(({ mark }) => !marks.includes(mark))
  const replaced = new Set(messages.map(({ mark }) => wordOf(mark)))
  const kept = marks.filter((mark) => !replaced.has(wordOf(mark)))
  return { messages, told: [...kept, ...messages.map(({ mark }) => mark)] }
}

const wordOf = (mark: string): string => mark.split(':')[0] ?? mark

function write({ kind, mark, content }: Message, { event }: OrderNews, at: number): CallbackMessage {
  const platform = PLATFORMS[event.dialect]?.number ?? 0
  const body = envelope(kind, JSON.stringify(content), platform, at)
  return { id: `${event.orderNumber}-${event.version}-${wordOf(mark)}`, kind, body }
}

function envelope(messageType: string, messageBody: string, messagePlatform: 0 | 1, at: number): string {
  return JSON.stringify({ messageType, messageBody, messagePlatform, timestamp: String(at) })
}

/** Over the access key and the body's bytes, in lower-case hex. */
export function signatureOf(secret: string, accessKey: string, body: string | Buffer): string {
  return createHmac('sha256', secret).update(accessKey).update(body).digest('hex')
}
