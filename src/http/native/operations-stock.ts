/** What the native API serves of items and stock, as a table. */
import type { ItemWish, StockLevelRecord } from '../../order/setup-calls.js'
import { type Operation, operation } from '../../wire/dialect.js'
import * as stock from './map-stock.js'
import { listOf, writeList } from './paging.js'
import * as wire from './wire.js'

const CREATED = 201

export const STOCK: readonly Operation[] = [
  operation({
    name: 'putItem',
    permission: 'catalogue.change',
    method: 'PUT',
    paths: ['/v1/items/:sku'],
    summary: 'Make an item, or set what it is.',
    call: 'putItem',
    query: wire.OfAccount,
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
    query: wire.OfAccount,
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
    writeReply: ({ account, sku, location, onHand, reserved, available }) => ({
      account,
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
