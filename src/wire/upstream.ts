/**
 * The other direction: what a dialect's client sends to a platform that speaks it, and what an answer means. Both
 * are pure; connect/ signs, sends and records.
 */
import { isLosslessNumber } from 'lossless-json'
import type { Address, Speed, TrackingEvent } from '../order/order.js'
import type { FieldFault, Result } from '../order/rejection.js'
import { accept, refuse } from '../order/rejection.js'
import type { JsonValue } from './json.js'

export interface OutgoingLine {
  /** In the platform's own words. */
  readonly sku: string
  readonly quantity: number
  readonly unitPriceMinor: number
}

/** An order of ours as it is to be placed elsewhere. */
export interface OutgoingOrder {
  /** The seller's number that it gets there: the same in every attempt, so that none makes a second order. */
  readonly number: string
  readonly address: Address
  readonly lines: readonly OutgoingLine[]
  readonly currency: string
  readonly speed: Speed | null
  /** The platform's code of the location that ships it. */
  readonly location: string | null
  /** The platform's code of the carrier's service. */
  readonly carrier: string | null
  readonly store: { readonly name: string; readonly marketplace: string } | null
  /** Taken there, and not shipped until it is released. */
  readonly onHold: boolean
  readonly remark: string | null
  readonly salesChannel: string | null
  /** Fields that only this platform's requests have, under their names there, as settings or an order carry them. */
  readonly fields: Readonly<Record<string, unknown>>
}

export interface OutgoingCall {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Empty: none. */
  readonly body: string
  /** JSON if not given. */
  readonly contentType?: 'application/x-www-form-urlencoded'
}

export interface UpstreamReply {
  /** The HTTP status. */
  readonly status: number
  /** Undefined: it was no JSON. */
  readonly body: JsonValue | undefined
  /** How long to wait before the next request, where the platform says so. */
  readonly retryAfterSeconds?: number
}

/**
 * What came of a placing. `unknown` is never repeated blindly, `exists` is settled by looking the number up, and
 * `try_later` is certain not to have been carried out.
 */
export type UpstreamOutcome =
  | { readonly kind: 'accepted'; readonly upstreamNumber: string | null; readonly remarks: readonly string[] }
  | { readonly kind: 'exists' }
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string }
  | { readonly kind: 'try_later'; readonly reason: string }
  | { readonly kind: 'no_session' }
  | { readonly kind: 'unknown'; readonly reason: string }

export interface Upstream {
  /** Refuses what the platform can't carry, naming the field of the order: nothing is cut or left out in silence. */
  readonly writeOrder: (order: OutgoingOrder) => Result<OutgoingCall>
  readonly readOrderReply: (reply: UpstreamReply) => UpstreamOutcome
  /** Whether an order of ours is there: asked for after an unknown outcome, page by page. */
  readonly find: Exchange<OrderSearch, UpstreamPage>
  /** What has changed there since, page by page. */
  readonly changes: Exchange<ChangeWindow, UpstreamPage>
  /** Some open orders, as they are now; at most `lot` at once. One that is not there is left out. */
  readonly read: Exchange<readonly OrderReference[], UpstreamPage> & { readonly lot: number }
  /** For platforms that tell parcels by trail, each asked for by itself: see UpstreamOrder. Null: orders tell all. */
  readonly trail: Exchange<string, UpstreamTrail> | null
  readonly cancel: Exchange<OrderReference & { readonly reason: string | null }, CancelOutcome>
  /** Pays an order that waits for it; one that is paid is not paid twice. Null: that is no call of the platform's. */
  readonly pay: Exchange<OrderReference, PayOutcome> | null
  /** The cheapest call that only works with a good credential. */
  readonly probe: Exchange<null, { readonly kind: 'alive' }>
  /** For platforms that hand out tokens for a time; null: the credential is all that is needed. */
  readonly session: UpstreamSession | null
  readonly pace: UpstreamPace
}

/** A call and what its answer means. `input` is given back, since some answers can't be read without it. */
export interface Exchange<I, O> {
  readonly write: (input: I) => Result<OutgoingCall>
  readonly readReply: (reply: UpstreamReply, input: I) => O | Setback
}

/** No answer to what was asked. */
export type Setback = Extract<
  UpstreamOutcome,
  { readonly kind: 'refused' | 'try_later' | 'no_session' | 'unknown' }
>

/** By the number that we gave, the platform's own, or both; the platform decides which one it can ask for. */
export interface OrderReference {
  readonly number: string
  readonly upstreamNumber: string | null
  readonly store: OutgoingOrder['store']
  readonly fields: OutgoingOrder['fields']
}

export interface OrderSearch extends OrderReference {
  /** Milliseconds since 1970: the placing was sent in between. */
  readonly sentFrom: number
  readonly sentUntil: number
  /** From 1. */
  readonly page: number
}

/** Milliseconds since 1970; the platform's overlap is added by its own `write`. */
export interface ChangeWindow {
  readonly from: number
  readonly until: number
  readonly page: number
  readonly fields: OutgoingOrder['fields']
}

export interface UpstreamPage {
  readonly kind: 'page'
  readonly orders: readonly UpstreamOrder[]
  readonly hasMore: boolean
}

export type UpstreamStatus =
  | 'received'
  | 'waiting_payment'
  | 'held'
  | 'short'
  | 'allocated'
  | 'packed'
  | 'partially_shipped'
  | 'shipped'
  | 'delivered'
  | 'cancelled'
  /** A word that we don't know: nothing is guessed. */
  | 'unknown'

/** An order as the platform shows it. */
export interface UpstreamOrder {
  /** The number that we gave it, where the platform tells it. */
  readonly number: string | null
  readonly upstreamNumber: string | null
  readonly status: UpstreamStatus
  /** The platform's own word. */
  readonly word: string
  /** Null: not told here; `read` tells them. */
  readonly parcels: readonly UpstreamParcel[] | null
  /** What `trail` is to be asked for, besides: there may be parcels that the order doesn't tell. */
  readonly trails: readonly string[]
  /** Milliseconds since 1970; null: it doesn't tell. */
  readonly updatedAt: number | null
}

export interface UpstreamTrail {
  readonly kind: 'parcels'
  readonly parcels: readonly UpstreamParcel[]
}

/** One tracking number; the same one told again is the same parcel. */
export interface UpstreamParcel {
  readonly carrier: string
  readonly trackingNumber: string
  readonly packageNumber: string | null
  /** In the platform's SKUs; null: it doesn't tell what is in it. */
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[] | null
  readonly shippedAt: number | null
  readonly deliveredAt: number | null
  readonly events: readonly TrackingEvent[]
}

/**
 * `requested`: it is taken, and decided later: `read` shows the order cancelled, or going on. `held`: it was too late to
 * cancel, and it is stopped instead.
 */
export type CancelOutcome =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'requested' }
  | { readonly kind: 'held' }
  | { readonly kind: 'too_late'; readonly reason: string }

export type PayOutcome =
  | { readonly kind: 'paid' }
  | { readonly kind: 'unpaid'; readonly code: string; readonly reason: string }

/** How a token for a time is got and used. */
export interface UpstreamSession {
  /** Sent without a signature. With a `refreshToken` in the credential, it renews the session that handed it out. */
  readonly open: Exchange<Readonly<Record<string, string>>, OpenedSession>
  /** The credential of a call within the session. */
  readonly credential: (
    credential: Readonly<Record<string, string>>,
    session: OpenedSession,
  ) => Readonly<Record<string, string>>
}

export interface OpenedSession {
  readonly kind: 'opened'
  readonly accessToken: string
  readonly refreshToken: string | null
  readonly lifeSeconds: number
}

/** As documented; a platform that says 429 or its like is waited for, besides. */
export interface UpstreamPace {
  readonly perSecond: number | null
  /** Calls under way at once on one path. */
  readonly inFlight: number
  /** How often changes are asked for, and how far back before the last time. */
  readonly pollEveryMs: number
  readonly overlapMs: number
  /** How long an answer is waited for. */
  readonly timeoutMs: number
}

/** Lengths in characters by the order's own field paths. */
export function checkLengths(
  order: OutgoingOrder,
  most: Readonly<Partial<Record<keyof Address, number>>> & { readonly sku: number; readonly number: number },
): Result<OutgoingOrder> {
  const { sku, number, ...address } = most
  const faults: FieldFault[] = []
  const check = (path: string, value: string | null, limit: number): void => {
    const length = [...(value ?? '')].length
    if (length <= limit) return
    const problem = `has ${length} characters, and the platform takes ${limit}`
    faults.push({ path, problem, rule: 'length', limit })
  }
  check('sellerOrderNumber', order.number, number)
  for (const [name, limit] of Object.entries(address)) {
    check(`address.${name}`, order.address[name as keyof Address], limit)
  }
  for (const [index, line] of order.lines.entries()) check(`lines[${index}].sku`, line.sku, sku)
  return refuseFirst(order, faults)
}

export function refuseFirst<T>(value: T, [first, ...others]: readonly FieldFault[]): Result<T> {
  return first === undefined ? accept(value) : refuse({ kind: 'invalid_field', faults: [first, ...others] })
}

/** A field that the platform requires, and the order lacks. */
export function lacking(path: string): FieldFault {
  return { path, problem: 'is missing, and the platform requires it', rule: 'required' }
}

/** A member of an answer as text, whatever its type; undefined: it is not there. */
export function member(body: JsonValue | undefined, name: string): string | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
  const value = (body as { readonly [key: string]: JsonValue })[name]
  if (isLosslessNumber(value)) return value.toString()
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value)
}

/** A member that is an object or an array. */
export function within(body: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
  return (body as { readonly [key: string]: JsonValue })[name]
}
