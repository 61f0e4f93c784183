/**
 * Asks a platform: at its pace, within its session, and again only what has certainly not been carried out. What may have
 * been is told as unknown, once.
 */
import { accept, type Result } from '../order/rejection.js'
import type {
  Exchange,
  OrderReference,
  OutgoingCall,
  OutgoingOrder,
  Setback,
  UpstreamOrder,
  UpstreamOutcome,
  UpstreamPage,
  UpstreamReply,
} from '../wire/upstream.js'
import { outcomeOfSilence, type Platform, send } from './client.js'
import { type Clock, Pacer, systemClock } from './pacer.js'
import { mergeParcels } from './parcels.js'
import { SessionKeeper } from './session-keeper.js'

export interface CallerSettings {
  /** The platform's own, if not given. */
  readonly timeoutMs?: number
  /** How long a call waits, in all, for a platform that says "later"; 0: it tells so at once. */
  readonly patienceMs?: number
  readonly clock?: Clock
}

/** The most pages that are read of one list: whoever answers more has no end. */
const MOST_PAGES = 10_000
const PATIENCE_MS = 60_000
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000

export interface Orders {
  readonly kind: 'orders'
  readonly orders: readonly UpstreamOrder[]
}

export class Caller {
  readonly #platform: Platform
  readonly #clock: Clock
  readonly #pacer: Pacer
  readonly #sessions: SessionKeeper | null
  readonly #timeoutMs: number
  readonly #patienceMs: number

  constructor(platform: Platform, settings: CallerSettings = {}) {
    const { clock = systemClock, patienceMs = PATIENCE_MS } = settings
    const { pace, session } = platform.upstream
    this.#platform = platform
    this.#clock = clock
    this.#pacer = new Pacer(pace, clock)
    this.#timeoutMs = settings.timeoutMs ?? pace.timeoutMs
    this.#patienceMs = patienceMs
    if (session === null) {
      this.#sessions = null
      return
    }
    const unsigned: Platform = { ...platform, auth: UNSIGNED }
    const open = async (credential: Platform['credential']) => {
      const call = session.open.write(credential)
      if (!call.ok) throw new Error('a session can be asked for with any credential')
      const read = (reply: UpstreamReply) => session.open.readReply(reply, credential)
      return this.#patiently({ ...unsigned, credential }, call.value, read)
    }
    this.#sessions = new SessionKeeper(session, platform.credential, open, clock)
  }

  /** Refused: the platform can't carry the order, and nothing was sent. */
  async place(order: OutgoingOrder): Promise<Result<UpstreamOutcome>> {
    const { writeOrder, readOrderReply } = this.#platform.upstream
    const call = writeOrder(order)
    return call.ok ? accept(await this.#carryOut(call.value, readOrderReply)) : call
  }

  /** Refused: it can't be asked so, and nothing was sent. */
  async ask<I, O extends { readonly kind: string }>(
    exchange: Exchange<I, O>,
    input: I,
  ): Promise<Result<O | Setback>> {
    const call = exchange.write(input)
    if (!call.ok) return call
    return accept(await this.#carryOut(call.value, (reply) => exchange.readReply(reply, input)))
  }

  /** All pages of a list; of an order that is on two of them, the later one. */
  async list<I extends { readonly page: number }>(
    exchange: Exchange<I, UpstreamPage>,
    input: Omit<I, 'page'>,
  ): Promise<Result<Orders | Setback>> {
    const orders = new Map<string, UpstreamOrder>()
    for (let page = 1; page <= MOST_PAGES; page++) {
      const answer = await this.ask(exchange, { ...input, page } as I)
      if (!answer.ok) return answer
      if (answer.value.kind !== 'page') return accept(answer.value)
      for (const order of answer.value.orders) orders.set(`${order.upstreamNumber} ${order.number}`, order)
      if (!answer.value.hasMore) return accept({ kind: 'orders', orders: [...orders.values()] })
    }
    return accept({ kind: 'unknown', reason: `the list has more than ${MOST_PAGES} pages` })
  }

  /** The orders as they are now, with all their parcels; one that is not there is left out. */
  async read(references: readonly OrderReference[]): Promise<Result<Orders | Setback>> {
    const { read } = this.#platform.upstream
    const orders: UpstreamOrder[] = []
    for (let at = 0; at < references.length; at += read.lot) {
      const answer = await this.ask(read, references.slice(at, at + read.lot))
      if (!answer.ok) return answer
      if (answer.value.kind !== 'page') return accept(answer.value)
      for (const order of answer.value.orders) {
        const whole = await this.#completed(order)
        if (whole.kind !== 'orders') return accept(whole)
        orders.push(...whole.orders)
      }
    }
    return accept({ kind: 'orders', orders })
  }

  /** With the parcels that only its trails tell. */
  async #completed(order: UpstreamOrder): Promise<Orders | Setback> {
    const { trail } = this.#platform.upstream
    const told = [order.parcels ?? []]
    for (const one of trail === null ? [] : order.trails) {
      const answer = trail === null ? null : await this.ask(trail, one)
      if (answer === null || !answer.ok) continue
      if (answer.value.kind !== 'parcels') return answer.value
      told.push(answer.value.parcels)
    }
    const parcels = told.length === 1 ? order.parcels : mergeParcels(told)
    return { kind: 'orders', orders: [{ ...order, parcels }] }
  }

  /** Once more with another token, if the platform knows ours no longer: then it has done nothing. */
  async #carryOut<O extends { readonly kind: string }>(
    call: OutgoingCall,
    read: (reply: UpstreamReply) => O | Setback,
  ): Promise<O | Setback> {
    const platform = this.#platform
    const sessions = this.#sessions
    if (sessions === null) return this.#patiently(platform, call, read)
    const first = await sessions.credential()
    if (first.kind !== 'credential') return first
    const answer = await this.#patiently({ ...platform, credential: first.credential }, call, read)
    if (answer.kind !== 'no_session') return answer
    sessions.drop(first.credential)
    const second = await sessions.credential()
    if (second.kind !== 'credential') return second
    return this.#patiently({ ...platform, credential: second.credential }, call, read)
  }

  /** Again, as long as the platform says "later", and there is time. */
  async #patiently<O extends { readonly kind: string }>(
    platform: Platform,
    call: OutgoingCall,
    read: (reply: UpstreamReply) => O | Setback,
  ): Promise<O | Setback> {
    const until = this.#clock.now() + this.#patienceMs
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      const reply = await this.#pacer.turn(call.path, () =>
        send(platform, call, { at: this.#clock.now(), timeoutMs: this.#timeoutMs }),
      )
      if ('unanswered' in reply) return outcomeOfSilence(reply)
      const answer = read(reply)
      const { retryAfterSeconds } = reply
      const pauseMs = retryAfterSeconds === undefined ? waitMs : retryAfterSeconds * 1000
      if (answer.kind !== 'try_later' || this.#clock.now() + pauseMs > until) return answer
      this.#pacer.pause(pauseMs)
      await this.#clock.wait(pauseMs)
    }
  }
}

const UNSIGNED: Platform['auth'] = { sign: () => ({ headers: {}, query: {} }) }
