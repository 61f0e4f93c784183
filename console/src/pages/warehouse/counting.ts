/** Pieces that are scanned, counted against what a fulfilment order wants. */
import type { FulfilmentOrder } from '../../types.js'

/** Pieces counted so far, by the number of their row. */
export type Counted = Readonly<Record<number, number>>

interface WantedRow {
  readonly rowNumber: number
  readonly sku: string
  readonly quantity: number
}

export function wantedRows({ lines }: FulfilmentOrder): readonly WantedRow[] {
  return lines
    .map(({ rowNumber, sku, quantity, cancelled }) => ({ rowNumber, sku, quantity: quantity - cancelled }))
    .filter(({ quantity }) => quantity > 0)
}

export type Counting =
  | { readonly kind: 'counted'; readonly counted: Counted; readonly sku: string; readonly pieces: number }
  | { readonly kind: 'wrong'; readonly sku: string }
  | { readonly kind: 'surplus'; readonly sku: string; readonly wanted: number }

/** A SKU is one piece; `12*SKU` are twelve. */
export function countScan(rows: readonly WantedRow[], counted: Counted, text: string): Counting {
  const { sku, pieces } = readScan(rows, text)
  const alike = rows.filter((row) => row.sku === sku)
  if (alike.length === 0) return { kind: 'wrong', sku }
  const next: Record<number, number> = { ...counted }
  let left = pieces
  for (const { rowNumber, quantity } of alike) {
    const before = counted[rowNumber] ?? 0
    const taken = Math.min(left, quantity - before)
    next[rowNumber] = before + taken
    left -= taken
  }
  if (left > 0) return { kind: 'surplus', sku, wanted: alike.reduce((sum, row) => sum + row.quantity, 0) }
  return { kind: 'counted', counted: next, sku, pieces }
}

export function isComplete(rows: readonly WantedRow[], counted: Counted): boolean {
  return rows.every(({ rowNumber, quantity }) => counted[rowNumber] === quantity)
}

/** A SKU may look like a number of pieces of another one. */
export function readScan(rows: readonly { readonly sku: string }[], text: string) {
  const [, times, sku] = /^([1-9]\d{0,5})\*(.+)$/.exec(text) ?? []
  if (times === undefined || sku === undefined || rows.some((row) => row.sku === text)) {
    return { sku: text, pieces: 1 }
  }
  return { sku, pieces: Number(times) }
}
