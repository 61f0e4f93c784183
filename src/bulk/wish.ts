/** What one row, or several together, ask for; and what was wrong with it. */
import type { RowFault } from '../order/bulk-calls.js'
import type { Rejection, Result } from '../order/rejection.js'

/** Whether it was there before. */
export type Asked = Result<{ readonly replayed: boolean }>

export interface Wish {
  /** How many rows of the file it is made of. */
  readonly rows: number
  /** Found while reading: it is not asked for then. */
  readonly faults: readonly RowFault[]
  readonly ask: () => Promise<Asked>
  /** A refusal in the file's own words. */
  readonly faultOf: (rejection: Rejection) => RowFault
}

const MOST_SHOWN = 40

/** A value as it is shown to people, and can be kept. */
export function shown(value: string): string {
  const characters = [...value.slice(0, 2 * MOST_SHOWN).replaceAll('\u0000', LOST)]
  return characters.length > MOST_SHOWN ? `${characters.slice(0, MOST_SHOWN).join('')}…` : characters.join('')
}

/** What a byte that is no UTF-8 is read as. */
const LOST = '\ufffd'

/** Faults that any value may have. */
export function valueProblem(value: string): string | null {
  if (value.includes(LOST)) return 'is not UTF-8: save the file in this encoding'
  return value.includes('\u0000') ? 'contains the character U+0000' : null
}
