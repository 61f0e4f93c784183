/** Packages as KakaClo numbers them, and which pieces of which row are in each (facts/kakaclo.md §6.4). */
import type { FulfilmentLine, FulfilmentOrder, Order, Package, Shipment } from '../../../order/order.js'
import { wanted } from '../../../order/reservation.js'

export interface Parcel {
  /** `KA2026011516300001_1`. */
  readonly id: string
  readonly part: FulfilmentOrder
  /** Null: it is packed, and no carrier has it yet. */
  readonly shipment: Shipment | null
  readonly pieces: readonly { readonly line: FulfilmentLine; readonly quantity: number }[]
}

const UTC_PLUS_8_MS = 8 * 3_600_000
/** So many numbers are kept for each fulfilment order, so that a package keeps its own whatever leaves first. */
const NUMBERS_EACH = 100

export function parcelsOf(order: Order): Parcel[] {
  return order.fulfilmentOrders.flatMap((part) => parcelsIn(order, part))
}

function parcelsIn(order: Order, part: FulfilmentOrder): Parcel[] {
  if (part.status === 'cancelled') return []
  const shipments = part.shipments ?? []
  const all = [...shipments, ...(part.packages ?? [])]
  const numbers = all
    .map((one) => one.packageNumber)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const rows = rowsByLine(part)
  return all
    .map((one, index) => {
      const number = (part.sequence - 1) * NUMBERS_EACH + numbers.indexOf(one.packageNumber) + 1
      const shipment = shipments[index] ?? null
      return { number, id: `${prefixOf(order)}_${number}`, part, shipment, pieces: piecesIn(one, rows) }
    })
    .sort((a, b) => a.number - b.number)
}

/** `KA`, when it was ordered by the vendor's clock, and the last digits of its number. */
function prefixOf({ createdAt, orderNumber }: Order): string {
  const minute = new Date(createdAt + UTC_PLUS_8_MS).toISOString().replace(/\D/g, '').slice(0, 12)
  return `KA${minute}${String(orderNumber).slice(-4).padStart(4, '0')}`
}

interface OpenRow {
  readonly line: FulfilmentLine
  /** Pieces of it that no package has yet. */
  left: number
}

function rowsByLine({ lines }: FulfilmentOrder): Map<number, OpenRow[]> {
  const rows = new Map<number, OpenRow[]>()
  for (const line of lines) {
    const row = { line, left: wanted(line) }
    const others = rows.get(line.lineNumber)
    if (others === undefined) rows.set(line.lineNumber, [row])
    else others.push(row)
  }
  return rows
}

/** A package names lines; where a line is in several rows, they are filled one after the other. */
function piecesIn({ lines }: Package, rows: ReadonlyMap<number, OpenRow[]>): Parcel['pieces'] {
  return lines.flatMap(({ lineNumber, quantity: asked }) => {
    let missing = asked
    return (rows.get(lineNumber) ?? []).flatMap((row) => {
      const quantity = Math.min(missing, row.left)
      missing -= quantity
      row.left -= quantity
      return quantity === 0 ? [] : [{ line: row.line, quantity }]
    })
  })
}
