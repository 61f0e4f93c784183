/** Where integrators try an API of the hub's: examples to begin with, and sending as their client would. */
import type { Result } from '../order/rejection.js'

/** A golden exchange, with placeholders such as `{{credentials.token}}` and `{{create-order.data.id}}`. */
export interface Example {
  readonly name: string
  /** The name of its API. */
  readonly dialect: string
  readonly operation: string | null
  readonly title: string
  readonly sentence: string
  readonly method: string
  readonly path: string
  readonly contentType: string
  /** What its credential is given besides, by the answers to other examples. */
  readonly session: Readonly<Record<string, string>>
  /** False: it is sent as it stands. */
  readonly isSigned: boolean
  /** Examples that are sent before it. */
  readonly after: readonly string[]
  readonly body: string | null
}

export interface Play {
  readonly dialect: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With its query. */
  readonly path: string
  readonly body: string | null
  readonly contentType: string
  /** In the API's own words; null: it is sent as it stands. */
  readonly credential: Readonly<Record<string, string>> | null
  /** Where the hub is, for the lines of code. */
  readonly base: string
  /** The network address of whoever plays. */
  readonly address: string
}

export const LANGUAGES = ['typescript', 'python', 'php', 'java'] as const
export type Language = (typeof LANGUAGES)[number]
export type Programs = Readonly<Record<Language, string>>

export interface Played {
  readonly status: number
  readonly body: string
  readonly tookMs: number
  readonly url: string
  readonly curl: string
  /** Programs that sign and send it. */
  readonly code: Programs
}

export interface Playground {
  /** By API and name. */
  examples(): Promise<readonly Example[]>
  play(play: Play): Promise<Result<Played>>
}
