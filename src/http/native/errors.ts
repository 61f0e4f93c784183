/**
 * How the native API says no: problem details (RFC 9457). `code` is stable and for programs; `detail` is for
 * people; `field` is the first field at fault, and `errors` are all of them. `refusal` is the kind of it, and
 * `parameters` what `detail` says, by name, for programs that say it in another language.
 */
import type { FieldFault, PermissionFault, Rejection, RejectionKind } from '../../order/rejection.js'
import { type ErrorContext, type ErrorTable, type WireError, writeError } from '../../wire/dialect.js'

type Members = Readonly<Record<string, unknown>>

function problem(
  status: number,
  code: string,
  title: string,
  detail: string,
  members: Members = {},
): WireError {
  const { field = null, ...rest } = members
  const body = { type: `urn:problem-type:entrepot:${code}`, title, status, detail, code, field, ...rest }
  return { status, body, contentType: 'application/problem+json' }
}

/** The fields that name things other than what a path is about. */
const FIELDS: Readonly<Record<string, string>> = {
  account: 'account',
  item: 'sku',
  'stock location': 'location',
  'shipping method': 'method',
  connection: 'connection',
}

function segmentsOf(path: string): string[] {
  return path.split('/').map((segment) => {
    try {
      return decodeURIComponent(segment)
    } catch {
      return segment
    }
  })
}

const ROWS: ErrorTable = {
  unknown_route: ({ method, path, methods, successor }) =>
    methods.length > 0
      ? problem(
          405,
          'method_not_allowed',
          'Method not allowed',
          `${path} is served for ${methods.join(', ')}`,
        )
      : problem(
          404,
          'unknown_route',
          'No such resource',
          `${method} ${path} is not served${successor === null ? '' : `; ${successor}`}`,
        ),
  not_authenticated: ({ reason }) => problem(401, 'not_authenticated', 'Not authenticated', reason),
  not_permitted: ({ fault, reason, permission }) =>
    problem(403, FORBIDDEN[fault], 'Not permitted', reason, permission === undefined ? {} : { permission }),
  rate_limited: ({ limit, retryAfterSeconds }) =>
    problem(
      429,
      'rate_limited',
      'Too many requests',
      `the limit is ${limit}; try again in ${retryAfterSeconds} s`,
      { retryAfterSeconds },
    ),
  unreadable_body: ({ reason }) =>
    TOO_LARGE.test(reason)
      ? problem(413, 'body_too_large', 'Body too large', reason)
      : problem(400, 'unreadable_body', 'Unreadable body', reason),
  invalid_field: ({ faults }) => {
    const [first] = faults
    const all = faults.map(({ path, problem: detail }) => ({ field: path, detail }))
    return problem(422, 'invalid_field', 'Invalid field', inWords(first), { field: first.path, errors: all })
  },
  key_reused: ({ key }) =>
    problem(
      409,
      'key_reused',
      'Idempotency key reused',
      `the Idempotency-Key ${plainKey(key)} was used with another request`,
      { field: 'Idempotency-Key' },
    ),
  // What the path names is not there; what the body names is a wrong value of a field.
  not_found: ({ what, id }, { path }) => {
    const detail = `there is no ${what} ${id}`
    const field = FIELDS[what]
    return field === undefined || segmentsOf(path).includes(id)
      ? problem(404, 'not_found', 'Not found', detail)
      : problem(422, 'invalid_field', 'Invalid field', detail, { field })
  },
  already_exists: ({ what, id }) =>
    problem(409, 'already_exists', 'Already exists', `there is a ${what} ${id} already`),
  seller_number_taken: ({ sellerOrderNumber, orderNumber }) =>
    problem(
      409,
      'seller_number_taken',
      "Seller's order number taken",
      `sellerOrderNumber ${sellerOrderNumber} was used with other content, by order ${orderNumber}`,
      { field: 'sellerOrderNumber', sellerOrderNumber, orderNumber },
    ),
  duplicate_line: ({ lineNumber, sku }) =>
    problem(422, 'duplicate_line', 'A line twice', `the SKU ${sku} is in another line`, {
      field: `lines[${lineNumber - 1}]`,
    }),
  over_budget: ({ declaredMinor, budgetMinor }) =>
    problem(
      422,
      'over_budget',
      'Over the budget',
      `the lines cost ${declaredMinor}, more than ${budgetMinor}`,
    ),
  no_line_orderable: () =>
    problem(422, 'no_line_orderable', 'Nothing to order', 'none of the lines can be ordered', {
      field: 'lines',
    }),
  unknown_store: ({ name }) =>
    problem(422, 'unknown_store', 'Unknown store', `there is no active store ${name}`, { field: 'store' }),
  unknown_sku: ({ lineNumber, sku }, { lines }) =>
    problem(422, 'unknown_sku', 'Unknown SKU', `there is no item ${sku}`, {
      field: skuOf(lines, lineNumber),
      sku,
    }),
  sku_not_orderable: ({ lineNumber, sku, status }, { lines }) =>
    problem(422, 'sku_not_orderable', "SKU can't be ordered", `the item ${sku} can't be ordered: ${status}`, {
      field: skuOf(lines, lineNumber),
      sku,
      itemStatus: status,
    }),
  out_of_stock: ({ lineNumber, sku, asked, available }, { lines }) =>
    problem(
      422,
      'out_of_stock',
      'Out of stock',
      `not enough stock of ${sku}: asked ${asked}, available ${available}`,
      { field: skuOf(lines, lineNumber), sku, asked, available },
    ),
  no_shipping_rate: ({ country, speed, offered }) =>
    problem(
      422,
      'no_shipping_rate',
      'No shipping rate',
      `nothing ships to ${country} at speed ${speed}; ` +
        (offered.length > 0 ? `there is ${offered.join(', ')}` : 'there is no other speed either'),
      { field: offered.length > 0 ? 'speed' : 'address.country', country, speed, offered },
    ),
  stock_out_of_range: ({ sku, location, reason }) =>
    problem(422, 'stock_out_of_range', 'Stock out of range', `stock of ${sku} at ${location}: ${reason}`, {
      field: 'quantity',
      sku,
      location,
    }),
  not_allowed_in_state: ({ what, id, state }) =>
    problem(409, 'not_allowed_in_state', 'Not allowed in this state', `${what} ${id} is ${state}`, { state }),
  more_than_left: ({ what, id, asked, left }) =>
    problem(
      422,
      'more_than_left',
      'More than is left',
      `of ${what} ${id}, ${asked} were asked for, and ${left} are left`,
      { field: what === 'amount' ? 'amountMinor' : 'lines', asked, left },
    ),
  insufficient_balance: ({ id, dueMinor, balanceMinor, currency }) =>
    problem(
      409,
      'insufficient_balance',
      'Insufficient balance',
      `order ${id} costs ${dueMinor}, and the balance is ${balanceMinor} (minor units of ${currency})`,
      { dueMinor, balanceMinor, currency },
    ),
  overloaded: ({ retryAfterSeconds }) =>
    problem(
      503,
      'overloaded',
      'Overloaded',
      `too many requests are waiting; try again in ${retryAfterSeconds} s`,
      { retryAfterSeconds },
    ),
  unavailable: ({ retryAfterSeconds }) =>
    problem(
      503,
      'unavailable',
      'Temporarily unavailable',
      `the store can't be reached; try again in ${retryAfterSeconds} s`,
      { retryAfterSeconds },
    ),
  internal: ({ correlationId }) =>
    problem(500, 'internal', 'Internal error', `internal error ${correlationId}`, { correlationId }),
}

const KINDS = Object.keys(ROWS) as readonly RejectionKind[]

export const errors = Object.fromEntries(
  KINDS.map((kind) => [
    kind,
    (rejection: Rejection, context: ErrorContext): WireError => {
      const { body, ...answer } = writeError(ROWS, rejection, context)
      const told = { refusal: kind, parameters: parametersOf(rejection) }
      return { ...answer, body: { ...(body as Members), ...told } }
    },
  ]),
) as ErrorTable

/** Numbers, words, and lists of words; orders and the like are told by no refusal of this API. */
function parametersOf(rejection: Rejection): Readonly<Record<string, unknown>> {
  const told = Object.entries(rejection).flatMap(([name, value]: [string, unknown]) => {
    if (name === 'kind') return []
    if (name === 'key') return [[name, plainKey(String(value))]]
    const isWords = Array.isArray(value) && value.every((one) => typeof one === 'string')
    return isWords || typeof value === 'string' || typeof value === 'number' ? [[name, value]] : []
  })
  return Object.fromEntries(told)
}

const FORBIDDEN: { readonly [F in PermissionFault]: string } = {
  address: 'not_permitted',
  disabled: 'not_permitted',
  over: 'not_permitted',
  scope: 'not_allowed',
  forgery: 'csrf',
}

/** The server refuses a long body before any mapping sees it, and says so in these words. */
const TOO_LARGE = /^the body is larger than the limit/

function inWords({ path, problem: what }: FieldFault): string {
  return path === '' ? `the body ${what}` : `${path} ${what}`
}

function skuOf(lines: string, lineNumber: number): string {
  return `${lines}[${lineNumber - 1}].sku`
}

/** Stored keys carry who used them: see storedKey. */
function plainKey(key: string): string {
  return key.replace(/^native\/\d+\//, '')
}
