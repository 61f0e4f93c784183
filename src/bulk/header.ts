/** The first row names the columns, in any order. */
import type { RowFault } from '../order/bulk-calls.js'
import type { CsvRow } from './csv-reader.js'
import { plainText } from './formulas.js'
import { shown, valueProblem } from './wish.js'

export interface Columns {
  readonly required: readonly string[]
  readonly optional: readonly string[]
  /** Those of an export that mean nothing to an import. */
  readonly unread: readonly string[]
}

export class Header {
  readonly names: readonly string[]

  constructor(names: readonly string[]) {
    this.names = names
  }

  /** The values by their columns, without the empty ones; or why the row can't be read. */
  read({ line, cells }: CsvRow): { readonly values: Map<string, string> } | { readonly faults: RowFault[] } {
    const { names } = this
    if (cells.length !== names.length) {
      const problem = `has ${cells.length} values, while the header has ${names.length} columns`
      return { faults: [{ line, column: null, value: null, problem }] }
    }
    const values = new Map<string, string>()
    const faults: RowFault[] = []
    for (let index = 0; index < cells.length; index++) {
      const cell = cells[index] ?? ''
      if (cell === '') continue
      const name = names[index] ?? ''
      const problem = valueProblem(cell)
      if (problem !== null) faults.push({ line, column: name, value: shown(cell), problem })
      values.set(name, plainText(cell))
    }
    return faults.length === 0 ? { values } : { faults }
  }
}

/** Or all that is wrong with it. */
export function readHeader(
  { line, cells }: CsvRow,
  { required, optional, unread }: Columns,
): Header | RowFault[] {
  const known = new Set([...required, ...optional, ...unread])
  const names = cells.map((cell) => cell.trim())
  const faults: RowFault[] = []
  const fault = (name: string, problem: string) =>
    faults.push({ line, column: shown(name), value: null, problem })
  for (const [index, name] of names.entries()) {
    if (!known.has(name)) fault(name, `is no column: there are ${[...required, ...optional].join(', ')}`)
    else if (names.indexOf(name) !== index) fault(name, 'is there twice')
  }
  for (const name of required)
    if (!names.includes(name)) fault(name, 'is required, but there is no such column')
  return faults.length === 0 ? new Header(names) : faults.slice(0, MOST_FAULTS)
}

const MOST_FAULTS = 50
