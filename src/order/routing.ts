/**
 * Routing: which location ships how much of which line. Splitting (splitting.ts) then makes one fulfilment
 * order per location. Policies are named and are data: a ranking of the locations and the steps tried in turn.
 */
import type { StockLevel, StockLocation } from './catalogue.js'
import { available } from './catalogue.js'

export interface RouteLine {
  readonly lineNumber: number
  readonly sku: string
  readonly quantity: number
  /** A location that the caller would like. An unknown code stands for the default location. */
  readonly wishedLocation: string | null
}

export interface Allocation {
  readonly line: RouteLine
  readonly location: StockLocation
  readonly quantity: number
}

export interface Shortage {
  readonly line: RouteLine
  /** All that the order asks of this SKU, in all its lines. */
  readonly asked: number
  readonly available: number
}

type Ranking = (a: StockLocation, b: StockLocation, country: string) => number
type Step = 'wished_location' | 'one_location' | 'line_by_line'

const sameCountry: Ranking = (a, b, country) => Number(b.country === country) - Number(a.country === country)
const priority: Ranking = (a, b) => a.priority - b.priority
const code: Ranking = (a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)

const POLICIES = {
  /** As few parcels as possible, near the address where that costs no split. */
  fewest_splits: {
    ranking: [sameCountry, priority, code],
    steps: ['wished_location', 'one_location', 'line_by_line'],
  },
  /** Each line from the best location for the address, even if the order splits. */
  nearest: { ranking: [sameCountry, priority, code], steps: ['wished_location', 'line_by_line'] },
  /** The operator's priorities, whatever the address. */
  location_priority: {
    ranking: [priority, code],
    steps: ['wished_location', 'one_location', 'line_by_line'],
  },
} as const satisfies Record<string, { ranking: readonly Ranking[]; steps: readonly Step[] }>

export type RoutingPolicyName = keyof typeof POLICIES

export const ROUTING_POLICIES = Object.keys(POLICIES) as readonly RoutingPolicyName[]

/** Best first. The input is left as it is. */
export function rankLocations(
  policy: RoutingPolicyName,
  locations: readonly StockLocation[],
  country: string,
): StockLocation[] {
  const { ranking } = POLICIES[policy]
  return [...locations].sort((a, b) => {
    for (const rank of ranking) {
      const difference = rank(a, b, country)
      if (difference !== 0) return difference
    }
    return 0
  })
}

/** The location with the lowest priority number, enabled or not: what an unknown code stands for. */
export function defaultLocation(locations: Iterable<StockLocation>): StockLocation | undefined {
  const [first] = rankLocations('location_priority', [...locations], '')
  return first
}

/**
 * Picks locations for all lines, or says what is short. `levels` gives a SKU's stock; `ranked` are the eligible
 * locations, best first; `known` are all locations by code, eligible or not.
 */
export function route(
  policy: RoutingPolicyName,
  lines: readonly RouteLine[],
  ranked: readonly StockLocation[],
  known: ReadonlyMap<string, StockLocation>,
  levels: (sku: string) => readonly StockLevel[],
): { readonly allocations: Allocation[] } | { readonly shortage: Shortage } {
  const simple = routeSimply(policy, lines, ranked, levels)
  if (simple !== null) return { allocations: simple }
  const stock = new WorkingStock(ranked, levels)
  const shortage = findShortage(lines, stock)
  if (shortage !== null) return { shortage }

  const allocations: Allocation[] = []
  let remaining = lines
  for (const step of POLICIES[policy].steps) {
    if (remaining.length === 0) break
    remaining = STEPS[step](remaining, ranked, known, stock, allocations)
  }
  return { allocations }
}

/** More lines than this are not looked through pair by pair. */
const FEW_LINES = 8

/** The usual order, without any bookkeeping: few lines, no wishes, each SKU once, and one location has it all. */
function routeSimply(
  policy: RoutingPolicyName,
  lines: readonly RouteLine[],
  ranked: readonly StockLocation[],
  levels: (sku: string) => readonly StockLevel[],
): Allocation[] | null {
  const steps: readonly Step[] = POLICIES[policy].steps
  if (lines.length > FEW_LINES || !steps.includes('one_location')) return null
  for (const [index, line] of lines.entries()) {
    if (line.wishedLocation !== null) return null
    for (let other = 0; other < index; other++) if (lines[other]?.sku === line.sku) return null
  }
  const known = lines.map((line) => levels(line.sku))
  for (const location of ranked) {
    const holdsAll = lines.every((line, index) => {
      const level = known[index]?.find((one) => one.location === location.code)
      return level !== undefined && available(level) >= line.quantity
    })
    if (holdsAll) return lines.map((line) => ({ line, location, quantity: line.quantity }))
  }
  return null
}

type StepFunction = (
  lines: readonly RouteLine[],
  ranked: readonly StockLocation[],
  known: ReadonlyMap<string, StockLocation>,
  stock: WorkingStock,
  allocations: Allocation[],
) => readonly RouteLine[]

/** Each step allocates what it can and returns the lines that are left. */
const STEPS: Record<Step, StepFunction> = {
  wished_location: (lines, ranked, known, stock, allocations) => {
    if (lines.every((line) => line.wishedLocation === null)) return lines
    const usual = defaultLocation(known.values())
    return lines.filter((line) => {
      if (line.wishedLocation === null) return true
      const wishedCode = (known.get(line.wishedLocation) ?? usual)?.code
      const wished = ranked.find((location) => location.code === wishedCode)
      if (wished === undefined || stock.at(line.sku, wished.code) < line.quantity) return true
      allocations.push(stock.take(line, wished, line.quantity))
      return false
    })
  },

  one_location: (lines, ranked, _known, stock, allocations) => {
    const asked = askedBySku(lines)
    const holder = ranked.find((location) =>
      [...asked].every(([sku, quantity]) => stock.at(sku, location.code) >= quantity),
    )
    if (holder === undefined) return lines
    for (const line of lines) allocations.push(stock.take(line, holder, line.quantity))
    return []
  },

  line_by_line: (lines, ranked, _known, stock, allocations) => {
    for (const line of lines) {
      const holder = ranked.find((location) => stock.at(line.sku, location.code) >= line.quantity)
      if (holder !== undefined) {
        allocations.push(stock.take(line, holder, line.quantity))
        continue
      }
      let missing = line.quantity
      for (const location of ranked) {
        const part = Math.min(missing, stock.at(line.sku, location.code))
        if (part === 0) continue
        allocations.push(stock.take(line, location, part))
        missing -= part
        if (missing === 0) break
      }
    }
    return []
  },
}

/** The first line whose SKU is short, counting all lines of that SKU together. */
function findShortage(lines: readonly RouteLine[], stock: WorkingStock): Shortage | null {
  const asked = askedBySku(lines)
  for (const line of lines) {
    const total = asked.get(line.sku) ?? 0
    const there = stock.total(line.sku)
    if (there < total) return { line, asked: total, available: there }
  }
  return null
}

export function askedBySku(
  lines: readonly { readonly sku: string; readonly quantity: number }[],
): Map<string, number> {
  const asked = new Map<string, number>()
  for (const line of lines) asked.set(line.sku, (asked.get(line.sku) ?? 0) + line.quantity)
  return asked
}

/** What is still available while one order's lines are being allocated. */
class WorkingStock {
  readonly #ranked: readonly StockLocation[]
  readonly #levels: (sku: string) => readonly StockLevel[]
  readonly #bySku = new Map<string, Map<string, number>>()

  constructor(ranked: readonly StockLocation[], levels: (sku: string) => readonly StockLevel[]) {
    this.#ranked = ranked
    this.#levels = levels
  }

  at(sku: string, location: string): number {
    return this.#of(sku).get(location) ?? 0
  }

  total(sku: string): number {
    let sum = 0
    for (const quantity of this.#of(sku).values()) sum += quantity
    return sum
  }

  take(line: RouteLine, location: StockLocation, quantity: number): Allocation {
    this.#of(line.sku).set(location.code, this.at(line.sku, location.code) - quantity)
    return { line, location, quantity }
  }

  #of(sku: string): Map<string, number> {
    let byLocation = this.#bySku.get(sku)
    if (byLocation === undefined) {
      byLocation = new Map()
      for (const level of this.#levels(sku)) {
        if (this.#ranked.some((location) => location.code === level.location)) {
          byLocation.set(level.location, available(level))
        }
      }
      this.#bySku.set(sku, byLocation)
    }
    return byLocation
  }
}
