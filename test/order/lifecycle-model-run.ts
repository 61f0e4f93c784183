/** Engine and model side by side, on a snapshot in memory: what both must agree on after each command. */
import { isDeepStrictEqual } from 'node:util'
import { asPlaced } from '../../src/order/as-placed.js'
import type { Command } from '../../src/order/command.js'
import { decide } from '../../src/order/decide.js'
import type { Decision } from '../../src/order/decision.js'
import type { LevelChange, OrderEvent } from '../../src/order/effects.js'
import { type Order, stateOf } from '../../src/order/order.js'
import type { RoutingPolicyName } from '../../src/order/routing.js'
import { answeredKey, type Snapshot } from '../../src/order/snapshot.js'
import { accountOf, BUYERS, Counting, frozen, LOCATIONS, openShop, place, SKUS } from './corner-shop.js'
import { Model, type Verdict } from './lifecycle-model.js'
import type { Intent } from './lifecycle-model-intents.js'
import { faultsOfPlaced } from './lifecycle-model-placed.js'
import { differenceOf } from './lifecycle-model-telling.js'
import { differences, rowNumbersOf } from './lifecycle-model-view.js'
import { nameOfNotice } from './lifecycle-model-warehouse.js'
import { commandOf } from './lifecycle-model-words.js'
import { levelKey, TERMS } from './lifecycle-model-world.js'

const OWNERS = [1, 3] as const

/** What has been sent, so that it can be sent again. */
export class Sender {
  model: Model
  readonly #named: Command[] = []

  constructor(policy: RoutingPolicyName) {
    this.model = new Model(policy)
  }

  /** What an intent asks for, by now. */
  command(intent: Intent): Command {
    const command = this.#command(intent)
    if (command.key !== null || (command.kind === 'place' && command.sellerOrderNumber !== null)) {
      this.#named.push(command)
    }
    return frozen(command)
  }

  #command(intent: Intent): Command {
    if (intent.what === 'place') return intent.command
    if (intent.what !== 'repeat') return commandOf(this.model, intent)
    return this.#named[intent.nth % Math.max(1, this.#named.length)] ?? place()
  }
}

export class Run extends Sender {
  readonly snapshot: Snapshot
  readonly #events = new Map<number, OrderEvent[]>()
  readonly #placedAs = new Map<number, Order>()
  readonly #defective = new Map<string, number>()
  readonly #booked = new Map<number, string[]>()
  #moment = new Counting()
  #steps = 0

  constructor(policy: RoutingPolicyName) {
    super(policy)
    this.snapshot = openShop(policy)
    for (const { accountId } of BUYERS) {
      const terms = { routingPolicy: policy, ...TERMS[accountId] }
      this.snapshot.accounts.set(accountId, frozen(accountOf(accountId, terms)))
    }
  }

  /** Lets both do it, and tells in what they differ. */
  step(command: Command): { readonly verdict: Verdict; readonly broken: readonly string[] } {
    this.#moment = this.#moment.later(1000)
    this.#steps += 1
    const verdict = this.model.verdict(command, this.#moment.at)
    const broken = this.#steps % 8 === 0 ? this.#impurities(command) : []
    const decision = frozen(decide(this.snapshot, command, this.#moment))
    const wrong = differenceOf(verdict, decision)
    if (wrong !== null) return { verdict, broken: [...broken, wrong] }
    if (decision.ok) broken.push(...this.#follow(command, decision, verdict))
    return { verdict, broken }
  }

  /** Deciding is repeatable and leaves everything as it is: seen by doing it twice, now and then. */
  #impurities(command: Command): string[] {
    const before = contents(this.snapshot)
    const once = decide(this.snapshot, command, this.#moment.copy())
    const isRepeatable = isDeepStrictEqual(once, decide(this.snapshot, command, this.#moment.copy()))
    const isLeft = isDeepStrictEqual(before, contents(this.snapshot))
    return [
      ...(isRepeatable ? [] : ['the same input gives two decisions']),
      ...(isLeft ? [] : ['deciding changes the snapshot']),
    ]
  }

  #follow(command: Command, decision: Decision & { ok: true }, verdict: Verdict): string[] {
    const { effects, outcome } = decision
    const { caller, key } = command
    if (key !== null && !this.snapshot.answered.has(answeredKey(caller.accountId, key.key))) {
      this.snapshot.remember(caller.accountId, key, outcome)
    }
    if (verdict.says !== 'accepted') {
      const changes = Object.entries(effects).filter(([, list]) => list.length > 0)
      return changes.map(([name]) => `a repeat has ${name}`)
    }
    const faults: string[] = []
    const [placed] = effects.placed
    if (command.kind === 'place' && placed !== undefined) {
      faults.push(...faultsOfPlaced(this.model, command, placed))
      this.#placedAs.set(placed.orderNumber, placed)
    }
    const made =
      placed ??
      effects.changed.find((one) => 'orderNumber' in command && one.orderNumber === command.orderNumber)
    faults.push(...this.#faultsOfLevels(effects.levels), ...this.#faultsOfMoves(effects.changed))
    this.snapshot.apply(effects)
    verdict.follow(made)
    for (const event of effects.events) {
      this.#events.set(event.orderNumber, [...(this.#events.get(event.orderNumber) ?? []), event])
    }
    for (const { ownerId, sku, location, quantity } of effects.defective ?? []) {
      const key = levelKey(ownerId, sku, location)
      this.#defective.set(key, (this.#defective.get(key) ?? 0) + quantity)
    }
    for (const entry of effects.entries) {
      const { accountId, entryNumber, kind, amountMinor, balanceMinor, orderNumber } = entry
      const booked = this.#booked.get(accountId) ?? []
      this.#booked.set(accountId, [...booked, `${kind} ${amountMinor + 0} ${orderNumber}`])
      if (entryNumber !== booked.length + 1)
        faults.push(`entry ${entryNumber} is number ${booked.length + 1}`)
      if (balanceMinor < 0) faults.push(`a balance falls to ${balanceMinor}`)
    }
    faults.push(...this.#faultsOfOutcome(outcome), ...this.#faultsOfOrders(effects.changed, effects.placed))
    faults.push(...this.#faultsOfStock(), ...this.#faultsOfMoney(), ...this.#faultsOfNotices())
    return faults
  }

  #faultsOfOutcome(outcome: (Decision & { ok: true })['outcome']): string[] {
    if ('onHand' in outcome) {
      return outcome.available === outcome.onHand - outcome.reserved ? [] : ['a wrong level is told']
    }
    if (!('balanceMinor' in outcome)) return []
    const balance = this.model.balance(outcome.accountId)
    return outcome.balanceMinor === balance ? [] : [`a balance of ${outcome.balanceMinor} is told`]
  }

  #faultsOfLevels(levels: readonly LevelChange[]): string[] {
    const touched = levels.map(({ ownerId, sku, location }) => levelKey(ownerId, sku, location))
    return [
      ...(new Set(touched).size < touched.length ? ['one level is changed twice'] : []),
      ...levels
        .filter(({ isNew }, index) => isNew === this.model.onHand.has(touched[index] ?? ''))
        .map(({ sku, location, isNew }) => `${sku} at ${location} is said to be ${isNew ? 'new' : 'known'}`),
    ]
  }

  /** Parts move only as they may, and stamp the time. */
  #faultsOfMoves(changed: readonly Order[]): string[] {
    return changed.flatMap((order) => {
      const before = this.snapshot.orders.get(order.orderNumber)
      return order.fulfilmentOrders.flatMap((part) => {
        const from = before?.fulfilmentOrders.find((one) => one.sequence === part.sequence)?.status
        if (from === undefined || from === part.status) return []
        const name = `${order.orderNumber}-${part.sequence}`
        const time = part.times[part.status]
        // A hold that ends, or what is unpacked or packed anew, keeps the time at which it came there first.
        const wasThere = from === 'hold' || from === 'packed' || part.status === 'packed'
        const isKept = time !== undefined && wasThere
        const isStamped = part.status === 'delivered' || isKept || time === order.updatedAt
        return [
          ...(MOVES[from]?.includes(part.status) === true
            ? []
            : [`${name} goes from ${from} to ${part.status}`]),
          ...(isStamped ? [] : [`${name} has no time of ${part.status}`]),
        ]
      })
    })
  }

  #faultsOfOrders(...lists: readonly (readonly Order[])[]): string[] {
    const changed = new Set(lists.flat().map((order) => order.orderNumber))
    const touched = new Set([...this.model.touched].map((order) => order.orderNumber))
    const strange = [...changed].filter((one) => !touched.has(one)).map((one) => `order ${one} has changed`)
    return [
      ...strange,
      ...[...this.model.touched].flatMap((order) => {
        const given = this.snapshot.orders.get(order.orderNumber)
        return [...differences(given, order), ...this.#faultsOfEvents(given)]
      }),
    ]
  }

  #faultsOfEvents(order: Order | undefined): string[] {
    if (order === undefined) return []
    const events = this.#events.get(order.orderNumber) ?? []
    return [
      ...(events.every((event, index) => event.version === index + 1) ? [] : ['its events have a gap']),
      ...(events.length === order.version ? [] : [`it has ${events.length} events`]),
      ...(events.at(-1)?.state === stateOf(order) ? [] : ['its last event tells another state']),
    ].map((fault) => `order ${order.orderNumber}: ${fault}`)
  }

  #faultsOfStock(): string[] {
    const held = this.model.heldNow()
    const faults: string[] = []
    for (const ownerId of OWNERS) {
      for (const sku of SKUS) {
        const levels = this.snapshot.levelsOf(ownerId, sku)
        for (const { code } of LOCATIONS) {
          const key = levelKey(ownerId, sku, code)
          const level = levels.find((one) => one.location === code)
          const told = `${level?.onHand ?? 0} on hand, ${level?.reserved ?? 0} reserved`
          const meant = `${this.model.onHand.get(key) ?? 0} on hand, ${held.get(key) ?? 0} reserved`
          if (told !== meant) faults.push(`stock of ${key}: ${told} instead of ${meant}`)
          if ((level?.reserved ?? 0) > (level?.onHand ?? 0)) faults.push(`stock of ${key} is oversold`)
        }
      }
    }
    const [told, meant] = [this.#defective, this.model.defective].map((one) => [...one].sort().join())
    return told === meant ? faults : [...faults, `defective goods are ${told} instead of ${meant}`]
  }

  #faultsOfNotices(): string[] {
    const told = [...this.snapshot.notices.values()].map(({ accountId, scope, number, ...one }) => {
      const rows = one.rows.map(({ rowNumber, sku, received }) => `${rowNumber} ${sku} ${received}`)
      return [nameOfNotice(accountId, { number, scope }), one.status, one.version, rows].join(' ')
    })
    const meant = [...this.model.notices].map(([name, { status, changes, rows }]) =>
      [name, status, changes, rows.map(({ row, sku, received }) => `${row} ${sku} ${received}`)].join(' '),
    )
    return told.join('; ') === meant.join('; ') ? [] : [`notices are ${told} instead of ${meant}`]
  }

  #faultsOfMoney(): string[] {
    return BUYERS.flatMap(({ accountId }) => {
      const account = this.snapshot.accounts.get(accountId)
      const bookings = this.model.bookings.get(accountId) ?? []
      const meant = bookings.map((one) => `${one.kind} ${one.amountMinor} ${one.orderNumber}`)
      const told = this.#booked.get(accountId) ?? []
      const faults: string[] = []
      if (told.length !== meant.length || told.at(-1) !== meant.at(-1)) {
        faults.push(`books ${told.slice(-3)} instead of ${meant.slice(-3)}`)
      }
      const balance = this.model.balance(accountId)
      if (account?.balanceMinor !== balance) faults.push(`has ${account?.balanceMinor} instead of ${balance}`)
      if (account?.entryCount !== meant.length) faults.push(`has ${account?.entryCount} entries`)
      const waits = this.model.waiting(accountId).length > 0
      if (account?.hasWaiting !== waits) faults.push(`has waiting orders: ${waits}, and says otherwise`)
      return faults.map((fault) => `account ${accountId} ${fault}`)
    })
  }

  /** What shows only at the end: rows that are used twice, and orders that cannot be told as they were placed. */
  atTheEnd(): string[] {
    const twice = [...rowNumbersOf(this.snapshot.orders.values())].filter(([, count]) => count > 1)
    const forgotten = [...this.#placedAs.values()].filter((first) => isPlain(first) && !this.#isRetold(first))
    return [
      ...twice.map(([row]) => `row ${row} is there twice`),
      ...forgotten.map((first) => `order ${first.orderNumber} cannot be told as it was placed`),
    ]
  }

  #isRetold(first: Order): boolean {
    const { orderNumber } = first
    const order = this.snapshot.orders.get(orderNumber)
    const event = this.#events.get(orderNumber)?.[0]
    if (order === undefined || event === undefined) return false
    const told = asPlaced(order, { ...event, at: first.createdAt })
    // What its shop notes about it, or brings along, is no part of how it was placed.
    return isDeepStrictEqual({ ...told, details: { ...told.details, extra: null, label: null } }, first)
  }
}

/** Placed with all its stock and nothing that stops it: only such orders are ever told again as they were placed. */
function isPlain(first: Order): boolean {
  return first.fulfilmentOrders.every(
    (part) =>
      (part.status === 'allocated' || first.orderStatus === 'waiting_payment') &&
      part.status !== 'shortage' &&
      part.status !== 'hold' &&
      !part.empty,
  )
}

/** As the facts have it: nothing comes back from a carrier, and nothing that is over begins again. */
const MOVES: Readonly<Record<string, readonly string[]>> = {
  drafted: ['allocated', 'hold', 'shortage', 'cancelled'],
  shortage: ['drafted', 'allocated', 'hold', 'cancelled'],
  allocated: ['packed', 'hold', 'shortage', 'cancelled'],
  hold: ['drafted', 'allocated', 'shortage', 'packed', 'cancelled'],
  packed: ['handed_over', 'allocated', 'hold', 'cancelled'],
  handed_over: ['delivered'],
  delivered: [],
  cancelled: [],
}

/** All that a snapshot holds, the stock levels as they are written, since they change in place. */
function contents(snapshot: Snapshot): unknown[] {
  const { accounts, orders, placed, answered, locations } = snapshot
  const maps = [accounts, orders, placed, answered, locations].map((map) => [...map])
  const levels = OWNERS.flatMap((ownerId) =>
    SKUS.map((sku) => JSON.stringify([snapshot.itemOf(ownerId, sku), snapshot.levelsOf(ownerId, sku)])),
  )
  return [maps, levels]
}
