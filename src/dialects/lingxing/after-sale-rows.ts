/** What afterSaleList answers: a row for each after-sale, with its lines (facts/lingxing.md §8.8). */
import type { AfterSale, AfterSaleKind, AfterSaleLine, Condition } from '../../order/after-sale.js'
import type { AfterSalePage, AfterSaleRow } from '../../order/calls.js'
import type { Order } from '../../order/order.js'
import { writeDecimal } from '../../wire/decimal.js'
import { amazonOrderId } from './amazon-order-id.js'
import { beijing, DAY_MS } from './days.js'
import { marketplaceOf } from './marketplaces.js'
import { listingOf } from './order-head.js'

const TAGS: Readonly<Record<AfterSaleKind, string>> = { refund: '退款', return: '退货', exchange: '换货' }

/** Amazon's words for goods that came back, as far as ours tell them. */
const ATTRIBUTES: Readonly<Record<Condition, string>> = {
  sellable: 'SELLABLE',
  defective: 'DEFECTIVE',
  scrapped: '',
}

const GRANTED: ReadonlySet<string> = new Set(['approved', 'sent_back', 'completed'])

export function writeAfterSaleRows(page: AfterSalePage): object[] {
  return page.rows.map((row) => writeRow(row, page))
}

function writeRow({ order, afterSale }: AfterSaleRow, page: AfterSalePage): object {
  const { details, currency } = order
  const { storeNumber } = details
  const store = page.stores.get(storeNumber ?? -1)
  const { asin, msku } = listingOf(afterSale.lines[0]?.sku ?? '', page)
  const refund = refundOf(afterSale)
  const shares = sharesOf(refund, afterSale.lines)
  return {
    id: afterSale.afterSaleNumber,
    asin,
    msku,
    amazon_order_id: amazonOrderId(order.orderNumber),
    sid: storeNumber ?? 0,
    purchase_time: beijing(order.createdAt),
    deal_time: beijing(afterSale.createdAt),
    gmt_modified: beijing(afterSale.updatedAt),
    correlation_id: 0,
    interval_days: daysBetween(order, afterSale),
    is_mcf_order: 2,
    seller_country: `${store?.name ?? ''} ${marketplaceOf(store?.marketplace)?.country ?? ''}`.trim(),
    delivery_type: 'FBA',
    ...sum('order_total_amount', order.finalMinor, currency, 2),
    ...sum('total_refund_amount', -refund, currency, 3),
    // What Amazon would charge for it is not known here.
    total_refund_cost: '',
    total_refund_cost_currency_code: '',
    total_refund_cost_number: '',
    after_type_tag: [TAGS[afterSale.kind]],
    item_list: afterSale.lines.map((line, index) => ({
      ...writeLine(order, afterSale, line, page),
      ...writeRefund(shares[index] ?? 0, currency),
      row_index: index + 1,
    })),
  }
}

function writeLine(order: Order, afterSale: AfterSale, line: AfterSaleLine, page: AfterSalePage) {
  const { kind, status, parcel, received, replacementOrderNumber } = afterSale
  const { small_image_url, item_name, local_sku, local_name, asin, msku } = listingOf(line.sku, page)
  const condition = received.find((goods) => goods.rowNumber === line.rowNumber)?.condition
  return {
    small_image_url,
    item_name,
    local_sku,
    local_name,
    asin,
    asin_url: '',
    msku,
    fid: '',
    after_type: TAGS[kind],
    after_quantity: line.quantity,
    after_reason: afterSale.reason ?? '',
    after_time: beijing(afterSale.createdAt),
    after_interval: `${daysBetween(order, afterSale)}天`,
    data_update_time: beijing(afterSale.updatedAt),
    refund_cost: '',
    return_status: kind !== 'refund' && GRANTED.has(status) ? 'Approved' : '',
    inventory_attributes: condition === undefined ? '' : ATTRIBUTES[condition],
    lpn_number: '',
    buyers_note: afterSale.remark ?? '',
    rma_order_number: kind === 'refund' ? '' : String(afterSale.afterSaleNumber),
    carriers: parcel?.carrier ?? '',
    waybill_number: parcel?.trackingNumber ?? '',
    exchange_order_number: replacementOrderNumber === null ? '' : amazonOrderId(replacementOrderNumber),
    md5: '',
    md5_new: '',
    md5_v2: '',
    item_identifier: `${afterSale.afterSaleNumber}-${line.rowNumber}`,
    orderDateYear: Number(beijing(order.createdAt).slice(0, 4)),
  }
}

/** Begun days. */
function daysBetween(order: Order, afterSale: AfterSale): number {
  return Math.ceil((afterSale.createdAt - order.createdAt) / DAY_MS)
}

/** What has been given back. */
function refundOf({ kind, status, amountMinor }: AfterSale): number {
  return kind !== 'exchange' && status === 'completed' ? amountMinor : 0
}

/** What its pieces cost goes to each line as far as it suffices, and the rest to the last one. */
function sharesOf(refund: number, lines: readonly AfterSaleLine[]): number[] {
  let left = refund
  return lines.map(({ quantity, unitPriceMinor }, index) => {
    const share = index === lines.length - 1 ? left : Math.min(left, quantity * unitPriceMinor)
    left -= share
    return share
  })
}

function writeRefund(minor: number, currency: string) {
  const { amount, icon } = written(-minor, currency, 3)
  return {
    refund_amount: minor === 0 ? '' : amount,
    refund_currency_icon: icon,
    ...(minor === 0 ? {} : { refund_amount_details: [{ type: 'Principal', amount }] }),
  }
}

function sum(name: string, minor: number, currency: string, places: number): Record<string, string> {
  const { amount, icon, figure } = written(minor, currency, places)
  return { [name]: amount, [`${name}_currency_code`]: icon, [`${name}_number`]: figure }
}

const ICONS: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£', JPY: 'JP¥' }

/** `-$4.700`: the sign, the currency's icon or code, the figure. */
function written(minor: number, currency: string, places: number) {
  const icon = ICONS[currency] ?? currency
  const figure = writeDecimal(Math.abs(minor), places)
  const sign = minor < 0 ? '-' : ''
  return { amount: `${sign}${icon}${figure}`, icon, figure: `${sign}${figure}` }
}
