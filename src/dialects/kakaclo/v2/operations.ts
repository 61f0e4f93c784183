/** What KakaClo v2 serves, as a table. */
import { type Operation, operation } from '../../../wire/dialect.js'
import { readOrder, success } from './map.js'
import { readListOrders, writeOrder, writePage } from './order-list.js'
import { ListOrdersQuery, OrderList } from './order-list-wire.js'
import {
  ChannelQuotes,
  QuoteByChannel,
  QuoteBySpeed,
  readQuoteByChannel,
  readQuoteBySpeed,
  SpeedQuotes,
  writeChannelQuotes,
  writeSpeedQuotes,
} from './quote.js'
import { CreateOrder, OrderCreated } from './wire.js'

export const operations: readonly Operation[] = [
  operation({
    name: 'createOrder',
    method: 'POST',
    paths: ['/openapi/v2/order/orders'],
    summary: 'Create an order; it is split by warehouse inside, under one order id.',
    call: 'placeOrder',
    body: CreateOrder,
    reply: OrderCreated,
    lines: 'orderItemsList',
    readRequest: (request) => readOrder(request, 'kakaclo-v2'),
    writeReply: ({ orderNumber }) => success(orderNumber),
  }),
  operation({
    name: 'listOrders',
    method: 'GET',
    paths: ['/openapi/v2/order/orders'],
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
    paths: ['/openapi/v2/order/orders/channel'],
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
    name: 'quoteBySpeed',
    method: 'POST',
    paths: ['/openapi/v2/order/orders/channel/automationSplit'],
    summary: 'Freight by speed, for the basket split by warehouse as the order would be.',
    call: 'quoteBySpeed',
    body: QuoteBySpeed,
    reply: SpeedQuotes,
    lines: 'products',
    exactNumbers: true,
    readRequest: readQuoteBySpeed,
    writeReply: (quotes) => success(writeSpeedQuotes(quotes), 'Success!'),
  }),
]
