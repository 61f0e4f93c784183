/**
 * One connection as it is spoken through: no faster than its pace, within a session where there is one, and nothing
 * repeated but what is certain not to have been carried out.
 */
import {
  outcomeOfSilence,
  type Platform,
  type SendSettings,
  type SentReply,
  send,
  type Unanswered,
} from '../connect/client.js'
import { Pacer, systemClock } from '../connect/pacer.js'
import { type SessionCredential, SessionKeeper, type SessionShelf } from '../connect/session-keeper.js'
import type { ForwardingName } from '../order/connection-calls.js'
import type { Result } from '../order/rejection.js'
import type { Connection } from '../store/connections.js'
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
import type { CallAbout } from './call-log.js'
import type { ForwardParts, SpokenPlatform } from './parts.js'
import { openCredential } from './secrets.js'
import { SharedPace } from './shared-pace.js'
import { shelfOf } from './shelf.js'

type Credential = Readonly<Record<string, string>>

/** What came of a call. */
export interface Called<O> {
  readonly outcome: O
  /** What the platform asked for; null: nothing. */
  readonly retryAfterMs: number | null
  /** It doesn't know our credential. */
  readonly isUnauthorized: boolean
}

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
  readonly #shared: SharedPace
  readonly #sessions: SessionKeeper | null
  #lastOpening: Called<unknown> | null = null

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
    this.#pace = pace ?? pacerOf(platform.upstream)
    const { inFlight } = platform.upstream.pace
    const shared = { perSecond: connection.perSecond ?? platform.upstream.pace.perSecond, inFlight }
    this.#shared = new SharedPace(parts.pool, connection, shared, settings.timeoutMs)
    this.#sessions = this.#keeper(shelfOf(parts, connection, settings.timeoutMs))
  }

  /** `before` runs when it is certain that the order can be carried, and before it is sent; false: it is not sent. */
  async place(
    order: OutgoingOrder,
    part: ForwardingName,
    before: () => Promise<boolean>,
  ): Promise<Result<Called<UpstreamOutcome> | 'unsent'>> {
    const call = this.upstream.writeOrder(order)
    if (!call.ok) return call
    // A session that can't be opened now leaves the order untouched.
    const signer = await this.#signer()
    if (signer.kind === 'none') return { ok: true, value: signer.called }
    if (!(await before())) return { ok: true, value: 'unsent' }
    const read = (reply: UpstreamReply) => this.upstream.readOrderReply(reply)
    const about = { purpose: 'place', parts: [part] } as const
    return { ok: true, value: await this.#within(call.value, read, about) }
  }

  /** `about`: what it is asked for; null: for no fulfilment order. */
  async call<I, O>(
    exchange: Exchange<I, O>,
    input: I,
    about: CallAbout | null = null,
  ): Promise<Called<O | Setback>> {
    const call = exchange.write(input)
    if (!call.ok) {
      const [fault] = call.rejection.kind === 'invalid_field' ? call.rejection.faults : []
      const reason = fault === undefined ? call.rejection.kind : `${fault.path} ${fault.problem}`
      return answered({ kind: 'refused', code: 'not_asked', reason })
    }
    return this.#within<O | Setback>(call.value, (reply) => exchange.readReply(reply, input), about)
  }

  /** Where the session is over, once more in a new one: the platform has not looked at the first. */
  async #within<O>(
    call: OutgoingCall,
    read: (reply: UpstreamReply) => O,
    about: CallAbout | null,
  ): Promise<Called<O | Setback>> {
    for (let attempt = 1; ; attempt++) {
      const signer = await this.#signer()
      if (signer.kind === 'none') return signer.called
      const called = await this.#send(call, signer.credential, read, about)
      const { outcome } = called as Called<{ kind?: unknown }>
      if (outcome.kind !== 'no_session' || this.#sessions === null) return called
      this.#sessions.drop(signer.credential)
      if (attempt === 2) return called
    }
  }

  async #send<O>(
    call: OutgoingCall,
    credential: Credential,
    read: (reply: UpstreamReply) => O,
    about: CallAbout | null,
    auth: Platform['auth'] = this.#platform.auth,
  ): Promise<Called<O | Setback>> {
    const { baseUrl } = this.connection
    const platform = { auth, upstream: this.upstream, baseUrl, credential }
    let at = 0
    let began = 0
    const reply = await this.#pace.turn(call.path, () =>
      this.#shared.turn(call.path, () => {
        at = this.#parts.clock()
        began = performance.now()
        return send(platform, call, { ...this.#settings, at })
      }),
    )
    if (reply === null) return answered({ kind: 'try_later', reason: 'other calls are under way there' })
    const tookMs = performance.now() - began
    const called = this.#read(reply, read)
    const { callLog } = this.#parts
    if (about !== null && callLog !== undefined) {
      const { privateFields = null } = this.#platform
      const { outcome } = called
      await callLog.keep(this.connection, about, { call, reply, outcome, at, tookMs, privateFields })
    }
    return called
  }

  #read<O>(reply: SentReply | Unanswered, read: (reply: UpstreamReply) => O): Called<O | Setback> {
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

  /** The credential of a call, within the session where there is one; or what keeps it from being opened. */
  async #signer(): Promise<Signer> {
    const keeper = this.#sessions
    if (keeper === null) return { kind: 'credential', credential: this.#credential }
    const found = await keeper.credential()
    if (found.kind === 'credential') return found
    return { kind: 'none', called: { ...(this.#lastOpening ?? answered(null)), outcome: asSetback(found) } }
  }

  #keeper(shelf: SessionShelf): SessionKeeper | null {
    const { session } = this.upstream
    if (session === null) return null
    const open = async (credential: Credential): Promise<OpenedSession | Setback> => {
      const call = session.open.write(credential)
      if (!call.ok) return { kind: 'refused', code: 'no_session', reason: call.rejection.kind }
      const read = (reply: UpstreamReply) => session.open.readReply(reply, credential)
      const called = await this.#send<OpenedSession | Setback>(call.value, credential, read, null, UNSIGNED)
      this.#lastOpening = called
      return called.outcome
    }
    const clock = { now: this.#parts.clock, wait: systemClock.wait }
    return new SessionKeeper(session, this.#credential, open, clock, shelf)
  }
}

type Signer = SessionCredential | { readonly kind: 'none'; readonly called: Called<Setback> }

/** Whatever came of opening a session, what needed it has not been sent. */
function asSetback(outcome: Setback): Setback {
  const { kind } = outcome
  const reason = kind === 'no_session' ? 'no session is opened' : outcome.reason
  if (kind === 'refused') return { kind: 'try_later', reason: `no session: ${outcome.code}: ${reason}` }
  return { kind: 'try_later', reason: `no session: ${reason}` }
}

const TOO_MANY = { kind: 'try_later', reason: 'too many requests' } as const
const UNSIGNED: Platform['auth'] = { sign: () => ({ headers: {}, query: {} }) }

/** In their order, and no more at once than the platform allows: how many a second, all processes share. */
export function pacerOf({ pace }: Upstream): Pacer {
  return new Pacer({ inFlight: pace.inFlight, perSecond: null }, systemClock)
}

function answered<O>(outcome: O): Called<O> {
  return { outcome, retryAfterMs: null, isUnauthorized: false }
}
