// The orders that the auditor's tests look at, placed by the engine.

import { expect } from 'vitest'
import { DueWork } from '../../src/commit/due-work.js'
import { createEngine } from '../../src/commit/engine.js'
import { Lanes } from '../../src/commit/lanes.js'
import type { NewOrder } from '../../src/order/calls.js'
import type { WarehouseCalls } from '../../src/order/warehouse-calls.js'
import type { OrderWish } from '../../src/order/wishes.js'
import type { Pool } from '../../src/store/pool.js'
import { secretBox } from '../../src/store/secret-box.js'
import {
  createAccount,
  createTenant,
  putItem,
  putLocation,
  putShippingMethod,
  putShippingRate,
} from '../../src/store/setup.js'

/**
 * Six paid orders (one of them split), one cancelled, one that the balance can't pay. Of the last two paid ones, a
 * piece has been given back, and one is asked for. And two inbound notices.
 */
export async function placeOrders(pool: Pool): Promise<void> {
  const at = Date.now()
  const tenantId = (await createTenant(pool, 'acme', at)) ?? 0
  const accountId =
    (await createAccount(
      pool,
      tenantId,
      {
        name: 'shop',
        stockOwnerId: null,
        outOfStock: 'refuse',
        refundReviewMs: 0,
        unpaidExpiryMs: null,
        routingPolicy: 'fewest_splits',
        payment: 'balance',
        currency: 'USD',
      },
      at,
    )) ?? 0
  for (const [index, code] of ['A', 'B'].entries()) {
    await putLocation(pool, tenantId, {
      code,
      number: null,
      name: code,
      country: 'CN',
      region: null,
      priority: index,
      enabled: true,
    })
  }
  await putShippingMethod(pool, tenantId, {
    code: 'S',
    name: 'S',
    speed: 'standard',
    purpose: 'order',
    enabled: true,
  })
  await putShippingRate(pool, tenantId, {
    method: 'S',
    originCountry: 'CN',
    destinationCountry: 'US',
    currency: 'USD',
    firstMinor: 500,
    firstGrams: 250,
    stepMinor: 100,
    stepGrams: 100,
    daysMin: 1,
    daysMax: 2,
  })
  for (const [sku, priceMinor] of [
    ['RED', 1000],
    ['BLUE', 333],
    ['GOLD', 5_000_000],
  ] as const) {
    const item = { sku, spu: null, name: sku, priceMinor, costMinor: null, currency: 'USD', weightGrams: 100 }
    await putItem(pool, tenantId, accountId, { ...item, status: 'on_shelf', details: {} }, at)
  }
  const watch = { committed: () => {}, failed: (error: unknown) => console.error(error) }
  const lanes = new Lanes(pool, () => Date.now(), watch)
  const lane = lanes.of(tenantId)
  const caller = { accountId, ownerId: accountId }
  for (const [sku, location, quantity] of [
    ['RED', 'A', 50],
    ['BLUE', 'B', 50],
    ['GOLD', 'A', 5],
  ] as const) {
    const move = { kind: 'move_stock', caller, key: null, sku, location, quantity, reason: 'test' } as const
    expect(await lane.submit(move)).toMatchObject({ ok: true })
  }
  await lane.submit({ kind: 'top_up', caller, key: null, accountId, amountMinor: 100_000 })

  const clock = () => Date.now()
  const keeping = { forms: new Map(), box: secretBox(Buffer.alloc(32)) }
  const dueWork = new DueWork(pool, lanes, clock, (error) => {
    throw error
  })
  const engine = createEngine(pool, lanes, clock, keeping, dueWork.soon.bind(dueWork))
  const account = { tenantId, accountId, ownerId: accountId, currency: 'USD' }
  const place = async (seller: string, ...lines: [string, number][]) => {
    const placed = await engine.placeOrder(account, newOrder(seller, lines))
    if (!placed.ok) throw new Error(JSON.stringify(placed.rejection))
    return placed.value.orderNumber
  }
  await Promise.all([place('A-0', ['RED', 1]), place('A-1', ['RED', 2], ['BLUE', 3], ['RED', 1])])
  await place('A-2', ['BLUE', 1])
  await place('A-3', ['BLUE', 2])
  for (const [seller, approved] of [
    ['BACK', true],
    ['ASKED', false],
  ] as const) {
    await place(seller, ['BLUE', 3])
    const name = { sellerOrderNumber: seller }
    const asked = await engine.actOnOrder(account, { family: 'test', name, wish: ASK })
    if (!asked.ok) throw new Error(JSON.stringify(asked.rejection))
    const { afterSaleNumber } = asked.value
    if (!approved || afterSaleNumber === null) continue
    const wish = {
      kind: 'decide_after_sale',
      afterSaleNumber,
      approved,
      reason: null,
      amountMinor: null,
    } as const
    expect(await engine.actOnOrder(account, { family: 'test', name, wish })).toMatchObject({ ok: true })
  }
  // From here on, whatever costs something waits for its money.
  await place('DEAR', ['GOLD', 1])
  const orderNumber = await place('GONE', ['RED', 4], ['BLUE', 4])
  expect(await lane.submit({ kind: 'cancel', caller, key: null, orderNumber, reason: 'test' })).toMatchObject(
    {
      ok: true,
    },
  )
  for (const number of ['OPEN', 'CLOSED']) {
    const announced = await engine.announceNotice(account, newNotice(number))
    const act = { number, account: null, scope: null, key: null }
    const counts = [{ rowNumber: 1, received: 2 }]
    await engine.actOnNotice(account, { ...act, act: { kind: 'receive_notice', version: null, counts } })
    if (number === 'CLOSED') await engine.actOnNotice(account, { ...act, act: { kind: 'close_notice' } })
    expect(announced).toMatchObject({ ok: true })
  }
}

function newNotice(number: string): WarehouseCalls['announceNotice']['input'] {
  const sizes = {
    weightMilligrams: null,
    lengthMicrometres: null,
    widthMicrometres: null,
    heightMicrometres: null,
  }
  const row = { sku: 'RED', quantity: 5, box: null, manufacturedOn: null, expiresOn: null, ...sizes }
  const head = {
    location: 'A',
    isReturn: false,
    announcedOn: null,
    expectedOn: null,
    remark: null,
    extra: null,
  }
  return { name: { number, scope: '' }, dialect: 'test', content: number, wish: { ...head, rows: [row] } }
}

const ASK: OrderWish = {
  kind: 'request_after_sale',
  wish: {
    kind: 'refund',
    goods: 'unshipped',
    pieces: [{ lineNumber: 1, quantity: 1 }],
    amountMinor: null,
    reason: null,
    remark: null,
    images: [],
    extra: null,
  },
}

function newOrder(sellerOrderNumber: string, lines: [string, number][]): NewOrder {
  return {
    family: 'test',
    dialect: 'test',
    sellerOrderNumber,
    address: {
      country: 'US',
      recipient: 'Ada',
      phone: null,
      province: null,
      city: null,
      street1: null,
      street2: null,
      postalCode: null,
      ioss: null,
      vat: null,
    },
    lines: lines.map(([sku, quantity]) => ({ sku, quantity, wishedLocation: null })),
    speed: 'standard',
    remark: null,
    salesChannel: null,
    warnings: [],
    extra: null,
  }
}
