/** Stock as rows: how many pieces of a SKU were counted at a location. */
import type { RowFault } from '../order/bulk-calls.js'
import type { Rejection } from '../order/rejection.js'
import { MAX_ON_HAND } from '../order/stock.js'
import type { CsvRow } from './csv-reader.js'
import { type Columns, Header, Values } from './header.js'
import { problemOf } from './problems.js'
import { type Asked, shown, type Wish } from './wish.js'

export const STOCK_COLUMNS: Columns = {
  required: ['sku', 'location', 'onHand'],
  optional: [],
  unread: ['account', 'reserved', 'available'],
}

const LONGEST: Readonly<Record<string, number>> = { sku: 64, location: 32 }

export interface Counted {
  readonly sku: string
  readonly location: string
  readonly onHand: number
}

/** Of a row that can't be read. */
const NO_VALUES = new Values(new Header([]), [])

export class StockRows {
  readonly #header: Header
  readonly #count: (counted: Counted) => Promise<Asked>

  constructor(header: Header, count: (counted: Counted) => Promise<Asked>) {
    this.#header = header
    this.#count = count
  }

  add(row: CsvRow): Wish {
    const { line } = row
    const read = this.#header.read(row)
    const values = Array.isArray(read) ? NO_VALUES : read
    const faults: RowFault[] = Array.isArray(read) ? read : faultsOf(line, values)
    const value = (column: string) => values.get(column) ?? ''
    const counted = { sku: value('sku'), location: value('location'), onHand: Number(value('onHand')) }
    return {
      rows: 1,
      faults,
      ask: () => this.#count(counted),
      faultOf: (rejection) => refusalOf(rejection, line, values),
    }
  }

  end(): null {
    return null
  }
}

function faultsOf(line: number, values: Values): RowFault[] {
  const faults: RowFault[] = []
  const fault = (column: string, problem: string) =>
    faults.push({ line, column, value: shown(values.get(column) ?? ''), problem })
  for (const column of STOCK_COLUMNS.required) {
    const value = values.get(column)
    const longest = LONGEST[column]
    if (value === undefined || value.trim() === '') fault(column, 'is required, but is empty')
    else if (longest !== undefined) {
      if ([...value].length > longest) fault(column, `is longer than the limit of ${longest} characters`)
      else if (/\p{Cc}/u.test(value)) fault(column, 'contains a control character')
    } else if (!/^\d{1,10}$/.test(value) || Number(value) > MAX_ON_HAND) {
      fault(column, `must be a whole number from 0 to ${MAX_ON_HAND}`)
    }
  }
  return faults
}

function refusalOf(rejection: Rejection, line: number, values: Values): RowFault {
  const column =
    rejection.kind === 'stock_out_of_range'
      ? 'onHand'
      : rejection.kind === 'not_found'
        ? rejection.what === 'item'
          ? 'sku'
          : 'location'
        : null
  const value = column === null ? null : shown(values.get(column) ?? '')
  return { line, column, value, problem: problemOf(rejection) }
}
