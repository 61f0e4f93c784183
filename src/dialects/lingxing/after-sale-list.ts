/** What afterSaleList asks for: refunds, returns and exchanges by their dates (facts/lingxing.md §8.8). */
import { type Static, Type } from 'typebox'
import type { AfterSaleKind } from '../../order/after-sale.js'
import type { AfterSaleFilter, AfterSalePaging } from '../../order/calls.js'
import { accept, type Result } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { code, wholeNumber } from '../../wire/fields.js'
import { readAmazonOrderId } from './amazon-order-id.js'
import { calendarDay, startOfDay } from './days.js'
import { numberList, readNumbers, readStores } from './numbers.js'
import { bodyReader } from './reading.js'

export const AfterSaleList = Type.Object({
  sid: Type.Optional(numberList()),
  start_date: calendarDay(),
  end_date: calendarDay(),
  date_type: Type.Optional(wholeNumber(1, 3, { fromText: true })),
  after_type: Type.Optional(numberList()),
  offset: Type.Optional(wholeNumber(0, 10_000_000, { fromText: true })),
  // The documents name no maximum.
  length: Type.Optional(wholeNumber(1, 5000, { fromText: true })),
  amazon_order_id_list: Type.Optional(Type.Array(code(40), { maxItems: 50 })),
})

const KINDS: ReadonlyMap<number, AfterSaleKind> = new Map([
  [1, 'refund'],
  [2, 'return'],
  [3, 'exchange'],
])

const readShape = bodyReader(AfterSaleList, ({ after_type: types }) =>
  types === undefined || readNumbers(types).every((type) => KINDS.has(type))
    ? []
    : [{ path: 'after_type', problem: 'is none of 1, 2 and 3', rule: 'value' }],
)

export function readAfterSaleList(
  request: WireRequest,
): Result<{ filter: AfterSaleFilter; paging: AfterSalePaging }> {
  const read = readShape(request)
  if (!read.ok) return read
  const { sid, after_type: types, amazon_order_id_list: ids = [], offset = 0, length = 1000 } = read.value
  return accept({
    filter: {
      family: 'lingxing',
      ...(sid !== undefined && { storeNumbers: readStores(sid) }),
      ...(types !== undefined && { kinds: readNumbers(types).flatMap((type) => KINDS.get(type) ?? []) }),
      ...(ids.length > 0 && { orderNumbers: ids.flatMap((id) => readAmazonOrderId(id) ?? []) }),
      ...windowOf(read.value),
    },
    paging: { pageNumber: 1, pageSize: length, skip: offset, newestFirst: true },
  })
}

/** From the first day's beginning, and before the last one's. */
function windowOf({ start_date, end_date, date_type = 1 }: Static<typeof AfterSaleList>): AfterSaleFilter {
  const [from, to] = [startOfDay(start_date), startOfDay(end_date) - 1]
  if (date_type === 2) return { orderCreatedFrom: from, orderCreatedTo: to }
  return date_type === 3 ? { updatedFrom: from, updatedTo: to } : { createdFrom: from, createdTo: to }
}
