/** Pieces of an inbound notice that are counted now, on top of what had come before. */
import type { Notice } from '../../types.js'
import { readScan } from '../warehouse/counting.js'

interface Come {
  readonly good: number
  readonly defective: number
}

/** By the number of their row. */
export type ComeNow = Readonly<Record<number, Come>>

export const NONE: Come = { good: 0, defective: 0 }

type Row = Notice['rows'][number]

export type Receiving =
  | { readonly kind: 'counted'; readonly now: ComeNow; readonly sku: string; readonly isSurplus: boolean }
  | { readonly kind: 'wrong'; readonly sku: string }

/** Fills the rows of a SKU one after the other; what is more than announced is counted in the last of them. */
export function receiveScan(
  rows: readonly Row[],
  now: ComeNow,
  text: string,
  quality: keyof Come,
): Receiving {
  const { sku, pieces } = readScan(rows, text)
  const alike = rows.filter((row) => row.sku === sku)
  const last = alike.at(-1)
  if (last === undefined) return { kind: 'wrong', sku }
  const next: Record<number, Come> = { ...now }
  const add = (rowNumber: number, count: number) => {
    const before = next[rowNumber] ?? NONE
    next[rowNumber] = { ...before, [quality]: before[quality] + count }
  }
  let left = pieces
  for (const row of alike) {
    const taken = Math.min(left, Math.max(missingOf(row, next), 0))
    if (taken > 0) add(row.rowNumber, taken)
    left -= taken
  }
  if (left > 0) add(last.rowNumber, left)
  return { kind: 'counted', now: next, sku, isSurplus: left > 0 }
}

/** Pieces that are still expected; below 0, more than announced have come. */
export function missingOf({ rowNumber, quantity, received }: Row, now: ComeNow): number {
  const { good, defective } = now[rowNumber] ?? NONE
  return quantity - received - good - defective
}

/** In the hub's words: totals, so that a count sent twice changes nothing. */
export function totalsOf(rows: readonly Row[], now: ComeNow) {
  return rows.flatMap(({ rowNumber, received, defective }) => {
    const come = now[rowNumber] ?? NONE
    if (come.good === 0 && come.defective === 0) return []
    return [
      {
        rowNumber,
        received: received + come.good + come.defective,
        defective: defective + come.defective,
      },
    ]
  })
}
