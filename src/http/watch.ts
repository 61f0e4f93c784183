/** What the hub tells of itself: metrics for machines and a log for people, neither with personal data. */
import type { Logger } from 'pino'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { LaneWatch } from '../commit/lane.js'
import type { RejectionKind } from '../order/rejection.js'

export class Watch implements LaneWatch {
  readonly registry = new Registry()
  readonly #log: Logger
  readonly #requests: Counter<'dialect' | 'operation' | 'status'>
  readonly #refusals: Counter<'dialect' | 'kind'>
  readonly #batches: Counter
  readonly #commands: Counter
  readonly #batchSeconds: Histogram

  constructor(log: Logger, waiting: () => number) {
    this.#log = log
    const registers = [this.registry]
    collectDefaultMetrics({ register: this.registry, prefix: 'entrepot_' })
    this.#requests = new Counter({
      name: 'entrepot_http_requests_total',
      help: 'Answers by dialect, operation and HTTP status',
      labelNames: ['dialect', 'operation', 'status'],
      registers,
    })
    this.#refusals = new Counter({
      name: 'entrepot_refusals_total',
      help: 'Refused requests by dialect and reason',
      labelNames: ['dialect', 'kind'],
      registers,
    })
    this.#batches = new Counter({ name: 'entrepot_lane_batches_total', help: 'Batches committed', registers })
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

  committed(commands: number, milliseconds: number): void {
    this.#batches.inc()
    this.#commands.inc(commands)
    this.#batchSeconds.observe(milliseconds / 1000)
  }

  answered(dialect: string, operation: string, status: number): void {
    this.#requests.inc({ dialect, operation, status })
  }

  refused(dialect: string, kind: RejectionKind): void {
    this.#refusals.inc({ dialect, kind })
  }

  failed(error: unknown, correlationId: string): void {
    this.#log.error({ err: bareError(error), correlationId }, 'internal error')
  }
}

/** Database errors carry parameters and rows in some of their members: only what names the fault is logged. */
export function bareError(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'not an error object' }
  const { code, table, constraint } = error as Error & { code?: string; table?: string; constraint?: string }
  return { type: error.name, message: error.message, stack: error.stack, code, table, constraint }
}
