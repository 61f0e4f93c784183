/**
 * Golden exchanges, from the other side: the recorded order is placed by our client on a stub, which takes the signed
 * request for what it is, finds the same order in it, and answers as printed. What else is printed, our client reads;
 * RECORD=1 writes down anew what it makes of it.
 */
import { writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { placeUpstream } from '../../src/connect/client.js'
import { dialects } from '../../src/dialects/index.js'
import type { Engine, NewOrder } from '../../src/order/calls.js'
import { secretHash } from '../../src/secrets.js'
import { newSecret } from '../../src/store/credentials.js'
import type { Dialect } from '../../src/wire/dialect.js'
import { readJson } from '../../src/wire/json.js'
import type { Exchange, OutgoingOrder, Upstream } from '../../src/wire/upstream.js'
import {
  FAMILIES,
  fill,
  type Golden,
  goldensOf,
  operationAt,
  pathOf,
  type Reading,
} from '../support/golden.js'

const AT = Date.UTC(2026, 0, 15, 8, 30)
const ACCESS_TOKEN = '4dcaa78e-b52d-4325-bc35-571021bb0787'

describe.each(FAMILIES)('%s', (family) => {
  const placed = goldensOf(family).filter(({ one }) => one.side.includes('client') && one.reads === undefined)

  test('orders are placed', () => {
    expect(placed.map(({ one }) => one.outcome?.kind)).toContain('accepted')
  })

  test.each(placed.map((each) => [each.name, each.one.title, each] as const))(
    '%s: %s',
    async (_name, _title, each) => {
      const dialect = dialects.findLast((one) => one.family === family && one.upstream !== undefined)
      if (dialect?.upstream === undefined) throw new Error(`${family} has no client`)
      const { auth, upstream } = dialect
      const secret = newSecret(1)
      const stub = await startStub(dialect, secret, each)
      const credential = { ...dialect.writeCredential(secret), accessToken: tokenOf(dialect, secret) }
      const platform = { auth, upstream, baseUrl: stub.url, credential }
      const order = outgoingOf(each.engine?.input as NewOrder)
      const outcome = await placeUpstream(platform, order, { at: AT, timeoutMs: 5_000 })
      await stub.close()
      expect(outcome).toEqual({ ok: true, value: each.one.outcome })
      expect(stub.asked).toHaveLength(1)
      expect(partOf(stub.asked[0])).toEqual(partOf(each.engine?.input as NewOrder))
    },
  )

  const read = goldensOf(family).filter(({ one }) => one.reads !== undefined)

  test('what else a client asks for is read', () => {
    const exchanges = new Set(read.map(({ one }) => one.reads?.exchange))
    expect([...exchanges]).toEqual(expect.arrayContaining(['find', 'changes', 'cancel', 'probe']))
  })

  test.each(read.map((each) => [each.name, each.one.title, each] as const))(
    '%s is read: %s',
    (name, _title, { one, engine, response }) => {
      const upstream = dialects.findLast((dialect) => dialect.family === family && dialect.upstream)?.upstream
      if (upstream === undefined || one.reads === undefined) throw new Error(`${family} has no client`)
      const json = readJson(Buffer.from(fill(response, engine?.known ?? {})))
      const reply = { status: one.status, body: json.ok ? json.value : undefined }
      const outcome = exchangeOf(upstream, one.reads).readReply(reply, one.reads.input as never)
      if (process.env.RECORD) {
        const recorded = { ...one, reads: { ...one.reads, outcome } }
        writeFileSync(pathOf(family, name, 'case.json'), `${JSON.stringify(recorded, null, 2)}\n`)
      }
      expect(outcome).toEqual(process.env.RECORD ? outcome : one.reads.outcome)
    },
  )
})

function exchangeOf({ session, ...upstream }: Upstream, { exchange }: Reading): Exchange<never, unknown> {
  const found = exchange === 'open' ? session?.open : upstream[exchange]
  if (!found) throw new Error(`the client does not know ${exchange}`)
  return found
}

/** A dialect without sessions ignores it, unless it is the credential itself. */
function tokenOf({ auth }: Dialect, secret: string): string {
  return auth.name === 'bearer' ? secret : ACCESS_TOKEN
}

/** What was ordered, whatever the platform's own words around it. */
function partOf(order: NewOrder | undefined) {
  if (order === undefined) return undefined
  const { sellerOrderNumber, address, speed, store, remark, salesChannel, onlyLocation, carrier } = order
  const lines = order.lines.map(({ sku, quantity, priceLimitMinor }) => ({ sku, quantity, priceLimitMinor }))
  const onHold = order.holds?.some((hold) => hold.kind === 'asked') ?? false
  const wanted = { sellerOrderNumber, address, speed, store, remark, salesChannel, onlyLocation, carrier }
  return JSON.parse(JSON.stringify({ ...wanted, lines, onHold }))
}

function outgoingOf(order: NewOrder): OutgoingOrder {
  return {
    number: order.sellerOrderNumber ?? '',
    address: order.address,
    lines: order.lines.map(({ sku, quantity, priceLimitMinor = 0 }) => ({
      sku,
      quantity,
      unitPriceMinor: priceLimitMinor,
    })),
    currency: order.lines[0]?.currency ?? 'USD',
    speed: order.speed,
    location: order.onlyLocation ?? order.lines[0]?.wishedLocation ?? null,
    carrier: order.carrier ?? null,
    store: order.store ?? null,
    onHold: order.holds?.some((hold) => hold.kind === 'asked') ?? false,
    remark: order.remark,
    salesChannel: order.salesChannel,
    fields: order.extra ?? {},
  }
}

interface Stub {
  readonly url: string
  readonly asked: NewOrder[]
  close(): Promise<void>
}

async function startStub(dialect: Dialect, secret: string, each: Golden): Promise<Stub> {
  const asked: NewOrder[] = []
  const server = createServer((request, response) => {
    take(request, dialect, secret)
      .then((order) => {
        asked.push(order)
        response.writeHead(each.one.status, { 'content-type': 'application/json; charset=utf-8' })
        response.end(fill(each.response, each.engine?.known ?? {}))
      })
      .catch((error) => response.writeHead(418).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Verifies the request as the hub does, and reads the order from it. */
async function take(request: IncomingMessage, dialect: Dialect, secret: string): Promise<NewOrder> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  const url = new URL(request.url ?? '/', 'http://stub')
  const query = Object.fromEntries(url.searchParams)
  const { auth } = dialect
  const claim = auth.claim({ headers: request.headers, query, at: AT })
  if ('fault' in claim) throw new Error(claim.reason)
  expect(claim.identity).toBe(auth.identity(secret))
  const account = { tenantId: 1, accountId: 1, ownerId: 1, currency: 'USD' }
  const session = { accessHash: secretHash(ACCESS_TOKEN), accessUntil: AT + 1 }
  const known = { identity: claim.identity, account, secret, session, settings: null }
  expect(auth.verify?.({ headers: request.headers, query, at: AT, body }, known) ?? null).toBeNull()
  const served = operationAt(dialect.family, request.method ?? '', url.pathname)
  const json = readJson(body)
  if (served === undefined || !json.ok) throw new Error(`${request.url} is not served`)
  let order: NewOrder | undefined
  const engine = {
    [served.operation.call]: async (_account: unknown, input: NewOrder) => {
      order = input
      return { ok: false, rejection: { kind: 'internal', correlationId: '' } }
    },
  } as unknown as Engine
  const context = { requestId: '', at: AT, account }
  const wire = { params: {}, query, headers: {}, address: '', at: AT, settings: null, body: json.value }
  const answer = await served.operation.run(
    {
      engine,
      sessions: {} as never,
      signIns: {} as never,
      auditTrail: {} as never,
      listen: {} as never,
      playground: {} as never,
      account,
      admitted: null,
      context,
    },
    wire,
  )
  if (order === undefined) throw new Error(JSON.stringify(answer))
  return order
}
