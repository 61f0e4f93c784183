/** KakaClo's catalogue, warehouses and stock: these exist in v1 only, and v2's clients read them here. */
import { type Operation, operation } from '../../../wire/dialect.js'
import { success } from '../v2/map.js'
import { readProductsRequest, readStocksRequest } from './product-query.js'
import { writeCategories, writeLocations, writeProducts, writeStocks } from './product-reply.js'
import {
  CategoryList,
  ProductList,
  ProductQuery,
  StockList,
  StockQuery,
  WarehouseList,
} from './product-wire.js'

/** As each page's newest sample prints it; clients look at the code (facts §3). */
const SHOUTED = 'Success！'
const NAMED = 'kk.api.200'

export const productOperations: readonly Operation[] = [
  operation({
    name: 'listCategories',
    method: 'GET',
    paths: ['/openapi/v1/product/category'],
    summary: 'All categories, as a tree.',
    call: 'listCategories',
    reply: CategoryList,
    readRequest: () => ({ ok: true, value: null }),
    writeReply: (categories) => success(writeCategories(categories), NAMED),
  }),
  operation({
    name: 'listProducts',
    method: 'GET',
    paths: ['/openapi/v1/product/products'],
    summary: 'Products with their SKUs, by code, category or time of change; 30 a page.',
    call: 'listProducts',
    query: ProductQuery,
    reply: ProductList,
    exactNumbers: true,
    readRequest: readProductsRequest,
    writeReply: (page) => success(writeProducts(page), SHOUTED),
  }),
  operation({
    name: 'listWarehouses',
    method: 'GET',
    paths: ['/openapi/v1/product/countryAndWarehouse'],
    summary: 'All warehouses with their countries.',
    call: 'listLocations',
    reply: WarehouseList,
    readRequest: () => ({ ok: true, value: null }),
    writeReply: (locations) => success(writeLocations(locations), NAMED),
  }),
  operation({
    name: 'listStocks',
    method: 'GET',
    paths: ['/openapi/v1/product/stocks'],
    summary: 'Available pieces by SKU and warehouse, by SKU or time of change; 30 SKUs a page.',
    call: 'listStock',
    query: StockQuery,
    reply: StockList,
    readRequest: readStocksRequest,
    writeReply: (page, { filter }) => success(writeStocks(page, filter.location ?? null), SHOUTED),
  }),
]
