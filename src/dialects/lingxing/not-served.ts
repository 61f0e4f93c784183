/** Lingxing's paths that are known and not served, answered by name. */
import type { NotServed } from '../../wire/dialect.js'

const post = (path: string, reason: string): NotServed => ({ method: 'POST', path, reason, successor: null })

export const notServed: readonly NotServed[] = [
  post(
    '/basicOpen/openapi/salesOrder/multi-channel/list/transaction',
    'transactions are settled by Amazon, and not known here',
  ),
  post('/erp/sc/routing/amzod/order/afterSaleList', 'there are no after-sales yet'),
  post('/erp/sc/routing/fba/fbaStock/fbaList', 'stock is not read through this API yet'),
  post('/basicOpen/openapi/storage/fbaWarehouseDetail', 'stock is not read through this API yet'),
  post('/erp/sc/data/mws/listing', 'listings are not read through this API yet'),
  post('/basicOpen/platformOrder/scOrder/setRemark', 'remarks are not changed through this API yet'),
]
