/**
 * Short reads of many callers on few connections. A read is sent while the one before it is under way, so that the
 * database finds the next one at hand: it neither sleeps between two of them nor is woken for each, which costs the
 * hub's thread its core for as long as the read takes (docs/benchmarks.md). Whoever waits is served in the order of
 * coming. Behind a read that turns out to be slow nothing more is sent; another connection takes its place.
 */
import { availableParallelism } from 'node:os'
import { type Database, isUnavailable, type LentClient, type Pool } from './pool.js'

export interface SharedReadsSettings {
  /** On which reads are answered quickly; slow ones don't count. */
  readonly connections: number
  /** Reads that are under way on one of them. */
  readonly depth: number
  /** A read that takes longer is slow. */
  readonly slowMs: number
  /** With those that are slow. */
  readonly mostConnections: number
  /** Who waits longer is told that the database is not there, as is whoever comes when so many wait. */
  readonly patienceMs: number
  readonly mostWaiting: number
}

const USUAL: SharedReadsSettings = {
  connections: Math.min(4, Math.max(2, availableParallelism())),
  depth: 4,
  slowMs: 50,
  mostConnections: 8,
  patienceMs: 3_000,
  mostWaiting: 5_000,
}

interface Waiting {
  readonly since: number
  readonly ask: (client: LentClient) => Promise<unknown>
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
}

interface Line {
  readonly client: Promise<LentClient>
  underWay: number
  /** When its foremost read became so. */
  since: number
  isBroken: boolean
}

/** Reads without a transaction of their own: whatever is asked is one statement that changes nothing. */
export function sharedReads(pool: Pool, settings: Partial<SharedReadsSettings> = {}): Database {
  const reads = new SharedReads(pool, { ...USUAL, ...settings })
  const query = (config: string, values?: unknown[]) => reads.ask((client) => client.query(config, values))
  return { query: query as Database['query'] }
}

class SharedReads {
  readonly #pool: Pool
  readonly #settings: SharedReadsSettings
  readonly #lines = new Set<Line>()
  readonly #waiting: Waiting[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(pool: Pool, settings: SharedReadsSettings) {
    this.#pool = pool
    this.#settings = settings
  }

  ask(ask: Waiting['ask']): Promise<unknown> {
    const { mostWaiting } = this.#settings
    if (this.#waiting.length >= mostWaiting) {
      return Promise.reject(new Error(`timeout: ${mostWaiting} reads wait for a connection already`))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ since: performance.now(), ask, resolve, reject })
      this.#send()
    })
  }

  #send(): void {
    while (this.#waiting.length > 0) {
      const line = this.#lineWithRoom()
      if (line === undefined) {
        // A line may become slow meanwhile, or somebody's patience may end.
        this.#timer ??= setTimeout(() => this.#lookAgain(), this.#settings.slowMs)
        return
      }
      const first = this.#waiting.shift()
      if (first !== undefined) void this.#read(line, first)
    }
  }

  /** An idle one, or a new one, or that with the fewest under way. */
  #lineWithRoom(): Line | undefined {
    const { connections, depth, slowMs, mostConnections } = this.#settings
    const now = performance.now()
    let quick = 0
    let best: Line | undefined
    for (const line of this.#lines) {
      if (line.isBroken || (line.underWay > 0 && now - line.since > slowMs)) continue
      quick += 1
      if (line.underWay < (best?.underWay ?? depth)) best = line
    }
    const mayOpen = quick < connections && this.#lines.size < mostConnections
    return mayOpen && best?.underWay !== 0 ? this.#open() : best
  }

  #open(): Line {
    const line = { client: this.#pool.connect(), underWay: 0, since: performance.now(), isBroken: false }
    this.#lines.add(line)
    return line
  }

  async #read(line: Line, { ask, resolve, reject }: Waiting): Promise<void> {
    line.underWay += 1
    if (line.underWay === 1) line.since = performance.now()
    try {
      resolve(await ask(await line.client))
    } catch (error) {
      if (isUnavailable(error)) line.isBroken = true
      reject(error)
    } finally {
      line.underWay -= 1
      line.since = performance.now()
      this.#send()
      if (line.underWay === 0) this.#giveBack(line)
    }
  }

  #giveBack(line: Line): void {
    this.#lines.delete(line)
    line.client.then((client) => client.release(line.isBroken)).catch(() => {})
  }

  #lookAgain(): void {
    this.#timer = undefined
    const { patienceMs } = this.#settings
    const longAgo = performance.now() - patienceMs
    for (
      let first = this.#waiting[0];
      first !== undefined && first.since < longAgo;
      [first] = this.#waiting
    ) {
      this.#waiting.shift()
      first.reject(new Error(`timeout: no connection could take the read within ${patienceMs} ms`))
    }
    this.#send()
  }
}
