/**
 * The commit lane of one tenant. Commands join it; while one batch commits, the next one gathers; there is no
 * timer. When enough have gathered, the next batch is sent behind the one that is on its way, so that neither this
 * process nor the database waits for the other. No answer is given before the commit. See docs/decisions/0003.
 */
import { randomUUID } from 'node:crypto'
import type { Command, CommandKind } from '../order/command.js'
import type { Decision } from '../order/decision.js'
import type { Outcome, Outcomes } from '../order/outcome.js'
import { type Rejection, type Result, refuse } from '../order/rejection.js'
import {
  type Client,
  inTransaction,
  isTransient,
  isUnavailable,
  type LentClient,
  type Pool,
  STALE,
  sqlState,
  UNIQUE_VIOLATION,
} from '../store/pool.js'
import { BatchWriter, Overtaken, type Tried } from './batch-writer.js'

export interface LaneSettings {
  /** The most commands that one transaction carries. */
  readonly batchLimit: number
  /** How many commands are worth a batch behind one that is on its way. */
  readonly behindFrom: number
  /** The most commands that may wait; one more is refused at once. */
  readonly queueLimit: number
  /** How long a command may wait for a database that is away. */
  readonly patienceMs: number
}

export const LANE_SETTINGS: LaneSettings = {
  batchLimit: 512,
  behindFrom: 64,
  queueLimit: 4096,
  patienceMs: 5_000,
}

/** What the lane tells whoever watches it. */
export interface LaneWatch {
  committed(commands: number, milliseconds: number, tenantId: number): void
  failed(error: unknown, correlationId: string): void
}

interface Waiting {
  readonly command: Command
  readonly since: number
  readonly answer: (result: Result<Outcome>) => void
}

/** A batch on its way. */
interface Flight {
  readonly batch: readonly Waiting[]
  readonly started: number
  readonly tried: Tried[]
  landing: Landing | undefined
}

type Landing =
  | { readonly ok: true; readonly decisions: readonly Decision[] }
  | { readonly ok: false; error: unknown }

const RETRY_AFTER_SECONDS = 1

/** Batches on their way at once: one that the database works on, and others that it finds when it is through. */
const MOST_FLYING = 3

/** A batch that keeps losing to other servers is given up; locked tries can lose only to deadlocks. */
const MOST_ATTEMPTS = 10

const WAIT_MS = 50

export class Lane {
  readonly #tenantId: number
  readonly #pool: Pool
  readonly #settings: LaneSettings
  readonly #watch: LaneWatch
  readonly #writer: BatchWriter
  readonly #queue: Waiting[] = []
  readonly #flying: Flight[] = []
  #client: LentClient | undefined
  #running: Promise<void> | undefined
  #wake: () => void = nothing

  constructor(tenantId: number, pool: Pool, clock: () => number, settings: LaneSettings, watch: LaneWatch) {
    this.#pool = pool
    this.#settings = settings
    this.#watch = watch
    this.#tenantId = tenantId
    this.#writer = new BatchWriter(tenantId, clock)
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
      if (this.#queue.length === this.#settings.behindFrom) this.#wake()
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
    while (this.#queue.length > 0 || this.#flying.length > 0) {
      const first = this.#flying[0]
      if (first?.landing !== undefined) {
        if (first.landing.ok) this.#land(first.landing.decisions)
        else await this.#recoverAll()
      } else if (this.#mayLaunch()) {
        await this.#launch()
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
        this.#wake = nothing
      }
    }
    this.#giveClientBack(false)
    this.#running = undefined
  }

  #mayLaunch(): boolean {
    if (this.#flying.length === 0) return true
    // Others wait for a connection: this lane gives its own back as soon as nothing is on its way.
    if (this.#pool.waitingCount > 0) return false
    return this.#flying.length < MOST_FLYING && this.#queue.length >= this.#settings.behindFrom
  }

  /** Decides the next batch and sends it. */
  async #launch(): Promise<void> {
    if (this.#flying.length === 0 && this.#pool.waitingCount > 0) this.#giveClientBack(false)
    const batch = this.#queue.splice(0, this.#settings.batchLimit)
    const flight: Flight = { batch, started: performance.now(), tried: [], landing: undefined }
    this.#flying.push(flight)
    try {
      this.#client ??= await this.#pool.connect()
      const commands = batch.map((one) => one.command)
      const { decisions, landed } = await this.#writer.send(this.#client, commands, flight.tried)
      landed.then(
        () => this.#noteLanding(flight, { ok: true, decisions }),
        (error) => this.#noteLanding(flight, { ok: false, error }),
      )
    } catch (error) {
      flight.landing = { ok: false, error }
    }
  }

  #noteLanding(flight: Flight, landing: Landing): void {
    flight.landing = landing
    this.#wake()
  }

  /** The first batch on its way is committed. If the database has nothing to do now, the next one goes first. */
  #land(decisions: readonly Decision[]): void {
    const flight = this.#flying.shift()
    if (flight === undefined) return
    const answer = () => this.#answer(flight, decisions.map(resultOf))
    if (this.#flying.length === 0 && this.#queue.length > 0) setImmediate(answer)
    else answer()
  }

  #answer({ batch, started }: Flight, results: readonly Result<Outcome>[]): void {
    this.#watch.committed(batch.length, performance.now() - started, this.#tenantId)
    for (const [index, one] of batch.entries()) one.answer(results[index] ?? refuse(UNAVAILABLE))
  }

  /** The first batch has failed, and with it those that were decided on it: each is written on a locked load. */
  async #recoverAll(): Promise<void> {
    while (this.#flying.some((flight) => flight.landing === undefined)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const flights = this.#flying.splice(0)
    this.#giveClientBack(flights.some(({ landing }) => landing?.ok === false && isUnavailable(landing.error)))
    this.#writer.forget()
    for (const flight of flights) {
      const { batch, tried, landing } = flight
      if (landing?.ok) this.#answer(flight, landing.decisions.map(resultOf))
      else this.#answer(flight, await this.#recover(batch, tried, landing?.error))
    }
  }

  /**
   * Writes a batch that has failed, and says what came of each command. A batch that can't be written is tried in
   * halves, so that one command fails alone.
   */
  async #recover(
    batch: readonly Waiting[],
    tried: Tried[],
    cause: unknown,
  ): Promise<readonly Result<Outcome>[]> {
    try {
      const commands = batch.map((one) => one.command)
      let error = cause
      for (let attempt = 2; isWorthAnother(error, attempt) || isUnavailable(error); attempt++) {
        if (!isWorthAnother(error, attempt)) await this.#waitForDatabase(batch, error)
        try {
          const write = (client: Client) => this.#writer.writeLocked(client, commands, tried)
          return (await inTransaction(this.#pool, write)).map(resultOf)
        } catch (again) {
          error = again
        }
      }
      throw error
    } catch (error) {
      if (error instanceof Unavailable) return batch.map(() => refuse(UNAVAILABLE))
      if (batch.length > 1) {
        const middle = batch.length >> 1
        const first = await this.#recover(batch.slice(0, middle), [], undefined)
        return [...first, ...(await this.#recover(batch.slice(middle), [], undefined))]
      }
      const correlationId = randomUUID()
      this.#watch.failed(error, correlationId)
      return batch.map(() => refuse({ kind: 'internal', correlationId }))
    }
  }

  /** Waits a little before the next try; gives up when the batch's oldest command has waited long enough. */
  async #waitForDatabase(batch: readonly Waiting[], error: unknown): Promise<void> {
    const since = batch[0]?.since ?? 0
    if (performance.now() - since > this.#settings.patienceMs) throw new Unavailable(error)
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
  }

  #giveClientBack(broken: boolean): void {
    this.#client?.release(broken)
    this.#client = undefined
  }
}

const UNAVAILABLE: Rejection = { kind: 'unavailable', retryAfterSeconds: RETRY_AFTER_SECONDS }

const nothing = (): void => {}

/** The database stayed away for longer than a command can wait. */
class Unavailable extends Error {
  constructor(cause: unknown) {
    super('the database is away', { cause })
  }
}

function resultOf(decision: Decision): Result<Outcome> {
  return decision.ok ? { ok: true, value: decision.outcome } : decision
}

/** No error: a part of a batch, not tried yet. */
function isWorthAnother(error: unknown, attempt: number): boolean {
  if (error === undefined) return true
  const state = sqlState(error)
  const lost =
    error instanceof Overtaken || state === STALE || state === UNIQUE_VIOLATION || isTransient(error)
  return lost && attempt <= MOST_ATTEMPTS
}
