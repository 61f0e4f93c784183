/**
 * Takes in the files that came over HTTP, one at a time in each process. An import whose worker is no more is held by
 * nobody soon, and whoever looks next goes on with it.
 */
import { randomUUID } from 'node:crypto'
import { patiently } from '../commit/calls/patience.js'
import { dropImportPieces, endAbandonedImports, readImportPiece } from '../store/import-pieces.js'
import { type HeldImport, holdNextImport } from '../store/imports.js'
import type { Pool } from '../store/pool.js'
import { type BulkParts, carryOut, HOLD_MS } from './carry-out.js'
import type { Pace } from './run-import.js'

/** In the lanes that requests use: most of a batch's room is left to those. */
const PACE: Pace = { group: 64, groups: 4, patienceMs: 60_000 }

const LOOK_EVERY_MS = 1_000
const ABANDONED_AFTER_MS = 60_000

export class ImportWorker {
  readonly #parts: BulkParts
  readonly #failed: (error: unknown) => void
  readonly #holder = randomUUID()
  #wake: () => void = () => {}
  #working: Promise<void> | undefined
  #isStopped = false

  constructor(parts: Omit<BulkParts, 'pace'>, failed: (error: unknown) => void) {
    this.#parts = { ...parts, pace: PACE }
    this.#failed = failed
  }

  start(): void {
    this.#working ??= this.#work()
  }

  /** There is something to be done. */
  soon(): void {
    this.#wake()
  }

  /** What is under way is answered first; the rest of its file waits for another process. */
  async close(): Promise<void> {
    this.#isStopped = true
    this.#wake()
    await this.#working
  }

  async #work(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#tidy()
        while (!this.#isStopped && (await this.#workOnNext()));
      } catch (error) {
        this.#failed(error)
      }
      if (!this.#isStopped) await this.#rest()
    }
  }

  /** True if there was one. */
  async #workOnNext(): Promise<boolean> {
    const { pool, clock } = this.#parts
    const at = clock()
    const held = await holdNextImport(pool, { holder: this.#holder, at, until: at + HOLD_MS })
    if (held === null) return false
    await carryOut(this.#parts, held, piecesOf(pool, held), () => !this.#isStopped)
    await dropImportPieces(pool)
    return true
  }

  async #tidy(): Promise<void> {
    const at = this.#parts.clock()
    await endAbandonedImports(this.#parts.pool, at - ABANDONED_AFTER_MS, at)
    await dropImportPieces(this.#parts.pool)
  }

  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS)
      timer.unref()
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

async function* piecesOf(pool: Pool, held: HeldImport): AsyncGenerator<Uint8Array> {
  for (let ordinal = 1; ; ordinal++) {
    const piece = await patiently(() => readImportPiece(pool, held, ordinal))
    if (piece === undefined) return
    yield piece
  }
}
