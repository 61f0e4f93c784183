// Our own client against a hub: between both a wire that can lose, spoil or refuse; and the person who ships.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import type { Clock } from '../../src/connect/pacer.js'
import { createCredential } from '../../src/store/setup.js'
import { clientOf } from '../http/native-client.js'
import type { TestHub } from './hub.js'

/**
 * What becomes of a call: `lost` is carried out and not answered, `cut` is neither; `garbage` is carried out, and answered
 * with what is no JSON; `wait` is answered with HTTP 429.
 */
export type Fate = 'lost' | 'cut' | 'garbage' | 'wait'

export interface Wire {
  readonly url: string
  /** The paths that were called so far, with their methods. */
  readonly calls: readonly string[]
  /** Of the next calls, one each; all further ones pass. */
  next(...fates: Fate[]): void
  close(): Promise<void>
}

export async function openWire(hub: TestHub): Promise<Wire> {
  const fates: Fate[] = []
  const calls: string[] = []
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${new URL(request.url ?? '/', 'http://wire').pathname}`)
    pass(hub.url, request, response, fates.shift()).catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    next: (...more) => {
      fates.push(...more)
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const KEPT = ['authorization', 'content-type', 'access-key', 'timestamp', 'nonce-str', 'user-id', 'signature']

async function pass(target: string, request: IncomingMessage, response: ServerResponse, fate?: Fate) {
  if (fate === 'cut') return request.socket.destroy()
  if (fate === 'wait') {
    response.writeHead(429, { 'retry-after': '3' }).end('{"code":429,"message":"later"}')
    return undefined
  }
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const headers = Object.fromEntries(
    KEPT.flatMap((name) =>
      request.headers[name] === undefined ? [] : [[name, String(request.headers[name])]],
    ),
  )
  const body = Buffer.concat(chunks)
  const { method = 'GET', url = '/' } = request
  const answer = await fetch(target + url, { method, headers, ...(body.length > 0 && { body }) })
  const text = await answer.text()
  if (fate === 'lost') return request.socket.destroy()
  const type = answer.headers.get('content-type') ?? 'application/json'
  response.writeHead(answer.status, { 'content-type': type }).end(fate === 'garbage' ? '<html>' : text)
  return undefined
}

/** The hub's clock: waiting moves it on. `waits` are the milliseconds that were waited for. */
export function clockOf(hub: TestHub): Clock & { readonly waits: number[] } {
  const waits: number[] = []
  return {
    now: hub.now,
    waits,
    wait: async (milliseconds) => {
      waits.push(milliseconds)
      hub.advance(milliseconds)
    },
  }
}

export interface Person {
  /** Posts to the native API, which must not refuse it. */
  post(path: string, body?: unknown): Promise<unknown>
  orderNumberOf(sellerOrderNumber: string): Promise<number>
  /**
   * Ships the first piece of the first line in a parcel of its own, and all else in a second. `orderNumber` is ours, where
   * the seller's names none.
   */
  shipInTwo(sellerOrderNumber: string, orderNumber?: number): Promise<void>
  howMany(sellerOrderNumber: string): Promise<number>
}

interface Part {
  readonly number: string
  readonly lines: readonly { readonly lineNumber: number; readonly quantity: number }[]
}

export async function personOf(
  hub: TestHub,
  { tenantId, accountId }: { tenantId: number; accountId: number },
): Promise<Person> {
  const wish = { accountId, family: 'native', limit: null, sandbox: false }
  const native = clientOf(hub, (await createCredential(hub.pool, tenantId, wish, 0)).secret)
  const numbersOf = async (number: string) => {
    const { rows } = await hub.pool.query<{ order_number: number }>(
      'select order_number from orders where tenant_id = $1 and seller_order_number = $2',
      [tenantId, number],
    )
    return rows.map((row) => Number(row.order_number))
  }
  const person: Person = {
    post: async (path, body = {}) => {
      const answer = await native.post(path, body)
      expect(answer.status, answer.text).toBeLessThan(300)
      return answer.body
    },
    orderNumberOf: async (number) => {
      const [first] = await numbersOf(number)
      if (first === undefined) throw new Error(`there is no order ${number}`)
      return first
    },
    howMany: async (number) => (await numbersOf(number)).length,
    shipInTwo: async (number, known) => {
      const orderNumber = known ?? (await person.orderNumberOf(number))
      const { body } = await native.get(`/v1/orders/${orderNumber}`)
      const [part] = body.fulfilmentOrders as readonly Part[]
      if (part === undefined) throw new Error(`order ${number} has no part`)
      const [first, ...others] = part.lines
      if (first === undefined) throw new Error(`order ${number} has no line`)
      const rest = [{ ...first, quantity: first.quantity - 1 }, ...others].filter((line) => line.quantity > 0)
      const packages = [
        { packageNumber: 'P1', lines: [{ lineNumber: first.lineNumber, quantity: 1 }] },
        { packageNumber: 'P2', lines: rest.map(({ lineNumber, quantity }) => ({ lineNumber, quantity })) },
      ]
      const path = `/v1/fulfilment-orders/${part.number}`
      await person.post(`${path}/pack`, { packages })
      for (const packageNumber of ['P1', 'P2']) {
        const trackingNumber = `${number}-${packageNumber}`
        await person.post(`${path}/hand-over`, { carrier: 'DHL', trackingNumber, packageNumber })
      }
    },
  }
  return person
}
