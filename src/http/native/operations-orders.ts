/** What the native API serves of orders, besides what is done to them (`acts.ts`), as a table. */
import { type Operation, operation } from '../../wire/dialect.js'
import * as orders from './map-orders.js'
import { listOf, writeList } from './paging.js'
import * as wire from './wire.js'
import * as orderWire from './wire-orders.js'

const CREATED = 201

export const ORDERS: readonly Operation[] = [
  operation({
    name: 'placeOrder',
    permission: 'orders.change',
    method: 'POST',
    paths: ['/v1/orders'],
    summary: 'Place an order. A repeated one answers with the first, as it was placed.',
    call: 'placeForAccount',
    status: CREATED,
    body: orderWire.PlaceOrder,
    reply: orderWire.Order,
    lines: 'lines',
    readRequest: orders.readPlaceOrder,
    writeReply: orders.writeOrder,
  }),
  operation({
    name: 'listOrders',
    permission: 'orders.read',
    method: 'GET',
    paths: ['/v1/orders'],
    summary: "Search the orders of all the tenant's accounts, whatever dialect they came by, newest first.",
    call: 'listAnyOrders',
    query: orderWire.ListOrders,
    reply: listOf(orderWire.Order),
    readRequest: orders.readOrderList,
    writeReply: (found) => writeList(found, orders.writeOrder),
  }),
  operation({
    name: 'readOrder',
    permission: 'orders.read',
    method: 'GET',
    paths: ['/v1/orders/:orderNumber'],
    summary: 'Read an order, with all that it carried.',
    call: 'readAnyOrder',
    reply: orderWire.Order,
    readRequest: orders.readOrderPath,
    writeReply: orders.writeOrder,
  }),
  operation({
    name: 'downloadLabel',
    permission: 'orders.read',
    method: 'GET',
    paths: ['/v1/orders/:orderNumber/label'],
    summary: "Download the label that an order's caller brought along.",
    call: 'readLabel',
    file: true,
    readRequest: orders.readOrderPath,
    writeReply: (label) => label,
  }),
  operation({
    name: 'listOrderEvents',
    permission: 'orders.read',
    method: 'GET',
    paths: ['/v1/orders/:orderNumber/events'],
    summary: "List an order's history, oldest first.",
    call: 'listOrderEvents',
    query: wire.List,
    reply: listOf(orderWire.OrderEvent),
    readRequest: orders.readEventList,
    writeReply: (found) => writeList(found, orders.writeEvent),
  }),
]
