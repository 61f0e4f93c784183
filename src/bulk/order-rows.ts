/**
 * Orders as rows: one row a line of an order, and consecutive rows with the same account and seller's number are
 * lines of one order. What they are checked against is the native API's own shape.
 */
import type { RowFault } from '../order/bulk-calls.js'
import type { NewOrder } from '../order/calls.js'
import type { Rejection, Result } from '../order/rejection.js'
import type { JsonValue } from '../wire/json.js'
import type { CsvRow } from './csv-reader.js'
import { type Columns, Header, Values } from './header.js'
import { problemOf } from './problems.js'
import { type Asked, shown, type Wish } from './wish.js'

export interface OrderAsked {
  /** By name; null: the import's own. */
  readonly account: string | null
  readonly order: NewOrder
}

export interface OrderPlaces {
  /** As the native API reads the body of a new order. */
  readonly readOrder: (body: JsonValue) => Result<OrderAsked>
  readonly place: (asked: OrderAsked) => Promise<Asked>
}

const ADDRESS = [
  'recipient',
  'country',
  'province',
  'city',
  'street1',
  'street2',
  'postalCode',
  'phone',
  'ioss',
  'vat',
] as const
const OF_ORDER = ['account', 'sellerOrderNumber', 'speed', 'remark', 'salesChannel'] as const
const OF_LINE: readonly string[] = ['sku', 'quantity', 'location']

const REQUIRED = ['sellerOrderNumber', 'recipient', 'country', 'sku', 'quantity'] as const
const OPTIONAL = [
  'location',
  'account',
  'province',
  'city',
  'street1',
  'street2',
  'postalCode',
  'phone',
  'ioss',
  'vat',
  'speed',
  'remark',
  'salesChannel',
] as const
/** What only exports have. */
const UNREAD = [
  'orderNumber',
  'dialect',
  'orderStatus',
  'financialStatus',
  'fulfilmentStatus',
  'refundStatus',
  'currency',
  'unitPriceMinor',
  'goodsMinor',
  'freightMinor',
  'finalMinor',
  'createdAt',
] as const

export const ORDER_COLUMNS: Columns = { required: REQUIRED, optional: OPTIONAL, unread: UNREAD }

/** The columns of an export, in their order. */
export const ORDER_EXPORT = [...REQUIRED, ...OPTIONAL, ...UNREAD] as const

/** One more than an order may have, so that one with too many is seen to have them. */
const MOST_LINES = 501

interface OpenOrder {
  readonly line: number
  readonly head: Values
  readonly lines: { readonly line: number; readonly values: Values }[]
  readonly faults: RowFault[]
  rows: number
}

export class OrderRows {
  readonly #header: Header
  readonly #places: OrderPlaces
  #open: OpenOrder | undefined

  constructor(header: Header, places: OrderPlaces) {
    this.#header = header
    this.#places = places
  }

  /** The order before, if this row begins another one. */
  add(row: CsvRow): Wish | null {
    const read = this.#header.read(row)
    const open = this.#open
    if (open !== undefined && !Array.isArray(read) && belongs(read, open.head)) {
      join(this.#header, open, row.line, read)
      return null
    }
    this.#open = begin(row.line, read)
    return open === undefined ? null : this.#finished(open)
  }

  /** The last one. */
  end(): Wish | null {
    const open = this.#open
    this.#open = undefined
    return open === undefined ? null : this.#finished(open)
  }

  #finished(open: OpenOrder): Wish {
    const { readOrder, place } = this.#places
    const faults = [...open.faults]
    const asked = faults.length === 0 ? readOrder(bodyOf(open)) : null
    if (asked?.ok === false) faults.push(...faultsOf(asked.rejection, open))
    return {
      rows: open.rows,
      faults,
      ask: () => {
        if (!asked?.ok) throw new Error('an order with faults is not asked for')
        return place(asked.value)
      },
      faultOf: (rejection) => faultsOf(rejection, open)[0] ?? nowhere(open, rejection),
    }
  }
}

/** Of a row that can't be read. */
const NO_VALUES = new Values(new Header([]), [])

function begin(line: number, values: Values | RowFault[]): OpenOrder {
  if (Array.isArray(values)) return { line, head: NO_VALUES, lines: [], faults: values, rows: 1 }
  const faults = notToPlace(line, values)
  if ((values.get('sellerOrderNumber') ?? '').trim() === '') faults.push({ line, ...NO_NUMBER })
  return { line, head: values, lines: [{ line, values }], faults, rows: 1 }
}

const NO_NUMBER = {
  column: 'sellerOrderNumber',
  value: null,
  problem: 'is required, but is empty: it is what tells an order from others',
}

/** Of an export: orders that came by another API, or are over, are not placed anew. */
function notToPlace(line: number, values: Values): RowFault[] {
  const faults: RowFault[] = []
  const only = (column: string, words: readonly string[], problem: string) => {
    const value = values.get(column)
    if (value !== undefined && !words.includes(value))
      faults.push({ line, column, value: shown(value), problem })
  }
  only('dialect', ['native'], 'only orders of the native API can be placed by an import')
  only('orderStatus', ['processing', 'waiting_payment'], 'only orders that are still open can be placed')
  only(
    'fulfilmentStatus',
    ['none', 'waiting_to_ship'],
    'only orders of which nothing is shipped can be placed',
  )
  return faults
}

/** A row without a seller's number belongs to no order, and is refused alone. */
function belongs(values: Values, head: Values): boolean {
  const number = values.get('sellerOrderNumber')
  return (
    number !== undefined &&
    number === head.get('sellerOrderNumber') &&
    values.get('account') === head.get('account')
  )
}

function join({ names }: Header, open: OpenOrder, line: number, values: Values): void {
  open.rows += 1
  if (open.lines.length === MOST_LINES) return
  open.lines.push({ line, values })
  for (const column of names) {
    const value = values.get(column)
    if (value === undefined || value === open.head.get(column) || OF_LINE.includes(column)) continue
    if (ORDER_COLUMNS.unread.includes(column)) continue
    const problem = `differs from line ${open.line}, which is of the same order`
    open.faults.push({ line, column, value: shown(value), problem })
  }
}

/** As the native API would be sent it. */
function bodyOf({ head, lines }: OpenOrder): JsonValue {
  const address: Record<string, JsonValue> = {}
  for (const column of ADDRESS) take(address, column, head)
  const body: Record<string, JsonValue> = {}
  for (const column of OF_ORDER) take(body, column, head)
  body.address = address
  body.lines = lines.map(({ values }) => {
    const line: Record<string, JsonValue> = {}
    take(line, 'sku', values)
    take(line, 'location', values)
    const quantity = values.get('quantity')
    if (quantity !== undefined) line.quantity = /^\d{1,9}$/.test(quantity) ? Number(quantity) : quantity
    return line
  })
  return body
}

function take(into: Record<string, JsonValue>, column: string, values: Values): void {
  const value = values.get(column)
  if (value !== undefined) into[column] = value
}

/** `lines[1].sku` is the column sku of the order's second row, and `address.city` the column city of its first. */
function faultsOf(rejection: Rejection, open: OpenOrder): RowFault[] {
  if (rejection.kind === 'invalid_field') {
    return rejection.faults.map(({ path, problem }) => {
      const [, index, field] = /^lines\[(\d+)\]\.?(.*)$/.exec(path) ?? []
      const row = index === undefined ? open.lines[0] : open.lines[Number(index)]
      const column = index === undefined ? path.replace('address.', '') : (field ?? '')
      const at = row?.line ?? open.line
      if (column === 'lines') return { line: at, column: null, value: null, problem: `the order ${problem}` }
      return { line: at, column, value: shownOf(row?.values, column), problem }
    })
  }
  if ('lineNumber' in rejection) {
    const row = open.lines[rejection.lineNumber - 1]
    const column = rejection.kind === 'out_of_stock' ? 'quantity' : 'sku'
    const [line, value] = [row?.line ?? open.line, shownOf(row?.values, column)]
    return [{ line, column, value, problem: problemOf(rejection) }]
  }
  return [nowhere(open, rejection)]
}

const COLUMNS_OF: Readonly<Partial<Record<Rejection['kind'], string>>> = {
  seller_number_taken: 'sellerOrderNumber',
  no_shipping_rate: 'speed',
}

function nowhere(open: OpenOrder, rejection: Rejection): RowFault {
  const isAccount = rejection.kind === 'not_found' && rejection.what === 'account'
  const column = isAccount ? 'account' : (COLUMNS_OF[rejection.kind] ?? null)
  const value = column === null ? null : shownOf(open.head, column)
  return { line: open.line, column, value, problem: problemOf(rejection) }
}

function shownOf(values: Values | undefined, column: string): string | null {
  const value = values?.get(column)
  return value === undefined ? null : shown(value)
}
