/** The operations of PandaPon's Taobao side. */
import { type Operation, operation } from '../../../wire/dialect.js'
import { done } from '../envelope.js'
import { CreateOrder, readCreateOrder, writeCreateOrder } from './create-order.js'
import { DetailQuery, PageQuery, readDetail, readPage, writeDetail, writePage } from './orders.js'

export const taobaoOperations: readonly Operation[] = [
  operation({
    name: 'createOrder',
    method: 'POST',
    paths: ['/open/order', '/v2/taobao/order'],
    summary: 'Create an order; each line becomes a sub-order, also one that fails. Nothing is paid.',
    call: 'placeAndShow',
    lines: 'orderLineList',
    body: CreateOrder,
    readRequest: readCreateOrder,
    writeReply: ({ order }, _asked, context) => done(writeCreateOrder(order), context),
  }),
  operation({
    name: 'pageOrders',
    method: 'POST',
    paths: ['/open/purchase/page', '/v2/taobao/order/page'],
    summary: 'Orders, newest first.',
    call: 'listOrders',
    body: PageQuery,
    bodyOptional: true,
    readRequest: readPage,
    writeReply: (page, _asked, context) => done(writePage(page), context),
  }),
  operation({
    name: 'pageOrdersByQuery',
    method: 'GET',
    paths: ['/open/order/page', '/v2/taobao/order/page'],
    summary: 'The same with query parameters.',
    call: 'listOrders',
    query: PageQuery,
    readRequest: readPage,
    writeReply: (page, _asked, context) => done(writePage(page), context),
  }),
  operation({
    name: 'readOrder',
    method: 'GET',
    paths: ['/open/order/detail', '/v2/taobao/order/detail'],
    summary: 'One order, by its id or its number.',
    call: 'readOrder',
    query: DetailQuery,
    readRequest: readDetail,
    writeReply: (order, _asked, context) => done(writeDetail(order), context),
  }),
]
