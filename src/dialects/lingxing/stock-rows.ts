/** Rows of stock: what is known here is counted, and all else is 0 or empty (facts/lingxing.md §8.12, §8.13). */
import type { StoreItem } from '../../order/catalogue-calls.js'
import { writeDecimal } from '../../wire/decimal.js'
import { type Marketplace, marketplaceOf } from './marketplaces.js'

/** A store's warehouse, as Lingxing names it. */
function warehouseOf({ store }: StoreItem, marketplace: Marketplace | undefined): string {
  return `${store.name}${marketplace?.country ?? ''}仓`
}

/** Ages of stock are not known here. */
const AGES = [
  '0_to_30',
  '31_to_60',
  '61_to_90',
  '0_to_90',
  '91_to_180',
  '181_to_270',
  '271_to_330',
  '331_to_365',
  '271_to_365',
  '365_plus',
] as const

export function writeStock(row: StoreItem) {
  const { store, item, onHand } = row
  const wname = warehouseOf(row, marketplaceOf(store.marketplace))
  const costMinor = (item.costMinor ?? 0) * onHand
  return {
    wname,
    name: wname,
    sid: store.storeNumber,
    asin: '',
    product_name: item.name,
    product_image: item.imageUrl ?? '',
    msku: item.sku,
    fnsku: '',
    sku: item.sku,
    category_name: '',
    category_id: 0,
    brand_name: '',
    brand_id: 0,
    share_type: 0,
    ...countsOf(row),
    afn_erp_real_shipped_quantity: 0,
    ...Object.fromEntries(AGES.map((age) => [`inv_age_${age}_days`, 0])),
    fulfillment_channel_name: 'FBA',
    afn_fulfillable_quantity_multi: [],
    cost: writeDecimal(costMinor, 2),
    stock_cost_total: costMinor / 100,
  }
}

/** Sellable pieces, those that orders hold, and those that came back broken; none is on its way. */
function countsOf({ available, reserved, defective }: StoreItem) {
  return {
    afn_fulfillable_quantity: available,
    reserved_fc_transfers: 0,
    reserved_fc_processing: 0,
    reserved_customerorders: reserved,
    total_fulfillable_quantity: available,
    afn_unsellable_quantity: defective,
    afn_inbound_working_quantity: 0,
    afn_inbound_shipped_quantity: 0,
    afn_inbound_receiving_quantity: 0,
    afn_researching_quantity: 0,
  }
}

export function writeStockAndCost(row: StoreItem) {
  const { store, item, available, reserved, defective } = row
  const marketplace = marketplaceOf(store.marketplace)
  const counts = { ...countsOf(row), quantity: 0, stock_up_num: 0 }
  const { total_fulfillable_quantity: sellable, ...priced } = counts
  const total = available + reserved + defective
  const cost = (pieces: number) => (item.costMinor ?? 0) * pieces
  return {
    name: warehouseOf(row, marketplace),
    seller_group_name: '',
    sid: store.storeNumber,
    asin: '',
    product_name: item.name,
    small_image_url: item.imageUrl ?? '',
    seller_sku: item.sku,
    fnsku: '',
    sku: item.sku,
    category_text: '',
    cid: 0,
    product_brand_text: '',
    bid: 0,
    share_type: 0,
    total,
    total_price: cost(total) / 100,
    available_total: available,
    available_total_price: writeDecimal(cost(available), 2),
    ...Object.fromEntries(
      Object.entries(priced).flatMap(([name, pieces]) => [
        [name, pieces],
        [`${name}_price`, writeDecimal(cost(pieces), 2)],
      ]),
    ),
    total_fulfillable_quantity: sellable,
    ...Object.fromEntries(
      AGES.flatMap((age) => [
        [`inv_age_${age}_days`, 0],
        [`inv_age_${age}_price`, '0.00'],
      ]),
    ),
    recommended_action: '',
    sell_through: 0,
    estimated_excess_quantity: 0,
    estimated_storage_cost_next_month: 0,
    fba_minimum_inventory_level: 0,
    fba_inventory_level_health_status: '',
    historical_days_of_supply: 0,
    historical_days_of_supply_price: '0.00',
    low_inventory_level_fee_applied: '',
    fulfillment_channel: marketplace === undefined ? '' : `AMAZON_${marketplace.region}`,
    cg_price: item.costMinor === null ? '' : writeDecimal(item.costMinor, 2),
    cg_transport_costs: '',
  }
}
