// Faults on purpose (docs/sandbox.md): every API's caller may ask for them with a sandbox credential, and nobody else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit } from '../../src/store/audit.js'
import * as apicenter from '../support/apicenter.js'
import { openShop, startTestHub, type TestHub } from '../support/hub.js'
import * as lingxing from '../support/lingxing.js'
import * as pandapon from '../support/pandapon.js'
import { ADDRESS, openTenant, stockShop } from './native-client.js'

interface Answer {
  readonly status: number
  readonly text: string
}

interface Caller {
  readonly tenantId: number
  readonly place: (number: string, recipient: string) => Promise<Answer>
  /** What its API answers, where an order is refused. */
  readonly tooMany: RegExp
  readonly broken: RegExp
  /** Refused for want of stock; null: it is taken, and short. */
  readonly noStock: RegExp | null
}

const BUYER = {
  country: 'US',
  province: 'Ohio',
  city: 'Akron',
  street1: '1 Main St',
  phone: '1',
  zip: '44301',
}

/** `GOODS` is one piece of something that is in stock. */
const CALLERS: Readonly<Record<string, (hub: TestHub) => Promise<Caller>>> = {
  'KakaClo v1': (hub) => openKakaclo(hub, '/openapi/v1/order/orders'),
  'KakaClo v2': (hub) => openKakaclo(hub, '/openapi/v2/order/orders'),
  'PandaPon, Taobao': async (hub) => {
    const client = await pandapon.openPandapon(hub, hub.now, { currency: 'CNY' })
    const bodyOf = (sellerOrderNumber: string, name: string) =>
      pandapon.createOrder([pandapon.line(0, { quantity: '1' })], {
        sellerOrderNumber,
        receiver: JSON.stringify({ ...pandapon.RECEIVER, name }),
      })
    return {
      tenantId: client.tenantId,
      place: (number, name) => client.post('/open/order', bodyOf(number, name)),
      tooMany: /"code":42901/,
      broken: /"code":50001/,
      noStock: /STOCK_NOT_ENOUGH/,
    }
  },
  Lingxing: async (hub) => {
    const client = await lingxing.openLingxing(hub, hub.now)
    const bodyOf = (order_id: string, receiver: string) => ({ ...lingxing.CREATE_ORDER, order_id, receiver })
    return {
      tenantId: client.tenantId,
      place: async (number, receiver) => {
        await client.fetchToken()
        return client.post('/order/amzod/api/createOrder', bodyOf(number, receiver))
      },
      tooMany: /3001008/,
      broken: /"code":500/,
      noStock: null,
    }
  },
  apicenter: async (hub) => {
    const client = await apicenter.openApicenter(hub)
    const bodyOf = (order_number: string, name: string) => ({
      ...apicenter.CREATE_ORDER,
      package: { order_number },
      receiver: { ...apicenter.CREATE_ORDER.receiver, name },
    })
    return {
      tenantId: client.tenantId,
      place: (number, name) => client.post('/apicenter/api/order', bodyOf(number, name)),
      tooMany: /"code":429/,
      broken: /"code":500/,
      noStock: null,
    }
  },
  'the native API': async (hub) => {
    const client = await openTenant(hub)
    await stockShop(client)
    return {
      tenantId: client.tenantId,
      place: (sellerOrderNumber, recipient) =>
        client.post('/v1/orders', {
          sellerOrderNumber,
          address: { ...ADDRESS, recipient },
          lines: [{ sku: 'MUG', quantity: 1 }],
          speed: 'standard',
        }),
      tooMany: /"code":"rate_limited"/,
      broken: /"code":"internal"/,
      noStock: /"code":"out_of_stock"/,
    }
  },
}

async function openKakaclo(hub: TestHub, path: string): Promise<Caller> {
  const shop = await openShop(hub)
  const bodyOf = (customOrderId: string, recipient: string) => ({
    customOrderId,
    orderAddresses: { ...BUYER, recipient },
    orderItemsList: [{ sku: 'AMB01682_W_M_AU', quantity: 1 }],
    salePlatform: 'KA',
    channelType: 'Standard',
  })
  return {
    tenantId: shop.tenantId,
    place: (number, recipient) => shop.post(path, bodyOf(number, recipient)),
    tooMany: /"code":10429/,
    broken: /"code":10500/,
    noStock: /not enough stock of AMB01682_W_M_AU: asked 1, available 0/,
  }
}

interface Placed {
  readonly order_status: string
  readonly cancel_reason: string | null
  readonly parts: readonly string[]
}

let hub: TestHub

beforeAll(async () => {
  hub = await startTestHub({ spoiling: { silentMs: 20, lateMs: 20 } })
})
afterAll(() => hub.close())

/** The order of that number, as it is by now. */
async function orderOf(tenantId: number, number: string): Promise<Placed | undefined> {
  const { rows } = await hub.pool.query<Placed>(
    `select o.order_status, o.details ->> 'cancelReason' as cancel_reason,
       (select array_agg(f.status) from fulfilment_orders f
        where f.tenant_id = o.tenant_id and f.order_number = o.order_number) as parts
     from orders o where o.tenant_id = $1 and o.seller_order_number = $2`,
    [tenantId, number],
  )
  expect(rows.length).toBeLessThan(2)
  return rows[0]
}

describe.each(Object.entries(CALLERS))('%s', (_name, open) => {
  let caller: Caller
  beforeAll(async () => {
    caller = await open(hub)
    await hub.pool.query('update credentials set sandbox = true where tenant_id = $1', [caller.tenantId])
    hub.advance(1_001)
  })
  afterAll(async () => {
    const results = await audit(hub.connectionString, caller.tenantId)
    expect(results.flatMap((one) => one.violations)).toEqual([])
  })
  const find = (number: string) => orderOf(caller.tenantId, number)

  test('429 and 500: refused in the API’s own words, and nothing is placed', async () => {
    const tooMany = await caller.place('S-429', 'fault:429')
    expect(tooMany.text).toMatch(caller.tooMany)
    const broken = await caller.place('S-500', 'Fault:500 Smith')
    expect(broken.status).toBe(500)
    expect(broken.text).toMatch(caller.broken)
    expect([await find('S-429'), await find('S-500')]).toEqual([undefined, undefined])
  })

  test('out-of-stock: as if there were none', async () => {
    const { text } = await caller.place('S-none', 'fault:out-of-stock')
    await hub.settle()
    const order = await find('S-none')
    if (caller.noStock === null) expect(['shortage', 'cancelled']).toContain(order?.parts[0])
    else {
      expect(text).toMatch(caller.noStock)
      expect(order?.order_status ?? 'cancelled').toBe('cancelled')
    }
  })

  test('refuse-after-accept: accepted, and cancelled soon after', async () => {
    expect((await caller.place('S-refused', 'fault:refuse-after-accept')).status).toBeLessThan(300)
    await hub.settle()
    expect((await find('S-refused'))?.order_status).not.toBe('cancelled')
    hub.advance(5_000)
    await hub.settle()
    expect(await find('S-refused')).toMatchObject({
      order_status: 'cancelled',
      cancel_reason: 'refused after it was accepted, as its caller asked',
    })
  })

  test('late-shortage: its stock is reserved, and gone soon after', async () => {
    await caller.place('S-short', 'fault:late-shortage')
    await hub.settle()
    const before = (await find('S-short'))?.parts
    expect(['allocated', 'drafted', 'hold']).toContain(before?.[0])
    hub.advance(5_000)
    await hub.settle()
    expect((await find('S-short'))?.parts).toEqual(['shortage'])
  })

  test('timeout-after-commit: no answer, but an order; who asks again is answered', async () => {
    await expect(caller.place('S-lost', 'fault:timeout-after-commit')).rejects.toThrow()
    expect(await find('S-lost')).toBeDefined()
    expect((await caller.place('S-lost', 'fault:timeout-after-commit')).status).toBeLessThan(300)
    expect(await find('S-lost')).toBeDefined()
  })

  test('slow and garbage: the answer comes late, or is no JSON', async () => {
    expect((await caller.place('S-slow', 'fault:slow')).status).toBeLessThan(300)
    await expect(caller.place('S-garbage', 'fault:garbage')).rejects.toThrow(SyntaxError)
    expect([await find('S-slow'), await find('S-garbage')]).not.toContain(undefined)
  })

  test('a word that is no fault, and other names, are placed', async () => {
    expect((await caller.place('S-word', 'fault:no-such-thing')).status).toBeLessThan(300)
    expect((await caller.place('S-name', 'Ann fault:429')).status).toBeLessThan(300)
    expect([await find('S-word'), await find('S-name')]).not.toContain(undefined)
  })

  test('another credential’s order of the same name is simply placed', async () => {
    await hub.pool.query('update credentials set sandbox = false where tenant_id = $1', [caller.tenantId])
    hub.advance(1_001)
    for (const fault of ['429', 'timeout-after-commit', 'out-of-stock', 'refuse-after-accept']) {
      expect((await caller.place(`P-${fault}`, `fault:${fault}`)).status).toBeLessThan(300)
    }
    hub.advance(10_000)
    await hub.settle()
    for (const fault of ['429', 'timeout-after-commit', 'out-of-stock', 'refuse-after-accept']) {
      const order = await find(`P-${fault}`)
      expect(order?.order_status).not.toBe('cancelled')
      expect(order?.parts).not.toContain('shortage')
    }
  })
})
