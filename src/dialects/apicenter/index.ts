/** apicenter: a warehouse's WMS, from an order to its handover. */
import { bearer } from '../../wire/auth.js'
import { type Dialect, operation } from '../../wire/dialect.js'
import { CreateOrder, readCreateOrder } from './create-order.js'
import { errors } from './errors.js'
import { notServed } from './not-served.js'
import { ListOrders, ReadOrder, readList, readOne, statusOf, writeList, writeOrder } from './orders.js'
import { upstream } from './upstream.js'

const done = (data: unknown) => ({ code: 0, data, message: 'success' })

export const apicenter: Dialect = {
  name: 'apicenter',
  title: 'apicenter WMS API',
  family: 'apicenter',
  roots: ['/apicenter'],
  auth: bearer,
  rateLimit: null,
  // Labels travel inside of requests.
  bodyLimitBytes: 12 * 1024 * 1024,
  operations: [
    operation({
      name: 'createOrder',
      method: 'POST',
      paths: ['/apicenter/api/order'],
      summary: 'Create an order: reviewed at once, or taken as a draft and reviewed right after.',
      call: 'placeAndShow',
      lines: 'items',
      body: CreateOrder,
      readRequest: readCreateOrder,
      writeReply: ({ order, replayed }) =>
        replayed && statusOf(order) === 'cancelled'
          ? {
              code: 409,
              data: { order_number: order.sellerOrderNumber, status: statusOf(order) },
              message: 'order_number belongs to an order that was cancelled',
            }
          : done(writeOrder(order)),
    }),
    operation({
      name: 'readOrder',
      method: 'POST',
      paths: ['/apicenter/api/order/status'],
      summary: 'One order, by its number.',
      call: 'findOrder',
      body: ReadOrder,
      readRequest: readOne,
      writeReply: (order) => done(writeOrder(order)),
    }),
    operation({
      name: 'listOrders',
      method: 'POST',
      paths: ['/apicenter/api/order/list'],
      summary: 'Orders by the time of their last change.',
      call: 'listOrders',
      body: ListOrders,
      readRequest: readList,
      writeReply: (page) => done(writeList(page)),
    }),
  ],
  notServed,
  errors,
  upstream,
  // The shops and the warehouse that the documents' requests name.
  demoSettings: { clients: ['CK2023', '20/2', 'QYtest2/2'], centres: ['CKMX'] },
  writeCredential: (secret) => ({ token: secret }),
}
