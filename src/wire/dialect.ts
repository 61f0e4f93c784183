/**
 * A dialect: one vendor's API as data and plain functions. The pipeline in http/ serves any of them; nothing
 * outside of a dialect's folder knows its words.
 */
import type { TSchema } from 'typebox'
import type { AccountContext, CallName, Calls, Engine } from '../order/calls.js'
import type { Permission } from '../order/people-calls.js'
import type { Rejection, RejectionKind, Result } from '../order/rejection.js'
import { type Subject, subjectsOf, telling } from '../order/subjects.js'
import type { AuthScheme } from './auth.js'
import type { CallbackReceiving, Callbacks } from './callbacks.js'
import type { JsonValue } from './json.js'
import type { Broadcasting, NewsWish } from './news.js'
import type { Admitted, AuditTrail, SessionAnswer, SignIns } from './people.js'
import type { Playground } from './playground.js'
import type { PrivateFields } from './request-log.js'
import type { Sessions } from './sessions.js'
import type { Upstream } from './upstream.js'

/** A request after its authentication: the body is parsed, and nothing more. */
export interface WireRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string | readonly string[]>>
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The caller's network address. */
  readonly address: string
  /** When it came, in milliseconds since 1970. */
  readonly at: number
  /** What the caller's credential may be used for, and what its dialect keeps with it; null: nothing special. */
  readonly settings: Readonly<Record<string, unknown>> | null
  /** Of an operation that takes a form: its fields. */
  readonly body: JsonValue | undefined
  /** Of an operation that takes a file: the body, as it comes in. */
  readonly content?: AsyncIterable<Uint8Array>
}

/** What an answer may say beyond its content. */
export interface ReplyContext {
  readonly requestId: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** Null: nobody was admitted. */
  readonly account: AccountContext | null
}

/** One operation: how it is asked on the wire, which call of the engine it is, and both mappings. */
export interface OperationDefinition<N extends CallName> {
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** The first is the canonical one; the others are spellings that real clients use. `:name` is a parameter. */
  readonly paths: readonly [string, ...string[]]
  readonly summary: string
  readonly call: N
  readonly body?: TSchema
  /** True where a request without any body is understood, too. */
  readonly bodyOptional?: boolean
  readonly query?: TSchema
  /** What the order's lines are called in the body, for messages that name one. */
  readonly lines?: string
  /** True where the answer carries number literals such as 22.2100. */
  readonly exactNumbers?: boolean
  /** HTTP status of success; 200 if not given. */
  readonly status?: number
  /** What its caller's role must allow, where callers have roles; then none is served without one. */
  readonly permission?: Permission
  /** The shape of the answer, for the reference. */
  readonly reply?: TSchema
  /** True where the answer is a file: writeReply gives `{ contentType, content }`, whole or as it is read. */
  readonly file?: boolean
  /** True where the answer is an event stream, told for as long as the caller listens: a Readable of its text. */
  readonly stream?: boolean
  /** True where the body is a file, that is read as it comes in; its operation limits its size. */
  readonly upload?: boolean
  /** How many requests of one credential may be under way on one path at once; any number if not given. */
  readonly inFlight?: number
  /** The same for all credentials of one account together. */
  readonly inFlightOfAccount?: number
  readonly readRequest: (request: WireRequest, account: AccountContext) => Result<Calls[N]['input']>
  readonly writeReply: (
    output: Calls[N]['output'],
    input: Calls[N]['input'],
    context: ReplyContext,
    request: WireRequest,
  ) => unknown
}

/** What an operation runs on. */
export interface Running {
  readonly engine: Engine
  readonly sessions: Sessions
  readonly signIns: SignIns
  /** Null: an open operation. */
  readonly account: AccountContext | null
  /** Null: an open operation, or a dialect whose callers have no roles. */
  readonly admitted: Admitted | null
  readonly auditTrail: AuditTrail
  readonly playground: Playground
  readonly listen: (wish: NewsWish) => ReturnType<Broadcasting['listen']>
  readonly context: ReplyContext
  /** Told which orders it was about; not given: nobody wants to know. */
  readonly concerns?: (subjects: readonly Subject[]) => void
  /** To be awaited right before anything is changed; undefined: nothing is put on record. */
  readonly beforeChange?: () => Promise<void>
}

export interface Operation
  extends Omit<OperationDefinition<CallName>, 'readRequest' | 'writeReply' | 'call'> {
  readonly call: CallName | 'open' | 'none'
  /** The body is a form, in any of its encodings, or the query stands for it. */
  readonly form?: boolean
  /** What it changes, as it is: for the audit log. Null: it can't be read by itself. */
  readonly readBefore?: (running: Running, request: WireRequest) => Promise<unknown>
  /** True where its parts are put on record, each by itself. */
  readonly recordsParts?: boolean
  /** The answer is a SessionAnswer: see people.ts. */
  readonly session?: boolean
  /** Maps, asks, and maps back: the answer's body, or why not. */
  readonly run: (running: Running, request: WireRequest) => Promise<Result<unknown>>
}

/** Ties an operation's mappings to its call, so that the list of operations needs no type parameter. */
export function operation<N extends CallName>(definition: OperationDefinition<N>): Operation {
  const { readRequest, writeReply, ...rest } = definition
  return {
    ...rest,
    run: async ({ engine, account, context, concerns, beforeChange }, request) => {
      if (account === null) throw new Error('an operation is served to an admitted caller')
      const asked = readRequest(request, account)
      if (!asked.ok) return asked
      const { call } = definition
      await beforeChange?.()
      const answer = await engine[call](account, asked.value)
      concerns?.(subjectsOf(call, { account, input: asked.value, answer }))
      return answer.ok ? { ok: true, value: writeReply(answer.value, asked.value, context, request) } : answer
    },
  }
}

/** An operation that is answered from the request alone: what a vendor's tables say. */
export function plainOperation(
  definition: Omit<OperationDefinition<CallName>, 'call' | 'readRequest' | 'writeReply'> & {
    readonly answer: (request: WireRequest, context: ReplyContext) => Result<unknown>
  },
): Operation {
  const { answer, ...rest } = definition
  return { ...rest, call: 'none', run: async ({ context }, request) => answer(request, context) }
}

/** An operation that asks the engine through others. */
export function composedOperation(
  definition: Omit<OperationDefinition<CallName>, 'call' | 'readRequest' | 'writeReply'> &
    Pick<Operation, 'run'>,
): Operation {
  const { run } = definition
  return {
    ...definition,
    call: 'none',
    run: (running, request) => {
      const { engine, concerns } = running
      return run(
        concerns === undefined ? running : { ...running, engine: telling(engine, concerns) },
        request,
      )
    },
  }
}

/** An operation that needs no credential, since it is what credentials are shown to: it opens or renews a session. */
export function openOperation(
  definition: Pick<Operation, 'name' | 'paths' | 'summary' | 'body' | 'reply' | 'inFlight'> & {
    readonly run: (sessions: Sessions, request: WireRequest) => Promise<Result<unknown>>
  },
): Operation {
  const { run, ...rest } = definition
  return {
    ...rest,
    method: 'POST',
    call: 'open',
    form: true,
    run: ({ sessions }, request) => run(sessions, request),
  }
}

/** An operation on the caller's session, which it may open or close. */
export function sessionOperation(
  definition: Omit<OperationDefinition<CallName>, 'call' | 'readRequest' | 'writeReply'> & {
    /** `open`: nobody has signed in yet. */
    readonly call: 'open' | 'none'
    readonly run: (running: Running, request: WireRequest) => Promise<Result<SessionAnswer>>
  },
): Operation {
  return { ...definition, session: true }
}

/** A path of the vendor's that is known and not served, answered by name. */
export interface NotServed {
  readonly method: string
  readonly path: string
  readonly reason: string
  /** What serves instead, if anything. */
  readonly successor: string | null
}

export interface WireError {
  readonly status: number
  readonly body: unknown
  /** JSON if not given; of anything else, the body is its text. */
  readonly contentType?: string
}

/** What an error row may say beyond the rejection itself. */
export interface ErrorContext extends ReplyContext {
  /** The lines' name in the operation that was refused: `orderItemsList`. */
  readonly lines: string
  /** The operation that was refused; undefined: there is none at that path. */
  readonly operation: string | undefined
  readonly path: string
}

/** A row for every rejection: the types see to it that none is missing. */
export type ErrorTable = {
  readonly [K in RejectionKind]: (
    rejection: Extract<Rejection, { kind: K }>,
    context: ErrorContext,
  ) => WireError
}

export interface RateLimit {
  /** A leaky bucket: how much it holds, and how much leaks out in a second. */
  readonly capacity: number
  readonly perSecond: number
}

/** Names what printed requests name, which every demo has. */
export interface DemoConnection {
  readonly store: { readonly name: string; readonly marketplace: string } | null
  readonly settings: Readonly<Record<string, string | number | boolean>>
  /** What the first item that is sent is called there. */
  readonly sku: string
}

/** A field of a dialect that names an item, and what stands in it. */
export interface ItemName {
  readonly field: string
  readonly value: string
}

export interface Dialect {
  /** `acme-v2`: unique, and the name of its OpenAPI document. */
  readonly name: string
  readonly title: string
  /** Credentials are made for a family; its dialects share them, their limits and the seller's numbers. */
  readonly family: string
  /** Requests below these paths are this dialect's, also when no operation matches. */
  readonly roots: readonly [string, ...string[]]
  readonly auth: AuthScheme
  /** The documented limit, for each credential that says nothing else; null: none. */
  readonly rateLimit: RateLimit | null
  readonly bodyLimitBytes: number
  /** Whether each POST may carry an `Idempotency-Key`, which makes its repetition harmless. */
  readonly idempotencyKeys?: boolean
  /** Whether people sign in to it besides: each operation then has its permission, and each change is on record. */
  readonly people?: boolean
  readonly operations: readonly Operation[]
  readonly notServed: readonly NotServed[]
  /** What of its requests and answers the request log leaves out. */
  readonly privateFields: PrivateFields
  readonly errors: ErrorTable
  /** The other direction: our client of platforms that speak it. */
  readonly upstream?: Upstream
  /** What it tells its callers by itself; one of a family's dialects has them for all of it. */
  readonly callbacks?: Callbacks
  /** What it tells us of orders that we have placed there. */
  readonly receiving?: CallbackReceiving
  /** Turns a path that clients are known to send into the one that is served. */
  readonly rewritePath?: (path: string) => string
  /** What the demo's credential is bound to: see `settings` of WireRequest. */
  readonly demoSettings?: Readonly<Record<string, unknown>>
  /** What the demo's credential pays in; USD if not given. */
  readonly demoCurrency?: 'CNY'
  /** How a demo reaches another one through it: see `settings` and `mappings` of a connection. */
  readonly demoConnection?: DemoConnection
  /** What its callers call an item of this SKU; none: they have no words for it. */
  readonly itemNames?: (sku: string) => readonly ItemName[]
  /** A new credential of this family, as the caller receives it once; it must carry the secret given. */
  readonly writeCredential: (secret: string) => Readonly<Record<string, string>>
}

/** Writes a rejection by its row of the table. */
export function writeError(errors: ErrorTable, rejection: Rejection, context: ErrorContext): WireError {
  const row = errors[rejection.kind] as (rejection: Rejection, context: ErrorContext) => WireError
  return row(rejection, context)
}
