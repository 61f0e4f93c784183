/** What KakaClo v1 serves of orders and payment, as a table; what v2 has too is v2's, converted at the edge. */
import { Type } from 'typebox'
import { type Operation, operation } from '../../../wire/dialect.js'
import { AmountShape, exactAmount } from '../amounts.js'
import { readOrder, success } from '../v2/map.js'
import { writePage } from '../v2/order-list.js'
import { ChannelQuotes, QuoteByChannel, readQuoteByChannel, writeChannelQuotes } from '../v2/quote.js'
import {
  RefundList,
  RefundQuery,
  RefundRequested,
  readRefundQuery,
  writeRefundNumber,
  writeRefunds,
} from '../v2/refund.js'
import { CreateOrder, OrderCreated } from '../v2/wire.js'
import { ListOrdersQuery, OrderList, readListOrders, writeOrder } from './order-list.js'
import { RefundOrder, readRefund } from './refund.js'

/** The singular is the path of August 2022. */
const ORDERS = ['/openapi/v1/order/orders', '/openapi/v1/order/order'] as const

const Balance = Type.Object({
  code: Type.Integer(),
  message: Type.String(),
  data: Type.Object({ balance: AmountShape, currencyCode: Type.String() }),
})

export const operations: readonly Operation[] = [
  operation({
    name: 'createOrder',
    method: 'POST',
    paths: ORDERS,
    summary: 'Create an order; it is split by warehouse inside, under one order id.',
    call: 'placeOrder',
    body: CreateOrder,
    reply: OrderCreated,
    lines: 'orderItemsList',
    readRequest: (request) => readOrder(request, 'kakaclo-v1'),
    writeReply: ({ orderNumber }) => success(orderNumber),
  }),
  operation({
    name: 'listOrders',
    method: 'GET',
    paths: ORDERS,
    summary: 'Orders of both generations, oldest first; all filters must match.',
    call: 'listOrders',
    query: ListOrdersQuery,
    reply: OrderList,
    exactNumbers: true,
    readRequest: readListOrders,
    writeReply: (page) => success(writePage(page, writeOrder)),
  }),
  operation({
    name: 'quoteByChannel',
    method: 'POST',
    paths: ['/openapi/v1/order/orders/channel'],
    summary: 'Freight by channel, if one warehouse sends the whole basket.',
    call: 'quoteByMethod',
    body: QuoteByChannel,
    reply: ChannelQuotes,
    lines: 'products',
    exactNumbers: true,
    readRequest: readQuoteByChannel,
    writeReply: (quotes) => success(writeChannelQuotes(quotes)),
  }),
  operation({
    name: 'refundOrder',
    method: 'POST',
    paths: ['/openapi/v1/order/orders/:id/refund', '/openapi/v1/order/order/:id/refund'],
    summary: 'Cancel and refund an order of which nothing has been shipped; decided on later.',
    call: 'actOnOrder',
    body: RefundOrder,
    reply: RefundRequested,
    readRequest: readRefund,
    writeReply: (acted) => success(writeRefundNumber(acted), 'ok'),
  }),
  operation({
    name: 'listRefunds',
    method: 'GET',
    // The last two are of August and September 2022.
    paths: [
      '/openapi/v1/order/orders/refund/:id',
      '/openapi/v1/order/order/refund/:id',
      '/openapi/v1/order/orders/:id/refund',
      '/openapi/v1/order/order/:id/refund',
    ],
    summary: 'The refunds of an order, oldest first; or one refund, by its number.',
    call: 'findAfterSales',
    query: RefundQuery,
    reply: RefundList,
    readRequest: readRefundQuery,
    writeReply: (found) => success(writeRefunds(found)),
  }),
  operation({
    name: 'readBalance',
    method: 'GET',
    paths: ['/openapi/v1/payment/balance'],
    summary: "The account's balance, from which its orders are paid.",
    call: 'readBalance',
    reply: Balance,
    exactNumbers: true,
    readRequest: () => ({ ok: true, value: null }),
    writeReply: ({ balanceMinor, currency }) =>
      success({ balance: exactAmount(balanceMinor), currencyCode: currency }),
  }),
]
