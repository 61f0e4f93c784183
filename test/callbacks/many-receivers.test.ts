// Many events to twenty receivers, of which some are slow, some are down at first and one is dead, by a clock that stands
// still unless it is moved. EVENTS makes it the long form (npm run soak -- --callbacks); FIGURES names a file for what
// was measured.
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Lane } from '../../src/commit/lane.js'
import type { Shop } from '../support/shop.js'
import {
  answered,
  type Behaviour,
  openStockedStage,
  type Stage,
  type StockedStage,
} from './callback-stage.js'

const NOW = Date.UTC(2026, 0, 15, 8)
const MINUTE = 60_000
const EVENTS = Number(process.env.EVENTS ?? 400)
/** Placed, held, released, packed. */
const EVENTS_AN_ORDER = 4
/** Of these a virtual minute each; those that are down are up again in the midst of them. */
const SLICES = 20
const UP_FROM = NOW + 10 * MINUTE
const SLOW_MS = 5_000
/** From then on the slow ones are slow no more, so that they get to the end, too. */
const QUICK_FROM = NOW + 40 * MINUTE

let shop: Shop
let lane: Lane
let stage: Stage
let close: StockedStage['close']

beforeAll(async () => {
  ;({ shop, lane, stage, close } = await openStockedStage(NOW, EVENTS))
})
afterAll(() => close())

/** What a receiver has, of each order the last version: each one's events must come one by one. */
class Heard {
  readonly #last = new Map<string, number>()
  events = 0
  calls = 0
  outOfOrder = 0

  hear(id: string): void {
    this.calls += 1
    const [, orderNumber = '', text = ''] = id.split('_')
    const [version, last] = [Number(text), this.#last.get(orderNumber) ?? 0]
    // One that is sent again, since nobody said that it had been received.
    if (version <= last) return
    if (version !== last + 1) this.outOfOrder += 1
    this.#last.set(orderNumber, version)
    this.events += 1
  }
}

test(`of 20 receivers of ${EVENTS} events, 5 slow ones, 3 that are down at first and a dead one delay no other`, {
  timeout: 60_000 + EVENTS * 60,
}, async () => {
  const fine: Behaviour = () => ({ afterMs: 0, answer: answered(200) })
  const slow: Behaviour = (_call, at) => ({ afterMs: at < QUICK_FROM ? SLOW_MS : 0, answer: answered(200) })
  const late: Behaviour = (_call, at) => ({ afterMs: 0, answer: answered(at < UP_FROM ? 503 : 200) })
  const heard = new Map<string, Heard>()
  stage.hear = ({ url, headers }) => heard.get(url)?.hear(headers['webhook-id'] ?? '')
  const add = async (kind: string, count: number, behaviour: Behaviour | null): Promise<Heard[]> => {
    const added = Array.from({ length: count }, () => new Heard())
    for (const [index, one] of added.entries()) {
      const url = `https://${kind}-${index}.example/`
      heard.set(url, one)
      await stage.addEndpoint(shop.tenantId, url, behaviour)
    }
    return added
  }
  const [dead] = await add('dead', 1, null)
  const slowOnes = await add('slow', 5, slow)
  const lateOnes = await add('late', 3, late)
  const healthy = await add('healthy', 11, fine)
  await stage.settle()

  const began = performance.now()
  let [committedMs, events] = [0, 0]
  for (let slice = 1; slice <= SLICES; slice++) {
    const before = performance.now()
    await tellOf(Math.ceil(EVENTS / SLICES / EVENTS_AN_ORDER))
    events = await countEvents()
    committedMs += performance.now() - before
    await stage.settle()
    // No time has passed: whoever is well has all of it, whatever the others have to wait for.
    for (const one of healthy) expect(one).toMatchObject({ events, calls: events, outOfOrder: 0 })
    if (slice === 1) for (const one of [dead, ...lateOnes]) expect(one?.calls).toBeLessThan(10)
    await stage.pass(MINUTE, SLOW_MS)
  }
  const healthyMs = performance.now() - began - committedMs
  expect(events).toBeGreaterThanOrEqual(EVENTS)

  const others = [...slowOnes, ...lateOnes]
  while (lateOnes.some((one) => one.events < events) && stage.now < QUICK_FROM) {
    await stage.pass(SLOW_MS, SLOW_MS)
  }
  const slowEvents = Math.min(...slowOnes.map((one) => one.events))
  // They had four at once for each time that an answer takes, but for the first ones.
  expect(slowEvents).toBeGreaterThan(Math.min(events, (3 * (stage.now - NOW)) / SLOW_MS) * 0.9)
  await stage.pass(QUICK_FROM - stage.now, MINUTE)
  await stage.pass(2 * SLOW_MS, SLOW_MS)
  for (const one of others) expect(one).toMatchObject({ events, outOfOrder: 0 })
  const due = await shop.pool.query<{ endpoint_id: number }>(
    `select distinct endpoint_id from webhook_messages where state = 'due'`,
  )
  expect(due.rows.map((one) => one.endpoint_id)).toEqual([1])
  expect(stage.failures).toEqual([])

  const wholeMs = performance.now() - began - committedMs
  const calls = [...heard.values()].reduce((sum, one) => sum + one.calls, 0)
  const figures = {
    ...{ events, receivers: heard.size, calls },
    healthySeconds: healthyMs / 1_000,
    wholeSeconds: wholeMs / 1_000,
    slowEvents,
    callsASecond: calls / (wholeMs / 1_000),
    deadCalls: dead?.calls ?? 0,
    repeated: others.reduce((sum, one) => sum + one.calls - one.events, 0),
  }
  if (process.env.FIGURES !== undefined) await writeFile(process.env.FIGURES, JSON.stringify(figures))
})

async function countEvents(): Promise<number> {
  const { rows } = await shop.pool.query<{ n: number }>('select count(*)::integer as n from order_events')
  return rows[0]?.n ?? 0
}

/** So many orders, each placed, held, released and packed. */
async function tellOf(orders: number): Promise<void> {
  for (let left = orders; left > 0; left -= 500) {
    const placed = await Promise.all(
      Array.from({ length: Math.min(left, 500) }, () => lane.submit(shop.place({}))),
    )
    const numbers = placed.map((answer) => {
      if (!answer.ok) throw new Error('an order is refused')
      return answer.value.orderNumber
    })
    const caller = { accountId: shop.accountId, ownerId: shop.accountId }
    const about = (orderNumber: number) => ({ caller, key: null, orderNumber, sequence: null })
    const hold = { kind: 'asked', reason: 'wait' } as const
    await all(numbers.map((one) => lane.submit({ kind: 'hold', ...about(one), hold })))
    await all(numbers.map((one) => lane.submit({ kind: 'release', ...about(one), skus: ['RED'] })))
    await all(numbers.map((one) => lane.submit({ kind: 'pack', ...about(one), packages: null })))
  }
}

async function all(answers: readonly Promise<{ readonly ok: boolean }>[]): Promise<void> {
  for (const answer of await Promise.all(answers)) if (!answer.ok) throw new Error('an act is refused')
}
