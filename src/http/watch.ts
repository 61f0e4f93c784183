/** What the hub tells of itself: metrics for machines and a log for people, neither with personal data. */
import type { Logger } from 'pino'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { LaneWatch } from '../commit/lane.js'
import type { RejectionKind } from '../order/rejection.js'
import type { Dialect } from '../wire/dialect.js'
import type { HourlyCounts } from './hourly-counts.js'
import type { RequestNotes } from './notes.js'

export class Watch implements LaneWatch {
  readonly registry = new Registry()
  readonly #log: Logger
  readonly #hourly: HourlyCounts | null
  readonly #answers = new Map<Dialect, Map<string, number[]>>()
  readonly #refusals = new Map<Dialect, Map<RejectionKind, number>>()
  readonly #batches: Counter
  readonly #unlogged: Counter
  readonly #commands: Counter
  readonly #batchSeconds: Histogram

  /** `hourly` counts for the overview; null: nobody does. */
  constructor(log: Logger, waiting: () => number, hourly: HourlyCounts | null = null) {
    this.#log = log
    this.#hourly = hourly
    const registers = [this.registry]
    collectDefaultMetrics({ register: this.registry, prefix: 'entrepot_' })
    // Counted in plain numbers as requests pass, and handed over only when somebody asks.
    const requests: Counter<'dialect' | 'operation' | 'status'> = new Counter({
      name: 'entrepot_http_requests_total',
      help: 'Answers by dialect, operation and HTTP status',
      labelNames: ['dialect', 'operation', 'status'],
      registers,
      collect: () => this.#tellAnswers(requests),
    })
    const refusals: Counter<'dialect' | 'kind'> = new Counter({
      name: 'entrepot_refusals_total',
      help: 'Refused requests by dialect and reason',
      labelNames: ['dialect', 'kind'],
      registers,
      collect: () => this.#tellRefusals(refusals),
    })
    this.#batches = new Counter({ name: 'entrepot_lane_batches_total', help: 'Batches committed', registers })
    this.#unlogged = new Counter({
      name: 'entrepot_request_log_dropped_total',
      help: 'Requests that the request log has left out, since there were too many',
      registers,
    })
    this.#commands = new Counter({
      name: 'entrepot_lane_commands_total',
      help: 'Commands in committed batches',
      registers,
    })
    this.#batchSeconds = new Histogram({
      name: 'entrepot_lane_batch_seconds',
      help: 'Time from a batch taken to its commit',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
      registers,
    })
    new Gauge({
      name: 'entrepot_lane_waiting',
      help: 'Commands waiting for a batch',
      registers,
      collect() {
        this.set(waiting())
      },
    })
  }

  committed(commands: number, milliseconds: number, tenantId: number): void {
    this.#hourly?.committed(tenantId, milliseconds)
    this.#batches.inc()
    this.#commands.inc(commands)
    this.#batchSeconds.observe(milliseconds / 1000)
  }

  /** One line a request: names and numbers, never paths, queries, headers or bodies. */
  answered(requestId: string, notes: RequestNotes, status: number): void {
    const { dialect, operation, credential, person, refusal } = notes
    const statuses = within(
      within(this.#answers, dialect, newOperations),
      operation?.name ?? 'none',
      newStatuses,
    )
    statuses[status] = (statuses[status] ?? 0) + 1
    if (refusal !== undefined) {
      const kinds = within(this.#refusals, dialect, newKinds)
      kinds.set(refusal, (kinds.get(refusal) ?? 0) + 1)
      // What people are refused is not in the request log either, where the overview's figures lead.
      if (credential !== undefined && person === undefined) {
        this.#hourly?.refused(credential.account.tenantId, dialect.name, refusal)
      }
    }
    this.#log.info({
      requestId,
      dialect: dialect.name,
      operation: operation?.name,
      tenant: credential?.account.tenantId,
      account: credential?.account.accountId,
      user: person?.userId,
      status,
      refusal,
      ms: Math.round((performance.now() - notes.startedAt) * 10) / 10,
    })
  }

  /** A platform has told something by itself. */
  told(
    requestId: string,
    connection: { readonly tenantId: number; readonly connectionId: number },
    status: number,
  ) {
    this.#log.info({ requestId, operation: 'callback', ...connection, status })
  }

  /** The request log has left one out. */
  unlogged(): void {
    this.#unlogged.inc()
  }

  failed(error: unknown, correlationId: string): void {
    this.#log.error({ err: bareError(error), correlationId }, 'internal error')
  }

  /** Nobody has caught it: the process ends, and what is in flight is finished first. */
  uncaught(error: unknown): void {
    this.#log.fatal({ err: bareError(error) }, 'an error that nobody has caught: the hub ends')
  }

  #tellAnswers(counter: Counter<'dialect' | 'operation' | 'status'>): void {
    counter.reset()
    for (const [dialect, operations] of this.#answers) {
      for (const [operation, statuses] of operations) {
        for (const status of Object.keys(statuses)) {
          counter.inc({ dialect: dialect.name, operation, status }, statuses[Number(status)])
        }
      }
    }
  }

  #tellRefusals(counter: Counter<'dialect' | 'kind'>): void {
    counter.reset()
    for (const [dialect, kinds] of this.#refusals) {
      for (const [kind, count] of kinds) counter.inc({ dialect: dialect.name, kind }, count)
    }
  }
}

function within<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}

const newOperations = () => new Map<string, number[]>()
const newStatuses = (): number[] => []
const newKinds = () => new Map<RejectionKind, number>()

/** Database errors carry parameters and rows in some of their members: only what names the fault is logged. */
export function bareError(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'not an error object' }
  const { code, table, constraint } = error as Error & { code?: string; table?: string; constraint?: string }
  return { type: error.name, message: error.message, stack: error.stack, code, table, constraint }
}
