/**
 * Keeps requests and their answers beside the work, never in its way: what comes waits in memory, and a few times a
 * second some of it is written, in small pieces that hold nobody up, each in one statement a tenant. What is more
 * than that is left out and counted: whoever is unknown first, then what was not refused.
 */
import { tenantOf } from '../store/credentials.js'
import type { Database } from '../store/pool.js'
import { addRequests, type NewRequestEntry, tenantsAmong } from '../store/request-log.js'
import { LONGEST_KEPT } from '../wire/redaction.js'
import type { AnsweredRequest, RequestLog } from '../wire/request-log.js'
import { entryOf, type NotedRequest } from './entries.js'

const WRITE_EVERY_MS = 250
/** Each time: a thousand requests a second at most. */
const MOST_AT_ONCE = 250
const MOST_BYTES_AT_ONCE = 524_288
/** Taking what is private out of more than this would hold up whoever waits for an answer. */
const PIECE_BYTES = 65_536
/** How many may wait when another one comes. */
const ROOM = { unknown: 200, accepted: 500, refused: 1_000 } as const
/** And where the hub has as much to do as it can, of those that were not refused: a hundred a second are enough then. */
const ROOM_IF_BUSY = 25

interface Waiting {
  readonly tenantId: number
  readonly noted: NotedRequest
}

export interface RequestLogParts {
  readonly database: Database
  /** Whether the hub has as much to do as it can. */
  readonly isBusy: () => boolean
  /** Told of a request that is left out. */
  readonly dropped: () => void
  readonly failed: (error: unknown) => void
}

export class QueuedRequestLog implements RequestLog {
  readonly #parts: RequestLogParts
  /** Tenants that are really there. */
  readonly #known = new Set<number>()
  #waiting: Waiting[] = []
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(parts: RequestLogParts) {
    this.#parts = parts
  }

  note(answered: AnsweredRequest): void {
    const { credential, rejection } = answered
    const tenantId = tenantIdOf(answered)
    if (tenantId === null || this.#isClosed) return
    const room = credential === null ? ROOM.unknown : rejection === null ? ROOM.accepted : ROOM.refused
    const waiting = this.#waiting.length
    const givesWay = waiting >= ROOM_IF_BUSY && (credential === null || rejection === null)
    if (waiting >= room || (givesWay && this.#parts.isBusy())) {
      this.#parts.dropped()
      return
    }
    this.#waiting.push({ tenantId, noted: light(answered) })
    this.#writeSoon()
  }

  /** All that has been noted so far is written. */
  async flush(): Promise<void> {
    let left = this.#waiting.length
    // Others may take what waits meanwhile: then it is being written.
    while (left > 0 && this.#waiting.length > 0) left -= await this.#writeSome()
    await this.#writing
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.flush()
  }

  #writeSoon(): void {
    if (this.#timer !== undefined || this.#isClosed) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#writeMost().then(() => {
        if (this.#waiting.length > 0) this.#writeSoon()
      })
    }, WRITE_EVERY_MS)
    this.#timer.unref()
  }

  /** As much as may be written each time. */
  async #writeMost(): Promise<void> {
    let [count, bytes] = [0, 0]
    while (this.#waiting.length > 0 && count < MOST_AT_ONCE && bytes < MOST_BYTES_AT_ONCE) {
      const piece = this.#take(MOST_AT_ONCE - count)
      count += piece.length
      bytes += bytesOf(piece)
      await this.#writeInTurn(piece)
    }
  }

  /** One piece; how many they were. */
  async #writeSome(): Promise<number> {
    const piece = this.#take(MOST_AT_ONCE)
    await this.#writeInTurn(piece)
    return piece.length
  }

  /** One piece at a time, in their order. */
  #writeInTurn(piece: readonly Waiting[]): Promise<void> {
    const before = this.#writing
    this.#writing = before.then(() => this.#write(piece))
    return this.#writing
  }

  #take(most: number): readonly Waiting[] {
    let bytes = 0
    let count = 0
    for (const one of this.#waiting) {
      bytes += bytesOf([one])
      if (count === most || (count > 0 && bytes > PIECE_BYTES)) break
      count += 1
    }
    return this.#waiting.splice(0, count)
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    try {
      const byTenant = new Map<number, NewRequestEntry[]>()
      const known = await this.#tenantsOf(batch)
      for (const { tenantId, noted } of batch) {
        if (!known.has(tenantId)) continue
        const entries = byTenant.get(tenantId)
        if (entries === undefined) byTenant.set(tenantId, [entryOf(noted)])
        else entries.push(entryOf(noted))
      }
      for (const [tenantId, entries] of byTenant) await addRequests(this.#parts.database, tenantId, entries)
    } catch (error) {
      for (const _ of batch) this.#parts.dropped()
      this.#parts.failed(error)
    }
  }

  /** Whoever has a credential has a tenant; what else claims to be of one is looked up. */
  async #tenantsOf(batch: readonly Waiting[]): Promise<ReadonlySet<number>> {
    const unknown = new Set<number>()
    for (const { tenantId, noted } of batch) {
      if (noted.credential !== null) this.#known.add(tenantId)
      else if (!this.#known.has(tenantId)) unknown.add(tenantId)
    }
    if (unknown.size > 0) {
      for (const one of await tenantsAmong(this.#parts.database, [...unknown])) this.#known.add(one)
    }
    return this.#known
  }
}

function bytesOf(some: readonly Waiting[]): number {
  return some.reduce((sum, { noted }) => sum + (noted.body?.length ?? 0) + (noted.answer?.length ?? 0), 0)
}

/** Null: nobody's. */
function tenantIdOf({ credential, identity, dialect }: AnsweredRequest): number | null {
  if (credential !== null) return credential.tenantId
  return identity === undefined ? null : tenantOf(dialect.auth, identity)
}

/** Without texts that are too long to be kept. */
function light(answered: AnsweredRequest): NotedRequest {
  const { body, answer } = answered
  return {
    ...answered,
    body: body !== null && body.length > LONGEST_KEPT ? null : body,
    bodyBytes: body?.length ?? 0,
    answer: answer !== null && answer.length > LONGEST_KEPT ? null : answer,
    answerBytes: answer === null ? 0 : Buffer.byteLength(answer),
  }
}
