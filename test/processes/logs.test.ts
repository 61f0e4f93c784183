// What a server writes about its requests tells of operations and outcomes, never of people: whatever a caller sends,
// accepted, refused or broken, none of it is in the log.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.js'
import { type ServerProcess, startServer } from '../support/server-process.js'

/** In each text that a caller sends. */
const MARK = 'Ottilie'

let database: FreshDatabase
let directory: string
let server: ServerProcess
let log = ''

beforeAll(async () => {
  database = await freshDatabase()
  directory = await mkdtemp(join(tmpdir(), 'entrepot-logs-'))
  server = await startServer(database, directory, { LOG_LEVEL: 'trace' })
  server.process.stdout?.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
})

afterAll(async () => {
  server?.process.kill('SIGKILL')
  await database?.drop()
  if (directory !== undefined) await rm(directory, { recursive: true })
})

const ADDRESS = {
  country: 'US',
  recipient: `${MARK} Recipient`,
  phone: `555 ${MARK}`,
  province: `${MARK} Province`,
  city: `${MARK} City`,
  street1: `${MARK} Street`,
}

test('nothing that a caller sends is in the log', { timeout: 60_000 }, async () => {
  const { native, kakaclo } = JSON.parse(await readFile(join(directory, 'demo.json'), 'utf8'))
  const send = async (path: string, body?: unknown, token: string = native.apiKey, method = 'POST') => {
    const answer = await fetch(server.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': `${MARK} ${path}`,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const get = (path: string) => send(path, undefined, native.apiKey, 'GET')
  await send(
    `/v1/items/SKU-1`,
    { name: MARK, priceMinor: 1, currency: 'USD', weightGrams: 1 },
    native.apiKey,
    'PUT',
  )
  await send('/v1/stock-movements', { sku: 'SKU-1', location: 'G007', quantity: 9, reason: MARK })
  const wish = {
    sellerOrderNumber: `${MARK}-1`,
    address: ADDRESS,
    lines: [{ sku: 'SKU-1', quantity: 3 }],
    remark: MARK,
    gift: MARK,
  }
  const placed = await send('/v1/orders', wish)
  expect(placed.status).toBe(201)
  const order = `/v1/orders/${placed.body.orderNumber}`
  const part = `/v1/fulfilment-orders/${placed.body.orderNumber}-1`
  const answers = [
    await send(`${part}/hold`, { reason: MARK }),
    await send(`${part}/release`),
    await send(`${order}/voucher`, { urls: [`https://example.com/${MARK}`], remark: MARK }),
    await send(`${part}/pack`),
    await send(`${part}/hand-over`, { carrier: MARK, trackingNumber: MARK }),
    await send(`${order}/tracking`, {
      trackingNumber: MARK,
      events: [{ at: '2026-01-16T10:00:00Z', status: 'delivered', description: MARK, city: MARK }],
    }),
    await send(`${order}/after-sales`, { kind: 'return', goods: 'shipped', reason: MARK, remark: MARK }),
    await send(`${order}/cancel`, { reason: MARK }),
    await send('/v1/orders', { ...wish, remark: `other ${MARK}` }),
    await send('/v1/orders', { ...wish, address: { ...ADDRESS, country: MARK } }),
    await send('/v1/orders', `{"remark":"${MARK}`),
    await send('/v1/bulk', { actions: [{ order: placed.body.orderNumber, act: MARK, reason: MARK }] }),
    await send('/v1/orders', wish, `${MARK} key`),
    await get(`/v1/orders?sellerOrderNumber=${MARK}-1`),
    await get(`/v1/orders?colour=${MARK}`),
    await get(`/v1/items/${MARK}`),
    await get(`/v1/${MARK}`),
    await get('/v1/events'),
    await send('/v1/users', { username: `u${MARK}`, role: 'operator', password: `${MARK} password` }),
    await send('/v1/session', { username: `u${MARK}`, password: `${MARK} password` }),
    await send('/v1/session', { username: `u${MARK}`, password: `${MARK} wrong password` }),
    await send('/v1/users', { username: `v${MARK}`, role: MARK, password: MARK }),
    await send('/openapi/v2/order/orders', { orderAddresses: ADDRESS, remark: MARK }, kakaclo.accessToken),
  ]
  expect(answers.map(({ status }) => status)).toEqual([
    200, 200, 409, 200, 200, 200, 201, 409, 409, 422, 400, 200, 401, 200, 422, 404, 404, 200, 201, 200, 401,
    422, 400,
  ])
  const gone = new Promise((resolve) => server.process.once('exit', resolve))
  server.process.kill('SIGTERM')
  expect(await gone).toBe(0)
  for (const operation of ['placeOrder', 'holdPart', 'requestAfterSale', 'actInBulk', 'listOrders']) {
    expect(log).toContain(`"operation":"${operation}"`)
  }
  expect(log.split('\n').filter((line) => line.includes(MARK))).toEqual([])
})
