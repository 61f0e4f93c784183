/**
 * The commit lane of one tenant. Commands join it; while one batch commits, the next one gathers; there is no
 * timer. A batch is decided on the snapshot of version N that is kept in memory, and written as version N + 1 in
 * one round trip; if the tenant has moved on, it is decided anew on a locked load. No answer is given before
 * the commit. See docs/decisions/0003.
 */
import { randomUUID } from 'node:crypto'
import type { Command, CommandKind, Outcome, Outcomes } from '../order/command.js'
import { UNPAID_LIMIT } from '../order/command.js'
import { decide } from '../order/decide.js'
import type { Decision, Moment } from '../order/decision.js'
import { hasAll, missingFrom, type Needs, needsOf, withoutRepeats } from '../order/needs.js'
import { type Rejection, type Result, refuse } from '../order/rejection.js'
import type { Snapshot } from '../order/snapshot.js'
import { commitBatch, type Loaded, loadBatch } from '../store/batches.js'
import { NumberSupply } from '../store/numbers.js'
import {
  type Database,
  inTransaction,
  isTransient,
  isUnavailable,
  type Pool,
  STALE,
  sqlState,
  UNIQUE_VIOLATION,
} from '../store/pool.js'
import { BatchEffects, batchRows } from './rows.js'
import { absorb, freshSnapshot, trim } from './snapshots.js'

export interface LaneSettings {
  /** The most commands that one transaction carries. */
  readonly batchLimit: number
  /** The most commands that may wait; one more is refused at once. */
  readonly queueLimit: number
  /** How long a command may wait for a database that is away. */
  readonly patienceMs: number
}

export const LANE_SETTINGS: LaneSettings = { batchLimit: 512, queueLimit: 4096, patienceMs: 5_000 }

/** What the lane tells whoever watches it. */
export interface LaneWatch {
  committed(commands: number, milliseconds: number): void
  failed(error: unknown, correlationId: string): void
}

interface Waiting {
  readonly command: Command
  readonly since: number
  readonly answer: (result: Result<Outcome>) => void
}

const RETRY_AFTER_SECONDS = 1

/** A batch that keeps losing to other servers is given up; locked tries can lose only to deadlocks. */
const MOST_ATTEMPTS = 10

/** More fulfilment rows than this one line never makes: routing draws on each location once. */
const MOST_LOCATIONS = 200

const WAIT_MS = 50

export class Lane {
  readonly #tenantId: number
  readonly #pool: Pool
  readonly #clock: () => number
  readonly #settings: LaneSettings
  readonly #watch: LaneWatch
  readonly #orderNumbers = new NumberSupply('order_numbers')
  readonly #rowNumbers = new NumberSupply('row_numbers')
  readonly #queue: Waiting[] = []
  #running: Promise<void> | undefined
  #snapshot: Versioned | undefined

  constructor(tenantId: number, pool: Pool, clock: () => number, settings: LaneSettings, watch: LaneWatch) {
    this.#tenantId = tenantId
    this.#pool = pool
    this.#clock = clock
    this.#settings = settings
    this.#watch = watch
  }

  get waiting(): number {
    return this.#queue.length
  }

  /** Resolves after the commit, or with the refusal. A full lane refuses at once. */
  submit<C extends Command>(command: C): Promise<Result<Outcomes[C['kind'] & CommandKind]>> {
    if (this.#queue.length >= this.#settings.queueLimit) {
      return Promise.resolve(refuse({ kind: 'overloaded', retryAfterSeconds: RETRY_AFTER_SECONDS }))
    }
    return new Promise((resolve) => {
      // The outcome's type follows the command's kind: see Outcomes.
      const answer = resolve as (result: Result<Outcome>) => void
      this.#queue.push({ command, since: performance.now(), answer })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when everything that was submitted has been answered. */
  async drain(): Promise<void> {
    while (this.#running !== undefined) await this.#running
  }

  async #run(): Promise<void> {
    // The requests that have already arrived join the first batch.
    await new Promise<void>((resolve) => setImmediate(resolve))
    let answer = nothing
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, this.#settings.batchLimit)
      const started = performance.now()
      const committing = this.#commit(batch)
      // The batch before this one is answered once this one is on its way, so that the database need not wait.
      setImmediate(answer)
      const results = await committing
      this.#watch.committed(batch.length, performance.now() - started)
      answer = () => {
        for (const [index, one] of batch.entries()) one.answer(results[index] ?? refuse(UNAVAILABLE))
      }
    }
    this.#running = undefined
    answer()
  }

  /**
   * Commits a batch and says what came of each command. A batch that can't be written is tried in halves, so that
   * one command fails alone.
   */
  async #commit(batch: readonly Waiting[]): Promise<readonly Result<Outcome>[]> {
    try {
      const decisions = await this.#decideAndWrite(batch)
      return decisions.map((decision) => (decision.ok ? { ok: true, value: decision.outcome } : decision))
    } catch (error) {
      this.#snapshot = undefined
      if (error instanceof Unavailable) return batch.map(() => refuse(UNAVAILABLE))
      if (batch.length > 1) {
        const middle = batch.length >> 1
        const first = await this.#commit(batch.slice(0, middle))
        return [...first, ...(await this.#commit(batch.slice(middle)))]
      }
      const correlationId = randomUUID()
      this.#watch.failed(error, correlationId)
      return batch.map(() => refuse({ kind: 'internal', correlationId }))
    }
  }

  async #decideAndWrite(batch: readonly Waiting[]): Promise<readonly Decision[]> {
    const commands = batch.map((one) => one.command)
    const tried: Tried[] = []
    for (let attempt = 1; ; attempt++) {
      try {
        const done =
          attempt === 1
            ? await this.#optimistically(commands, tried)
            : await inTransaction(this.#pool, (client) => this.#locked(client, commands, tried))
        this.#keep(done)
        return done.decisions
      } catch (error) {
        this.#snapshot = undefined
        const state = sqlState(error)
        const again =
          error instanceof Overtaken || state === STALE || state === UNIQUE_VIOLATION || isTransient(error)
        if (again && attempt < MOST_ATTEMPTS) continue
        if (!isUnavailable(error)) throw error
        await this.#waitForDatabase(batch, error)
      }
    }
  }

  /** On the snapshot in memory, or on a load of what it lacks: one or two round trips. */
  async #optimistically(commands: readonly Command[], tried: Tried[]): Promise<Done> {
    await this.#fillNumbers(this.#pool, commands)
    return this.#decideOn(this.#pool, await this.#snapshotFor(commands), commands, tried)
  }

  async #snapshotFor(commands: readonly Command[]): Promise<Versioned> {
    const kept = this.#snapshot
    if (kept !== undefined && hasAll(kept.snapshot, commands)) return kept
    const needs = withoutRepeats(needsOf(commands))
    if (kept !== undefined) {
      const missing = missingFrom(kept.snapshot, needs)
      const loaded = await this.#load(this.#pool, missing, false, [])
      if (loaded.version === kept.version) {
        absorb(kept.snapshot, missing, loaded)
        return kept
      }
    }
    const loaded = await this.#load(this.#pool, needs, false, [])
    return { version: loaded.version, snapshot: freshSnapshot(needs, loaded) }
  }

  /** On a load that locks the tenant's lane; it also tells what became of an earlier try without an answer. */
  async #locked(client: Database, commands: readonly Command[], tried: Tried[]): Promise<Done> {
    await this.#fillNumbers(client, commands)
    const needs = needsOf(commands)
    const batches = tried.map((one) => one.batchId)
    const loaded = await this.#load(client, needs, true, batches)
    const earlier = tried.find((one) => loaded.committed.includes(one.batchId))
    if (earlier !== undefined) return { decisions: earlier.decisions, versioned: undefined }
    const { version } = loaded
    return this.#decideOn(client, { version, snapshot: freshSnapshot(needs, loaded) }, commands, tried)
  }

  async #decideOn(
    database: Database,
    { version, snapshot }: Versioned,
    commands: readonly Command[],
    tried: Tried[],
  ): Promise<Done> {
    const at = this.#clock()
    const moment: Moment = {
      at,
      orderNumber: () => this.#orderNumbers.take(),
      rowNumber: () => this.#rowNumbers.take(),
    }
    const effects = new BatchEffects()
    const decisions = commands.map((command) => {
      const decision = decide(snapshot, command, moment)
      if (!decision.ok || decision.replayed) return decision
      snapshot.apply(decision.effects)
      effects.add(decision.effects)
      if (command.key !== null) {
        const { accountId } = command.caller
        snapshot.remember(accountId, command.key, decision.outcome)
        effects.keys.push({ accountId, ...command.key, result: decision.outcome })
      }
      return decision
    })
    if (database === this.#pool)
      await this.#confirmRefusals({ version, snapshot }, commands, decisions, moment)
    const batchId = randomUUID()
    tried.push({ batchId, decisions })
    await commitBatch(database, { tenantId: this.#tenantId, version, batchId, at, rows: batchRows(effects) })
    return { decisions, versioned: { version: version + 1, snapshot } }
  }

  /**
   * A refused command may be the retry of one that was accepted long ago: its number or key was not looked up
   * beforehand, and no unique index has seen it. It is looked up before "no" is said.
   */
  async #confirmRefusals(
    { version, snapshot }: Versioned,
    commands: readonly Command[],
    decisions: Decision[],
    moment: Moment,
  ): Promise<void> {
    const refused = commands.filter(
      (command, index) => decisions[index]?.ok === false && isRepeatable(command),
    )
    if (refused.length === 0) return
    const { sellers, keys } = needsOf(refused)
    const loaded = await this.#load(this.#pool, { ...needsOf([]), sellers, keys }, false, [])
    if (loaded.version !== version) throw new Overtaken()
    absorb(snapshot, needsOf([]), loaded)
    for (const [index, command] of commands.entries()) {
      if (decisions[index]?.ok === false) decisions[index] = decide(snapshot, command, moment)
    }
  }

  /** The snapshot serves the next batch, once it is known to be what the store has. */
  #keep({ versioned }: Done): void {
    if (versioned === undefined) this.#snapshot = undefined
    else this.#snapshot = trim(versioned.snapshot) ? versioned : undefined
  }

  async #load(database: Database, needs: Needs, lock: boolean, batches: readonly string[]): Promise<Loaded> {
    const request = { tenantId: this.#tenantId, needs, lock, batches, unpaidLimit: UNPAID_LIMIT }
    const loaded = await loadBatch(database, request)
    if (loaded === undefined) throw new Error(`tenant ${this.#tenantId} has no lane`)
    return loaded
  }

  async #fillNumbers(database: Database, commands: readonly Command[]): Promise<void> {
    let orders = 0
    let rows = 0
    for (const command of commands) {
      if (command.kind !== 'place') continue
      orders += 1
      // A line may be split over several locations, but not into more rows than it has pieces.
      for (const line of command.lines) rows += Math.min(line.quantity, MOST_LOCATIONS)
    }
    if (orders === 0) return
    await this.#orderNumbers.fill(database, orders)
    await this.#rowNumbers.fill(database, rows)
  }

  /** Waits a little before the next try; gives up when the batch's oldest command has waited long enough. */
  async #waitForDatabase(batch: readonly Waiting[], error: unknown): Promise<void> {
    const since = batch[0]?.since ?? 0
    if (performance.now() - since > this.#settings.patienceMs) throw new Unavailable(error)
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
  }
}

interface Tried {
  readonly batchId: string
  readonly decisions: readonly Decision[]
}

/** A snapshot, and the tenant's version whose state it is. */
interface Versioned {
  readonly version: number
  readonly snapshot: Snapshot
}

interface Done {
  readonly decisions: readonly Decision[]
  readonly versioned: Versioned | undefined
}

const UNAVAILABLE: Rejection = { kind: 'unavailable', retryAfterSeconds: RETRY_AFTER_SECONDS }

const nothing = (): void => {}

/** The tenant has moved on between two loads of one batch. */
class Overtaken extends Error {}

function isRepeatable(command: Command): boolean {
  return command.key !== null || (command.kind === 'place' && command.sellerOrderNumber !== null)
}

/** The database stayed away for longer than a command can wait. */
class Unavailable extends Error {
  constructor(cause: unknown) {
    super('the database is away', { cause })
  }
}
