/**
 * A hub in this process, on a database of its own, with a clock that stands still until it is moved; and shops
 * in it: a fresh tenant each, set up as the fixture of facts/kakaclo.md §17.
 */
import { tmpdir } from 'node:os'
import { putAssortment, receiveStock, topUp } from '../../src/cli/demo.js'
import { DEMO, type NewStock } from '../../src/cli/demo-data.js'
import { act as actOn } from '../../src/commit/acts.js'
import { DueWork } from '../../src/commit/due-work.js'
import type { Platforms } from '../../src/forward/parts.js'
import type { SpoilingSettings } from '../../src/http/spoiling.js'
import { type Hub, startHub } from '../../src/hub.js'
import type { NewsSettings } from '../../src/news/broadcast.js'
import type { OrderWish } from '../../src/order/wishes.js'
import { createAccount, createCredential, createTenant, type NewAccount } from '../../src/store/setup.js'
import { freshDatabase } from './database.js'

export interface TestHub extends Hub {
  /** Of its database. */
  readonly connectionString: string
  /** The hub's clock, in milliseconds since 1970. */
  now(): number
  /** Moves the hub's clock on. */
  advance(milliseconds: number): void
  /** Does all that is due by now, without waiting for the hub to look for it. */
  settle(): Promise<void>
}

/** Half a second past a whole one, since dates are printed in whole seconds. */
const START = Date.UTC(2026, 0, 15, 8, 30, 0, 500)

export interface TestHubOptions {
  /** False: nothing is done in the background. */
  readonly work?: boolean
  readonly allowPrivateTargets?: boolean
  readonly platforms?: Platforms
  readonly trustedProxies?: readonly string[]
  readonly spoiling?: SpoilingSettings
  readonly news?: NewsSettings
  /** One more process on its database. */
  readonly beside?: TestHub
}

export async function startTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  const { work = true, allowPrivateTargets = false, platforms, trustedProxies = [], spoiling, news } = options
  const { beside } = options
  const database = beside === undefined ? await freshDatabase() : { ...beside, drop: async () => {} }
  let now = START
  const config = {
    host: '127.0.0.1',
    port: 0,
    dataDir: tmpdir(),
    databaseUrl: database.connectionString,
    secretKey: Buffer.alloc(32, 7),
    logLevel: process.env.TEST_LOG ?? 'silent',
    demo: false,
    work,
    allowPrivateTargets,
    trustedProxies,
    consolePassword: undefined,
    requestLogDays: 7,
    auditLogDays: 0,
  }
  const hub = await startHub(config, database.connectionString, {
    clock: () => now,
    ...(platforms !== undefined && { platforms }),
    ...(spoiling !== undefined && { spoiling }),
    ...(news !== undefined && { news }),
  })
  const failed = (error: unknown): never => {
    throw error
  }
  const dueWork = new DueWork(hub.pool, hub.lanes, () => now, failed)
  return {
    ...hub,
    connectionString: database.connectionString,
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds
    },
    settle: () => dueWork.doAllDue(),
    close: async () => {
      await dueWork.close()
      await hub.close()
      await database.drop()
    },
  }
}

const FIXTURE_STOCK: readonly NewStock[] = [
  { sku: 'AMB01682_W_M_AU', location: 'G007', quantity: 100 },
  { sku: 'FSZW03961_Y_XL_NUB', location: 'G006', quantity: 45 },
  { sku: 'FSZW03961_Y_XL_NUB', location: 'G007', quantity: 20 },
  { sku: 'FSZW08923_R_L_NUB', location: 'G007', quantity: 1 },
  { sku: 'FSZW08923_R_L_NUB', location: 'H008', quantity: 2 },
  { sku: 'FSZW06578_P_L_NUB', location: 'G007', quantity: 50 },
]

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed text, for a test to look into. */
  readonly body: Envelope
}

export interface Envelope {
  readonly code: number
  readonly message: string
  readonly data: unknown
}

/** An account with stock, money and a token. */
export interface Shop {
  readonly tenantId: number
  readonly accountId: number
  readonly token: string
  get(path: string): Promise<Answer>
  post(path: string, body: unknown): Promise<Answer>
  /** Another token of the same account. */
  newToken(): Promise<string>
  /** A token of another account of the same tenant, that draws on the same stock. */
  neighbourToken(): Promise<string>
  topUp(amountMinor: number): Promise<void>
  /** What a person does with an order: the wish, and nothing is refused. */
  act(orderNumber: number, wish: OrderWish): Promise<void>
  /** Packs and hands over all of it, or what one location ships of it. */
  ship(orderNumber: number, location?: string): Promise<void>
  /** Orders, stock and balance: what a refusal must leave alone. */
  state(): Promise<{ orders: number; levels: readonly string[]; balanceMinor: number }>
}

let shops = 0

export async function openShop(
  hub: TestHub,
  balanceMinor = 100_000,
  wish: Partial<NewAccount> = {},
): Promise<Shop> {
  shops += 1
  const tenantId = await createTenant(hub.pool, `shop ${shops}`, START)
  if (tenantId === null) throw new Error('a fresh name has no tenant')
  const account: NewAccount = {
    name: 'shop',
    stockOwnerId: null,
    outOfStock: 'refuse',
    refundReviewMs: 0,
    unpaidExpiryMs: null,
    routingPolicy: 'fewest_splits',
    payment: 'balance',
    currency: 'USD',
    ...wish,
  }
  const accountId = await createAccount(hub.pool, tenantId, account, START)
  if (accountId === null) throw new Error('a fresh tenant has no account')
  await putAssortment(hub.pool, tenantId, accountId, DEMO, START)
  const lane = hub.lanes.of(tenantId)
  await receiveStock(lane, accountId, FIXTURE_STOCK)
  if (balanceMinor > 0) await topUp(lane, accountId, accountId, balanceMinor)

  const newToken = async (ofAccount = accountId): Promise<string> => {
    const wish = { accountId: ofAccount, family: 'kakaclo', limit: null, sandbox: false }
    return (await createCredential(hub.pool, tenantId, wish, START)).secret
  }
  const act: Shop['act'] = async (orderNumber, wish) => {
    const caller = { accountId, ownerId: accountId }
    const done = await actOn(hub.pool, lane, { tenantId, caller, orderNumber, wish, key: null })
    if (!done.ok) throw new Error(`${wish.kind} is refused: ${JSON.stringify(done.rejection)}`)
  }
  const token = await newToken()
  const authorization = { Authorization: `Bearer ${token}` }
  return {
    tenantId,
    accountId,
    token,
    newToken: () => newToken(),
    neighbourToken: async () => {
      const neighbour = { ...account, name: 'neighbour', stockOwnerId: accountId }
      const neighbourId = await createAccount(hub.pool, tenantId, neighbour, START)
      if (neighbourId === null) throw new Error('there is one neighbour a shop')
      return newToken(neighbourId)
    },
    get: (path) => call(hub, path, { headers: authorization }),
    post: (path, body) =>
      call(hub, path, {
        method: 'POST',
        headers: { ...authorization, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    topUp: async (amountMinor) => {
      const caller = { accountId, ownerId: accountId }
      const answer = await lane.submit({ kind: 'top_up', caller, key: null, accountId, amountMinor })
      if (!answer.ok) throw new Error(`the top-up is refused: ${answer.rejection.kind}`)
    },
    act,
    ship: async (orderNumber, location) => {
      const { rows } = await hub.pool.query<{ sequence: number }>(
        `select sequence from fulfilment_orders
         where tenant_id = $1 and order_number = $2 and location = coalesce($3, location) order by 1`,
        [tenantId, orderNumber, location ?? null],
      )
      for (const { sequence } of rows) {
        const parcel = { carrier: 'Yanwen', trackingNumber: `VR${orderNumber}${sequence}YP` }
        await act(orderNumber, { kind: 'pack', sequence, packages: null })
        await act(orderNumber, { kind: 'hand_over', sequence, packageNumber: null, ...parcel })
      }
    },
    state: () => readState(hub, tenantId),
  }
}

export async function call(hub: TestHub, path: string, request: RequestInit): Promise<Answer> {
  const response = await fetch(hub.url + path, request)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Envelope }
}

async function readState(hub: TestHub, tenantId: number): ReturnType<Shop['state']> {
  const { rows } = await hub.pool.query<{ orders: number; levels: string[]; balance: number }>(
    `select (select count(*)::integer from orders where tenant_id = $1) as orders,
       (select array_agg(concat_ws(' ', sku, location, on_hand, reserved) order by sku, location)
        from stock_levels where tenant_id = $1) as levels,
       (select sum(balance_minor)::bigint from accounts where tenant_id = $1) as balance`,
    [tenantId],
  )
  const row = rows[0]
  if (row === undefined) throw new Error('a selection without a table answers with one row')
  return { orders: row.orders, levels: row.levels, balanceMinor: row.balance }
}
