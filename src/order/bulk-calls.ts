/** Orders and stock in bulk: files that are taken in row by row, and written. */
import type { CommandKey } from './caller.js'
import type { LevelSearch, OrderSearch, Slice, Sliced } from './setup-calls.js'

export const IMPORT_KINDS = ['orders', 'stock'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

/** `receiving`: its file is on the way; `waiting`: nobody has begun with it; the last three are ends. */
export type ImportState = 'receiving' | 'waiting' | 'running' | 'finished' | 'failed' | 'cancelled'

/**
 * What has been answered, up to and with some row. Accepted are orders, or levels, with those that were there before;
 * `repeated` are those.
 */
export interface ImportProgress {
  readonly rowsRead: number
  readonly accepted: number
  readonly repeated: number
  readonly refused: number
}

/** Null where it is about the whole row, or no value can be shown. */
export interface RowFault {
  readonly line: number
  readonly column: string | null
  readonly value: string | null
  readonly problem: string
}

export interface ImportRecord extends ImportProgress {
  readonly importId: number
  readonly kind: ImportKind
  /** By name. */
  readonly account: string
  readonly dryRun: boolean
  readonly state: ImportState
  /** Of its file; 0 while it is on the way. */
  readonly sizeBytes: number
  /** How many faults were found; the first ones are kept. */
  readonly faultCount: number
  /** Why it failed. */
  readonly problem: string | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly endedAt: number | null
}

export interface ImportWish {
  readonly kind: ImportKind
  /** By name; null: the caller's own. */
  readonly account: string | null
  readonly dryRun: boolean
}

export interface NumberedFault extends RowFault {
  readonly ordinal: number
}

/** A file that is written while it is read; once it has begun, it can only break off. */
export interface TextFile {
  readonly contentType: string
  readonly content: AsyncIterable<string>
}

export interface BulkCalls {
  /** Answers when the file is kept: it is taken in behind that. */
  startImport: {
    input: ImportWish & { content: AsyncIterable<Uint8Array>; key: CommandKey | null }
    output: ImportRecord
  }
  readImport: { input: { importId: number }; output: ImportRecord }
  listImports: { input: Slice; output: Sliced<ImportRecord> }
  listImportFaults: { input: Slice & { importId: number }; output: Sliced<NumberedFault> }
  /** What has been taken in stays. */
  cancelImport: { input: { importId: number }; output: ImportRecord }
  exportOrders: { input: { search: OrderSearch }; output: TextFile }
  exportStock: { input: LevelSearch & { account: string | null }; output: TextFile }
}
