/**
 * What happens to orders after their placing, in any order and as often as one likes: whatever is accepted or refused,
 * stock is conserved, parts move only as the table says, and every change has its event.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Command, OrderEvent } from '../../src/order/command.js'
import { decide } from '../../src/order/decide.js'
import { mayMove } from '../../src/order/lifecycle.js'
import type { FulfilmentOrder, Order } from '../../src/order/order.js'
import { Counting, callerOf, frozen, openShop, place } from './corner-shop.js'

const SEED = Number(process.env.SEED ?? 20_260_116)
const SEQUENCES = 600
const SHOPS_SKUS = ['A', 'B'] as const
const LOCATION = 'NEAR'

interface Step {
  readonly kind: Command['kind']
  /** Which of the orders there are, and how many pieces. */
  readonly nth: number
  readonly count: number
  readonly flag: boolean
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    'place',
    'move_stock',
    'move_stock',
    'review',
    'hold',
    'release',
    'allocate',
    'pack',
    'pack',
    'pack',
    'hand_over',
    'hand_over',
    'hand_over',
    'deliver',
    'annotate',
    'cancel',
  ),
  nth: fc.nat({ max: 5 }),
  count: fc.integer({ min: 1, max: 6 }),
  flag: fc.boolean(),
})

class Story {
  readonly snapshot = openShop()
  readonly #moment = new Counting()
  readonly #events = new Map<number, OrderEvent[]>()
  readonly #moved = new Map<string, number>()
  readonly #numbers: number[] = []
  accepted = 0

  command({ kind, nth, count, flag }: Step): Command {
    const caller = callerOf(2)
    const orderNumber = this.#numbers[nth % Math.max(1, this.#numbers.length)] ?? 404
    const act = { caller, key: null, orderNumber, sequence: flag ? null : 1 }
    const part = { ...act, sequence: 1 }
    const skus = [...SHOPS_SKUS]
    switch (kind) {
      case 'place':
        return place({
          accountId: 2,
          lines: [['A', count], ...(flag ? ([['B', 1]] as const) : [])],
          ownGoods: true,
          onlyLocation: LOCATION,
          acceptShortage: true,
          speed: null,
          payment: 'elsewhere',
          ...(nth % 2 === 0 ? { review: 'later' as const } : {}),
          ...(nth === 5 ? { empty: true } : {}),
        })
      case 'move_stock': {
        const sku = SHOPS_SKUS[nth % 2] ?? 'A'
        const quantity = flag ? count * 5 : -count
        return { kind, caller, key: null, sku, location: LOCATION, quantity, reason: 'r' }
      }
      case 'review':
        return { kind, caller, key: null, orderNumber, skus }
      case 'hold':
        return { kind, ...act, hold: { kind: 'asked', reason: flag ? 'a' : 'b' } }
      case 'release':
      case 'allocate':
        return { kind, ...act, skus }
      case 'pack':
        return { kind, ...part, packages: flag ? this.#two(orderNumber) : null }
      case 'hand_over': {
        const packageNumber = flag ? String(1 + (count % 2)) : null
        return { kind, ...part, carrier: 'C', trackingNumber: `T${count}`, packageNumber, skus }
      }
      case 'deliver':
        return { kind, ...part }
      case 'annotate':
        return { kind, ...part, sequence: null, extra: { note: String(count) }, hold: null }
      default:
        return { kind: 'cancel', caller, key: null, orderNumber, reason: null }
    }
  }

  /** One piece of the first line apart from the rest, if there is more than one. */
  #two(orderNumber: number) {
    const lines = this.snapshot.orders.get(orderNumber)?.details.lines ?? []
    const [first, ...others] = lines
    if (first === undefined || first.quantity === 1) return null
    const rest = [{ ...first, quantity: first.quantity - 1 }, ...others]
    const piece = ({ lineNumber, quantity }: { lineNumber: number; quantity: number }) => ({
      lineNumber,
      quantity,
    })
    return [
      { packageNumber: '1', weightGrams: 1, lines: [piece({ ...first, quantity: 1 })] },
      { packageNumber: '2', weightGrams: null, lines: rest.map(piece) },
    ]
  }

  run(command: Command): void {
    const before = new Map(this.snapshot.orders)
    const decision = frozen(decide(this.snapshot, frozen(command), this.#moment))
    if (!decision.ok || decision.replayed) return
    this.accepted += 1
    this.snapshot.apply(decision.effects)
    const { placed, changed, movements, events } = decision.effects
    for (const order of placed) this.#numbers.push(order.orderNumber)
    for (const order of changed) expectMoves(before.get(order.orderNumber), order)
    for (const { sku, quantity } of movements) this.#moved.set(sku, (this.#moved.get(sku) ?? 0) + quantity)
    for (const event of events) {
      this.#events.set(event.orderNumber, [...(this.#events.get(event.orderNumber) ?? []), event])
    }
    this.#check()
  }

  #check(): void {
    const orders = [...this.snapshot.orders.values()]
    const parts = orders.flatMap((order) => order.fulfilmentOrders)
    for (const sku of SHOPS_SKUS) {
      const [level] = this.snapshot.levelsOf(1, sku)
      const held = sum(
        parts.flatMap((part) => part.lines.filter((line) => line.sku === sku)).map((line) => line.reserved),
      )
      expect(level?.reserved ?? 0).toBe(held)
      expect(level?.onHand ?? 0).toBe(this.#moved.get(sku) ?? 0)
      expect(level?.onHand ?? 0).toBeGreaterThanOrEqual(held)
    }
    for (const order of orders) {
      const events = this.#events.get(order.orderNumber) ?? []
      expect(events.map((event) => event.version)).toEqual(events.map((_event, index) => index + 1))
      expect(order.version).toBe(events.length)
      for (const part of order.fulfilmentOrders) expectSound(part)
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

/** Releases lead back to where a part was; everything else is in the table. */
function expectMoves(before: Order | undefined, after: Order): void {
  for (const part of after.fulfilmentOrders) {
    const from = before?.fulfilmentOrders.find((one) => one.sequence === part.sequence)?.status
    if (from === undefined || from === part.status) continue
    expect(mayMove(from, part.status), `${from} → ${part.status}`).toBe(true)
    if (from !== 'hold' && from !== 'packed') expect(part.times[part.status]).toBe(after.updatedAt)
    else expect(part.times[part.status]).toBeLessThanOrEqual(after.updatedAt)
  }
}

function expectSound({ status, lines, packages, shipments, empty }: FulfilmentOrder): void {
  const pieces = sum(lines.map((line) => line.quantity))
  const reserved = sum(lines.map((line) => line.reserved))
  const shipped = sum((shipments ?? []).flatMap((one) => one.lines).map((line) => line.quantity))
  const packed = sum((packages ?? []).flatMap((one) => one.lines).map((line) => line.quantity))
  if (['drafted', 'shortage', 'cancelled', 'handed_over', 'delivered'].includes(status))
    expect(reserved).toBe(0)
  if (status === 'allocated') expect(reserved).toBe(empty ? 0 : pieces)
  if (status === 'packed') {
    expect(packed + shipped).toBe(pieces)
    expect(reserved).toBe(empty ? 0 : packed)
  }
  // What a carrier has can't be taken back.
  if (shipped > 0) expect(status).not.toBe('cancelled')
  if (status === 'handed_over' || status === 'delivered') expect([packed, shipped]).toEqual([0, pieces])
}

it('stock is conserved, parts move by the table, and every change has its event', { timeout: 60_000 }, () => {
  console.log(`seed ${SEED}`)
  let accepted = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 80, maxLength: 120, size: 'max' }), (steps) => {
      const story = new Story()
      for (const one of steps) story.run(story.command(one))
      accepted += story.accepted
    }),
    { seed: SEED, numRuns: SEQUENCES },
  )
  expect(accepted).toBeGreaterThan(SEQUENCES * 15)
})
