/** How the 1688 side says no: as the other one, but for what it tells of lines, money and receipts (facts/pandapon.md
 * §4, §10.3, §10.5, §10.7). */
import type { ErrorContext, ErrorTable } from '../../../wire/dialect.js'
import { done, type Envelope, tradeId } from '../envelope.js'
import { error, errors } from '../errors.js'
import { writeTrade } from './create-order.js'

/** Operations whose answer tells itself that it could not be. */
export const PAY_URL = 'readPayUrl'
export const RECEIVE = 'confirmReceipt'

/** Documented for a receipt that can't be confirmed. */
const NOT_RECEIVABLE = '4003'

export const tradeErrors: ErrorTable = {
  ...errors,
  duplicate_line: ({ lineNumber, sku }, context) =>
    error(40001, `${context.lines}[${lineNumber - 1}]: ${sku} is there already`, context),
  no_line_orderable: (rejection, context) =>
    error(42202, 'none of the lines can be ordered; nothing was purchased', context, {
      data: writeTrade({ ok: false, rejection }),
    }),
  not_allowed_in_state: (rejection, context) => {
    const id = rejection.what === 'order' ? tradeIdOf(rejection.id) : rejection.id
    const told = errors.not_allowed_in_state({ ...rejection, id }, context)
    if (rejection.state === 'in_progress') return told
    if (context.operation === PAY_URL) return cantPay(id, context)
    if (context.operation !== RECEIVE) return told
    const { msg: errorInfo } = told.body as Envelope
    return { status: 200, body: done({ success: false, errorInfo, errorCode: NOT_RECEIVABLE }, context) }
  },
  insufficient_balance: (rejection, context) => {
    const id = tradeIdOf(rejection.id)
    return context.operation === PAY_URL
      ? cantPay(id, context)
      : errors.insufficient_balance({ ...rejection, id }, context)
  },
}

function cantPay(orderId: string, context: ErrorContext) {
  const data = { orderId, protocolPaySuccess: false, payUrl: null, cantPayOrderList: [orderId] }
  return { status: 200, body: done(data, context) }
}

/** The engine names an order by its number. */
function tradeIdOf(id: string): string {
  return /^\d{1,14}$/.test(id) ? tradeId(Number(id)) : id
}
