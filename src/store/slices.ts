/** Lists that are read slice by slice: a slice starts behind the sort key of the last row that was seen. */
import type { Position, Slice, Sliced } from '../order/setup-calls.js'

/** One row more than asked for is read: it tells whether there is a next slice. */
export function rowsToRead(slice: Slice): number {
  return slice.limit + 1
}

export function sliced<T>(rows: readonly T[], slice: Slice, positionOf: (row: T) => Position): Sliced<T> {
  const shown = rows.slice(0, slice.limit)
  const last = shown.at(-1)
  const next = rows.length > slice.limit && last !== undefined ? positionOf(last) : null
  return { rows: shown, next }
}
