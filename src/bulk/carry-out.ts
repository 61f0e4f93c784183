/** Takes a file in: for an import that is noted and held, or as a dry run of which nothing is kept. */

import { patiently } from '../commit/calls/patience.js'
import { DryRun } from '../commit/dry-run.js'
import type { LaneOf } from '../commit/lanes.js'
import type { ImportKind, ImportProgress, RowFault } from '../order/bulk-calls.js'
import type { AccountContext } from '../order/calls.js'
import { endImport, type HeldImport, letGoOfImport, saveImportProgress } from '../store/imports.js'
import { isUnavailable, type Pool } from '../store/pool.js'
import { refreshStatistics } from '../store/statistics.js'
import { stockCounter } from './count-stock.js'
import { ORDER_COLUMNS, type OrderPlaces, OrderRows } from './order-rows.js'
import { orderPlacer } from './place-orders.js'
import { type Ended, type ImportWork, NOTHING_YET, OutOfReach, type Pace, runImport } from './run-import.js'
import { STOCK_COLUMNS, StockRows } from './stock-rows.js'

export interface BulkParts {
  readonly pool: Pool
  readonly lanes: LaneOf
  readonly clock: () => number
  readonly readOrder: OrderPlaces['readOrder']
  readonly pace: Pace
}

/** Whoever looks on: told of all that is answered, in the order of the file. False: stop. */
export type Watcher = (progress: ImportProgress, faults: readonly RowFault[]) => boolean

/** How long whoever works on an import holds it, without a sign of life. */
export const HOLD_MS = 5_000
const SAVE_EVERY_MS = 1_000

/** The first faults of an import are kept. */
const MOST_FAULTS_KEPT = 1_000

/** `left`: somebody else goes on with it, or it was cancelled, or the watcher said stop. */
export type Outcome = Ended & { readonly left: boolean }

export async function carryOut(
  parts: BulkParts,
  held: HeldImport,
  content: AsyncIterable<Uint8Array>,
  watcher: Watcher,
): Promise<Outcome> {
  const { pool, clock } = parts
  const notes = new Notes(parts, held)
  try {
    await refreshStatistics(pool)
    const { tenantId, kind, account, dryRun, importId } = held
    const lanes = dryRun ? new DryRun(pool, tenantId, clock) : parts.lanes
    const ended = await runImport({
      ...workOn({ ...parts, lanes }, kind, account, `import ${importId}`, dryRun),
      content,
      from: held.progress,
      landed: async (progress, faults) => {
        notes.add(progress, faults)
        const isHeld = !notes.areDue() || (await notes.save())
        return watcher(progress, faults) && isHeld
      },
    })
    const left = !(await notes.save()) || (!ended.whole && ended.problem === null)
    if (left) await letGoOfImport(pool, held)
    else await endImport(pool, held, ended.whole ? 'finished' : 'failed', ended.problem, clock())
    return { ...ended, left }
  } catch (error) {
    if (error instanceof OutOfReach || isUnavailable(error)) await letGoOfImport(pool, held).catch(() => {})
    else await endImport(pool, held, 'failed', 'failed within the hub: its log tells more', clock())
    throw error
  }
}

/** What would come of a file; nothing is written anywhere. */
export function rehearse(
  parts: BulkParts,
  kind: ImportKind,
  account: AccountContext,
  content: AsyncIterable<Uint8Array>,
  watcher: Watcher,
): Promise<Ended> {
  const lanes = new DryRun(parts.pool, account.tenantId, parts.clock)
  return runImport({
    ...workOn({ ...parts, lanes }, kind, account, 'dry run', true),
    content,
    from: NOTHING_YET,
    landed: async (progress, faults) => watcher(progress, faults),
  })
}

function workOn(
  { pool, lanes, readOrder, pace }: BulkParts,
  kind: ImportKind,
  account: AccountContext,
  reason: string,
  dryRun: boolean,
): Pick<ImportWork, 'columns' | 'rows' | 'pace'> {
  if (kind === 'orders') {
    const place = orderPlacer(pool, lanes, account)
    return {
      columns: ORDER_COLUMNS,
      rows: (header) => new OrderRows(header, { readOrder, place }),
      pace,
    }
  }
  const count = stockCounter(pool, lanes, account, { reason, dryRun })
  return {
    columns: STOCK_COLUMNS,
    rows: (header) => new StockRows(header, count),
    pace: { ...pace, ...STOCK_PACE },
  }
}

/** Each row asks the database who waits, besides its place in the lane. */
const STOCK_PACE = { group: 16, groups: 2 }

/** How far an import has come, as it is noted from time to time. */
class Notes {
  readonly #parts: BulkParts
  readonly #held: HeldImport
  #progress: ImportProgress
  #faultCount: number
  #unsaved: (RowFault & { ordinal: number })[] = []
  #savedAt = performance.now()

  constructor(parts: BulkParts, held: HeldImport) {
    this.#parts = parts
    this.#held = held
    this.#progress = held.progress
    this.#faultCount = held.faultCount
  }

  add(progress: ImportProgress, faults: readonly RowFault[]): void {
    this.#progress = progress
    for (const fault of faults) {
      this.#faultCount += 1
      if (this.#faultCount <= MOST_FAULTS_KEPT) this.#unsaved.push({ ...fault, ordinal: this.#faultCount })
    }
  }

  areDue(): boolean {
    return performance.now() - this.#savedAt >= SAVE_EVERY_MS
  }

  /** False: it is not held any more. */
  async save(): Promise<boolean> {
    const { pool, clock } = this.#parts
    const at = clock()
    const faults = { count: this.#faultCount, kept: this.#unsaved }
    const hold = { at, until: at + HOLD_MS }
    const isHeld = await patiently(() => saveImportProgress(pool, this.#held, this.#progress, faults, hold))
    await refreshStatistics(pool)
    this.#unsaved = []
    this.#savedAt = performance.now()
    return isHeld
  }
}
