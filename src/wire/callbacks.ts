/**
 * What a platform tells its callers by itself, by calling an address of theirs: which messages a change of an order
 * or of an inbound notice means, how one is signed, and which answer says that it was received. All pure; connect/
 * keeps and sends them.
 */
import type { InboundNotice } from '../order/notice.js'
import type { Order } from '../order/order.js'
import type { FieldFault } from '../order/rejection.js'
import type { FollowedEvent, NoticeEventRecord } from '../order/setup-calls.js'
import type { Headers } from './auth.js'
import type { JsonValue } from './json.js'
import type { UpstreamOrder } from './upstream.js'

export interface CallbackMessage {
  /** The same in every attempt, and when it is sent anew: one for each address. */
  readonly id: string
  /** What subscriptions name it by. */
  readonly kind: string
  /** These very bytes are sent, in every attempt. */
  readonly body: string
}

/** An event of an order, and the order as it is by now: later events may have happened to it already. */
export interface OrderNews {
  readonly event: FollowedEvent
  /** Null where the platform's messages don't need it: see `needsOrder`. */
  readonly order: Order | null
}

export interface NoticeNews {
  readonly event: NoticeEventRecord
  readonly notice: InboundNotice
}

export interface TellingSettings {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly options: Readonly<Record<string, unknown>>
}

/** What is to be told, and what is known to have been told of the order from then on, so that it is told once. */
export interface Told {
  readonly messages: readonly CallbackMessage[]
  /** In words without blanks. */
  readonly marks: readonly string[]
}

export interface CallbackSecrets {
  readonly current: string
  /** One that has been replaced, as long as both are in use; null: none. */
  readonly previous: string | null
}

export interface CallbackReply {
  readonly status: number
  readonly body: string
}

export interface Callbacks {
  /** The words of its messages, of which a subscription may choose. */
  readonly kinds: readonly string[]
  /** Those that a subscription gets which chooses none. */
  readonly usualKinds: readonly string[]
  /** Of an account's own orders, or of all of a tenant's. */
  readonly scope: 'account' | 'tenant'
  /** A secret made for each address, or that of a credential which the account has. */
  readonly secret: 'own' | 'credential'
  /** A fresh secret as its receiver is to know it, made of 32 random bytes. */
  readonly writeSecret: (random: Buffer) => string
  readonly timeoutMs: number
  /** How long after each failed attempt the next one comes; when these are used up, it is given up, and listed. */
  readonly retryAfterMs: readonly number[]
  /** Nothing is given up while nothing at all is received: it is tried on at the last distance. */
  readonly waitsWhileDown: boolean
  readonly needsOrder: boolean
  readonly tellOrder: (news: OrderNews, marks: readonly string[], settings: TellingSettings) => Told
  /** Null: it tells nothing of inbound notices. */
  readonly tellNotice: ((news: NoticeNews, settings: TellingSettings) => readonly CallbackMessage[]) | null
  readonly headers: (
    message: Pick<CallbackMessage, 'id' | 'kind' | 'body'>,
    secrets: CallbackSecrets,
    at: number,
  ) => Readonly<Record<string, string>>
  readonly isReceived: (reply: CallbackReply) => boolean
  /** What an address must acknowledge before it is saved; null: nothing is asked of it. */
  readonly verification: ((at: number) => CallbackMessage) | null
  /** A message that only tries an address; null: the platform has none, so that one of the real ones is sent. */
  readonly trial: ((at: number) => CallbackMessage) | null
  /** The names of options of its own. */
  readonly options: readonly string[]
  /** What is wrong with options of its own. */
  readonly checkOptions: (options: Readonly<Record<string, unknown>>) => readonly FieldFault[]
}

/** For platforms without options: each one is a fault. */
export function noOptions(options: Readonly<Record<string, unknown>>): FieldFault[] {
  return Object.keys(options).map((name) => ({ path: `options.${name}`, problem: 'is no option' }))
}

/** The other side: what a platform of this kind tells us of orders that we have placed there. */
export interface CallbackReceiving {
  /** Whether it comes from the platform; `credential` is ours with it. What is not signed is not looked at. */
  readonly isSigned: (
    credential: Readonly<Record<string, string>>,
    request: ToldRequest,
    at: number,
  ) => boolean
  /** Null: it is about nothing that we follow. */
  readonly read: (body: JsonValue) => ToldOrder | null
  /** The same for a message that is told twice. */
  readonly idOf: (request: ToldRequest) => string
  /** What says that it was stored; the platform tries again unless it gets this in time. */
  readonly acknowledgement: CallbackReply
}

export interface ToldRequest {
  readonly headers: Headers
  /** As it came. */
  readonly body: Buffer
}

/** What a message says of an order. It is a hint where `order` is null: the platform is to be asked. */
export interface ToldOrder {
  readonly number: string | null
  readonly upstreamNumber: string | null
  readonly order: UpstreamOrder | null
}
