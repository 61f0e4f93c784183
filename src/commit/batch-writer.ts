/**
 * Decides the batches of one tenant and writes them. The snapshot of version N is kept in memory; a batch that was
 * decided on it is written as version N + 1, in one round trip. The next batch may be decided on what this one
 * will leave, and sent behind it on the same connection: it names the batch before it, and is refused by the store
 * if that one has not been committed. See docs/decisions/0003.
 */
import { randomUUID } from 'node:crypto'
import type { Command } from '../order/command.js'
import { UNPAID_LIMIT } from '../order/commands/payment.js'
import { decide, repetitionOf } from '../order/decide.js'
import type { Decision, Moment } from '../order/decision.js'
import { hasAll, missingFrom, type Needs, needsOf, withoutRepeats } from '../order/needs.js'
import { withoutOrder } from '../order/outcome.js'
import { answeredKey, type Snapshot } from '../order/snapshot.js'
import { commitBatch, type Loaded, loadBatch } from '../store/batches.js'
import { NumberSupply } from '../store/numbers.js'
import type { Client } from '../store/pool.js'
import { BatchEffects, batchRows, type RememberedKey } from './rows.js'
import { absorb, freshSnapshot, trim } from './snapshots.js'

/** What was once sent for a batch: if no answer came, the store is asked whether it was committed. */
export interface Tried {
  readonly batchId: string
  readonly decisions: readonly Decision[]
}

/** A batch on its way: the decisions count once `landed` resolves. */
export interface Sent {
  readonly decisions: readonly Decision[]
  readonly landed: Promise<void>
}

/** The tenant has moved on between two loads of one batch. */
export class Overtaken extends Error {}

/** More fulfilment rows than this one line never makes: routing draws on each location once. */
const MOST_LOCATIONS = 200

/** A snapshot, the tenant's version whose state it is, and the batch that made that version, if it was ours. */
interface Versioned {
  readonly version: number
  readonly madeBy: string | null
  readonly snapshot: Snapshot
}

export class BatchWriter {
  readonly #tenantId: number
  readonly #clock: () => number
  readonly #orderNumbers = new NumberSupply('order_numbers')
  readonly #rowNumbers = new NumberSupply('row_numbers')
  #kept: Versioned | undefined
  /** Repeats of what was placed long ago come in rows: after one, the next are looked for beforehand. */
  #expectsRepeats = false

  constructor(tenantId: number, clock: () => number) {
    this.#tenantId = tenantId
    this.#clock = clock
  }

  /**
   * Decides on the snapshot in memory, or on a load of what it lacks, and sends what was decided. All batches
   * must go through one connection, whose statements are carried out in order, until one of them fails.
   */
  async send(client: Client, commands: readonly Command[], tried: Tried[]): Promise<Sent> {
    await this.#fillNumbers(client, commands)
    const basis = await this.#basisFor(client, commands)
    const decided = this.#decideAll(basis, commands)
    if (this.#expectsRepeats) this.#expectsRepeats = decided.decisions.some(isReplay)
    await this.#confirmRepetitions(client, basis, commands, decided)
    const { batchId, landed } = this.#write(client, basis, decided, tried)
    this.#kept = trim(basis.snapshot)
      ? { version: basis.version + 1, madeBy: batchId, snapshot: basis.snapshot }
      : undefined
    return { decisions: decided.decisions, landed }
  }

  /**
   * The same on a load that locks the tenant's lane, in the transaction that the connection is in. It also tells
   * what became of earlier tries without an answer.
   */
  async writeLocked(
    client: Client,
    commands: readonly Command[],
    tried: Tried[],
  ): Promise<readonly Decision[]> {
    await this.#fillNumbers(client, commands)
    const needs = needsOf(commands)
    const batches = tried.map((one) => one.batchId)
    const loaded = await this.#load(client, needs, true, batches)
    const earlier = tried.find((one) => loaded.committed.includes(one.batchId))
    if (earlier !== undefined) return earlier.decisions
    const basis = { version: loaded.version, madeBy: null, snapshot: freshSnapshot(needs, loaded) }
    const decided = this.#decideAll(basis, commands)
    decided.effects.keys.push(...decided.idleKeys)
    this.#expectsRepeats = decided.decisions.some(isReplay)
    await this.#write(client, basis, decided, tried).landed
    return decided.decisions
  }

  /** Forgets the snapshot: something on which it stands has not been committed, or perhaps not. */
  forget(): void {
    this.#kept = undefined
  }

  async #basisFor(client: Client, commands: readonly Command[]): Promise<Versioned> {
    const kept = this.#kept
    if (kept !== undefined && !this.#expectsRepeats && hasAll(kept.snapshot, commands)) return kept
    const needs = this.#expectsRepeats ? needsOf(commands) : withoutRepeats(needsOf(commands))
    if (kept !== undefined) {
      const missing = missingFrom(kept.snapshot, needs)
      const loaded = await this.#load(client, missing, false, [])
      if (loaded.version === kept.version) {
        absorb(kept.snapshot, missing, loaded)
        return kept
      }
    }
    const loaded = await this.#load(client, needs, false, [])
    return { version: loaded.version, madeBy: null, snapshot: freshSnapshot(needs, loaded) }
  }

  #decideAll({ snapshot }: Versioned, commands: readonly Command[]): Decided {
    const moment: Moment = {
      at: this.#clock(),
      orderNumber: () => this.#orderNumbers.take(),
      rowNumber: () => this.#rowNumbers.take(),
    }
    const effects = new BatchEffects()
    const idleKeys: RememberedKey[] = []
    const decisions = commands.map((command) => {
      const isKnown = isAnswered(snapshot, command)
      const decision = decide(snapshot, command, moment)
      if (!decision.ok) return decision
      if (!decision.replayed) {
        snapshot.apply(decision.effects)
        effects.add(decision.effects)
      }
      // A key stands for its request also where that changed nothing, since it was so already.
      if (command.key !== null && !isKnown) {
        const { accountId } = command.caller
        snapshot.remember(accountId, command.key, decision.outcome)
        const key = { accountId, ...command.key, result: withoutOrder(decision.outcome) }
        if (decision.replayed) idleKeys.push(key)
        else effects.keys.push(key)
      }
      return decision
    })
    return { moment, effects, decisions, idleKeys }
  }

  /**
   * A command that was refused, or changed nothing, may be the retry of one that was accepted long ago: its number or
   * key was not looked up beforehand, and no unique index has seen it. It is looked up before anything is said. It is
   * not decided anew: the snapshot has moved on, and what it would do by now is no part of this batch.
   */
  async #confirmRepetitions(
    client: Client,
    { version, snapshot }: Versioned,
    commands: readonly Command[],
    { effects, decisions, idleKeys }: Decided,
  ): Promise<void> {
    const asked = new Set(
      commands.flatMap((command, index) => (mayRepeat(command, decisions[index]) ? [index] : [])),
    )
    if (asked.size === 0) return
    const { sellers, keys } = needsOf(commands.filter((_command, index) => asked.has(index)))
    const loaded = await this.#load(client, { ...needsOf([]), sellers, keys }, false, [])
    if (loaded.version !== version) throw new Overtaken()
    absorb(snapshot, needsOf([]), loaded)
    const known = new Set(loaded.keys.map(({ accountId, key }) => answeredKey(accountId, key)))
    effects.keys.push(...idleKeys.filter(({ accountId, key }) => !known.has(answeredKey(accountId, key))))
    for (const [index, command] of commands.entries()) {
      const repeated = asked.has(index) ? repetitionOf(snapshot, command) : null
      if (repeated !== null) decisions[index] = repeated
    }
  }

  #write(
    client: Client,
    { version, madeBy }: Versioned,
    { moment, effects, decisions }: Decided,
    tried: Tried[],
  ): { batchId: string; landed: Promise<void> } {
    const batchId = randomUUID()
    tried.push({ batchId, decisions })
    const { at } = moment
    const batch = { tenantId: this.#tenantId, version, after: madeBy, batchId, at, rows: batchRows(effects) }
    return { batchId, landed: commitBatch(client, batch) }
  }

  async #load(client: Client, needs: Needs, lock: boolean, batches: readonly string[]): Promise<Loaded> {
    const request = { tenantId: this.#tenantId, needs, lock, batches, unpaidLimit: UNPAID_LIMIT }
    const loaded = await loadBatch(client, request)
    if (loaded === undefined) throw new Error(`tenant ${this.#tenantId} has no lane`)
    return loaded
  }

  async #fillNumbers(client: Client, commands: readonly Command[]): Promise<void> {
    let orders = 0
    let rows = 0
    for (const command of commands) {
      if (command.kind === 'request_after_sale') orders += 1
      if (command.kind === 'split') rows += command.lines.length
      if (command.kind !== 'place') continue
      orders += 1
      // A line may be split over several locations, but not into more rows than it has pieces.
      for (const line of command.lines) rows += Math.min(line.quantity, MOST_LOCATIONS)
    }
    if (orders > 0) await this.#orderNumbers.fill(client, orders)
    if (rows > 0) await this.#rowNumbers.fill(client, rows)
  }
}

interface Decided {
  readonly moment: Moment
  readonly effects: BatchEffects
  readonly decisions: Decision[]
  /** Of commands that changed nothing; they may be known to the store. */
  readonly idleKeys: readonly RememberedKey[]
}

function isAnswered(snapshot: Snapshot, { caller, key }: Command): boolean {
  return key !== null && snapshot.answered.has(answeredKey(caller.accountId, key.key))
}

function mayRepeat(command: Command, decision: Decision | undefined): boolean {
  if (decision?.ok === false) {
    return command.key !== null || (command.kind === 'place' && command.sellerOrderNumber !== null)
  }
  return command.key !== null && decision?.replayed === true
}

function isReplay(decision: Decision): boolean {
  return decision.ok && decision.replayed
}
