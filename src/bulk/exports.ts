/** Orders and stock levels as CSV, page by page, in the columns that imports read and some that tell more. */
import { stringify } from 'csv-stringify/sync'
import type { TextFile } from '../order/bulk-calls.js'
import type { AccountContext } from '../order/calls.js'
import type { OrderLine } from '../order/order.js'
import type {
  LevelSearch,
  OrderRecord,
  OrderSearch,
  Slice,
  Sliced,
  StockLevelRecord,
} from '../order/setup-calls.js'
import { listStockLevels } from '../store/items.js'
import { readOrdersByNumber } from '../store/order-exports.js'
import type { Pool } from '../store/pool.js'
import { formulaSafe } from './formulas.js'
import { ORDER_EXPORT } from './order-rows.js'

const CONTENT_TYPE = 'text/csv; charset=utf-8'
const PAGE = 500

/** In the order of their numbers. */
export async function exportOrders(pool: Pool, tenantId: number, search: OrderSearch): Promise<TextFile> {
  const read = (slice: Slice) => readOrdersByNumber(pool, tenantId, search, slice)
  return file(ORDER_EXPORT, read, orderRows)
}

/** Of the account's own stock, or of the one whose stock it uses. */
export async function exportStock(
  pool: Pool,
  { tenantId, ownerId }: AccountContext,
  search: LevelSearch,
): Promise<TextFile> {
  const read = (slice: Slice) => listStockLevels(pool, tenantId, ownerId, search, slice)
  return file(STOCK_EXPORT, read, (level: StockLevelRecord) => [STOCK_EXPORT.map((column) => level[column])])
}

type Cell = string | number | null

/** The first page is read before anything is said, so that what is wrong is said in words. */
async function file<T>(
  header: readonly string[],
  read: (slice: Slice) => Promise<Sliced<T>>,
  rowsOf: (one: T) => readonly (readonly Cell[])[],
): Promise<TextFile> {
  const first = await read({ after: null, limit: PAGE })
  async function* content(): AsyncGenerator<string> {
    yield csv([header])
    for (let page: Sliced<T> | null = first; page !== null; ) {
      // The next page is on its way while this one is written.
      const next: Promise<Sliced<T>> | null =
        page.next === null ? null : read({ after: page.next, limit: PAGE })
      next?.catch(() => {})
      if (page.rows.length > 0) yield csv(page.rows.flatMap(rowsOf))
      page = await next
    }
  }
  return { contentType: CONTENT_TYPE, content: content() }
}

function csv(rows: readonly (readonly Cell[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? formulaSafe(cell) : cell)))
  return stringify(cells, { record_delimiter: '\r\n', quoted_match: /[\r\n]/ })
}

const STOCK_EXPORT = ['sku', 'location', 'onHand', 'reserved', 'available'] as const

/** Each column of an order's line. The location is left open: where it ships from is decided when it is placed. */
const ORDER_CELLS: Readonly<
  Record<(typeof ORDER_EXPORT)[number], (order: OrderRecord, line: OrderLine) => Cell>
> = {
  sellerOrderNumber: (order) => order.sellerOrderNumber,
  recipient: ({ details }) => details.address.recipient,
  country: ({ details }) => details.address.country,
  sku: (_order, line) => line.sku,
  quantity: (_order, line) => line.quantity,
  location: () => null,
  account: (order) => order.account,
  province: ({ details }) => details.address.province,
  city: ({ details }) => details.address.city,
  street1: ({ details }) => details.address.street1,
  street2: ({ details }) => details.address.street2,
  postalCode: ({ details }) => details.address.postalCode,
  phone: ({ details }) => details.address.phone,
  ioss: ({ details }) => details.address.ioss,
  vat: ({ details }) => details.address.vat,
  speed: ({ details }) => details.speed,
  remark: ({ details }) => details.remark,
  salesChannel: ({ details }) => details.salesChannel,
  orderNumber: (order) => order.orderNumber,
  dialect: (order) => order.dialect,
  orderStatus: (order) => order.orderStatus,
  financialStatus: (order) => order.financialStatus,
  fulfilmentStatus: (order) => order.fulfilmentStatus,
  refundStatus: (order) => order.refundStatus,
  currency: (order) => order.currency,
  unitPriceMinor: (_order, line) => line.unitPriceMinor,
  goodsMinor: (order) => order.goodsMinor,
  freightMinor: (order) => order.freightMinor,
  finalMinor: (order) => order.finalMinor,
  createdAt: (order) => new Date(order.createdAt).toISOString(),
}

/** A row for each line. */
function orderRows(order: OrderRecord): Cell[][] {
  return order.details.lines.map((line) => ORDER_EXPORT.map((column) => ORDER_CELLS[column](order, line)))
}
