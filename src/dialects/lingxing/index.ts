/** Lingxing's open API for Amazon multi-channel orders. */
import { type Dialect, type Operation, operation } from '../../wire/dialect.js'
import { AfterSaleList, readAfterSaleList } from './after-sale-list.js'
import { writeAfterSaleRows } from './after-sale-rows.js'
import { lingxingAuth } from './auth.js'
import { PATH as CANCEL_ORDER, CancelOrder, readCancelOrder } from './cancel-order.js'
import { PATH as CREATE_ORDER, CreateOrder, itemNames, readCreateOrder } from './create-order.js'
import { done, failed } from './envelope.js'
import { errors } from './errors.js'
import { stockOperations } from './fba-stock.js'
import { listing } from './listing.js'
import { writeLogistics } from './logistics.js'
import { marketplaceOf } from './marketplaces.js'
import { notServed } from './not-served.js'
import { OrderInfo, readOrderInfo, writeAsked, writeProducts } from './order-details.js'
import { OrderList, readOrderList, writeOrderList } from './order-list.js'
import { writeReturns } from './returns.js'
import { setRemark } from './set-remark.js'
import { tableOperations } from './tables.js'
import { tokenOperations } from './tokens.js'
import { transactions } from './transactions.js'
import { upstream } from './upstream/index.js'

const ORDER_LIST = '/order/amzod/api/orderList'
const AFTER_SALES = '/erp/sc/routing/amzod/order/afterSaleList'
const SELLER_LISTS = '/erp/sc/data/seller/lists'

/** One request of an AppId at a time on each path. */
const SERIAL = { inFlight: 1 } as const

const DETAILS = [
  ['productInformation', 'What is in each order.', writeProducts],
  ['logisticsInformation', 'Shipments and packages of each order.', writeLogistics],
  ['returnInformation', 'Returns and replacements of each order.', writeReturns],
] as const

const operations: readonly Operation[] = [
  ...tokenOperations,
  operation({
    name: 'createOrder',
    method: 'POST',
    paths: [CREATE_ORDER],
    summary: 'Create a multi-channel order for a store, named by its name and country.',
    call: 'placeOrder',
    lines: 'item_list',
    body: CreateOrder,
    bodyOptional: true,
    ...SERIAL,
    readRequest: readCreateOrder,
    // A number is used once, whatever is sent with it: the documents' own answer to a repetition.
    writeReply: ({ replayed }, _order, context) =>
      replayed
        ? failed(CREATE_ORDER, 500, '失败', ['订单号已经存在'], context)
        : done(CREATE_ORDER, [], context, 0),
  }),
  operation({
    name: 'cancelOrder',
    method: 'POST',
    paths: [CANCEL_ORDER],
    summary: 'Cancel an order that is not packed yet.',
    call: 'cancelOrder',
    body: CancelOrder,
    bodyOptional: true,
    ...SERIAL,
    readRequest: readCancelOrder,
    writeReply: ({ before }, _order, context) =>
      before
        ? failed(CANCEL_ORDER, 500, '失败', ['订单状态不允许取消'], context)
        : done(CANCEL_ORDER, [], context, 0),
  }),
  operation({
    name: 'orderList',
    method: 'POST',
    paths: [ORDER_LIST],
    summary: 'Orders of the stores, newest first.',
    call: 'listOrders',
    body: OrderList,
    bodyOptional: true,
    ...SERIAL,
    readRequest: readOrderList,
    writeReply: (page, _asked, context) => done(ORDER_LIST, writeOrderList(page), context),
  }),
  ...DETAILS.map(([name, summary, write]) => {
    const path = `/order/amzod/api/orderDetails/${name}`
    return operation({
      name,
      method: 'POST',
      paths: [path],
      summary,
      call: 'listOrders',
      body: OrderInfo,
      bodyOptional: true,
      ...SERIAL,
      readRequest: readOrderInfo,
      writeReply: (page, { filter }, context) => done(path, writeAsked(page, filter, write), context),
    })
  }),
  operation({
    name: 'afterSaleList',
    method: 'POST',
    paths: [AFTER_SALES],
    summary: 'Refunds, returns and exchanges, newest first.',
    call: 'listAfterSales',
    body: AfterSaleList,
    bodyOptional: true,
    ...SERIAL,
    readRequest: readAfterSaleList,
    writeReply: (page, _asked, context) => done(AFTER_SALES, writeAfterSaleRows(page), context, page.total),
  }),
  transactions,
  setRemark,
  ...stockOperations,
  listing,
  operation({
    name: 'sellerLists',
    method: 'GET',
    paths: [SELLER_LISTS],
    summary: 'All stores.',
    call: 'listStores',
    ...SERIAL,
    readRequest: () => ({ ok: true, value: null }),
    writeReply: (stores, _asked, context) => {
      const rows = stores.map((store) => {
        const marketplace = marketplaceOf(store.marketplace)
        return {
          sid: store.storeNumber,
          mid: marketplace?.mid ?? 0,
          name: store.name,
          seller_id: store.sellerId,
          account_name: store.sellerId,
          seller_account_id: store.accountId,
          region: marketplace?.region ?? '',
          country: marketplace?.country ?? '',
          has_ads_setting: 0,
          marketplace_id: marketplace?.marketplaceId ?? '',
          status: { paused: 0, active: 1, suspended: 3 }[store.status],
        }
      })
      return done(SELLER_LISTS, rows, context)
    },
  }),
  ...tableOperations,
]

export const lingxing: Dialect = {
  name: 'lingxing',
  title: 'Lingxing open API, multi-channel orders',
  family: 'lingxing',
  roots: ['/order/amzod', '/erp/sc', '/api/auth-server', '/basicOpen', '/bd', '//'],
  auth: lingxingAuth,
  rateLimit: null,
  bodyLimitBytes: 1_048_576,
  operations,
  notServed,
  privateFields: {
    secret: ['access_token', 'refresh_token', 'app_key', 'appId', 'appSecret', 'sign', 'lpn'],
    personal: [
      'receiver',
      'postcode',
      'region',
      'remark',
      'buyers_mailbox',
      'buyer_name',
      'buyers_note',
      'name',
      'email',
      'phone',
      'phone_number',
      'address1',
      'address2',
      'address3',
      'city',
      'district',
      'state_or_province_name',
      'stateOrProvinceName',
      'postal_code',
      'postalCode',
      'region_code',
      'displayable_order_comment',
      'remark_for_packing',
      'customer_comments',
      'eventAddress',
    ],
  },
  errors,
  upstream,
  demoConnection: {
    store: { name: '8speed-US1', marketplace: 'US' },
    settings: { buyers_mailbox: 'orders@example.com', date_for_packing: '2026-01-15' },
    sku: 'msku123',
  },
  itemNames,
  writeCredential: (secret) => ({ appId: lingxingAuth.identity(secret), appSecret: secret }),
}
