/**
 * The engine against a model of it: random sequences of commands, folded over a snapshot as a lane does. After
 * each command, both must have come to the same, and no promise may be broken.
 */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asPlaced } from '../../src/order/as-placed.js'
import type { Command, CommandKey, OrderEvent } from '../../src/order/command.js'
import { decide } from '../../src/order/decide.js'
import type { Decision } from '../../src/order/decision.js'
import { type Order, stateOf } from '../../src/order/order.js'
import type { RoutingPolicyName } from '../../src/order/routing.js'
import type { Snapshot } from '../../src/order/snapshot.js'
import { type Intent, LONGEST, opening, sequences, withKey } from './commands.js'
import { BUYERS, Counting, callerOf, frozen, LOCATIONS, openShop, place, SKUS } from './corner-shop.js'
import { Model, type ModelOrder, sum, type Verdict } from './model.js'

const SEED = 20_260_115
const SEQUENCES = 500

/** Engine and model side by side. */
class Run {
  readonly snapshot: Snapshot
  readonly model: Model
  readonly #events = new Map<number, OrderEvent[]>()
  readonly #first = new Map<number, Order>()
  readonly #rows = new Set<number>()
  readonly #entryCounts = new Map<number, number>()
  /** What was sent with a number or a key. */
  readonly #named: Command[] = []
  #moment = new Counting()

  constructor(policy: RoutingPolicyName) {
    this.snapshot = openShop(policy)
    this.model = new Model(policy)
  }

  /** What an intent asks for, by now. */
  command(intent: Intent): Command {
    if (intent.what === 'command') return intent.command
    if (intent.what === 'repeat') return this.#named[intent.nth % Math.max(1, this.#named.length)] ?? place()
    const order = this.model.orders[intent.nth % Math.max(1, this.model.orders.length)]
    const caller = callerOf(intent.accountId ?? order?.accountId ?? 1)
    // Now and then, of an order that there is not.
    const orderNumber = intent.nth === 0 || order === undefined ? 404 : order.orderNumber
    return withKey({ kind: 'cancel', caller, key: null, orderNumber, reason: 'regret' }, intent.key)
  }

  /** Lets both do it, and tells which promises are broken. */
  step(command: Command): { readonly verdict: Verdict; readonly broken: readonly string[] } {
    frozen(command)
    if (command.key !== null || (command.kind === 'place' && command.sellerOrderNumber !== null)) {
      this.#named.push(command)
    }
    this.#moment = this.#moment.later(1000)
    const before = contents(this.snapshot)
    const verdict = this.model.verdict(command)
    const again = decide(this.snapshot, command, this.#moment.copy())
    const decision = frozen(decide(this.snapshot, command, this.#moment))
    const broken: string[] = []
    if (!isDeepStrictEqual(again, decision)) broken.push('the same input gives two decisions')
    if (!sameContents(before, contents(this.snapshot))) broken.push('deciding changes the snapshot')
    const wrong = differenceOf(verdict, decision)
    if (wrong !== null) return { verdict, broken: [...broken, wrong] }
    if (decision.ok) broken.push(...this.#follow(command, decision))
    return { verdict, broken: [...broken, ...this.#brokenPromises()] }
  }

  #follow(command: Command, decision: Decision & { ok: true }): string[] {
    const { effects, outcome, replayed } = decision
    const faults: string[] = []
    if (replayed) {
      const changes = Object.entries(effects).filter(([, list]) => list.length > 0)
      return changes.map(([name]) => `a repeat has ${name}`)
    }
    const placed = effects.placed[0]
    if (effects.placed.length !== (command.kind === 'place' ? 1 : 0))
      faults.push('not as many orders as wishes')
    if (command.kind === 'place' && placed !== undefined) {
      faults.push(...this.model.faultsOf(command, placed))
      this.#first.set(placed.orderNumber, placed)
      for (const { rowNumber } of placed.fulfilmentOrders.flatMap((part) => part.lines)) {
        if (this.#rows.has(rowNumber)) faults.push(`row number ${rowNumber} is used twice`)
        this.#rows.add(rowNumber)
      }
    }
    for (const change of effects.levels) {
      const { ownerId, sku, location, isNew } = change
      const isKnown = this.model.pieces.has(`${ownerId} ${sku} ${location}`)
      if (isNew === isKnown) faults.push(`${sku} at ${location} is said to be ${isNew ? 'new' : 'known'}`)
    }
    const touched = effects.levels.map(({ ownerId, sku, location }) => `${ownerId} ${sku} ${location}`)
    if (new Set(touched).size < touched.length) faults.push('one level is changed twice')
    for (const entry of effects.entries) {
      const count = (this.#entryCounts.get(entry.accountId) ?? 0) + 1
      if (entry.entryNumber !== count) faults.push(`entry ${entry.entryNumber} comes as number ${count}`)
      if (entry.balanceMinor < 0) faults.push(`a balance falls to ${entry.balanceMinor}`)
      this.#entryCounts.set(entry.accountId, count)
    }
    for (const event of effects.events) {
      this.#events.set(event.orderNumber, [...(this.#events.get(event.orderNumber) ?? []), event])
    }
    this.snapshot.apply(effects)
    if (command.key !== null)
      this.snapshot.remember(command.caller.accountId, command.key satisfies CommandKey, outcome)
    this.model.follow(command, placed)
    if ('onHand' in outcome && outcome.available !== outcome.onHand - outcome.reserved)
      faults.push('wrong level')
    if ('balanceMinor' in outcome && outcome.balanceMinor !== this.model.balance(outcome.accountId)) {
      faults.push(`a balance of ${outcome.balanceMinor} is told`)
    }
    return faults
  }

  #brokenPromises(): string[] {
    const found: string[] = []
    for (const { accountId } of BUYERS) {
      const account = this.snapshot.accounts.get(accountId)
      const entries = this.model.entries.get(accountId) ?? []
      if (account?.balanceMinor !== sum(entries)) {
        found.push(`account ${accountId} has ${account?.balanceMinor} instead of ${sum(entries)}`)
      }
      if (account?.entryCount !== entries.length) found.push(`account ${accountId} has entries amiss`)
      const waits = this.model.waiting(accountId).length > 0
      if (account?.hasWaiting !== waits) found.push(`orders of account ${accountId} wait: ${waits}`)
    }
    for (const ownerId of [1, 3]) for (const sku of SKUS) found.push(...this.#brokenLevels(ownerId, sku))
    if (this.snapshot.orders.size !== this.model.orders.length) found.push('orders came or went')
    for (const order of this.model.orders) found.push(...this.#brokenOrder(order))
    return found
  }

  #brokenLevels(ownerId: number, sku: string): string[] {
    const levels = this.snapshot.levelsOf(ownerId, sku)
    return LOCATIONS.flatMap(({ code }) => {
      const here = levels.filter((level) => level.location === code)
      const [onHand, reserved] = [sum(here.map((one) => one.onHand)), sum(here.map((one) => one.reserved))]
      const at = `${ownerId}'s ${sku} at ${code}`
      const found: string[] = []
      if (reserved < 0 || reserved > onHand) found.push(`${at}: ${reserved} reserved of ${onHand}`)
      const [there, held] = [this.model.onHand(ownerId, sku, code), this.model.reserved(ownerId, sku, code)]
      if (onHand !== there) found.push(`${at}: ${onHand} on hand instead of ${there}`)
      if (reserved !== held) found.push(`${at}: ${reserved} reserved, but live orders hold ${held}`)
      if (here.length > 1) found.push(`${at}: two levels`)
      return found
    })
  }

  #brokenOrder(expected: ModelOrder): string[] {
    const { orderNumber } = expected
    const order = this.snapshot.orders.get(orderNumber)
    if (order === undefined) return [`order ${orderNumber} is lost`]
    const found: string[] = []
    if (stateOf(order) !== stateFor(expected))
      found.push(`is ${stateOf(order)} instead of ${stateFor(expected)}`)
    const events = this.#events.get(orderNumber) ?? []
    if (events.some((event, index) => event.version !== index + 1)) found.push('has a gap in its events')
    if (events.length !== expected.changes) found.push(`has ${events.length} events, not ${expected.changes}`)
    if (events.at(-1)?.state !== stateOf(order)) found.push('is not in the state of its last event')
    if (order.version !== events.length) found.push(`has version ${order.version}`)
    const refunded = expected.state === 'cancelled' && expected.wasPaid ? expected.finalMinor : 0
    if (order.refundedMinor !== refunded) found.push(`has ${order.refundedMinor} refunded, not ${refunded}`)
    const partStatus = PART_STATUS[expected.state]
    for (const part of order.fulfilmentOrders) {
      if (part.status !== partStatus) found.push(`has a part that is ${part.status} instead of ${partStatus}`)
      for (const line of part.lines) {
        const held = expected.state === 'cancelled' ? 0 : line.quantity
        if (line.reserved !== held) found.push(`holds ${line.reserved} instead of ${held} of ${line.sku}`)
      }
    }
    found.push(...brokenLines(order, expected))
    const first = this.#first.get(orderNumber)
    if (first !== undefined && !isDeepStrictEqual(asPlaced(order, firstEvent(events, order)), first)) {
      found.push('cannot be told as it was placed')
    }
    return found.map((one) => `order ${orderNumber} ${one}`)
  }
}

const PART_STATUS = { elsewhere: 'allocated', paid: 'allocated', waiting: 'drafted', cancelled: 'cancelled' }

function stateFor({ state, wasPaid, command }: ModelOrder): string {
  const isElsewhere = BUYERS.find((one) => one.accountId === command.caller.accountId)?.payment === 'none'
  const unpaid = isElsewhere ? 'none' : 'waiting'
  switch (state) {
    case 'elsewhere':
      return 'processing/none/waiting_to_ship/none'
    case 'waiting':
      return 'waiting_payment/waiting/none/none'
    case 'paid':
      return 'processing/paid/waiting_to_ship/none'
    case 'cancelled':
      return wasPaid ? 'cancelled/paid/none/refunded' : `cancelled/${unpaid}/none/none`
  }
}

/** Each line as it was asked for, and all of it in the parts. */
function brokenLines(order: Order, { command }: ModelOrder): string[] {
  const asked = command.lines.map(({ sku, quantity }, index) => `${index + 1} ${sku} ${quantity}`)
  const kept = order.details.lines.map(({ lineNumber, sku, quantity }) => `${lineNumber} ${sku} ${quantity}`)
  const parts = order.fulfilmentOrders.flatMap((part) => part.lines)
  const shipped = order.details.lines.map(({ lineNumber, sku, unitPriceMinor }) => {
    const mine = parts.filter((one) => one.lineNumber === lineNumber)
    const isTrue = mine.every((one) => one.sku === sku && one.unitPriceMinor === unitPriceMinor)
    return `${lineNumber} ${isTrue ? sku : 'something else'} ${sum(mine.map((one) => one.quantity))}`
  })
  if (!isDeepStrictEqual(kept, asked)) return [`has lines ${kept} instead of ${asked}`]
  return isDeepStrictEqual(shipped, asked) ? [] : [`ships ${shipped} instead of ${asked}`]
}

function firstEvent(events: readonly OrderEvent[], order: Order) {
  const first = events[0]
  return first === undefined ? undefined : { ...first, at: order.createdAt }
}

/**
 * All that a snapshot holds. Its values are frozen, so whoever holds the same ones holds equal ones; stock levels,
 * which the snapshot changes in place, are written down.
 */
function contents(snapshot: Snapshot): unknown[] {
  const { accounts, orders, placed, answered, locations } = snapshot
  const maps = [accounts, orders, placed, answered, locations].flatMap((map) => [...map].flat())
  const levels = [1, 3].flatMap((ownerId) =>
    SKUS.flatMap((sku) => [sku, snapshot.itemOf(ownerId, sku), ...writtenLevels(snapshot, ownerId, sku)]),
  )
  return [...maps, '|', ...levels].map((one) => frozen(one))
}

function writtenLevels(snapshot: Snapshot, ownerId: number, sku: string): string[] {
  return snapshot.levelsOf(ownerId, sku).map((level) => JSON.stringify(level))
}

function sameContents(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index])
}

/** How a decision differs from what the model says; null: not at all. */
function differenceOf(verdict: Verdict, decision: Decision): string | null {
  const given = decision.ok ? (decision.replayed ? 'replayed' : 'accepted') : decision.rejection
  if (typeof verdict === 'string' || typeof given === 'string') {
    return verdict === given ? null : `${write(given)} instead of ${write(verdict)}`
  }
  const named = Object.fromEntries(Object.entries(given).filter(([name]) => name in verdict))
  return isDeepStrictEqual(named, verdict) ? null : `${write(given)} instead of ${write(verdict)}`
}

function write(value: unknown): string {
  return JSON.stringify(value)
}

/** Answers by command, and orders by their last state and the number of their events. */
const TRIALS: readonly (readonly [what: string, least: number])[] = [
  ['place accepted', 1000],
  ['place replayed', 200],
  ['place key_reused', 20],
  ['place not_found', 50],
  ['place seller_number_taken', 50],
  ['place unknown_sku', 50],
  ['place sku_not_orderable', 50],
  ['place out_of_stock', 300],
  ['place no_shipping_rate', 200],
  ['cancel accepted', 300],
  ['cancel replayed', 100],
  ['cancel key_reused', 10],
  ['cancel not_found', 50],
  ['move_stock accepted', 1000],
  ['move_stock replayed', 20],
  ['move_stock key_reused', 20],
  ['move_stock not_found', 50],
  ['move_stock stock_out_of_range', 100],
  ['count_stock accepted', 100],
  ['count_stock not_found', 5],
  ['count_stock stock_out_of_range', 5],
  ['top_up accepted', 500],
  ['top_up replayed', 20],
  ['top_up key_reused', 10],
  ['top_up not_found', 10],
  ['top_up invalid_field', 10],
  ['pay_waiting accepted', 100],
  ['pay_waiting not_found', 5],
  ['order elsewhere after 1', 50],
  ['order waiting after 1', 50],
  ['order paid after 1', 300],
  ['order paid after 2', 30],
  ['order cancelled after 2', 300],
  ['order cancelled after 3', 20],
  ['order split', 100],
]

describe('the engine', () => {
  const seen = new Map<string, number>()
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)

  it(`keeps its promises in ${SEQUENCES} sequences of up to ${LONGEST} commands (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.noBias(sequences), ({ policy, stock, moneyMinor, intents }) => {
        const run = new Run(policy)
        for (const command of opening(stock, moneyMinor)) expect(run.step(command).broken).toEqual([])
        for (const [index, intent] of intents.entries()) {
          const command = run.command(intent)
          const { verdict, broken } = run.step(command)
          if (broken.length > 0) {
            expect.fail(`command ${index + 1}, ${write(command)}:\n${broken.join('\n')}`)
          }
          count(`${command.kind} ${typeof verdict === 'string' ? verdict : verdict.kind}`)
        }
        for (const { state, holdings, changes } of run.model.orders) {
          count(`order ${state} after ${changes}`)
          if (new Set(holdings.map((one) => one.location)).size > 1) count('order split')
        }
      }),
      { seed: SEED, numRuns: SEQUENCES },
    )
  })

  // Else a promise may be kept for want of a trial.
  it('comes by every answer and every life of an order in them, again and again', () => {
    const seldomSeen = TRIALS.filter(([what, least]) => (seen.get(what) ?? 0) < least)
    expect(seldomSeen.map(([what]) => `${what}: ${seen.get(what) ?? 0}`)).toEqual([])
  })
})
