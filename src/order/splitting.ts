/** Splitting: the allocations of one location become one fulfilment order. */
import type { StockLocation } from './catalogue.js'
import type { Allocation } from './routing.js'

export interface Group {
  readonly location: StockLocation
  readonly allocations: readonly Allocation[]
}

/** One group per location, in the order in which the lines first reach it; rows in the order of the lines. */
export function split(allocations: readonly Allocation[]): Group[] {
  const [first] = allocations
  if (first !== undefined && allocations.length === 1) return [{ location: first.location, allocations }]
  const groups = new Map<string, { location: StockLocation; allocations: Allocation[] }>()
  const inLineOrder =
    allocations.length < 2
      ? allocations
      : [...allocations].sort((a, b) => a.line.lineNumber - b.line.lineNumber)
  for (const allocation of inLineOrder) {
    const group = groups.get(allocation.location.code)
    if (group === undefined) {
      groups.set(allocation.location.code, { location: allocation.location, allocations: [allocation] })
    } else {
      group.allocations.push(allocation)
    }
  }
  return [...groups.values()]
}
