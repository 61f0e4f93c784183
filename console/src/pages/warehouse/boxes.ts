/** Pieces that are counted into packages, one after the other. */
import type { FulfilmentOrder } from '../../types.js'
import { type Counted, wantedRows } from './counting.js'

/** A package that is closed: what it weighs, and what had been counted in all when it was. */
export interface Box {
  readonly weightGrams: number | null
  readonly counted: Counted
}

/** How many pieces have been counted since the last package was closed. */
export function piecesInHand(counted: Counted, boxes: readonly Box[]): number {
  return sumOf(counted) - sumOf(boxes.at(-1)?.counted ?? {})
}

function sumOf(counted: Counted): number {
  return Object.values(counted).reduce((sum, pieces) => sum + pieces, 0)
}

interface PackedBox {
  readonly packageNumber: string
  readonly weightGrams?: number
  readonly lines: readonly { readonly lineNumber: number; readonly quantity: number }[]
}

/** As the hub packs them; undefined: one package of which nothing else is known. */
export function packagesOf(part: FulfilmentOrder, boxes: readonly Box[]): readonly PackedBox[] | undefined {
  const [only, second] = boxes
  if (only === undefined || (second === undefined && only.weightGrams === null)) return undefined
  return boxes.map(({ weightGrams, counted }, index) => ({
    packageNumber: String(index + 1),
    ...(weightGrams !== null && { weightGrams }),
    lines: linesOf(part, counted, boxes[index - 1]?.counted ?? {}),
  }))
}

/** By the order's lines: a line may lie in several rows. */
function linesOf(part: FulfilmentOrder, counted: Counted, before: Counted): PackedBox['lines'] {
  const pieces = new Map<number, number>()
  const lineOf = new Map(part.lines.map(({ rowNumber, lineNumber }) => [rowNumber, lineNumber]))
  for (const { rowNumber } of wantedRows(part)) {
    const lineNumber = lineOf.get(rowNumber)
    const added = (counted[rowNumber] ?? 0) - (before[rowNumber] ?? 0)
    if (lineNumber !== undefined && added > 0) {
      pieces.set(lineNumber, (pieces.get(lineNumber) ?? 0) + added)
    }
  }
  return [...pieces].map(([lineNumber, quantity]) => ({ lineNumber, quantity }))
}

const MOST_GRAMS = 1_000_000_000

/** `1200`, `1200 g`, `1.2 kg`, `1,2kg`; null: it is no weight. */
export function readGrams(text: string): number | null {
  const [, digits, unit = 'g'] = /^(\d{1,9}(?:[.,]\d{1,3})?)\s*(g|kg)?$/i.exec(text) ?? []
  if (digits === undefined) return null
  const grams = Number(digits.replace(',', '.')) * (unit.toLowerCase() === 'kg' ? 1_000 : 1)
  const whole = Math.round(grams)
  return whole > 0 && whole <= MOST_GRAMS ? whole : null
}
