/** The request log: what was asked by any API, and what was answered, for whoever looks for what was wrong. */
import type { FieldFault, RejectionKind } from './rejection.js'
import type { Slice, Sliced } from './setup-calls.js'

/** One request and its answer, without secrets and what is personal. */
export interface RequestEntry {
  readonly requestId: string
  /** When it came. */
  readonly at: number
  readonly tookMs: number
  /** The name of the API. */
  readonly dialect: string
  /** Null: its path is none of the API's operations. */
  readonly operation: string | null
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly query: string | null
  readonly status: number
  /** What the answer calls its outcome, in its API's own words. */
  readonly code: string | null
  /** Null: it was not refused. */
  readonly refusal: RejectionKind | null
  /** What the refusal names besides: a number, an SKU, a limit. */
  readonly reason: Readonly<Record<string, unknown>> | null
  readonly faults: readonly FieldFault[]
  /** JSON as it was sent; null: there was none, or it is not kept. */
  readonly request: string | null
  readonly requestBytes: number
  readonly answer: string | null
  readonly answerBytes: number
}

export type RequestSummary = Omit<RequestEntry, 'query' | 'request' | 'answer' | 'reason'> & {
  readonly requestNumber: number
  /** Null: the tenant has no such credential. */
  readonly credentialId: number | null
}

export interface RequestRecord extends RequestEntry, RequestSummary {}

/** All conditions must hold; times are milliseconds since 1970 and both ends count. */
export interface RequestSearch {
  readonly credentialId?: number | undefined
  readonly dialect?: string | undefined
  readonly operation?: string | undefined
  readonly code?: string | undefined
  /** Only what was refused, or only what was not. */
  readonly isRefused?: boolean | undefined
  /** Only what was refused for this: a kind of refusal, or a word that is none. */
  readonly refusal?: string | undefined
  /** Only what made or changed this order, or meant to. */
  readonly orderNumber?: number | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

export interface RequestCalls {
  /** Newest first. */
  listRequests: { input: Slice & { search: RequestSearch }; output: Sliced<RequestSummary> }
  readLoggedRequest: { input: { requestNumber: number }; output: RequestRecord }
}
