/** What whoever looks after a tenant sees at a glance: what waits for a person, and how things go. */
import type { Slice, Sliced } from './setup-calls.js'

/** The most pressing first: in this order they are listed. */
export const PROBLEM_KINDS = [
  'forwarding_unknown',
  'forwarding_parked',
  'connection_failing',
  'endpoint_paused',
  'endpoint_failing',
  'review_failed',
  'hold',
  'shortage',
  'requests_refused',
] as const
export type ProblemKind = (typeof PROBLEM_KINDS)[number]

/** Something that goes on only when a person, or a platform that is down, does something. */
export interface ProblemRecord {
  readonly kind: ProblemKind
  /** What it is about: an order's number, or that of a connection or a webhook endpoint, or of the newest request. */
  readonly number: number
  /** Of the fulfilment order; 0: it is about no order. */
  readonly sequence: number
  readonly since: number
  readonly reason: string | null
  /** The field of the order that can't be carried, or of the requests that is at fault, `[]` for any place. */
  readonly field: string | null
  readonly location: string | null
  readonly account: string | null
  readonly sellerOrderNumber: string | null
  /** The connection's name, or the endpoint's URL. */
  readonly name: string | null
  /** Of a connection, also where a forwarding is the problem. */
  readonly connectionId: number | null
  /** What is short, by SKU. */
  readonly missing: readonly { readonly sku: string; readonly quantity: number }[]
  readonly refused: RefusedRequests | null
}

/** Requests of a day that one credential was refused for one reason. */
export interface RefusedRequests {
  readonly count: number
  /** Null: the credential is not known. */
  readonly credentialId: number | null
  readonly dialect: string
  /** Null: there is none at that path. */
  readonly operation: string | null
  readonly refusal: string
}

export interface ProblemCount {
  readonly kind: ProblemKind
  /** Counted up to `MOST_COUNTED`. */
  readonly count: number
}

export const MOST_COUNTED = 10_000

/** So many in one span of time, by dialect and word. */
export interface HourlyCount {
  readonly hour: number
  readonly dialect: string
  readonly word: string
  readonly count: number
}

export interface Overview {
  /** The hour that is under way is the last one. */
  readonly hours: readonly number[]
  /** Placed; the word is empty. */
  readonly orders: readonly HourlyCount[]
  /** By the kind of the refusal. */
  readonly refusals: readonly HourlyCount[]
  /** Batches of commands, by the milliseconds that they took at most; the dialect is empty. */
  readonly commits: readonly HourlyCount[]
  /** Orders with a part in this status, by their age: from `ageFrom` hours on, up to the next one's. */
  readonly waiting: readonly {
    readonly status: string
    readonly fromHours: number
    readonly orders: number
  }[]
  /** Levels of which little is left, or less than is asked for; the worst first. */
  readonly atRisk: readonly StockAtRisk[]
}

export interface StockAtRisk {
  readonly sku: string
  readonly location: string
  readonly available: number
  readonly reserved: number
  /** Pieces that orders wait for. */
  readonly missing: number
}

export interface OversightCalls {
  listProblems: { input: Slice & { kinds: readonly ProblemKind[] }; output: Sliced<ProblemRecord> }
  countProblems: { input: { kinds: readonly ProblemKind[] }; output: readonly ProblemCount[] }
  /** Of so many hours back. */
  readOverview: { input: { hours: number }; output: Overview }
}
