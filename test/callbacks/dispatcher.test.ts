// The queue of messages to each address: in order, at least once, and none held up by another.
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Lane } from '../../src/commit/lane.js'
import { changeEndpoint, readEndpoint } from '../../src/store/webhook-endpoints.js'
import { replayMessages } from '../../src/store/webhook-replays.js'
import type { Shop } from '../support/shop.js'
import {
  answered,
  openStockedStage,
  SECRET,
  type Stage,
  type StockedStage,
  versionsBySubject,
} from './callback-stage.js'

const NOW = Date.UTC(2026, 0, 15, 8)
const MINUTE = 60_000
const DAY = 86_400_000
const fine = () => ({ afterMs: 0, answer: answered(200) })
const down = () => ({ afterMs: 0, answer: answered(503) })

let shop: Shop
let lane: Lane
let stage: Stage
let close: StockedStage['close']

beforeEach(async () => {
  ;({ shop, lane, stage, close } = await openStockedStage(NOW))
})
afterEach(() => close())

async function place(count: number): Promise<number[]> {
  const answers = await Promise.all(Array.from({ length: count }, () => lane.submit(shop.place({}))))
  return answers.map((answer) => {
    if (!answer.ok) throw new Error('an order is refused')
    return answer.value.orderNumber
  })
}

async function act(kind: 'pack' | 'hold', orderNumber: number): Promise<void> {
  const about = { caller: { accountId: shop.accountId, ownerId: shop.accountId }, key: null, orderNumber }
  const wish =
    kind === 'pack'
      ? { kind, ...about, sequence: null, packages: null }
      : { kind, ...about, sequence: null, hold: { kind: 'asked' as const, reason: 'wait' } }
  const answer = await lane.submit(wish)
  if (!answer.ok) throw new Error(`${kind} is refused: ${answer.rejection.kind}`)
}

test('what is committed from then on is told, once, in the order of each order', async () => {
  await place(3)
  await stage.addEndpoint(shop.tenantId, 'https://a.example/', fine)
  await stage.settle()
  expect(stage.gotBy('https://a.example/')).toEqual([])
  const numbers = await place(5)
  for (const number of numbers) await act('pack', number)
  await stage.settle()
  const got = stage.gotBy('https://a.example/')
  const versions = versionsBySubject(got)
  expect([...versions.keys()].sort()).toEqual(numbers.map(String).sort())
  for (const seen of versions.values()) expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(new Set(got.map((one) => one.headers['webhook-id'])).size).toBe(got.length)
  const first = JSON.parse(got[0]?.body ?? '{}')
  expect(first).toMatchObject({
    type: 'order.placed',
    data: { version: 1, kind: 'placed', account: 'buyer' },
  })
})

test('a failed one is tried again with the same bytes and id, and the later ones of its order wait for it', async () => {
  let isUp = false
  await stage.addEndpoint(shop.tenantId, 'https://a.example/', () => (isUp ? fine() : down()))
  const [number = 0] = await place(1)
  await act('pack', number)
  await stage.settle()
  const got = stage.gotBy('https://a.example/')
  expect(got.map((one) => one.headers['webhook-id'])).toEqual([`evt_${number}_1`])
  isUp = true
  await stage.pass(4_000)
  expect(got.length).toBe(1)
  await stage.pass(1_000)
  const ids = got.map((one) => one.headers['webhook-id'])
  expect(ids.slice(0, 2)).toEqual([`evt_${number}_1`, `evt_${number}_1`])
  expect(got[1]?.body).toBe(got[0]?.body)
  expect(versionsBySubject(got).get(String(number))).toEqual([1, 2, 3].slice(0, ids.length - 1))
  expect(ids.length).toBeGreaterThan(2)
})

test('after the schedule has been used up, it is given up and listed, and can be delivered anew', async () => {
  const behaviour = { isUp: false }
  const endpointId = await stage.addEndpoint(
    shop.tenantId,
    'https://a.example/',
    () => (behaviour.isUp ? fine() : down()),
    { family: 'apicenter', accountId: shop.accountId },
  )
  await stage.settle()
  // One that is not of this platform is not told to it.
  await place(1)
  const answer = await lane.submit(
    shop.place({
      family: 'apicenter',
      dialect: 'apicenter',
      sellerOrderNumber: 'A-1',
      sku: 'BLUE',
      acceptShortage: true,
    }),
  )
  expect(answer.ok).toBe(true)
  await stage.settle()
  const got = stage.gotBy('https://a.example/')
  expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({
    event_type: 'order_shipment',
    data: { error_code: 10003 },
  })
  const schedule = [0, 1, 6, 21, 81, 261, 621, 1341, 2781]
  for (const [index, minutes] of schedule.entries()) {
    await stage.pass(NOW + minutes * MINUTE - stage.now, DAY)
    expect(got.length).toBe(index + 1)
  }
  const name = { tenantId: shop.tenantId, endpointId }
  expect(await readEndpoint(shop.pool, name)).toMatchObject({ due: 0, undelivered: 1, pausedAt: null })
  expect(new Set(got.map((one) => one.body)).size).toBe(1)
  expect(new Set(got.map((one) => one.headers['X-Apicenter-Event-Id'])).size).toBe(1)
  behaviour.isUp = true
  expect(await replayMessages(shop.pool, name, { behind: null, anew: false }, stage.now)).toBe(1)
  await stage.pass(2_000)
  expect(got.length).toBe(10)
})

test('after days of failure nothing more is sent until it is enabled anew; what is due waits', async () => {
  let isUp = false
  const endpointId = await stage.addEndpoint(shop.tenantId, 'https://a.example/', () =>
    isUp ? fine() : down(),
  )
  const [number = 0] = await place(1)
  await stage.settle()
  await stage.pass(5 * DAY, 60 * MINUTE)
  const name = { tenantId: shop.tenantId, endpointId }
  expect(stage.paused).toEqual([endpointId])
  const paused = await readEndpoint(shop.pool, name)
  expect(paused?.pausedAt).toBeGreaterThanOrEqual(NOW + 3 * DAY)
  expect(paused?.due).toBeGreaterThan(0)
  const got = stage.gotBy('https://a.example/')
  const before = got.length
  await act('pack', number)
  isUp = true
  await stage.pass(DAY, 60 * MINUTE)
  expect(got.length).toBe(before)
  await changeEndpoint(shop.pool, name, { enabled: true }, stage.now)
  await stage.pass(2 * DAY, 60 * MINUTE)
  expect(await readEndpoint(shop.pool, name)).toMatchObject({ due: 0, undelivered: 0, failingSince: null })
  const seen = versionsBySubject(got).get(String(number)) ?? []
  expect(seen).toEqual(seen.map((_, index) => index + 1))
})

test('another process goes on where one ended, and sends again what was not recorded', async () => {
  await stage.addEndpoint(shop.tenantId, 'https://a.example/', () => ({
    afterMs: 500,
    answer: answered(200),
  }))
  await stage.settle()
  const numbers = await place(50)
  await stage.settle()
  const got = stage.gotBy('https://a.example/')
  expect(got.length).toBeGreaterThan(0)
  // It is killed: its lease ends by itself, here at once.
  await shop.pool.query('delete from work_leases')
  stage.dispatcher = stage.newDispatcher()
  await stage.pass(5 * MINUTE)
  const versions = versionsBySubject(got)
  expect([...versions.keys()].sort()).toEqual(numbers.map(String).sort())
  for (const seen of versions.values()) expect(seen).toEqual(seen.map((_, index) => index + 1))
})

test('what is answered while other outcomes are being recorded is recorded, too', async () => {
  const late = () => ({ afterMs: 500, answer: answered(200) })
  await stage.addEndpoint(shop.tenantId, 'https://a.example/', fine)
  await stage.addEndpoint(shop.tenantId, 'https://b.example/', late)
  await stage.settle()
  await place(1)
  // Sends both; the first is answered at once, and what came of it will be recorded by the next turn.
  await stage.dispatcher.turn()
  const blocker = await shop.pool.connect()
  await blocker.query("begin; select from webhook_messages where state = 'due' for update")
  const turn = stage.dispatcher.turn()
  await expect.poll(() => waitingForLocks()).toBe(1)
  stage.now += 500
  await stage.answerDue()
  await blocker.query('rollback')
  blocker.release()
  await turn
  await stage.settle()
  const { rows } = await shop.pool.query('select state, attempts from webhook_messages')
  expect(rows).toEqual([
    { state: 'delivered', attempts: 1 },
    { state: 'delivered', attempts: 1 },
  ])
})

async function waitingForLocks(): Promise<number> {
  const { rows } = await shop.pool.query<{ waiting: number }>(
    `select count(*)::int as waiting from pg_stat_activity
     where wait_event_type = 'Lock' and datname = current_database()`,
  )
  return rows[0]?.waiting ?? 0
}

test('events are told anew from one of them on, also those from before the address was known', async () => {
  const [first = 0, second = 0] = [...(await place(1)), ...(await place(1))]
  const endpointId = await stage.addEndpoint(shop.tenantId, 'https://a.example/', fine)
  await stage.settle()
  const { rows } = await shop.pool.query<{ commit_version: number }>(
    'select commit_version from order_events where order_number = $1 and version = 1',
    [second],
  )
  const behind = (rows[0]?.commit_version ?? 0) - 1
  const name = { tenantId: shop.tenantId, endpointId }
  await replayMessages(shop.pool, name, { behind, anew: true }, stage.now)
  await stage.pass(2_000)
  const got = stage.gotBy('https://a.example/')
  expect([...versionsBySubject(got).keys()]).toEqual([String(second)])
  const once = got.length
  expect(await replayMessages(shop.pool, name, { behind: 0, anew: true }, stage.now)).toBe(once)
  await stage.pass(2_000)
  expect([...versionsBySubject(got).keys()].sort()).toEqual([String(first), String(second)].sort())
})

test('a signature is by the Standard Webhooks specification, and one byte more spoils it', async () => {
  await stage.addEndpoint(shop.tenantId, 'https://a.example/', fine)
  await place(1)
  await stage.settle()
  const [got] = stage.gotBy('https://a.example/')
  if (got === undefined) throw new Error('nothing came')
  const verify = (body: string): boolean => {
    const signed = `${got.headers['webhook-id']}.${got.headers['webhook-timestamp']}.${body}`
    const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64')
    const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
    return (got.headers['webhook-signature'] ?? '').split(' ').includes(expected)
  }
  expect(verify(got.body)).toBe(true)
  expect(verify(`${got.body} `)).toBe(false)
  expect(Number(got.headers['webhook-timestamp'])).toBe(Math.floor(stage.now / 1000))
})
