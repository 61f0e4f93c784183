/** Refunds of orders that have not left yet, whole or by rows, and what became of them (facts/kakaclo.md §6.5, §6.6, §13). */
import { type Static, Type } from 'typebox'
import type { AfterSaleStatus } from '../../../order/after-sale.js'
import type { Calls } from '../../../order/calls.js'
import type { AfterSaleWish } from '../../../order/commands/after-sale.js'
import { accept, type FieldFault, type Result, refuse } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { code, oneOf, text, wholeNumber } from '../../../wire/fields.js'
import { listed, readQuery } from '../../../wire/query.js'
import { compileReader } from '../../../wire/shape.js'

const REFUND_REASONS = [
  "Don't Want Anymore",
  'Product Selection Error/Multiple Selection',
  'Incorrect Address Information',
  'Out Of Stock',
  'Other',
] as const
const DEFAULT_REASON = 'Other'

/** An order has at most 500 lines, and each of them is one row for every warehouse that ships of it. */
const MOST_ROWS = 2_000
const MOST_REFUNDS = 250
const MOST_PAGES = 2_147_483_647

const RefundRow = Type.Object({
  itemId: code(15, {
    fromText: true,
    check: (value: string) => (/^\d+$/.test(value) ? null : `is "${value}", which is no itemId`),
  }),
  skuCode: code(64),
  quantity: wholeNumber(1, 32_767, { fromText: true, aliases: ['num'] }),
  countryCode: Type.Optional(
    text(12, { aliases: ['warehouseCountryCode'], description: 'Where the row is shipped from, as listed' }),
  ),
})

export const RefundOrder = Type.Object({
  remark: Type.Optional(text(500, { aliases: ['Remark'] })),
  refundReason: Type.Optional(oneOf(REFUND_REASONS, { description: `${DEFAULT_REASON} if not given` })),
  orderItems: Type.Optional(
    Type.Array(RefundRow, { minItems: 1, maxItems: MOST_ROWS, description: 'The whole order if not given' }),
  ),
})

export const RefundRequested = Type.Object({
  code: Type.Integer(),
  message: Type.String(),
  data: Type.String({ description: 'The refund number' }),
})

const readBody = compileReader(RefundOrder)

/** The table of the page has the rows' fields beside the remark: whoever sends them there means those rows. */
const ROW_FIELDS = ['itemId', 'skuCode', 'quantity', 'num']

type Asked = Result<Calls['actOnOrder']['input']>

export function readRefund(request: WireRequest): Asked {
  const { value, extra, faults } = readBody(request.body)
  const [fault] = faults
  if (fault !== undefined) return refuse({ kind: 'invalid_field', faults: [fault] })
  const { orderItems, remark, refundReason } = value
  const flat = orderItems === undefined ? sentBeside(extra, ROW_FIELDS) : null
  if (flat !== null) return outOfPlace(flat, 'belongs into an entry of orderItems')
  return askRefund(request, {
    pieces: orderItems?.map(readRow) ?? null,
    reason: refundReason ?? DEFAULT_REASON,
    remark: remark ?? null,
    extra,
  })
}

function readRow({ itemId, skuCode, quantity, countryCode }: Static<typeof RefundRow>) {
  const country = countryCode === undefined ? {} : { country: countryCode.toUpperCase() }
  return { rowNumber: Number(itemId), quantity, sku: skuCode, ...country }
}

/** Of fields that mean nothing where they are, the first that was sent with a value. */
export function sentBeside(
  extra: Readonly<Record<string, unknown>> | null,
  names: readonly string[],
): string | null {
  return names.find((name) => (extra?.[name] ?? '') !== '') ?? null
}

export function outOfPlace(path: string, problem: string) {
  const fault: FieldFault = { path, problem }
  return refuse({ kind: 'invalid_field', faults: [fault] })
}

type Wished = Pick<AfterSaleWish, 'pieces' | 'remark' | 'extra'> & { readonly reason?: string }

export function askRefund({ params }: WireRequest, { reason = DEFAULT_REASON, ...wished }: Wished): Asked {
  const id = params.id ?? ''
  const orderNumber = readId(id)
  if (orderNumber === null) return refuse({ kind: 'not_found', what: 'order', id: id.slice(0, 40) })
  const wish: AfterSaleWish = {
    kind: 'refund',
    goods: 'unshipped',
    amountMinor: null,
    images: [],
    reason,
    ...wished,
  }
  return accept({
    family: 'kakaclo',
    name: { orderNumber, id },
    wish: { kind: 'request_after_sale', wish },
  })
}

/** Null: nobody's. */
function readId(sent: string): number | null {
  const number = /^\d{1,16}$/.test(sent) ? Number(sent) : 0
  return Number.isSafeInteger(number) && number > 0 ? number : null
}

/** Always a text: the vendor's have more digits than a double holds. */
export function writeRefundNumber({ afterSaleNumber }: Calls['actOnOrder']['output']): string {
  if (afterSaleNumber === null) throw new Error('a refund that was asked for has a number')
  return String(afterSaleNumber)
}

export const RefundQuery = Type.Object({
  refundNo: Type.Optional(
    text(8_000, { check: checkNumbers, description: `Comma list of at most ${MOST_REFUNDS} refund numbers` }),
  ),
  pageNumber: Type.Optional(
    wholeNumber(1, MOST_PAGES, { fromText: true, blankIsAbsent: true, description: '1 if not given' }),
  ),
  pageSize: Type.Optional(
    wholeNumber(1, MOST_REFUNDS, { fromText: true, blankIsAbsent: true, description: '10 if not given' }),
  ),
})

export const RefundList = Type.Object({
  code: Type.Integer(),
  message: Type.String(),
  data: Type.Object({
    total: Type.Integer(),
    pageNumber: Type.Integer(),
    pageSize: Type.Integer(),
    list: Type.Array(
      Type.Object({
        refundNo: Type.String(),
        refundStatus: Type.String({ description: 'pending_review, refund_successfully or refund_failed' }),
        id: Type.String({ description: 'The order id' }),
        remark: Type.Union([Type.String(), Type.Null()]),
      }),
    ),
  }),
})

function checkNumbers(value: string): string | null {
  const entries = listed(value)
  if (entries.length === 0) return 'names no refund number'
  if (entries.length > MOST_REFUNDS) {
    return `names ${entries.length} refund numbers, more than the limit of ${MOST_REFUNDS}`
  }
  const broken = entries.find((number) => !/^\d{1,20}$/.test(number))
  return broken === undefined ? null : `names "${broken.slice(0, 40)}", which is no refund number`
}

const queryReader = compileReader(RefundQuery)

/** Exchanges are no refunds; what a person agreed on elsewhere is one. */
const KINDS = ['refund', 'return']

/** The id is an order's or a refund's: both come from one sequence, so that neither is taken for the other. */
export function readRefundQuery(request: WireRequest): Result<Calls['findAfterSales']['input']> {
  const read = readQuery(queryReader, request)
  if (!read.ok) return read
  const id = request.params.id ?? ''
  const number = readId(id)
  if (number === null) return refuse({ kind: 'not_found', what: 'order or refund', id: id.slice(0, 40) })
  const { refundNo, pageNumber = 1, pageSize = 10 } = read.value
  const numbers = refundNo === undefined ? null : listed(refundNo).map(Number)
  // One beyond what a double holds is nobody's.
  const wanted = numbers === null ? {} : { afterSaleNumbers: numbers.filter(Number.isSafeInteger) }
  const filter = { kinds: KINDS, ...wanted }
  return accept({ family: 'kakaclo', number, id, filter, paging: { pageNumber, pageSize } })
}

const SLIP_WORDS = {
  requested: 'pending_review',
  approved: 'pending_review',
  sent_back: 'pending_review',
  completed: 'refund_successfully',
  refused: 'refund_failed',
  withdrawn: 'refund_failed',
} as const satisfies Record<AfterSaleStatus, string>

export function writeRefunds({ rows, total, pageNumber, pageSize }: Calls['findAfterSales']['output']) {
  return {
    total,
    pageNumber,
    pageSize,
    list: rows.map(({ order, afterSale: { afterSaleNumber, status, remark } }) => ({
      refundNo: String(afterSaleNumber),
      refundStatus: SLIP_WORDS[status],
      id: String(order.orderNumber),
      remark,
    })),
  }
}
