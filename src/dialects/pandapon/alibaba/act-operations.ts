/** What follows the placing of a 1688 order, as a table: money, parcels, refunds. */
import { accept, type Result } from '../../../order/rejection.js'
import {
  composedOperation,
  type Operation,
  operation,
  plainOperation,
  type Running,
} from '../../../wire/dialect.js'
import { done } from '../envelope.js'
import { writePaid } from '../paid.js'
import * as acts from './acts.js'
import { PAY_URL, RECEIVE } from './errors.js'
import { readTrace, TraceQuery, writeCompanies, writeTrace } from './logistics.js'
import * as refunds from './refunds.js'

/** Each is also served below `/v2/alibaba`. */
export const both = (path: string) => [`/alibaba${path}`, `/v2/alibaba${path}`] as const

export const tradeActOperations: readonly Operation[] = [
  operation({
    name: 'payOrders',
    method: 'POST',
    paths: both('/order/batch/submit/to/pay'),
    summary: 'Pay orders from the balance; each by its own result.',
    call: 'actOnOrders',
    body: acts.PayTrades,
    readRequest: acts.readPay,
    writeReply: (results, asked, context) =>
      done(
        writePaid(results, asked, (rejection) => acts.explainTrade(rejection, context)),
        context,
      ),
  }),
  operation({
    name: PAY_URL,
    method: 'GET',
    paths: both('/order/pay/url'),
    summary: 'Pay one order from the balance, by agreement: the call itself debits it.',
    call: 'actOnOrder',
    query: acts.PayUrl,
    readRequest: acts.readPayUrl,
    writeReply: (acted, asked, context) => done(acts.writePayUrl(acted, asked), context),
  }),
  operation({
    name: 'payLargeOrders',
    method: 'POST',
    paths: both('/ka/order/pay'),
    summary: 'The payment of large customers: one order, or several.',
    call: 'actOnOrders',
    body: acts.PayLarge,
    readRequest: acts.readPayLarge,
    writeReply: (results, asked, context) =>
      done(
        writePaid(results, asked, (rejection) => acts.explainTrade(rejection, context)),
        context,
      ),
  }),
  operation({
    name: 'cancelOrder',
    method: 'POST',
    paths: both('/order/cancel'),
    summary: 'Cancel an order that is not paid yet.',
    call: 'actOnOrder',
    body: acts.CancelTrade,
    readRequest: acts.readCancel,
    writeReply: (_acted, _asked, context) => done(true, context),
  }),
  operation({
    name: RECEIVE,
    method: 'POST',
    paths: both('/order/receivegoods'),
    summary: 'Confirm that what has been shipped has come; once more changes nothing.',
    call: 'actOnOrder',
    body: acts.ReceiveGoods,
    readRequest: acts.readReceive,
    writeReply: (_acted, _asked, context) => done({ success: true, errorInfo: '', errorCode: '' }, context),
  }),
  operation({
    name: 'readLogistics',
    method: 'GET',
    paths: both('/order/logistics/trace'),
    summary: 'The parcels of an order, with what their carriers tell, newest first.',
    call: 'readOrder',
    query: TraceQuery,
    readRequest: readTrace,
    writeReply: (order, _asked, context) => done(writeTrace(order), context),
  }),
  operation({
    name: 'listRefundReasons',
    method: 'POST',
    paths: both('/refund/reasons'),
    summary: 'For which reasons something of an order can be asked back.',
    call: 'readOrder',
    body: refunds.RefundReasons,
    readRequest: refunds.readReasons,
    writeReply: (_order, _asked, context, request) => done(refunds.writeReasons(request), context),
  }),
  composedOperation({
    name: 'createRefund',
    method: 'POST',
    paths: both('/refund/create'),
    summary: 'Ask for the money of entries, with or without their goods coming back.',
    body: refunds.CreateRefund,
    run: (running, request) =>
      inEnvelope(running, refunds.createRefund(running.engine, callerOf(running), request)),
  }),
  operation({
    name: 'readRefund',
    method: 'POST',
    paths: both('/refund/detail'),
    summary: 'One refund.',
    call: 'readAfterSale',
    body: refunds.RefundDetail,
    readRequest: refunds.readRefund,
    writeReply: (row, _asked, context) => done(refunds.writeRefund(row), context),
  }),
  composedOperation({
    name: 'returnGoods',
    method: 'POST',
    paths: both('/refund/goods/return'),
    summary: 'Note the parcel with which the goods come back.',
    body: refunds.ReturnGoods,
    run: (running, request) =>
      inEnvelope(running, refunds.returnGoods(running.engine, callerOf(running), request)),
  }),
  plainOperation({
    name: 'listReturnCompanies',
    method: 'GET',
    paths: both('/refund/logistics/companies'),
    summary: 'Carriers that goods may come back with.',
    answer: (_request, context) => accept(done(writeCompanies(), context)),
  }),
]

function callerOf({ account }: Running) {
  if (account === null) throw new Error('an operation is served to an admitted caller')
  return account
}

async function inEnvelope({ context }: Running, asked: Promise<Result<unknown>>): Promise<Result<unknown>> {
  const answer = await asked
  return answer.ok ? accept(done(answer.value, context)) : answer
}
