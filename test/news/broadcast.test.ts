// What may happen while somebody begins to listen, or while the store is being looked at: nothing ends the hub, and
// nothing is lost.
import type { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Lane } from '../../src/commit/lane.js'
import { Broadcast, NEWS_SETTINGS } from '../../src/news/broadcast.js'
import { Listener } from '../../src/news/listener.js'
import { TenantNews } from '../../src/news/tenant-news.js'
import { readNoticeNews } from '../../src/store/news.js'
import type { Listening } from '../../src/wire/news.js'
import type { Topic } from '../../src/wire/topics.js'
import { openShop, type Shop } from '../support/shop.js'
import { newGate, type Statement, through } from '../support/through.js'

const SETTINGS = { ...NEWS_SETTINGS, lookEveryMs: 5, standingsEveryMs: 5, checkEveryMs: 60_000 }

let shop: Shop
let lane: Lane
let open: Broadcast[] = []
let failures: unknown[] = []

beforeAll(async () => {
  shop = await openShop()
  lane = shop.lane()
  await lane.submit(shop.receive('RED', 100_000))
  await lane.submit(shop.topUp(100_000_000))
})
afterAll(() => shop.close())
afterEach(async () => {
  for (const one of open) await one.close()
  open = []
  failures = []
})

function broadcast(around: (statement: Statement) => Promise<unknown> = ({ send }) => send()): Broadcast {
  const made = new Broadcast(
    {
      database: through(shop.pool, around),
      isBusy: () => false,
      failed: (error) => failures.push(error),
    },
    SETTINGS,
  )
  open.push(made)
  return made
}

const listening = (more: Partial<Listening> = {}): Listening => ({
  ...{ tenantId: shop.tenantId, caller: 'key 1', after: null, topics: ['orders'] },
  stands: async () => true,
  ...more,
})

async function place(): Promise<string> {
  const answer = await lane.submit(shop.place({}))
  if (!answer.ok) throw new Error('an order is refused')
  return String(answer.value.orderNumber)
}

async function version(): Promise<number> {
  const { rows } = await shop.pool.query('select version from lanes where tenant_id = $1', [shop.tenantId])
  return rows[0]?.version
}

/** All that is told from now on. */
function heard(stream: Readable): { text: string } {
  const told = { text: '' }
  stream.setEncoding('utf8').on('data', (text: string) => {
    told.text += text
  })
  return told
}

async function listened(to: Broadcast, more: Partial<Listening> = {}) {
  const answer = await to.listen(listening(more))
  if (!answer.ok) throw new Error(answer.rejection.kind)
  return heard(answer.value)
}

test('whoever was ended before they began hears nothing, and nothing breaks', async () => {
  const gone: Listener[] = []
  const listener = new Listener(listening({ after: 3 }), 1_000, (one) => gone.push(one))
  const errors: Error[] = []
  listener.on('error', (error) => errors.push(error))
  listener.end()
  listener.begin(5, 2_000, 15_000)
  listener.tell([{ topic: 'orders', names: ['1'] }], 5)
  listener.beat()
  listener.end()
  const told = heard(listener)
  await new Promise((resolve) => listener.once('close', resolve))
  expect([told.text, errors]).toEqual(['', []])
  expect(gone).toContain(listener)
})

test.each(['the hub stops', 'they may listen no more'])(
  'when %s while they begin, their stream ends without a word, and nothing breaks',
  async (what) => {
    const asked = newGate()
    const held = newGate()
    const news = broadcast(async ({ text, send }) => {
      if (text.includes('from order_events')) {
        asked.open()
        await held.opened
      }
      return send()
    })
    let mayListen = true
    const answer = news.listen(listening({ after: 1, stands: async () => mayListen }))
    await asked.opened
    mayListen = false
    if (what === 'the hub stops') await news.close()
    else news.check()
    // A check asks first, and ends them in a later turn.
    await new Promise((resolve) => setImmediate(resolve))
    held.open()
    const found = await answer
    if (!found.ok) throw new Error(found.rejection.kind)
    const told = heard(found.value)
    await new Promise((resolve) => found.value.once('end', resolve))
    expect(told.text).toBe('')
    expect(failures).toEqual([])
  },
)

test('what was missed is told before anything newer', async () => {
  const after = await version()
  const missed = await place()
  const asked = newGate()
  const held = newGate()
  let isHeld = false
  const news = broadcast(async ({ text, values, send }) => {
    const answer = await send()
    if (text.includes('from order_events') && values[1] === after && !isHeld) {
      isHeld = true
      asked.open()
      await held.opened
    }
    return answer
  })
  const first = await listened(news)
  const coming = listened(news, { after })
  await asked.opened
  const newer = await place()
  await expect.poll(() => first.text).toContain(newer)
  held.open()
  const late = await coming
  await expect.poll(() => late.text).toContain(newer)
  const [ready = '', orders = ''] = late.text.split('\n\n')
  expect(ready).toContain('event: ready')
  expect(orders).toContain(missed)
  expect(failures).toEqual([])
})

test('where commits outrun the reading of what was missed, it is told as a whole', async () => {
  const after = await version()
  await place()
  let watching = { text: '' }
  const news = broadcast(async ({ text, values, send }) => {
    const answer = await send()
    if (text.includes('from order_events') && values[1] === after) {
      const newer = await place()
      await expect.poll(() => watching.text).toContain(newer)
    }
    return answer
  })
  watching = await listened(news)
  const late = await listened(news, { after, topics: ['orders', 'stock'] })
  await expect.poll(() => late.text).toContain('event: stock\ndata: {"names":null}\n')
  expect(late.text).toContain('event: orders\ndata: {"names":null}\n')
})

test('a tenant that could not be read takes nobody else’s place', async () => {
  const asked = newGate()
  const held = newGate()
  let reads = 0
  const news = broadcast(async ({ text, send }) => {
    if (!text.includes('from lanes') || reads > 0) return send()
    reads += 1
    asked.open()
    await held.opened
    throw new Error('away')
  })
  let mayListen = true
  const first = news.listen(listening({ stands: async () => mayListen })).catch((error: Error) => error)
  await asked.opened
  mayListen = false
  news.check()
  await new Promise((resolve) => setImmediate(resolve))
  const second = await listened(news)
  held.open()
  expect(await first).toMatchObject({ message: 'away' })
  const number = await place()
  await expect.poll(() => second.text).toContain(number)
})

async function addImport(): Promise<void> {
  await shop.pool.query(
    `insert into imports (tenant_id, import_id, account_id, kind, dry_run, kept_here, state, created_at, updated_at)
     values ($1, (select coalesce(max(import_id), 0) + 1 from imports), $2, 'stock', true, true, 'waiting', now(), now())`,
    [shop.tenantId, shop.accountId],
  )
}

test('what was found before a look failed is told by the next one', async () => {
  let isAway = false
  const pool = through(shop.pool, ({ text, send }) =>
    isAway && text.includes('from connections') ? Promise.reject(new Error('away')) : send(),
  )
  const tenant = new TenantNews(pool, shop.tenantId, 0)
  const topics: ReadonlySet<Topic> = new Set(['imports', 'connections'])
  await tenant.notice(topics)
  await addImport()
  isAway = true
  await expect(tenant.standings(() => topics)).rejects.toThrow('away')
  isAway = false
  expect((await tenant.standings(() => topics)).told()).toMatchObject([{ topic: 'imports' }])
  expect((await tenant.standings(() => topics)).told()).toEqual([])
})

test('a topic that somebody begins to notice during a look stays noticed', async () => {
  let topics: ReadonlySet<Topic> = new Set(['forwardings'])
  const tenant = new TenantNews(
    through(shop.pool, async ({ text, send }) => {
      const answer = await send()
      if (text.includes('from forwardings') && !topics.has('imports')) {
        topics = new Set(['forwardings', 'imports'])
        await tenant.notice(topics)
      }
      return answer
    }),
    shop.tenantId,
    0,
  )
  await tenant.standings(() => topics)
  await addImport()
  expect((await tenant.standings(() => topics)).told()).toMatchObject([{ topic: 'imports' }])
})

test('many events of one notice are too many to be read', async () => {
  await shop.pool.query(
    `insert into inbound_notice_events (tenant_id, account_id, number_scope, notice_number, version, kind, at, status,
       data, commit_version)
     select $1, $2, '', 'N-1', n, 'announced', now(), 'open', '{}', n from generate_series(1, 6) n`,
    [shop.tenantId, shop.accountId],
  )
  const commits = { tenantId: shop.tenantId, from: 0, to: 1_000 }
  expect(await readNoticeNews(shop.pool, commits, 6)).toEqual(['N-1'])
  expect(await readNoticeNews(shop.pool, commits, 5)).toBe(null)
})
