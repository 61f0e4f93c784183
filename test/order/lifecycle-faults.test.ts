/** Stories that once went wrong, in the fewest commands: each found by the model (lifecycle-model.test.ts). */
import { expect, test } from 'vitest'
import { asPlaced } from '../../src/order/as-placed.js'
import type { Command } from '../../src/order/command.js'
import type { AfterSaleWish } from '../../src/order/commands/after-sale.js'
import type { OrderEvent } from '../../src/order/effects.js'
import type { Order } from '../../src/order/order.js'
import { callerOf, SKUS, Story, type Wish } from './corner-shop.js'

const skus = [...SKUS]
const OWN: Wish = {
  ...{ accountId: 2, ownGoods: true, payment: 'elsewhere', speed: null, onlyLocation: 'NEAR' },
  acceptShortage: true,
}
const DRAFT: Wish = { ...OWN, review: 'later' }

type Act<K extends Command['kind']> = Omit<
  Extract<Command, { kind: K }>,
  'kind' | 'caller' | 'key' | 'orderNumber'
>

class Acts extends Story {
  tried<K extends Command['kind']>(kind: K, { accountId, orderNumber }: Order, rest: Act<K>) {
    return this.decide(this.#command(kind, accountId, orderNumber, rest))
  }

  /** Does it, and answers with the order as it is then. */
  done<K extends Command['kind']>(kind: K, order: Order, rest: Act<K>): Order {
    this.do(this.#command(kind, order.accountId, order.orderNumber, rest))
    return this.order(order.orderNumber)
  }

  #command<K extends Command['kind']>(kind: K, accountId: number, orderNumber: number, rest: Act<K>) {
    // A command is its kind, who asks, of which order, and the rest.
    return { kind, caller: callerOf(accountId), key: null, orderNumber, ...rest } as Command
  }

  level(sku: string, location: string) {
    return this.snapshot.levelsOf(1, sku).find((one) => one.location === location)
  }

  events(): readonly OrderEvent[] {
    return this.effects.flatMap((one) => one.events)
  }
}

const statuses = (order: Order) => order.fulfilmentOrders.map((part) => part.status)

const REFUND: AfterSaleWish = {
  ...{ kind: 'refund', goods: 'unshipped', pieces: null, amountMinor: null },
  ...{ reason: null, remark: null, images: [], extra: null },
}

const approve = (order: Order) => ({
  ...{ afterSaleNumber: order.afterSales.at(-1)?.afterSaleNumber ?? 0, skus },
  ...{ approved: true, reason: null, amountMinor: null },
})

test('a draft that is given back whole is over: no review is due', () => {
  const story = new Acts()
  const draft = story.place(DRAFT)
  const asked = story.done('request_after_sale', draft, { wish: REFUND })
  const over = story.done('decide_after_sale', asked, approve(asked))
  expect([over.orderStatus, over.due, over.details.review]).toEqual(['cancelled', null, null])
  expect(story.tried('review', over, { skus })).toMatchObject({ ok: true, replayed: true })
})

test('who leaves the queue for the balance leaves it to those behind: a voucher, a payment', () => {
  const story = new Acts().receive('A', { NEAR: 20 }).topUp(150)
  const large = story.place({ lines: [['A', 5]] })
  const small = story.place({ lines: [['A', 1]] })
  expect([large, small].map((order) => order.financialStatus)).toEqual(['waiting', 'waiting'])
  story.done('submit_voucher', large, { urls: ['https://v.example/1'], remark: null })
  expect(story.order(small.orderNumber).financialStatus).toBe('paid')
  expect(story.snapshot.accounts.get(1)?.hasWaiting).toBe(false)

  const third = story.place({ lines: [['A', 5]] })
  story.done('settle_payment', story.order(large.orderNumber), { approved: true, reason: null })
  story.done('cancel', third, { reason: null })
  story.topUp(1000)
  expect(story.place({}).financialStatus).toBe('paid')
})

test('cancelling pieces of an order that waits lets none behind it go before it', () => {
  const story = new Acts().receive('A', { NEAR: 20 }).topUp(250)
  const first = story.place({ lines: [['A', 3]] })
  const second = story.place({ lines: [['A', 1]] })
  const pieces = [{ lineNumber: 1, quantity: 1 }]
  const answer = story.tried('cancel', first, { reason: null, pieces })
  expect(answer).toMatchObject({ ok: true, outcome: { moreWaiting: true } })
  story.done('cancel', first, { reason: null, pieces })
  expect(story.snapshot.accounts.get(1)?.hasWaiting).toBe(true)
  story.do({ kind: 'pay_waiting', caller: callerOf(1), key: null, accountId: 1 })
  const after = [first, second].map((order) => story.order(order.orderNumber).financialStatus)
  expect(after).toEqual(['paid', 'waiting'])
})

const split = { sequence: 1, lines: [{ lineNumber: 1, quantity: 2 }] }

test('parts of one order at one location share its stock: a review', () => {
  const story = new Acts().receive('A', { NEAR: 3 })
  const draft = story.place({ ...DRAFT, lines: [['A', 4]] })
  const order = story.done('review', story.done('split', draft, split), { skus })
  expect(statuses(order)).toEqual(['allocated', 'shortage'])
  expect(story.level('A', 'NEAR')).toMatchObject({ onHand: 3, reserved: 2 })
})

test('the same when all parts are allocated, or released, at once', () => {
  for (const kind of ['allocate', 'release'] as const) {
    const story = new Acts()
    const short = story.done('split', story.place({ ...OWN, lines: [['A', 4]] }), split)
    const order =
      kind === 'allocate'
        ? short
        : story.done('hold', short, { sequence: null, hold: { kind: 'asked', reason: '' } })
    story.receive('A', { NEAR: 3 })
    expect(statuses(story.done(kind, order, { sequence: null, skus }))).toEqual(['allocated', 'shortage'])
    expect(story.level('A', 'NEAR')).toMatchObject({ onHand: 3, reserved: 2 })
  }
})

test('a part merged of one that has its stock and one that has not takes no more than there is', () => {
  const story = new Acts()
  const short = story.done('split', story.place({ ...OWN, lines: [['A', 4]] }), split)
  story.receive('A', { NEAR: 2 })
  const one = story.done('allocate', short, { sequence: 1, skus })
  const held = story.done('hold', one, { sequence: null, hold: { kind: 'asked', reason: '' } })
  const merged = story.done('merge', held, { sequence: 1, sequences: [1, 2] })
  expect(statuses(story.done('release', merged, { sequence: null, skus }))).toEqual(['shortage', 'cancelled'])
  expect(story.level('A', 'NEAR')).toMatchObject({ onHand: 2, reserved: 0 })
})

test('a review leaves alone what was cancelled of a draft', () => {
  const story = new Acts().receive('A', { NEAR: 9 })
  const parts = story.done('split', story.place({ ...DRAFT, lines: [['A', 4]] }), split)
  const left = story.done('cancel', parts, { reason: null, pieces: 'all', sequence: 2 })
  expect(statuses(story.done('review', left, { skus }))).toEqual(['allocated', 'cancelled'])
})

test('a part that was short is held for what keeps its order, also where it is moved to', () => {
  const story = new Acts().receive('A', { FAR: 9 })
  const order = story.place({ ...OWN, holds: [{ kind: 'label', reason: 'no label' }] })
  expect(statuses(order)).toEqual(['shortage'])
  expect(statuses(story.done('move', order, { sequence: 1, location: 'FAR', skus }))).toEqual(['hold'])
})

test('an order of which a part is over can be held', () => {
  const story = new Acts().receive('A', { NEAR: 9 })
  const parts = story.done('split', story.place({ ...OWN, lines: [['A', 4]] }), split)
  const merged = story.done('merge', parts, { sequence: 1, sequences: [1, 2] })
  const held = story.done('hold', merged, { sequence: null, hold: { kind: 'asked', reason: '' } })
  expect(statuses(held)).toEqual(['hold', 'cancelled'])
})

test('what is asked back stays as it is until that is decided, and is then given back', () => {
  const story = new Acts().receive('A', { NEAR: 9 }).topUp(1000)
  const order = story.place({ lines: [['A', 4]] })
  const pieces = [{ lineNumber: 1, quantity: 3 }]
  const asked = story.done('request_after_sale', order, { wish: { ...REFUND, pieces } })
  const state = `refunding (${asked.afterSales[0]?.afterSaleNumber})`
  for (const answer of [
    story.tried('split', asked, split),
    story.tried('cancel', asked, { reason: null, pieces, sequence: null }),
  ]) {
    expect(answer).toMatchObject({ ok: false, rejection: { kind: 'not_allowed_in_state', state } })
  }
  const done = story.done('decide_after_sale', asked, approve(asked))
  expect([done.refundStatus, done.refundedMinor, statuses(done)]).toEqual([
    'partially_refunded',
    303,
    ['allocated'],
  ])
})

test('splitting off nothing is refused', () => {
  const story = new Acts().receive('A', { NEAR: 9 })
  const answer = story.tried('split', story.place(OWN), { sequence: 1, lines: [] })
  expect(answer).toMatchObject({ ok: false, rejection: { kind: 'invalid_field' } })
})

test('no more is asked back for goods that have not left than they cost', () => {
  const story = new Acts().receive('A', { NEAR: 9 }).topUp(1000)
  const order = story.place({ lines: [['A', 2]] })
  const wish = { ...REFUND, pieces: [{ lineNumber: 1, quantity: 1 }], amountMinor: 203 }
  const answer = story.tried('request_after_sale', order, { wish })
  expect(answer).toMatchObject({ ok: false, rejection: { kind: 'more_than_left', asked: 203, left: 101 } })
})

test('goods that come back are named by their line, also if they left in two parts', () => {
  const story = new Acts().receive('A', { NEAR: 4 })
  let order = story.done('split', story.place({ ...OWN, lines: [['A', 4]] }), split)
  for (const sequence of [1, 2]) {
    order = story.done('pack', order, { sequence, packages: null })
    const parcel = { carrier: 'C', trackingNumber: `T${sequence}`, packageNumber: null }
    order = story.done('hand_over', order, { sequence, ...parcel, skus })
  }
  const wish: AfterSaleWish = { ...REFUND, kind: 'return', goods: 'shipped' }
  order = story.done('request_after_sale', order, { wish })
  order = story.done('decide_after_sale', order, approve(order))
  const afterSaleNumber = order.afterSales[0]?.afterSaleNumber ?? 0
  const goods = [{ lineNumber: 1, quantity: 3, condition: 'sellable' as const, location: null }]
  const rest = { afterSaleNumber, skus, amountMinor: null, replacementOrderNumber: null }
  order = story.done('receive_return', order, { ...rest, goods })
  expect(order.afterSales[0]?.received.map((one) => one.quantity)).toEqual([2, 1])
  expect(story.level('A', 'NEAR')).toMatchObject({ onHand: 3, reserved: 0 })
})

test('an order that waits for stock does not wait where nothing is shipped from', () => {
  const order = new Acts().place({ lines: [['A', 1, 'SHUT']], acceptShortage: true })
  expect(order.fulfilmentOrders.map((part) => part.location)).toEqual(['NEAR'])
})

test('an order is told as it was placed, also when pieces of it were cancelled unpaid', () => {
  const story = new Acts().receive('A', { NEAR: 4 })
  const first = story.place({ lines: [['A', 3]] })
  const pieces = [{ lineNumber: 1, quantity: 1 }]
  const order = story.done('cancel', first, { reason: null, pieces })
  const [event] = story.events()
  expect(asPlaced(order, event && { ...event, at: first.createdAt })).toMatchObject({
    ...first,
    fulfilmentOrders: [{ lines: [{ quantity: 3, reserved: 3 }] }],
  })
})

test('a draft tells which lines it was made without', () => {
  const order = new Acts().receive('A', { NEAR: 1 }).place({
    ...DRAFT,
    lines: [
      ['A', 1],
      ['B', 1],
    ],
    acceptShortage: false,
    partial: true,
  })
  expect(order.details.failedLines).toMatchObject([{ position: 2, fault: 'out_of_stock' }])
})

test('a label reaches an order of which a part is over', () => {
  const story = new Acts().receive('A', { NEAR: 9 })
  const order = story.place({ ...OWN, lines: [['A', 4]], holds: [{ kind: 'label', reason: 'no label' }] })
  const merged = story.done('merge', story.done('split', order, split), { sequence: 1, sequences: [1, 2] })
  const label = { url: 'https://l.example/1' }
  const labelled = story.done('label', merged, { sequence: null, label, extra: {}, skus })
  expect([labelled.details.label, ...statuses(labelled)]).toEqual([label, 'allocated', 'cancelled'])
})
