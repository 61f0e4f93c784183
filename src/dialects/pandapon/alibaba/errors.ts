/** How the 1688 side says no: as the other one, but for what it tells of lines (facts/pandapon.md §4, §10.3). */
import type { ErrorTable } from '../../../wire/dialect.js'
import { error, errors } from '../errors.js'
import { writeTrade } from './create-order.js'

export const tradeErrors: ErrorTable = {
  ...errors,
  duplicate_line: ({ lineNumber, sku }, context) =>
    error(40001, `${context.lines}[${lineNumber - 1}]: ${sku} is there already`, context),
  no_line_orderable: (rejection, context) =>
    error(42202, 'none of the lines can be ordered; nothing was purchased', context, {
      data: writeTrade({ ok: false, rejection }),
    }),
}
