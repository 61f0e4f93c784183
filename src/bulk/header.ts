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

/** What a row says, by its columns. A file has as many of these as rows, so that they are no maps of their own. */
export class Values {
  readonly #header: Header
  readonly #cells: readonly string[]

  constructor(header: Header, cells: readonly string[]) {
    this.#header = header
    this.#cells = cells
  }

  /** Undefined: the row says nothing there. */
  get(column: string): string | undefined {
    const place = this.#header.placeOf(column)
    const cell = place === undefined ? '' : (this.#cells[place] ?? '')
    return cell === '' ? undefined : plainText(cell)
  }
}

export class Header {
  readonly names: readonly string[]
  readonly #places: ReadonlyMap<string, number>

  constructor(names: readonly string[]) {
    this.names = names
    this.#places = new Map(names.map((name, index) => [name, index]))
  }

  placeOf(column: string): number | undefined {
    return this.#places.get(column)
  }

  /** What the row says; or why it can't be read. */
  read({ line, cells }: CsvRow): Values | RowFault[] {
    const { names } = this
    if (cells.length !== names.length) {
      const problem = `has ${cells.length} values, while the header has ${names.length} columns`
      return [{ line, column: null, value: null, problem }]
    }
    let faults: RowFault[] | undefined
    for (let index = 0; index < cells.length; index++) {
      const cell = cells[index] ?? ''
      const problem = valueProblem(cell)
      if (problem === null) continue
      faults ??= []
      faults.push({ line, column: names[index] ?? '', value: shown(cell), problem })
    }
    return faults ?? new Values(this, cells)
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
