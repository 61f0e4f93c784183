/**
 * One connection as it is spoken through: no faster than its pace, within a session where there is one, and nothing
 * repeated but what is certain not to have been carried out.
 */
import { outcomeOfSilence, type Platform, type SendSettings, send } from '../connect/client.js'
import { Pacer, systemClock } from '../connect/pacer.js'
import type { Result } from '../order/rejection.js'
import { type Connection, saveSession } from '../store/connections.js'
import type {
  Exchange,
  OpenedSession,
  OutgoingCall,
  OutgoingOrder,
  Setback,
  Upstream,
  UpstreamOutcome,
  UpstreamReply,
} from '../wire/upstream.js'
import type { ForwardParts, SpokenPlatform } from './parts.js'
import { openCredential } from './secrets.js'

type Credential = Readonly<Record<string, string>>

/** What came of a call. */
export interface Called<O> {
  readonly outcome: O
  /** What the platform asked for; null: nothing. */
  readonly retryAfterMs: number | null
  /** It doesn't know our credential. */
  readonly isUnauthorized: boolean
}

interface KeptSession extends OpenedSession {
  /** Milliseconds since 1970. */
  readonly until: number
}

/** A session is renewed so long before its end, or half-way if it is shorter than that. */
const RENEWED_BEFORE_MS = 300_000

/** Null: there is no client for it, or its secrets were sealed with another key. */
export function openLink(
  parts: ForwardParts,
  connection: Connection,
  settings: Omit<SendSettings, 'at'>,
  pace?: Pacer,
): Link | null {
  const platform = parts.platforms.get(connection.family)
  if (platform === undefined) return null
  const credential = openCredential(parts.box, connection)
  return credential === null ? null : new Link(parts, connection, platform, credential, settings, pace)
}

/** Whether orders there are to be paid from the balance there, by a call of its own. */
export function paysThere({ connection, upstream }: Link): boolean {
  return upstream.pay !== null && connection.settings.payment === 'balance'
}

export const NO_LINK = 'its credentials can not be opened with the key of this server, or it has no client'

export class Link {
  readonly upstream: Upstream
  readonly connection: Connection
  readonly #parts: ForwardParts
  readonly #platform: SpokenPlatform
  readonly #credential: Credential
  readonly #pace: Pacer
  readonly #settings: Omit<SendSettings, 'at'>
  /** Tokens that the platform doesn't take any more. */
  readonly #over = new Set<string>()
  #session: Promise<KeptSession | Called<Setback>> | undefined

  /** `pace` is shared by all links of a connection in this process. */
  constructor(
    parts: ForwardParts,
    connection: Connection,
    platform: SpokenPlatform,
    credential: Credential,
    settings: Omit<SendSettings, 'at'>,
    pace?: Pacer,
  ) {
    this.#parts = parts
    this.#platform = platform
    this.upstream = platform.upstream
    this.connection = connection
    this.#settings = settings
    this.#credential = credential
    this.#pace = pace ?? pacerOf(connection, platform.upstream)
  }

  /** `before` runs when it is certain that the order can be carried, and before it is sent; false: it is not sent. */
  async place(
    order: OutgoingOrder,
    before: () => Promise<boolean>,
  ): Promise<Result<Called<UpstreamOutcome> | 'unsent'>> {
    const call = this.upstream.writeOrder(order)
    if (!call.ok) return call
    // A session that can't be opened now leaves the order untouched.
    const session = await this.#opened()
    if (session !== null && 'outcome' in session) return { ok: true, value: session }
    if (!(await before())) return { ok: true, value: 'unsent' }
    const read = (reply: UpstreamReply) => this.upstream.readOrderReply(reply)
    return { ok: true, value: await this.#within(call.value, read) }
  }

  async call<I, O>(exchange: Exchange<I, O>, input: I): Promise<Called<O | Setback>> {
    const call = exchange.write(input)
    if (!call.ok) {
      const [fault] = call.rejection.kind === 'invalid_field' ? call.rejection.faults : []
      const reason = fault === undefined ? call.rejection.kind : `${fault.path} ${fault.problem}`
      return answered({ kind: 'refused', code: 'not_asked', reason })
    }
    return this.#within<O | Setback>(call.value, (reply) => exchange.readReply(reply, input))
  }

  /** Where the session is over, once more in a new one: the platform has not looked at the first. */
  async #within<O>(call: OutgoingCall, read: (reply: UpstreamReply) => O): Promise<Called<O | Setback>> {
    for (let attempt = 1; ; attempt++) {
      const session = await this.#opened()
      if (session !== null && 'outcome' in session) return session
      const called = await this.#send(call, this.#credentialIn(session), read)
      const { outcome } = called as Called<{ kind?: unknown }>
      if (outcome.kind !== 'no_session' || session === null) return called
      this.#over.add(session.accessToken)
      if (attempt === 2) return called
    }
  }

  #credentialIn(session: OpenedSession | null): Credential {
    if (session === null) return this.#credential
    return this.upstream.session?.credential(this.#credential, session) ?? this.#credential
  }

  async #send<O>(
    call: OutgoingCall,
    credential: Credential,
    read: (reply: UpstreamReply) => O,
    auth: Platform['auth'] = this.#platform.auth,
  ): Promise<Called<O | Setback>> {
    const { baseUrl } = this.connection
    const platform = { auth, upstream: this.upstream, baseUrl, credential }
    const reply = await this.#pace.turn(call.path, () =>
      send(platform, call, { ...this.#settings, at: this.#parts.clock() }),
    )
    if ('unanswered' in reply) return answered(outcomeOfSilence(reply))
    const { status, retryAfterSeconds } = reply
    const retryAfterMs = retryAfterSeconds === undefined ? null : retryAfterSeconds * 1_000
    if (status === 401) {
      const outcome = { kind: 'try_later', reason: 'the platform does not know the credential' } as const
      return { outcome, retryAfterMs, isUnauthorized: true }
    }
    // Whatever a platform's own words are: RFC 6585 says that it has not looked at the request.
    const outcome = status === 429 ? TOO_MANY : read(reply)
    return { outcome, retryAfterMs, isUnauthorized: false }
  }

  /** Null: the credential is all that is needed. */
  #opened(): Promise<KeptSession | Called<Setback> | null> {
    if (this.upstream.session === null) return Promise.resolve(null)
    const at = this.#parts.clock()
    this.#session = (this.#session ?? Promise.resolve(this.#kept())).then((kept) =>
      kept !== null && 'accessToken' in kept && this.#isGood(kept, at) ? kept : this.#open(),
    )
    return this.#session
  }

  #isGood({ accessToken, until, lifeSeconds }: KeptSession, at: number): boolean {
    return !this.#over.has(accessToken) && until - at > Math.min(RENEWED_BEFORE_MS, lifeSeconds * 500)
  }

  #kept(): KeptSession | null {
    const { sessionSealed } = this.connection
    if (sessionSealed === null) return null
    return JSON.parse(this.#parts.box.open(sessionSealed)) as KeptSession
  }

  async #open(): Promise<KeptSession | Called<Setback>> {
    const { session } = this.upstream
    if (session === null) throw new Error('there are no sessions')
    const call = session.open.write(this.#credential)
    if (!call.ok) return answered({ kind: 'refused', code: 'no_session', reason: call.rejection.kind })
    const read = (reply: UpstreamReply) => session.open.readReply(reply, this.#credential)
    const called = await this.#send(call.value, this.#credential, read, UNSIGNED)
    const { outcome } = called
    if (outcome.kind !== 'opened') return { ...called, outcome: asSetback(outcome) }
    const until = this.#parts.clock() + outcome.lifeSeconds * 1_000
    const kept = { ...outcome, until }
    await saveSession(this.#parts.pool, this.connection, this.#parts.box.seal(JSON.stringify(kept)))
    return kept
  }
}

/** Whatever came of opening a session, what needed it has not been sent. */
function asSetback(outcome: Setback): Setback {
  const { kind } = outcome
  const reason = kind === 'no_session' ? 'no session is opened' : outcome.reason
  if (kind === 'refused') return { kind: 'try_later', reason: `no session: ${outcome.code}: ${reason}` }
  return { kind: 'try_later', reason: `no session: ${reason}` }
}

const TOO_MANY = { kind: 'try_later', reason: 'too many requests' } as const
const UNSIGNED: Platform['auth'] = { sign: () => ({ headers: {}, query: {} }) }

/** The operator may ask for less than the platform allows, or for more. */
export function pacerOf({ perSecond }: Pick<Connection, 'perSecond'>, { pace }: Upstream): Pacer {
  return new Pacer({ ...pace, perSecond: perSecond ?? pace.perSecond }, systemClock)
}

function answered<O>(outcome: O): Called<O> {
  return { outcome, retryAfterMs: null, isUnauthorized: false }
}
