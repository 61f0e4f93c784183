/** The operations of PandaPon's 1688 side. */
import { accept } from '../../../order/rejection.js'
import { type Operation, operation } from '../../../wire/dialect.js'
import { CartDelete, CartEdit, readDelete, readEdit, writeCart } from '../cart.js'
import { done } from '../envelope.js'
import { both, tradeActOperations } from './act-operations.js'
import { CartAdd, CartCreate, CartPreview, readAdd, readCartCreate, readCartPreview } from './cart.js'
import { CreateTrade, readBatchCreate, readCreate, writeMerchant, writeTrade } from './create-order.js'
import { readDetail, readPage, TradeDetail, TradePage, writeDetail, writePage } from './orders.js'
import { Preview, readPreview, writeLargePreview, writePreview } from './preview.js'

export const tradeOperations: readonly Operation[] = [
  ...tradeActOperations,
  operation({
    name: 'previewOrder',
    method: 'POST',
    paths: both('/order/create/preview'),
    summary: 'What an order would come to, one entry for each merchant. Nothing is written.',
    call: 'previewEach',
    lines: 'cargoParamList',
    exactNumbers: true,
    body: Preview,
    readRequest: (request) => readPreview(request, 'any'),
    writeReply: (outcomes, { orders }, context) =>
      done(writePreview(outcomes, orders[0]?.extra?.flow), context),
  }),
  operation({
    name: 'previewOrderBatch',
    method: 'POST',
    paths: both('/order/create/previewbatch'),
    summary: 'The same for several merchants, each of whom is named.',
    call: 'previewEach',
    lines: 'cargoParamList',
    exactNumbers: true,
    body: Preview,
    readRequest: (request) => readPreview(request, 'each_named'),
    writeReply: (outcomes, { orders }, context) =>
      done(writePreview(outcomes, orders[0]?.extra?.flow), context),
  }),
  operation({
    name: 'previewLargeOrder',
    method: 'POST',
    paths: both('/ka/order/create/preview'),
    summary: 'The preview of large customers. Nothing is written.',
    call: 'previewEach',
    lines: 'cargoParamList',
    exactNumbers: true,
    body: Preview,
    readRequest: (request) => readPreview(request, 'any'),
    writeReply: (outcomes, _asked, context) => done(writeLargePreview(outcomes), context),
  }),
  operation({
    name: 'createOrder',
    method: 'POST',
    paths: both('/order/create'),
    summary: "Create one merchant's order; lines that can't be bought are left out. Nothing is paid.",
    call: 'placeAndShow',
    lines: 'cargoParamList',
    exactNumbers: true,
    body: CreateTrade,
    readRequest: readCreate,
    writeReply: ({ order }, _asked, context) => done(writeTrade(accept(order)), context),
  }),
  operation({
    name: 'createOrderBatch',
    method: 'POST',
    paths: both('/order/batch/create'),
    summary: 'Create an order for each merchant; one that fails does not keep the others.',
    call: 'placeEach',
    lines: 'cargoParamList',
    exactNumbers: true,
    body: CreateTrade,
    readRequest: readBatchCreate,
    writeReply: (outcomes, { orders }, context) =>
      done(
        outcomes.map((outcome, index) => writeMerchant(orders[index]?.extra?.seller, outcome, context)),
        context,
      ),
  }),
  operation({
    name: 'readOrder',
    method: 'POST',
    paths: both('/order/detail'),
    summary: 'One order, by its id.',
    call: 'readOrder',
    exactNumbers: true,
    body: TradeDetail,
    readRequest: readDetail,
    writeReply: (order, _asked, context) => done(writeDetail(order), context),
  }),
  operation({
    name: 'pageOrders',
    method: 'POST',
    paths: both('/order/page'),
    summary: 'Orders, newest first.',
    call: 'listOrders',
    exactNumbers: true,
    body: TradePage,
    bodyOptional: true,
    readRequest: readPage,
    writeReply: (page, _asked, context) => done(writePage(page), context),
  }),
  operation({
    name: 'addToCart',
    method: 'POST',
    paths: both('/cart/add'),
    summary: 'Put pieces of an offer into the cart; those that are there already are added up.',
    call: 'addToCart',
    body: CartAdd,
    readRequest: readAdd,
    writeReply: ({ rowNumber }, _asked, context) => done(rowNumber, context),
  }),
  operation({
    name: 'listCart',
    method: 'GET',
    paths: both('/cart/list'),
    summary: 'The whole cart, by merchant: what can be ordered now, and what can not.',
    call: 'listCart',
    readRequest: () => accept({ cart: '1688' }),
    writeReply: (rows, _asked, context) => done(writeCart(rows), context),
  }),
  operation({
    name: 'editCart',
    method: 'POST',
    paths: both('/cart/edit'),
    summary: 'Set how many pieces a row has.',
    call: 'changeCartRow',
    body: CartEdit,
    readRequest: (request) => readEdit(request, '1688'),
    writeReply: (_done, _asked, context) => done(true, context),
  }),
  operation({
    name: 'deleteFromCart',
    method: 'POST',
    paths: both('/cart/delete'),
    summary: 'Take rows out of the cart.',
    call: 'removeFromCart',
    body: CartDelete,
    readRequest: (request) => readDelete(request, '1688'),
    writeReply: (_done, _asked, context) => done(true, context),
  }),
  operation({
    name: 'previewCartOrder',
    method: 'POST',
    paths: both('/cart/preview/order'),
    summary: 'What orders of these rows would come to, one entry for each merchant.',
    call: 'previewFromCart',
    exactNumbers: true,
    body: CartPreview,
    readRequest: readCartPreview,
    writeReply: (purchases, _asked, context) =>
      done(
        writePreview(
          purchases.map((one) => one.outcome),
          undefined,
        ),
        context,
      ),
  }),
  operation({
    name: 'createCartOrder',
    method: 'POST',
    paths: both('/cart/create/order'),
    summary: 'Order these rows, one order for each merchant; what is bought leaves the cart.',
    call: 'placeFromCart',
    exactNumbers: true,
    body: CartCreate,
    readRequest: readCartCreate,
    writeReply: (purchases, _asked, context) =>
      done(
        purchases.map(({ seller, outcome }) => writeMerchant(seller, outcome, context)),
        context,
      ),
  }),
]
