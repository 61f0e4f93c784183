/** How PandaPon says no (facts/pandapon.md §4): HTTP 200 and a code of ours for whatever reached a handler. */
import type { AuthFault, Rejection } from '../../order/rejection.js'
import {
  type ErrorContext,
  type ErrorTable,
  type ReplyContext,
  type WireError,
  writeError,
} from '../../wire/dialect.js'
import { type Envelope, envelope, orderId, orderNo } from './envelope.js'
import { writeFailed } from './taobao/sub-orders.js'

export function error(
  code: number,
  msg: string,
  context: ErrorContext,
  { status = 200, data = null }: { status?: number; data?: unknown } = {},
): WireError {
  return { status, body: envelope(code, msg, data, context) }
}

const AUTH_CODES: { readonly [F in AuthFault]: number } = {
  missing: 40101,
  malformed: 40101,
  unknown: 40102,
  secret: 40104,
  no_session: 40104,
  other_session: 40104,
  signature: 40104,
  clock: 40103,
  refresh_over: 40104,
  refresh_unknown: 40104,
  other_user: 40301,
}

export const errors: ErrorTable = {
  unknown_route: ({ method, path, methods, successor }, context) =>
    methods.length > 0
      ? error(40501, `${path} is served for ${methods.join(', ')}`, context, { status: 405 })
      : error(
          40402,
          `${method} ${path} is not served${successor === null ? '' : `: ${successor}`}`,
          context,
          {
            status: 404,
          },
        ),
  not_authenticated: ({ fault, reason }, context) => error(AUTH_CODES[fault], reason, context),
  not_permitted: ({ fault, reason }, context) =>
    error(fault === 'disabled' || fault === 'over' ? 40105 : 40301, reason, context),
  rate_limited: ({ limit, retryAfterSeconds }, context) =>
    error(42901, `the limit is ${limit}; try again in ${retryAfterSeconds} s`, context, { status: 429 }),
  unreadable_body: ({ reason }, context) =>
    error(400, reason, context, { status: reason.includes('larger than') ? 413 : 200 }),
  invalid_field: ({ faults: [first] }, context) => error(400, `${first.path} ${first.problem}`, context),
  duplicate_line: ({ lineNumber, sku }, context) =>
    error(
      40001,
      `orderLineList[${lineNumber - 1}]: ${sku} is there already with the same orderLineNo`,
      context,
    ),
  key_reused: (_rejection, context) => error(40901, 'the request was used with another content', context),
  not_found: ({ what, id }, context) => error(40401, `there is no ${what} ${id}`, context),
  already_exists: ({ what, id }, context) => error(40901, `the ${what} ${id} exists already`, context),
  seller_number_taken: ({ sellerOrderNumber, orderNumber }, context) =>
    error(40901, `sellerOrderNumber ${sellerOrderNumber} is already used with other content`, context, {
      data: { id: orderId(orderNumber), orderNo: orderNo(orderNumber) },
    }),
  over_budget: ({ declaredMinor, budgetMinor }, context) =>
    error(42201, `the lines cost ${declaredMinor} fen, more than purchaseAmount ${budgetMinor}`, context),
  no_line_orderable: ({ lines }, context) =>
    error(42202, 'none of the lines can be ordered; nothing was purchased', context, {
      data: {
        id: null,
        orderNo: null,
        subOrderVOS: lines.map((line) => writeFailed(line, null)),
        createTime: null,
      },
    }),
  unknown_store: ({ name }, context) => error(40401, `there is no store ${name}`, context),
  unknown_sku: ({ sku }, context) => error(42202, `the SKU ${sku} is unknown`, context),
  sku_not_orderable: ({ sku, status }, context) => error(42202, `the SKU ${sku} is ${status}`, context),
  out_of_stock: ({ sku, asked, available }, context) =>
    error(42202, `not enough of ${sku}: asked ${asked}, available ${available}`, context),
  no_shipping_rate: ({ country }, context) => error(42202, `nothing ships to ${country}`, context),
  stock_out_of_range: ({ sku, reason }, context) => error(42202, `stock of ${sku}: ${reason}`, context),
  not_allowed_in_state: ({ what, id, state }, context) =>
    state === 'in_progress'
      ? error(40903, `the ${what} ${id} is being ordered; send the same request again in 2 s`, context)
      : error(40902, `the ${what} ${what === 'order' ? orderIdOf(id) : id} is ${state}`, context),
  more_than_left: ({ what, id, asked, left }, context) =>
    error(40902, `${what} ${id}: asked ${asked}, left ${left}`, context),
  insufficient_balance: ({ id, dueMinor, balanceMinor }, context) =>
    error(
      40902,
      `the order ${orderIdOf(id)} costs ${dueMinor} fen, the balance is ${balanceMinor} fen`,
      context,
    ),
  overloaded: ({ retryAfterSeconds }, context) =>
    error(42901, `too many requests are waiting; try again in ${retryAfterSeconds} s`, context, {
      status: 503,
    }),
  unavailable: ({ retryAfterSeconds }, context) =>
    error(50001, `temporarily unavailable; try again in ${retryAfterSeconds} s`, context, { status: 503 }),
  internal: ({ correlationId }, context) =>
    error(50001, `internal error ${correlationId}`, context, { status: 500 }),
}

/** The engine names an order by its number. */
function orderIdOf(id: string): string {
  return /^\d{1,14}$/.test(id) ? orderId(Number(id)) : id
}

/** A refusal inside of an answer: of one order among several. */
export function explain(rejection: Rejection, context: ReplyContext): ErrorNote {
  const where = { ...context, lines: 'lines', operation: undefined, path: '' }
  const { code, msg } = writeError(errors, rejection, where).body as Envelope
  return { errorCode: String(code), errorMessage: msg }
}

export interface ErrorNote {
  readonly errorCode: string | null
  readonly errorMessage: string | null
}
