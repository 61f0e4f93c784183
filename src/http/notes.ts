/** What is noted of a request for the access log and the metrics; never its content. */
import type { Rejection } from '../order/rejection.js'
import type { Subject } from '../order/subjects.js'
import type { Credential } from '../store/credentials.js'
import type { Dialect, Operation } from '../wire/dialect.js'
import type { Person } from '../wire/people.js'
import type { AnswerFault } from './spoiling.js'

export interface RequestNotes {
  readonly dialect: Dialect
  /** Undefined: no operation has this path. */
  readonly operation: Operation | undefined
  readonly startedAt: number
  credential: Credential | undefined
  /** Undefined: it is no person who asks. */
  person: Person | undefined
  /** What the credential was found by. */
  identity: string | undefined
  /** Why it was refused, by kind. */
  refusal: Rejection['kind'] | undefined
  /** What its caller wants to become of the answer. */
  spoiled: AnswerFault | undefined
  /** The orders that it was about. */
  about: readonly Subject[]
}

declare module 'fastify' {
  interface FastifyRequest {
    notes: RequestNotes
  }
}

const NOTHING: readonly Subject[] = []

export function notesOf(dialect: Dialect, operation: Operation | undefined): RequestNotes {
  return {
    dialect,
    operation,
    startedAt: performance.now(),
    credential: undefined,
    person: undefined,
    identity: undefined,
    refusal: undefined,
    spoiled: undefined,
    about: NOTHING,
  }
}
