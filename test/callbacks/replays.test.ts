// Telling again, and giving it up: in steps, each of which counts, and neither undoes the other.
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Lane } from '../../src/commit/lane.js'
import type { Pool } from '../../src/store/pool.js'
import { readEndpoint } from '../../src/store/webhook-endpoints.js'
import type { EndpointName } from '../../src/store/webhook-messages.js'
import { giveUpMessages, replayMessages } from '../../src/store/webhook-replays.js'
import type { Shop } from '../support/shop.js'
import { through } from '../support/through.js'
import { answered, openStockedStage, type Stage, type StockedStage } from './callback-stage.js'

const NOW = Date.UTC(2026, 0, 15, 8)
const URL = 'https://a.example/'
const ALL = { behind: 0, anew: true }
const ORDERS = 40
const ROWS_A_STEP = 7

let shop: Shop
let lane: Lane
let stage: Stage
let close: StockedStage['close']
let name: EndpointName

beforeEach(async () => {
  ;({ shop, lane, stage, close } = await openStockedStage(NOW))
})
afterEach(() => close())

/** A commit each. */
async function place(count: number): Promise<void> {
  for (let placed = 0; placed < count; placed += 1) await lane.submit(shop.place({}))
}

async function addEndpoint(): Promise<void> {
  const endpointId = await stage.addEndpoint(
    shop.tenantId,
    URL,
    () => ({ afterMs: 0, answer: answered(200) }),
    {
      kinds: ['order.placed'],
    },
  )
  name = { tenantId: shop.tenantId, endpointId }
}

async function standing() {
  const found = await readEndpoint(shop.pool, name)
  return { due: found?.due, undelivered: found?.undelivered, replaying: found?.replaying }
}

const got = () => stage.gotBy(URL).length

test('a replay that is given up is told no more, and what is new still is', async () => {
  await place(ORDERS)
  await addEndpoint()
  await replayMessages(shop.pool, name, ALL, NOW)
  const { replaying } = await standing()
  expect(replaying?.told).toBe(0)
  expect(replaying?.commits).toBeGreaterThanOrEqual(ORDERS)
  await place(1)
  // What is due is loaded, then a first stretch of commits is told; nothing is sent yet.
  await stage.dispatcher.turn(0)
  await stage.dispatcher.turn(0)
  const begun = await standing()
  expect(begun.replaying?.told).toBeGreaterThan(0)
  expect(begun.replaying?.told).toBeLessThan(ORDERS)
  const givenUp = await giveUpMessages(shop.pool, name, NOW)
  expect(givenUp).toBe(begun.due)
  expect(await standing()).toEqual({ due: 0, undelivered: givenUp, replaying: null })
  await stage.pass(2_000)
  // The one that came meanwhile, and had never been told.
  expect(got()).toBe(1)
  await place(1)
  await stage.settle()
  expect(got()).toBe(2)
  await replayMessages(shop.pool, name, ALL, NOW)
  await stage.pass(2_000)
  expect(got()).toBe(2 + ORDERS + 2)
  expect(await standing()).toEqual({ due: 0, undelivered: 0, replaying: null })
})

test('a second replay from further on forgets nothing of the first', async () => {
  await place(ORDERS)
  await addEndpoint()
  await replayMessages(shop.pool, name, ALL, NOW)
  const first = await standing()
  await replayMessages(shop.pool, name, { behind: 20, anew: true }, NOW)
  expect(await standing()).toEqual(first)
  await stage.pass(2_000)
  expect(got()).toBe(ORDERS)
})

test('both go through whatever is kept, a few rows at a time', async () => {
  await addEndpoint()
  await place(ORDERS)
  await stage.settle()
  expect(got()).toBe(ORDERS)
  let steps = 0
  const counted = through(shop.pool, ({ send }) => {
    steps += 1
    return send()
  })
  expect(await replayMessages(counted, name, ALL, NOW, ROWS_A_STEP)).toBe(ORDERS)
  expect(steps).toBeGreaterThan(ORDERS / ROWS_A_STEP)
  expect(await standing()).toMatchObject({ due: ORDERS })
  expect(await giveUpMessages(shop.pool, name, NOW, ROWS_A_STEP)).toBe(ORDERS)
  expect(await standing()).toEqual({ due: 0, undelivered: ORDERS, replaying: null })
  // What was given up, though what is told begins in the middle.
  const onlyGivenUp = { behind: null, anew: false }
  expect(await replayMessages(shop.pool, name, onlyGivenUp, NOW, ROWS_A_STEP)).toBe(ORDERS)
  expect(await replayMessages(shop.pool, name, onlyGivenUp, NOW, ROWS_A_STEP)).toBe(0)
  await stage.pass(2_000)
  expect(got()).toBe(2 * ORDERS)
})

test('a step that waited for another’s is taken again', async () => {
  await addEndpoint()
  await place(3)
  await stage.settle()
  let statements = 0
  const deadlocked = through(shop.pool, ({ send }) => {
    statements += 1
    const error = new pg.DatabaseError('deadlock detected', 0, 'error')
    error.code = '40P01'
    return statements === 2 ? Promise.reject(error) : send()
  })
  expect(await replayMessages(deadlocked, name, ALL, NOW)).toBe(3)
  expect(await giveUpMessages(shop.pool, name, NOW)).toBe(3)
})

/** Something happens behind the first step of what runs on it. */
function interrupted(pool: Pool, then: () => Promise<unknown>): Pool {
  let statements = 0
  return through(pool, async ({ send }) => {
    const answer = await send()
    statements += 1
    if (statements === 2) await then()
    return answer
  })
}

test('whoever comes last is obeyed: one that is under way ends when the other begins', async () => {
  await addEndpoint()
  await place(ORDERS)
  await stage.settle()
  const stopped = interrupted(shop.pool, () => giveUpMessages(shop.pool, name, NOW, ROWS_A_STEP))
  expect(await replayMessages(stopped, name, ALL, NOW, ROWS_A_STEP)).toBe(ROWS_A_STEP)
  expect(await standing()).toEqual({ due: 0, undelivered: ROWS_A_STEP, replaying: null })

  await replayMessages(shop.pool, name, ALL, NOW)
  const overtaken = interrupted(shop.pool, () => replayMessages(shop.pool, name, ALL, NOW, ROWS_A_STEP))
  expect(await giveUpMessages(overtaken, name, NOW, ROWS_A_STEP)).toBe(ROWS_A_STEP)
  expect(await standing()).toMatchObject({ due: ORDERS, undelivered: 0 })
  await stage.pass(2_000)
  expect(got()).toBe(2 * ORDERS)
})
