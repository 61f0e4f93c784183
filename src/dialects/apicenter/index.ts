/** apicenter: a warehouse's WMS, from an order to its handover. */
import type { Order } from '../../order/order.js'
import { bearer } from '../../wire/auth.js'
import { type Dialect, operation } from '../../wire/dialect.js'
import { Asn, readAsn, writeAsn } from './asn.js'
import { NamedAsn, readNamedAsn, writeAsnStatus } from './asn-status.js'
import { callbacks } from './callbacks.js'
import { CreateOrder, readCreateOrder } from './create-order.js'
import { errors } from './errors.js'
import { PutGoods, readPutGoods, writeGoods } from './goods.js'
import { Inventory, readInventory, writeInventory } from './inventory.js'
import { AddLabel, readAddLabel } from './late-label.js'
import {
  ChangeOrder,
  ListOrders,
  ReadOrder,
  readChange,
  readList,
  readOne,
  writeList,
  writeOrder,
} from './orders.js'
import { PushStatus, readPushStatus } from './push-status.js'
import { receiving } from './receiving.js'
import { statusOf } from './standing.js'
import { upstream } from './upstream/index.js'

const done = (data: unknown) => ({ code: 0, data, message: 'success' })
const conflict = (order: Order, message: string) => ({
  code: 409,
  data: { order_number: order.sellerOrderNumber, status: statusOf(order) },
  message,
})

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
          ? conflict(order, 'order_number belongs to an order that was cancelled')
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
      name: 'pushOrderStatus',
      method: 'POST',
      paths: ['/apicenter/api/order/pushOrderStatus'],
      summary: "What the marketplace says of a shop's orders; a cancelled one is held.",
      call: 'annotateOrders',
      body: PushStatus,
      readRequest: readPushStatus,
      writeReply: ({ missing }) => ({
        code: 200,
        data: missing.map((number) => ({ order_number: number, message: 'not found' })),
        message: 'success',
      }),
    }),
    operation({
      name: 'cancelOrder',
      method: 'POST',
      paths: ['/apicenter/api/order/cancel'],
      summary: 'Cancel an order; one that is packed is held instead.',
      call: 'cancelOrder',
      body: ChangeOrder,
      readRequest: (request) => {
        const asked = readChange(request)
        if (!asked.ok) return asked
        const { reason = null, ...order } = asked.value
        return { ok: true, value: { ...order, reason, whenPacked: 'hold' } }
      },
      writeReply: ({ order, held }) =>
        held ? conflict(order, 'order is packed: it is held') : done(writeOrder(order)),
    }),
    operation({
      name: 'holdOrder',
      method: 'POST',
      paths: ['/apicenter/api/order/hold'],
      summary: 'Stop an order that is not handed over yet.',
      call: 'actOnOrder',
      body: ChangeOrder,
      readRequest: (request) => {
        const asked = readChange(request)
        if (!asked.ok) return asked
        const { reason = 'the shop asked for it', ...order } = asked.value
        const hold = { kind: 'asked', reason } as const
        return { ok: true, value: { ...order, wish: { kind: 'hold', sequence: null, hold } } }
      },
      writeReply: ({ order }) => done(writeOrder(order)),
    }),
    operation({
      name: 'releaseOrder',
      method: 'POST',
      paths: ['/apicenter/api/order/release'],
      summary: 'Resume an order where it was stopped.',
      call: 'actOnOrder',
      body: ChangeOrder,
      readRequest: (request) => {
        const asked = readChange(request)
        if (!asked.ok) return asked
        const { family, name } = asked.value
        return { ok: true, value: { family, name, wish: { kind: 'release', sequence: null } } }
      },
      writeReply: ({ order }) => done(writeOrder(order)),
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
    operation({
      name: 'addLabel',
      method: 'POST',
      paths: ['/apicenter/api/order/label'],
      summary: 'Add a label or a tracking number to an order; one that was held for its label goes on.',
      call: 'labelOrder',
      body: AddLabel,
      readRequest: readAddLabel,
      writeReply: (order) => done(writeOrder(order)),
    }),
    operation({
      name: 'announceAsn',
      method: 'POST',
      paths: ['/apicenter/api/asn'],
      summary: 'Announce goods to a warehouse, or announce them anew while nothing has come.',
      call: 'announceNotice',
      body: Asn,
      readRequest: readAsn,
      writeReply: (notice, _input, _context, request) => writeAsn(notice, request),
    }),
    operation({
      name: 'readAsn',
      method: 'POST',
      paths: ['/apicenter/api/asn/status'],
      summary: 'An inbound notice, with what has been received of each row.',
      call: 'readNotice',
      body: NamedAsn,
      readRequest: readNamedAsn,
      writeReply: (notice, _input, _context, request) => writeAsnStatus(notice, request, true),
    }),
    operation({
      name: 'cancelAsn',
      method: 'POST',
      paths: ['/apicenter/api/asn/cancel'],
      summary: 'Withdraw an inbound notice of which nothing has been received.',
      call: 'withdrawNotice',
      body: NamedAsn,
      readRequest: readNamedAsn,
      writeReply: (notice, _input, _context, request) => writeAsnStatus(notice, request, false),
    }),
    operation({
      name: 'putGoods',
      method: 'POST',
      paths: ['/apicenter/api/sku'],
      summary: 'Add goods, or describe them anew; their stock stays as it is.',
      call: 'putGoods',
      body: PutGoods,
      readRequest: readPutGoods,
      writeReply: (records, _input, _context, request) => writeGoods(records, request),
    }),
    operation({
      name: 'listInventory',
      method: 'POST',
      paths: ['/apicenter/api/inventory'],
      summary: 'What a warehouse has of each SKU, and what it expects.',
      call: 'listInventory',
      body: Inventory,
      readRequest: readInventory,
      writeReply: (page, { filter }) => done(writeInventory(page, filter.location)),
    }),
  ],
  notServed: [],
  privateFields: {
    secret: ['token'],
    personal: [
      'receiver',
      'sender',
      'recipient',
      'name',
      'phone',
      'phone2',
      'email',
      'address',
      'address1',
      'address2',
      'city',
      'district',
      'province',
      'state',
      'post_code',
      'postcode',
      'ic_number',
      'tax_number',
      'label_url',
      'label_base64',
      'desc',
      'remark',
    ],
  },
  errors,
  upstream,
  callbacks,
  receiving,
  // The shops and the warehouses that the documents' requests name.
  demoSettings: { clients: ['CK2023', '20/2', 'QYtest2/2'], centres: ['CKMX', 'mabang', 'MY-TEST-A'] },
  itemNames: (sku) => [
    { field: 'sku', value: sku },
    { field: 'code', value: sku },
  ],
  writeCredential: (secret) => ({ token: secret }),
}
