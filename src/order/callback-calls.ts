/** Addresses that are told what happens, and what has been told to them. */
import type { CommandKey } from './caller.js'
import type { Slice, Sliced } from './setup-calls.js'

/** By name: null stands for all accounts. */
export interface EndpointWish {
  readonly url: string
  /** In whose words it is told: a family of dialects. */
  readonly family: string
  readonly account: string | null
  /** Null: those that are usual. */
  readonly kinds: readonly string[] | null
  readonly options: Readonly<Record<string, unknown>>
  /** Whose secret signs, where that is a credential's. */
  readonly credentialId: number | null
}

export interface EndpointChange {
  readonly url?: string
  readonly kinds?: readonly string[] | null
  readonly options?: Readonly<Record<string, unknown>>
  /** True also ends a pause. */
  readonly enabled?: boolean
}

export interface EndpointRecord extends EndpointWish {
  readonly endpointId: number
  readonly enabled: boolean
  /** Since when every attempt has failed. */
  readonly failingSince: number | null
  /** Since when nothing is sent any more, because all had failed for days; null: it isn't so. */
  readonly pausedAt: number | null
  /** Until when its former secret signs besides the new one. */
  readonly previousUntil: number | null
  /** Messages that are not delivered yet, and those that were given up. */
  readonly due: number
  readonly undelivered: number
  /** Null: nothing is told again. */
  readonly replaying: ReplayProgress | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** Commits are told again, of which so many have been: their messages are due. */
export interface ReplayProgress {
  readonly commits: number
  readonly told: number
}

/** The secret is shown once: null where a credential's signs, and when the call was made before. */
export interface NewEndpointRecord extends EndpointRecord {
  readonly secret: string | null
}

export interface DeliveryAttempt {
  readonly at: number
  readonly tookMs: number
  readonly url: string
  /** Null: there was no answer. */
  readonly status: number | null
  /** The beginning of the answer. */
  readonly answer: string | null
  readonly problem: string | null
}

export const DELIVERY_STATES = ['due', 'delivered', 'undelivered'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

export interface DeliveryRecord {
  readonly number: number
  readonly messageId: string
  readonly kind: string
  /** What it is about: messages of one subject are delivered in their order. */
  readonly subject: string
  readonly state: DeliveryState
  readonly body: string
  readonly attempts: number
  /** When the next attempt is due, as long as it is. */
  readonly dueAt: number | null
  readonly log: readonly DeliveryAttempt[]
  readonly createdAt: number
  readonly endedAt: number | null
}

/** What is sent anew: what was given up (null), or everything from one order's event, or from a moment on. */
export type ReplayWish =
  | { readonly orderNumber: number; readonly version: number }
  /** Milliseconds since 1970. */
  | { readonly moment: number }
  | null

/** What came of a message that was sent to try an address, and is in no queue. */
export interface EndpointTest {
  readonly received: boolean
  readonly kind: string
  readonly messageId: string
  readonly attempt: DeliveryAttempt
}

export interface CallbackCalls {
  createEndpoint: { input: { wish: EndpointWish; key: CommandKey | null }; output: NewEndpointRecord }
  readEndpoint: { input: { endpointId: number }; output: EndpointRecord }
  listEndpoints: { input: Slice; output: Sliced<EndpointRecord> }
  changeEndpoint: { input: { endpointId: number; change: EndpointChange }; output: EndpointRecord }
  deleteEndpoint: { input: { endpointId: number }; output: EndpointRecord }
  /** A new secret; the old one signs besides it for so long. */
  rotateSecret: {
    input: { endpointId: number; overlapMs: number; key: CommandKey | null }
    output: NewEndpointRecord
  }
  /** Sends a message now, also where nothing else is sent. */
  testEndpoint: { input: { endpointId: number }; output: EndpointTest }
  /** Newest first. */
  listDeliveries: {
    input: Slice & { endpointId: number; state: DeliveryState | null }
    output: Sliced<DeliveryRecord>
  }
  replayDeliveries: {
    input: { endpointId: number; from: ReplayWish }
    /** How many messages are due again; further ones are made of the events that were not told before. */
    output: { readonly endpointId: number; readonly requeued: number }
  }
  /** What is due is not tried any more, nor told again, unless it is replayed: how many messages. */
  giveUpDeliveries: {
    input: { endpointId: number }
    output: { readonly endpointId: number; readonly givenUp: number }
  }
}
