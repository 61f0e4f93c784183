// A dispatcher on a database of its own, with a clock that stands still until it is moved, and receivers that are
// functions: what each got, and when it answers.
import { expect } from 'vitest'
import type { Post } from '../../src/callbacks/attempt.js'
import { Dispatcher } from '../../src/callbacks/dispatcher.js'
import type { Lane } from '../../src/commit/lane.js'
import type { TargetAnswer, TargetCall } from '../../src/connect/targets.js'
import { dialects } from '../../src/dialects/index.js'
import { native } from '../../src/http/native/index.js'
import { callbacksOf } from '../../src/hub.js'
import type { Pool } from '../../src/store/pool.js'
import { type SecretBox, secretBox } from '../../src/store/secret-box.js'
import { createEndpoint } from '../../src/store/webhook-endpoints.js'
import { openShop, type Shop } from '../support/shop.js'

export interface Got extends TargetCall {
  readonly at: number
}

/** How a receiver answers: when (after so many milliseconds), and with what. */
export type Behaviour = (call: TargetCall, at: number) => { afterMs: number; answer: TargetAnswer }

export const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`

export function answered(status: number, body = ''): TargetAnswer {
  return { kind: 'answered', status, headers: {}, body: Buffer.from(body) }
}

export interface StockedStage {
  readonly shop: Shop
  readonly lane: Lane
  readonly stage: Stage
  /** Nothing may have failed that nobody was told of. */
  close(): Promise<void>
}

/** With a shop that has so many pieces, and a balance to pay for them. */
export async function openStockedStage(now: number, pieces = 100_000): Promise<StockedStage> {
  const shop = await openShop()
  const lane = shop.lane()
  const stage = new Stage(shop.pool, now)
  await lane.submit(shop.receive('RED', pieces))
  await lane.submit(shop.topUp(pieces * 10_000))
  const close = async () => {
    await stage.close()
    await shop.close()
    expect(stage.failures).toEqual([])
  }
  return { shop, lane, stage, close }
}

export class Stage {
  readonly box: SecretBox = secretBox(Buffer.alloc(32, 7))
  readonly got = new Map<string, Got[]>()
  readonly paused: number[] = []
  readonly failures: unknown[] = []
  readonly #receivers = new Map<string, Behaviour>()
  readonly #timers: { at: number; run: () => void }[] = []
  readonly #pool: Pool
  #calls = 0
  dispatcher: Dispatcher
  now: number

  constructor(pool: Pool, now: number) {
    this.#pool = pool
    this.now = now
    this.dispatcher = this.newDispatcher()
  }

  /** As another process would have it. */
  newDispatcher(): Dispatcher {
    return new Dispatcher({
      pool: this.#pool,
      box: this.box,
      callbacks: callbacksOf([...dialects, native]),
      post: this.post,
      clock: () => this.now,
      failed: (error) => this.failures.push(error),
      paused: ({ endpointId }) => this.paused.push(endpointId),
    })
  }

  /** What is kept of a call: all of it, if nobody wants less. */
  hear: (call: TargetCall) => void = (call) => this.gotBy(call.url).push({ ...call, at: this.now })

  readonly post: Post = (call) => {
    this.#calls += 1
    this.hear(call)
    const behaviour = this.#receivers.get(call.url)
    if (behaviour === undefined) return Promise.resolve({ kind: 'unsent', reason: 'nobody listens' })
    const { afterMs, answer } = behaviour(call, this.now)
    if (afterMs === 0) return Promise.resolve(answer)
    const late: TargetAnswer = { kind: 'unanswered', reason: `no answer within ${call.timeoutMs} ms` }
    const isLate = afterMs > call.timeoutMs
    const at = this.now + Math.min(afterMs, call.timeoutMs)
    return new Promise((resolve) => {
      this.#timers.push({ at, run: () => resolve(isLate ? late : answer) })
    })
  }

  /** Whoever has not answered does so now. */
  async close(): Promise<void> {
    for (const timer of this.#timers.splice(0)) timer.run()
    await this.dispatcher.close()
  }

  gotBy(url: string): Got[] {
    const got = this.got.get(url) ?? []
    this.got.set(url, got)
    return got
  }

  async addEndpoint(
    tenantId: number,
    url: string,
    behaviour: Behaviour | null,
    wish: { family?: string; accountId?: number | null; credentialId?: number; kinds?: string[] } = {},
  ): Promise<number> {
    if (behaviour !== null) this.#receivers.set(url, behaviour)
    const { family = 'native', accountId = null, credentialId, kinds = null } = wish
    const secretSealed = credentialId === undefined ? this.box.seal(SECRET) : null
    const made = {
      url,
      family,
      accountId,
      kinds,
      options: {},
      credentialId: credentialId ?? null,
      secretSealed,
    }
    return createEndpoint(this.#pool, tenantId, made, this.now)
  }

  /** Turns until nothing more can be done without time passing. */
  async settle(): Promise<void> {
    let quiet = 0
    while (quiet < 2) {
      const before = this.#calls
      const hasMore = await this.dispatcher.turn()
      // Answers that were given at once are told in the next turn.
      await new Promise((resolve) => setImmediate(resolve))
      quiet = hasMore || this.#calls > before ? 0 : quiet + 1
    }
  }

  /** Lets time pass in steps, with all that happens in each. */
  async pass(milliseconds: number, step = 1_000): Promise<void> {
    for (const end = this.now + milliseconds; this.now < end; ) {
      this.now = Math.min(end, this.now + step)
      await this.answerDue()
      await this.settle()
    }
  }

  /** Whoever answers by now does so. */
  async answerDue(): Promise<void> {
    for (const timer of this.#timers.filter((one) => one.at <= this.now)) timer.run()
    const left = this.#timers.filter((one) => one.at > this.now)
    this.#timers.splice(0, this.#timers.length, ...left)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** What a native receiver got: the ids, by subject, in the order of their first arrival. */
export function versionsBySubject(got: readonly Got[]): Map<string, number[]> {
  const seen = new Set<string>()
  const versions = new Map<string, number[]>()
  for (const { headers } of got) {
    const id = headers['webhook-id'] ?? ''
    if (seen.has(id)) continue
    seen.add(id)
    const [, orderNumber = '', version = ''] = id.split('_')
    versions.set(orderNumber, [...(versions.get(orderNumber) ?? []), Number(version)])
  }
  return versions
}
