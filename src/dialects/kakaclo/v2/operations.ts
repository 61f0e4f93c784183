/** What KakaClo v2 serves, as a table. */
import { type Operation, operation } from '../../../wire/dialect.js'
import { readOrder, success } from './map.js'
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
]
