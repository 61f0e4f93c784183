/**
 * The transactions of an order (facts/lingxing.md §8.7): what Amazon settles with its seller. Orders here are settled
 * elsewhere, so that there are none, and the answer is the one for an order without any.
 */
import { Type } from 'typebox'
import { accept } from '../../order/rejection.js'
import { type Operation, plainOperation } from '../../wire/dialect.js'
import { code, wholeNumber } from '../../wire/fields.js'
import { done } from './envelope.js'
import { bodyReader } from './reading.js'

const PATH = '/basicOpen/openapi/salesOrder/multi-channel/list/transaction'

const Transactions = Type.Object({
  amazonOrderId: code(40),
  sid: wholeNumber(0, 2_147_483_647, { fromText: true }),
})

const readShape = bodyReader(Transactions)

export const transactions: Operation = plainOperation({
  name: 'transactions',
  method: 'POST',
  paths: [PATH],
  summary: 'What Amazon settled for an order: nothing, since orders here are settled elsewhere.',
  inFlight: 1,
  body: Transactions,
  bodyOptional: true,
  answer: (request, context) => {
    const read = readShape(request)
    return read.ok ? accept(done(PATH, { list: [], totalCurrencyAmounts: '' }, context, 0)) : read
  },
})
