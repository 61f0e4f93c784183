// The malformed-input run for the dialects whose requests are signed: whatever is sent, sound in its signature and
// broken in its content, gets the dialect's envelope, and the place at fault is named.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.js'
import { CREATE_ORDER, openLingxing } from '../support/lingxing.js'
import { type Mangled, mangle, seeded } from '../support/mangle.js'
import { createOrder, line, openPandapon, RECEIVER } from '../support/pandapon.js'

const SEED = Number(process.env.SEED ?? 20_261_122)
const PER_OPERATION = 2_000
const START = Date.UTC(2026, 0, 15, 8, 30, 0, 500)

let hub: TestHub

beforeAll(async () => {
  console.log(`seed ${SEED}`)
  hub = await startTestHub()
})

afterAll(() => hub.close())

async function send(path: string, headers: Record<string, string>, body: Buffer) {
  const response = await fetch(hub.url + path, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: new Uint8Array(body),
  })
  const text = await response.text()
  return { status: response.status, type: response.headers.get('content-type') ?? '', text }
}

async function inParallel<T>(
  list: readonly T[],
  width: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const queue = list.values()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const one of queue) await work(one)
    }),
  )
}

const LINGXING: readonly (readonly [string, object])[] = [
  ['/order/amzod/api/createOrder', { ...CREATE_ORDER, order_id: 'M-1' }],
  [
    '/order/amzod/api/orderList',
    {
      sids: [17],
      start_date: '2026-01-01',
      end_date: '2026-01-15',
      date_type: 1,
      order_status: ['NEW'],
      offset: 0,
      length: 1,
    },
  ],
  [
    '/order/amzod/api/orderDetails/productInformation',
    { order_info: [{ sid: 17, seller_fulfillment_order_id: 'M-1' }] },
  ],
  ['/erp/sc/data/worldState/lists', { country_code: 'DE' }],
]

test.each(LINGXING)('POST %s', { timeout: 120_000 }, async (path, good) => {
  const client = await openLingxing(hub, () => START)
  await client.fetchToken()
  const random = seeded(SEED)
  const requests = Array.from({ length: PER_OPERATION }, () => mangle(good as never, random))
  const { query } = client.signed('')
  await inParallel(requests, 1, async ({ what, body }) => {
    let signature = query
    try {
      signature = client.signed(body.toString('utf8')).query
    } catch {
      // A body that no client could sign is sent with the sign of none.
    }
    const { status, type, text } = await send(`${path}?${new URLSearchParams(signature)}`, {}, body)
    const told = `${what} → ${status} ${text.slice(0, 300)}`
    expect(status, told).toBe(200)
    expect(type, told).toMatch(/^application\/json/)
    const answer = JSON.parse(text)
    if (answer.code === 0) return
    if (typeof answer.code === 'string') {
      // The gateway: the sign does not fit a body that can't be read, or the body is broken, and how.
      expect(answer.code, told).toMatch(/^(102|2001006)$/)
      if (answer.code === '102') expect(answer.data.message, told).toMatch(/body/)
    } else {
      expect([102, 500], told).toContain(answer.code)
      expect(answer.error_details.length, told).toBeGreaterThan(0)
    }
  })
})

const PANDAPON: readonly (readonly [string, (random: () => number) => Mangled])[] = [
  ['the body', (random) => mangle(createOrder(undefined, { sellerOrderNumber: 'M' }) as never, random)],
  ['the lines', (random) => inside('orderLineList', mangle([line(0), line(1)] as never, random))],
  ['the receiver', (random) => inside('receiver', mangle(RECEIVER as never, random))],
  [
    'a page',
    (random) =>
      mangle(
        { pageNo: 1, pageSize: 20, orderId: 'x', status: 0, startTime: '2026-01-15 16:30:00' } as never,
        random,
      ),
  ],
]

/** Broken JSON inside of a string of a sound body. */
function inside(name: string, { what, body }: Mangled): Mangled {
  const outer = createOrder(undefined, { sellerOrderNumber: 'M', [name]: body.toString('utf8') })
  return { what: `${name}: ${what}`, body: Buffer.from(JSON.stringify(outer)) }
}

test.each(PANDAPON)('POST with %s broken', { timeout: 120_000 }, async (what, broken) => {
  const client = await openPandapon(hub, () => START)
  const random = seeded(SEED)
  const requests = Array.from({ length: PER_OPERATION }, () => broken(random))
  const path = what === 'a page' ? '/open/purchase/page' : '/open/order'
  await inParallel(requests, 8, async (request) => {
    const { status, type, text } = await send(path, client.headers(), request.body)
    const told = `${request.what} → ${status} ${text.slice(0, 300)}`
    expect(status, told).toBeLessThan(500)
    expect(type, told).toMatch(/^application\/json/)
    const answer = JSON.parse(text)
    expect(Object.keys(answer).sort(), told).toEqual(['code', 'data', 'developId', 'msg', 'requestId'])
    if (answer.code === 200) return
    expect([400, 40001, 40401, 40901, 42201, 42202], told).toContain(answer.code)
    if (answer.code === 400) {
      expect(answer.msg, told).toMatch(
        /^(the body|orderLineList|receiver|orderSource|purchaseAmount|sellerOrderNumber|page|order|status|start|end|\W*[\w[\].]* ?(is not a name|contains|is ))/,
      )
    }
  })
})
