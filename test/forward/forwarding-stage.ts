// A hub whose orders are sent to the stub platform: for each test a tenant of its own, whose one connection leads there.
// What is due is done when a test says so.
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { CallLog } from '../../src/forward/call-log.js'
import { Forwarder } from '../../src/forward/forwarder.js'
import type { Address } from '../../src/order/order.js'
import { audit } from '../../src/store/audit.js'
import { secretBox } from '../../src/store/secret-box.js'
import { ADDRESS, type Body, type NativeClient, openTenant, stockShop } from '../http/native-client.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { type StubOrder, type StubPlatform, startStubPlatform, stubPlatforms } from './stub-platform.js'

export interface ForwardingStage {
  readonly hub: TestHub
  readonly forwarder: Forwarder
  /** Moves the clock on, and does what is due by then. */
  pass(minutes: number): Promise<void>
  begin(): Promise<ForwardingScene>
  /** Ends the hub, when no scene is on any more. */
  close(): Promise<void>
}

export interface ForwardingScene {
  readonly client: NativeClient
  readonly stub: StubPlatform
  /** The number of the one that leads to the stub platform. */
  readonly connection: number
  placeOrder(quantity?: number, address?: Partial<Address>): Promise<number>
  forwarding(order: number): Promise<Body>
  /** The first one of the order. */
  part(order: number): Promise<Part>
  /** The order as the platform has it. */
  there(order: number): StubOrder
  /** How often the platform was asked to take an order. */
  placings(): number
  /** The platform, which had gone, is back at another address. */
  comeBack(): Promise<void>
  /** The platform has no order that we do not know of, and the auditor finds nothing. */
  end(): Promise<void>
}

export interface Part {
  readonly status: string
  readonly shipments: readonly { readonly trackingNumber: string; readonly lines: readonly unknown[] }[]
}

/** A stage for the file, and a scene for each test: what is returned has all of both while a test runs. */
export function forwardingScenes(): ForwardingStage & ForwardingScene {
  const scene = {} as ForwardingStage & ForwardingScene
  const show = (more: object) => Object.defineProperties(scene, Object.getOwnPropertyDescriptors(more))
  beforeAll(async () => {
    show(await openForwardingStage())
  })
  beforeEach(async () => {
    show(await scene.begin())
  })
  afterEach(() => scene.end())
  afterAll(() => scene.close())
  return scene
}

async function openForwardingStage(): Promise<ForwardingStage> {
  const hub = await startTestHub({ work: false, allowPrivateTargets: true, platforms: stubPlatforms })
  const parts = { pool: hub.pool, lanes: hub.lanes, clock: hub.now, platforms: stubPlatforms }
  const box = secretBox(Buffer.alloc(32, 7))
  const failed = (error: unknown): never => {
    throw error
  }
  const callLog = new CallLog(hub.pool, failed)
  const forwarder = new Forwarder({ ...parts, box, rules: { allowPrivate: true }, callLog }, failed)
  return {
    hub,
    forwarder,
    pass: async (minutes) => {
      hub.advance(minutes * 60_000)
      await forwarder.doAllDue()
    },
    begin: () => begin(hub),
    close: async () => {
      await forwarder.close()
      await hub.close()
    },
  }
}

async function begin(hub: TestHub): Promise<ForwardingScene> {
  let stub = await startStubPlatform()
  const client = await openTenant(hub)
  await stockShop(client)
  const made = await client.post('/v1/connections', {
    name: 'warehouse',
    dialect: 'stub',
    baseUrl: `${stub.url}/`,
    credentials: { token: 'good' },
    mappings: {
      skus: { MUG: 'their-mug' },
      locations: { MAIN: 'W1' },
      shippingMethods: { standard: 'SLOW' },
    },
    settings: { client_code: 'C1' },
    store: { name: 's', marketplace: 'US' },
  })
  expect(made.status, made.text).toBe(201)
  const connection = Number(made.body.id)
  const rule = await client.post('/v1/routing-rules', { connection: 'warehouse', location: 'MAIN' })
  expect(rule.status, rule.text).toBe(201)
  return {
    client,
    get stub() {
      return stub
    },
    connection,
    placeOrder: async (quantity = 3, address = {}) => {
      const body = {
        address: { ...ADDRESS, ...address },
        lines: [{ sku: 'MUG', quantity }],
        speed: 'standard',
      }
      const placed = await client.post('/v1/orders', body)
      expect(placed.status, placed.text).toBe(201)
      return Number(placed.body.orderNumber)
    },
    forwarding: async (order) => (await client.get(`/v1/forwardings/${order}-1`)).body,
    part: async (order) => {
      const { body } = await client.get(`/v1/orders/${order}`)
      const [first] = body.fulfilmentOrders as readonly Part[]
      if (first === undefined) throw new Error('an order has a part')
      return first
    },
    there: (order) => {
      const found = stub.orders.get(`${order}-1`)
      if (found === undefined) throw new Error(`${order} is not there`)
      return found
    },
    placings: () => stub.asked.filter((path) => path === '/place').length,
    comeBack: async () => {
      stub = await startStubPlatform()
    },
    end: async () => {
      const { rows } = await hub.pool.query('select 1 from forwardings where tenant_id = $1', [
        client.tenantId,
      ])
      expect(rows.length).toBeGreaterThanOrEqual(stub.orders.size)
      const results = await audit(hub.connectionString, client.tenantId)
      expect(results.flatMap((one) => one.violations)).toEqual([])
      await client.patch(`/v1/connections/${connection}`, { enabled: false })
      await stub.close()
    },
  }
}
