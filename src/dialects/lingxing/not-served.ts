/** Lingxing's paths that are known and not served, answered by name. */
import type { NotServed } from '../../wire/dialect.js'

const ORDER_LIST = '/order/amzod/api/orderList'

export const notServed: readonly NotServed[] = [
  {
    method: 'POST',
    path: '/erp/sc/data/mws/orders',
    reason: 'it has had no multi-channel orders since 2023',
    successor: ORDER_LIST,
  },
  {
    method: 'POST',
    path: '/bd/productPerformance/openApi/asinList',
    reason: 'how products perform at Amazon is not known here',
    successor: null,
  },
]
