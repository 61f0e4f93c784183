/** Partial orders: which lines can be ordered together, and why the others can't. */
import { type Account, ORDERABLE, type StockLevel } from './catalogue.js'
import type { PlaceOrder, WishedLine } from './commands/order.js'
import type { FailedLine } from './order.js'
import { type RouteLine, route } from './routing.js'
import type { Snapshot } from './snapshot.js'

interface Placed {
  readonly position: number
  readonly line: WishedLine
}

/** Line by line; of those that are short together, the first one that is short is left out, until the rest fits. */
export function orderableLines(
  snapshot: Snapshot,
  command: PlaceOrder,
  { routingPolicy }: Account,
): { readonly kept: readonly WishedLine[]; readonly failed: readonly FailedLine[] } {
  const { caller, lines, address } = command
  const failed: FailedLine[] = []
  let kept: Placed[] = []
  for (const [index, line] of lines.entries()) {
    const fault = faultOf(snapshot, caller.ownerId, line)
    if (fault === null) kept.push({ position: index + 1, line })
    else failed.push({ position: index + 1, sku: line.sku, quantity: line.quantity, ...fault })
  }
  const ranked = snapshot.ranked(routingPolicy, address.country)
  const levels = (sku: string) => levelsFor(snapshot, command, sku)
  while (kept.length > 0) {
    const wanted: RouteLine[] = kept.map(({ position, line }) => ({ lineNumber: position, ...line }))
    const routed = route(routingPolicy, wanted, ranked, snapshot.locations, levels)
    if (!('shortage' in routed)) break
    const { line, asked, available } = routed.shortage
    const reason = `asked ${asked}, available ${available}`
    const { lineNumber: position, sku, quantity } = line
    failed.push({ position, sku, quantity, fault: 'out_of_stock', reason })
    kept = kept.filter((one) => one.position !== position)
  }
  failed.sort((one, other) => one.position - other.position)
  return { kept: kept.map((one) => one.line), failed }
}

/** Where an SKU lies that an order wants: nowhere, if that is to be seen. */
export function levelsFor(
  snapshot: Snapshot,
  { caller, rehearsal }: Pick<PlaceOrder, 'caller' | 'rehearsal'>,
  sku: string,
): readonly StockLevel[] {
  return rehearsal === 'out_of_stock' ? [] : snapshot.levelsOf(caller.ownerId, sku)
}

function faultOf(
  snapshot: Snapshot,
  ownerId: number,
  { sku, priceLimitMinor, currency }: WishedLine,
): Pick<FailedLine, 'fault' | 'reason'> | null {
  const item = snapshot.itemOf(ownerId, sku)
  if (item === null) return { fault: 'unknown_sku', reason: `the SKU ${sku} is unknown` }
  if (!ORDERABLE.has(item.status))
    return { fault: 'not_orderable', reason: `the SKU ${sku} is ${item.status}` }
  if (currency !== undefined && currency !== item.currency) {
    return { fault: 'currency', reason: `the SKU ${sku} is priced in ${item.currency}` }
  }
  if (priceLimitMinor !== undefined && item.priceMinor > priceLimitMinor) {
    return { fault: 'price', reason: `a piece costs ${item.priceMinor}, more than ${priceLimitMinor}` }
  }
  return null
}
