/** How KakaClo says no: HTTP status, a five-digit code, and a message that names what, where and why. All of
 * it is ours, since the documents print only a placeholder (facts/kakaclo.md §3). */
import type { ErrorTable, WireError } from '../../wire/dialect.js'

function error(status: number, code: number, message: string): WireError {
  return { status, body: { code, message } }
}

export const errors: ErrorTable = {
  unknown_route: ({ method, path, methods, successor }) =>
    error(404, 10404, `${method} ${path} is not served${hint(methods, successor)}`),
  not_authenticated: ({ reason }) => error(401, 10401, reason),
  not_permitted: ({ reason }) => error(401, 10401, reason),
  rate_limited: ({ limit, retryAfterSeconds }) =>
    error(429, 10429, `Too Many Requests: the limit is ${limit}; try again in ${retryAfterSeconds} s`),
  unreadable_body: ({ reason }) => error(400, 10400, reason),
  invalid_field: ({ faults: [first] }) => error(400, 10422, `${first.path} ${first.problem}`),
  key_reused: ({ key }) => error(400, 10409, `the key ${key} was used with another content`),
  not_found: ({ what, id }) => error(404, 10404, `there is no ${what.replace('after-sale', 'refund')} ${id}`),
  already_exists: ({ what, id }) => error(400, 10409, `the ${what} ${id} exists already`),
  seller_number_taken: ({ sellerOrderNumber, orderNumber }) =>
    error(
      400,
      10409,
      `customOrderId ${sellerOrderNumber} is already used with other content, by order ${orderNumber}`,
    ),
  duplicate_line: ({ lineNumber, sku }, { lines }) =>
    error(400, 10422, `${lines}[${lineNumber - 1}]: the SKU ${sku} is in another line`),
  over_budget: ({ declaredMinor, budgetMinor }) =>
    error(400, 10422, `the lines cost ${declaredMinor}, more than ${budgetMinor}`),
  no_line_orderable: () => error(400, 10411, 'none of the lines can be ordered'),
  unknown_store: ({ name }) => error(404, 10404, `there is no store ${name}`),
  unknown_sku: ({ lineNumber, sku }, { lines }) =>
    error(400, 10410, `${lines}[${lineNumber - 1}].sku: the SKU ${sku} is unknown`),
  sku_not_orderable: ({ lineNumber, sku, status }, { lines }) =>
    error(400, 10411, `${lines}[${lineNumber - 1}].sku: the SKU ${sku} can't be ordered (${status})`),
  out_of_stock: ({ lineNumber, sku, asked, available }, { lines }) =>
    error(
      400,
      10412,
      `${lines}[${lineNumber - 1}].sku: not enough stock of ${sku}: asked ${asked}, available ${available}`,
    ),
  no_shipping_rate: ({ country, speed, offered }) =>
    error(
      400,
      10413,
      `no freight to country ${country} by channelType ${channelType(speed)}; ` +
        (offered.length > 0 ? `there is ${offered.map(channelType).join(', ')}` : 'there is none at all'),
    ),
  stock_out_of_range: ({ sku, location, reason }) =>
    error(400, 10412, `stock of ${sku} at ${location}: ${reason}`),
  not_allowed_in_state: ({ what, id, state }) => error(400, 10414, `${what} ${id} is ${state}`),
  more_than_left: ({ what, id, asked, left, position, reason }, { lines }) => {
    const path = position === undefined ? '' : `${lines}[${position}]: `
    const because = reason === undefined ? '' : ` (${reason})`
    return error(400, 10415, `${path}${what} ${id}: asked ${asked}, left ${left}${because}`)
  },
  insufficient_balance: ({ id, dueMinor, balanceMinor, currency }) =>
    error(
      400,
      10414,
      `order ${id} costs ${dueMinor}, the balance is ${balanceMinor} (in the least unit of ${currency})`,
    ),
  overloaded: ({ retryAfterSeconds }) =>
    error(503, 10500, `too many requests are waiting; try again in ${retryAfterSeconds} s`),
  unavailable: ({ retryAfterSeconds }) =>
    error(503, 10500, `temporarily unavailable; try again in ${retryAfterSeconds} s`),
  internal: ({ correlationId }) => error(500, 10500, `internal error ${correlationId}`),
}

function hint(methods: readonly string[], successor: string | null): string {
  if (successor !== null) return `; ${successor}`
  return methods.length === 0 ? '' : `; at this path there is ${methods.join(', ')}`
}

/** `Standard` for the house's `standard`. */
export function channelType(speed: string): string {
  return speed.charAt(0).toUpperCase() + speed.slice(1)
}
