/** How apicenter says no (facts/apicenter.md §3): HTTP 200 and a code of ours for whatever reached a handler. */
import type { FieldFault } from '../../order/rejection.js'
import type { ErrorTable, WireError } from '../../wire/dialect.js'
import { noticeStatusOf } from './asn-status.js'
import { statusOf } from './standing.js'

function error(code: number, message: string, { status = 200, data = null as unknown } = {}): WireError {
  return { status, body: { code, data, message } }
}

/** A label that can't be read is well-formed, and refused. */
const REFUSED_PATHS: ReadonlySet<string> = new Set(['logistics_provider.label_base64', 'label_base64'])

function fieldError({ path, problem, rule }: FieldFault): WireError {
  const refused = REFUSED_PATHS.has(path) && rule === 'value'
  return error(refused ? 422 : 400, `${path}: ${rule === 'required' ? 'required' : problem}`)
}

/** What a request named and nobody knows: an order is not found, anything else refuses the request. */
const NAMED_BY: Readonly<Record<string, string>> = {
  'stock location': 'centre_code',
  'shipping method': 'logistics_provider.code',
}

export const errors: ErrorTable = {
  unknown_route: ({ method, path, methods, successor }) =>
    methods.length > 0
      ? error(405, `${path} is served for ${methods.join(', ')}`, { status: 405 })
      : error(404, `${method} ${path} is not served${successor === null ? '' : `: ${successor}`}`, {
          status: 404,
        }),
  not_authenticated: ({ reason }) => error(401, reason, { status: 401 }),
  not_permitted: ({ reason }) => error(403, reason),
  rate_limited: ({ limit, retryAfterSeconds }) =>
    error(429, `the limit is ${limit}; try again in ${retryAfterSeconds} s`, { status: 429 }),
  unreadable_body: ({ reason }) =>
    reason.includes('larger than') ? error(413, reason, { status: 413 }) : error(400, reason),
  invalid_field: ({ faults: [first] }) => fieldError(first),
  key_reused: () => error(409, 'the request was used with another content'),
  not_found: ({ what, id }) => {
    const field = NAMED_BY[what]
    return field === undefined
      ? error(404, `${what} ${id}: not found`)
      : error(422, `${field}: there is no ${id}`)
  },
  already_exists: ({ what, id }) => error(409, `${what} ${id} exists`),
  seller_number_taken: ({ sellerOrderNumber, order }) =>
    error(409, 'order_number exists with different content', {
      data: {
        order_number: sellerOrderNumber,
        status: order === undefined ? '' : statusOf(order),
      },
    }),
  unknown_store: ({ name }) => error(422, `client_code: there is no ${name}`),
  duplicate_line: ({ lineNumber, sku }) =>
    error(422, `items[${lineNumber - 1}].sku: ${sku} is there already`),
  over_budget: ({ declaredMinor, budgetMinor }) =>
    error(422, `the items cost ${declaredMinor}, more than ${budgetMinor}`),
  no_line_orderable: () => error(422, 'items: none can be ordered'),
  unknown_sku: ({ lineNumber, sku }) => error(422, `items[${lineNumber - 1}].sku: ${sku} is unknown`),
  sku_not_orderable: ({ lineNumber, sku, status }) =>
    error(422, `items[${lineNumber - 1}].sku: ${sku} is ${status}`),
  out_of_stock: ({ lineNumber, sku, asked, available }) =>
    error(422, `items[${lineNumber - 1}].qty: ${sku} is short: asked ${asked}, available ${available}`),
  no_shipping_rate: ({ country }) => error(422, `receiver.country_code: nothing ships to ${country}`),
  stock_out_of_range: ({ sku, reason }) => error(422, `stock of ${sku}: ${reason}`),
  not_allowed_in_state: ({ what, id, state, notice }) =>
    notice === undefined
      ? error(409, `${what} ${id} is ${state}`)
      : error(409, `asn_number ${id} is ${state === notice.status ? noticeStatusOf(notice) : state}`, {
          data: { asn_number: id, status: noticeStatusOf(notice) },
        }),
  more_than_left: ({ what, id, asked, left }) => error(409, `${what} ${id}: asked ${asked}, left ${left}`),
  insufficient_balance: ({ id }) => error(409, `order ${id}: 10001 the balance is insufficient`),
  overloaded: ({ retryAfterSeconds }) =>
    error(503, `too many requests are waiting; try again in ${retryAfterSeconds} s`, { status: 503 }),
  unavailable: ({ retryAfterSeconds }) =>
    error(503, `temporarily unavailable; try again in ${retryAfterSeconds} s`, { status: 503 }),
  internal: ({ correlationId }) => error(500, `internal error ${correlationId}`, { status: 500 }),
}
