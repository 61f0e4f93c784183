/** Where requests and their answers are noted, for whoever looks for what was wrong with one. */
import type { Rejection } from '../order/rejection.js'
import type { Subject } from '../order/subjects.js'
import type { Dialect, Operation } from './dialect.js'

/** A request that has been answered, as it stood on the wire: secrets and all. */
export interface AnsweredRequest {
  readonly requestId: string
  /** In milliseconds since 1970. */
  readonly at: number
  readonly tookMs: number
  readonly dialect: Dialect
  readonly operation: Operation | undefined
  /** Null: nobody was admitted. */
  readonly credential: { readonly credentialId: number; readonly tenantId: number } | null
  /** What it named its credential by, if it named one. */
  readonly identity: string | undefined
  readonly method: string
  /** The path with its query. */
  readonly url: string
  readonly body: Buffer | null
  readonly status: number
  /** Null: a file. */
  readonly answer: string | null
  /** Null: it was not refused. */
  readonly rejection: Rejection | null
  /** The orders that it made or changed, or meant to. */
  readonly about: readonly Subject[]
}

export interface RequestLog {
  /** Takes it, or leaves it where there are too many; never waits and never throws. */
  note(request: AnsweredRequest): void
}

/** Which fields of an API's requests and answers are not kept, by their names in lower case. */
export interface PrivateFields {
  readonly secret: readonly string[]
  /** What is in them, however deep, is left out as well, but for countries. */
  readonly personal: readonly string[]
}
