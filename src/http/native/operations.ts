/** What the native API serves, as a table. */
import type { ItemWish, StockLevelRecord } from '../../order/setup-calls.js'
import type { Callbacks } from '../../wire/callbacks.js'
import { type Dialect, type Operation, operation } from '../../wire/dialect.js'
import { ACTS } from './acts.js'
import { withBefore } from './before.js'
import { actInBulk } from './bulk.js'
import { HISTORY } from './history.js'
import * as accounts from './map-accounts.js'
import * as orders from './map-orders.js'
import * as stock from './map-stock.js'
import { needing } from './needing.js'
import { CONNECTIONS } from './operations-connections.js'
import { IMPORTS } from './operations-imports.js'
import { NEWS } from './operations-news.js'
import { NOTICES } from './operations-notices.js'
import { OVERSIGHT } from './operations-oversight.js'
import { PEOPLE } from './operations-people.js'
import { PLAYGROUND } from './operations-playground.js'
import { QUEUES } from './operations-queues.js'
import { requestOperations } from './operations-requests.js'
import { TENANT } from './operations-tenant.js'
import { VIEWS } from './operations-views.js'
import { webhookOperations } from './operations-webhooks.js'
import { listOf, writeList } from './paging.js'
import * as wire from './wire.js'
import * as orderWire from './wire-orders.js'

const CREATED = 201
/** Whose credentials are those of this API itself. */
export const FAMILY = 'native'

/** `families` write their own credentials; `served` are the APIs besides this one. */
export function nativeOperations(
  families: ReadonlyMap<string, Dialect['writeCredential']>,
  served: readonly Dialect[],
  /** Of the families that tell something by themselves. */
  callbacks: ReadonlyMap<string, Callbacks>,
): readonly Operation[] {
  const all = [
    ...accountOperations(),
    ...credentialOperations(families),
    ...STOCK,
    ...SHIPPING,
    ...NOTICES,
    ...ORDERS,
    ...ACTS,
    ...HISTORY,
    ...NEWS,
    ...QUEUES,
    ...IMPORTS,
    ...CONNECTIONS,
    ...webhookOperations(callbacks),
    ...TENANT,
    ...OVERSIGHT,
    ...PEOPLE,
    ...VIEWS,
    ...requestOperations(served),
    ...PLAYGROUND,
  ]
  const recorded = withBefore(all)
  return [...recorded, actInBulk(recorded)]
}

function accountOperations(): Operation[] {
  return [
    operation({
      name: 'createAccount',
      permission: 'settings.change',
      method: 'POST',
      paths: ['/v1/accounts'],
      summary: 'Create an account.',
      call: 'createAccount',
      status: CREATED,
      body: wire.CreateAccount,
      reply: wire.Account,
      readRequest: accounts.readCreateAccount,
      writeReply: accounts.writeAccount,
    }),
    operation({
      name: 'listAccounts',
      permission: 'settings.read',
      method: 'GET',
      paths: ['/v1/accounts'],
      summary: 'List accounts, oldest first.',
      call: 'listAccounts',
      query: wire.List,
      reply: listOf(wire.Account),
      readRequest: accounts.readAccountList,
      writeReply: (found) => writeList(found, accounts.writeAccount),
    }),
    operation({
      name: 'readAccount',
      permission: 'settings.read',
      method: 'GET',
      paths: ['/v1/accounts/:name'],
      summary: 'Read an account and its balance.',
      call: 'readAccount',
      reply: wire.Account,
      readRequest: accounts.readAccountName,
      writeReply: accounts.writeAccount,
    }),
    operation({
      name: 'changePolicies',
      permission: 'settings.change',
      method: 'PATCH',
      paths: ['/v1/accounts/:name'],
      summary: 'Change policies of an account, for what is placed or asked for from now on.',
      call: 'changePolicies',
      body: wire.ChangePolicies,
      reply: wire.Account,
      readRequest: accounts.readChangePolicies,
      writeReply: accounts.writeAccount,
    }),
    operation({
      name: 'topUpAccount',
      permission: 'money',
      method: 'POST',
      paths: ['/v1/accounts/:name/top-ups'],
      summary: 'Add money to a balance; waiting orders are then paid, oldest first.',
      call: 'topUpAccount',
      status: CREATED,
      body: wire.TopUp,
      reply: wire.ToppedUp,
      readRequest: accounts.readTopUp,
      writeReply: accounts.writeTopUp,
    }),
    operation({
      name: 'listEntries',
      permission: 'settings.read',
      method: 'GET',
      paths: ['/v1/accounts/:name/entries'],
      summary: "List an account's ledger, newest first.",
      call: 'listLedger',
      query: wire.List,
      reply: listOf(wire.LedgerEntry),
      readRequest: accounts.readLedger,
      writeReply: (found) => writeList(found, accounts.writeEntry),
    }),
  ]
}

/** A native key may do what an admin may: only who looks after people makes one. */
const ofNativeKey = ({ dialect }: { readonly dialect?: unknown }) => (dialect === FAMILY ? 'people' : null)

function credentialOperations(families: ReadonlyMap<string, Dialect['writeCredential']>): Operation[] {
  return [
    needing(
      operation({
        name: 'createCredential',
        permission: 'integration.change',
        method: 'POST',
        paths: ['/v1/credentials'],
        summary: "Make a credential of any dialect, in that dialect's words; the secret is shown once.",
        call: 'createCredential',
        status: CREATED,
        body: wire.CreateCredential,
        reply: wire.NewCredential,
        readRequest: (request, account) => accounts.readCreateCredential(request, account, families),
        writeReply: (made) => accounts.writeNewCredential(made, families),
      }),
      ofNativeKey,
    ),
    operation({
      name: 'listCredentials',
      permission: 'integration.read',
      method: 'GET',
      paths: ['/v1/credentials'],
      summary: 'List credentials, without their secrets, oldest first.',
      call: 'listCredentials',
      query: wire.ListCredentials,
      reply: listOf(wire.Credential),
      readRequest: accounts.readCredentialList,
      writeReply: (found) => writeList(found, accounts.writeCredential),
    }),
    operation({
      name: 'revokeCredential',
      permission: 'integration.change',
      method: 'DELETE',
      paths: ['/v1/credentials/:id'],
      summary: 'Revoke a credential; a revoked one stays revoked.',
      call: 'revokeCredential',
      reply: wire.Credential,
      readRequest: accounts.readCredentialId,
      writeReply: accounts.writeCredential,
    }),
  ]
}

const STOCK: readonly Operation[] = [
  operation({
    name: 'putItem',
    permission: 'catalogue.change',
    method: 'PUT',
    paths: ['/v1/items/:sku'],
    summary: 'Make an item, or set what it is.',
    call: 'putItem',
    body: wire.PutItem,
    reply: wire.Item,
    readRequest: stock.readPutItem,
    writeReply: (item) => item,
  }),
  operation({
    name: 'readItem',
    permission: 'stock.read',
    method: 'GET',
    paths: ['/v1/items/:sku'],
    summary: 'Read an item.',
    call: 'readItem',
    reply: wire.Item,
    readRequest: stock.readItemPath,
    writeReply: (item) => item,
  }),
  operation({
    name: 'listItems',
    permission: 'stock.read',
    method: 'GET',
    paths: ['/v1/items'],
    summary: 'List items by SKU.',
    call: 'listItems',
    query: wire.ListItems,
    reply: listOf(wire.Item),
    readRequest: stock.readItemList,
    writeReply: (found) => writeList(found, (item: ItemWish) => item),
  }),
  operation({
    name: 'moveStock',
    permission: 'stock.change',
    method: 'POST',
    paths: ['/v1/stock-movements'],
    summary: 'Receive pieces or take them off; never below what is reserved.',
    call: 'moveStock',
    status: CREATED,
    body: wire.MoveStock,
    reply: wire.MovedLevel,
    readRequest: stock.readMoveStock,
    writeReply: ({ sku, location, onHand, reserved, available }) => ({
      sku,
      location,
      onHand,
      reserved,
      available,
    }),
  }),
  operation({
    name: 'listStockLevels',
    permission: 'stock.read',
    method: 'GET',
    paths: ['/v1/stock-levels'],
    summary: 'List stock levels by SKU and location.',
    call: 'listStockLevels',
    query: wire.ListStockLevels,
    reply: listOf(wire.StockLevel),
    readRequest: stock.readLevelList,
    writeReply: (found) => writeList(found, (level: StockLevelRecord) => level),
  }),
]

const SHIPPING: readonly Operation[] = [
  operation({
    name: 'putStockLocation',
    permission: 'settings.change',
    method: 'PUT',
    paths: ['/v1/stock-locations/:code'],
    summary: 'Make a stock location, or set what it is.',
    call: 'putStockLocation',
    body: wire.PutLocation,
    reply: wire.Location,
    readRequest: stock.readPutLocation,
    writeReply: stock.writeLocation,
  }),
  operation({
    name: 'readStockLocation',
    permission: 'settings.read',
    method: 'GET',
    paths: ['/v1/stock-locations/:code'],
    summary: 'Read a stock location.',
    call: 'readStockLocation',
    reply: wire.Location,
    readRequest: stock.readLocationPath,
    writeReply: stock.writeLocation,
  }),
  operation({
    name: 'listStockLocations',
    permission: 'settings.read',
    method: 'GET',
    paths: ['/v1/stock-locations'],
    summary: 'List stock locations by code.',
    call: 'listStockLocations',
    query: wire.List,
    reply: listOf(wire.Location),
    readRequest: stock.readListByCode,
    writeReply: (found) => writeList(found, stock.writeLocation),
  }),
  operation({
    name: 'putShippingMethod',
    permission: 'settings.change',
    method: 'PUT',
    paths: ['/v1/shipping-methods/:code'],
    summary: 'Make a shipping method, or set what it is.',
    call: 'putShippingMethod',
    body: wire.PutMethod,
    reply: wire.Method,
    readRequest: stock.readPutMethod,
    writeReply: (method) => method,
  }),
  operation({
    name: 'readShippingMethod',
    permission: 'settings.read',
    method: 'GET',
    paths: ['/v1/shipping-methods/:code'],
    summary: 'Read a shipping method.',
    call: 'readShippingMethod',
    reply: wire.Method,
    readRequest: stock.readMethodPath,
    writeReply: (method) => method,
  }),
  operation({
    name: 'listShippingMethods',
    permission: 'settings.read',
    method: 'GET',
    paths: ['/v1/shipping-methods'],
    summary: 'List shipping methods by code.',
    call: 'listShippingMethods',
    query: wire.List,
    reply: listOf(wire.Method),
    readRequest: stock.readListByCode,
    writeReply: (found) => writeList(found, (method: unknown) => method),
  }),
  operation({
    name: 'putShippingRate',
    permission: 'settings.change',
    method: 'PUT',
    paths: ['/v1/shipping-methods/:code/rates/:origin/:destination'],
    summary: 'Set what a method costs between two countries.',
    call: 'putShippingRate',
    body: wire.PutRate,
    reply: wire.Rate,
    readRequest: stock.readPutRate,
    writeReply: stock.writeRate,
  }),
  operation({
    name: 'readShippingRate',
    permission: 'settings.read',
    method: 'GET',
    paths: ['/v1/shipping-methods/:code/rates/:origin/:destination'],
    summary: 'Read what a method costs between two countries.',
    call: 'readShippingRate',
    reply: wire.Rate,
    readRequest: stock.readRatePath,
    writeReply: stock.writeRate,
  }),
  operation({
    name: 'deleteShippingRate',
    permission: 'settings.change',
    method: 'DELETE',
    paths: ['/v1/shipping-methods/:code/rates/:origin/:destination'],
    summary: 'Take a rate away: the method no longer serves that way; orders that were placed keep theirs.',
    call: 'deleteShippingRate',
    reply: wire.Rate,
    readRequest: stock.readRatePath,
    writeReply: stock.writeRate,
  }),
  operation({
    name: 'listShippingRates',
    permission: 'settings.read',
    method: 'GET',
    paths: ['/v1/shipping-methods/:code/rates'],
    summary: "List a method's rates by origin and destination.",
    call: 'listShippingRates',
    query: wire.ListRates,
    reply: listOf(wire.Rate),
    readRequest: stock.readRateList,
    writeReply: (found) => writeList(found, stock.writeRate),
  }),
]

const ORDERS: readonly Operation[] = [
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
