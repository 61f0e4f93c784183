/** returnInformation: what came back of an order, and what is sent in its place (facts/lingxing.md §8.6). */
import type { AfterSale, Condition } from '../../order/after-sale.js'
import type { OrderPage } from '../../order/calls.js'
import type { Order } from '../../order/order.js'
import { writeZoned } from '../../wire/zones.js'
import { zoneOf } from './marketplaces.js'
import { detailHead, PHONE } from './order-details.js'
import { listingOf } from './order-head.js'

/** The one printed word is that of goods that are stock again; of others, nothing is said. */
const RETURN_STATUS: Readonly<Record<Condition, string>> = {
  sellable: 'Unit returned to inventory',
  defective: '',
  scrapped: '',
}

export function writeReturns(order: Order, page: OrderPage) {
  return {
    ...detailHead(order, page),
    phone: PHONE,
    order_return_replace_tab: {
      return_tab: order.afterSales.flatMap((one) => returned(order, one, page)),
      replace_tab: order.afterSales.flatMap((one) => replaced(one, page)),
    },
  }
}

/** One entry for each kind of goods that was received. */
function returned(order: Order, one: AfterSale, page: OrderPage): object[] {
  const sid = order.details.storeNumber ?? 0
  const zone = zoneOf(page.stores.get(sid)?.marketplace)
  const date = one.times.completed === undefined ? '' : writeZoned(one.times.completed, zone).slice(0, 10)
  return one.received.map(({ sku, quantity, condition }) => {
    const { asin, local_sku, item_name: name } = listingOf(sku, page)
    return {
      sid: String(sid),
      order_id: order.sellerOrderNumber ?? '',
      return_date: date,
      msku: sku,
      asin,
      return_quantity: String(quantity),
      return_reason: one.reason ?? '',
      return_status: RETURN_STATUS[condition],
      lpn: '',
      customer_comments: one.remark ?? '',
      local_sku,
      name,
    }
  })
}

const GRANTED: ReadonlySet<string> = new Set(['approved', 'sent_back', 'completed'])

/** An exchange that has been granted: the order that goes out for it has its own number and dates. */
function replaced({ kind, status, reason, lines }: AfterSale, page: OrderPage): object[] {
  if (kind !== 'exchange' || !GRANTED.has(status)) return []
  return lines.map(({ sku }) => {
    const { item_name: name } = listingOf(sku, page)
    return { replacement_reason: reason ?? '', msku: sku, name, asin_url: '', shipment_date: '' }
  })
}
