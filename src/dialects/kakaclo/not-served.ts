/**
 * Paths that KakaClo has or had and that are not served: a client that calls one is told so by name, and told
 * what to call instead (facts/kakaclo.md §4, §8).
 */
import type { NotServed } from '../../wire/dialect.js'

const CUSTOM_PRODUCTS = 'custom products (print on demand) are not served'
const DESIGNED_PRODUCTS =
  'designed products are listed by GET /openapi/v1/product/products and ordered by POST /openapi/v2/order/orders'
const CUSTOM_ORDERS = 'custom orders were withdrawn on 2024-04-07'
const CUSTOM = '/openapi/v1/product/custom'
const SPLIT_QUOTE = 'call POST /openapi/v2/order/orders/channel/automationSplit'
const REFUND = 'call POST /openapi/v2/order/orders/{id}/refund'
const REFUND_QUERY = 'call GET /openapi/v2/order/orders/refund/{id}'

/** Old pages print some paths without the base, so that they lie below none of the usual roots. */
export const NOT_SERVED_ROOTS_V1 = ['/AddRefundOrder', '/order/'] as const

export const notServedV1: readonly NotServed[] = [
  // The samples of these pages say POST even where the page says GET.
  ...['modelCategoryName/search', 'designModel/detail/:id'].flatMap((path) =>
    (['GET', 'POST'] as const).map((method) => customProduct(method, path)),
  ),
  ...['designModel/search', 'customDesigned/search', 'customDesigned/addProduct'].map((path) =>
    customProduct('POST', path),
  ),
  withdrawn('POST', `${CUSTOM}/order`, CUSTOM_ORDERS, 'call POST /openapi/v2/order/orders'),
  withdrawn('GET', `${CUSTOM}/order`, CUSTOM_ORDERS, 'call GET /openapi/v2/order/orders'),
  withdrawn(
    'POST',
    '/openapi/v1/order/logisticsChannel',
    'withdrawn in 2022',
    'call POST /openapi/v1/order/orders/channel',
  ),
  ...['', '/openapi/v1'].flatMap((base) => [
    withdrawn('POST', `${base}/AddRefundOrder`, 'withdrawn in 2022', REFUND),
    withdrawn('POST', `${base}/order/:id/refund`, 'withdrawn in 2022', REFUND),
    withdrawn('GET', `${base}/order/refund`, 'withdrawn in 2022', REFUND_QUERY),
  ]),
]

export const notServedV2: readonly NotServed[] = [
  ...['automaticUnpack/channel', 'automaticSplit/channel', 'channel/automaticing', 'channel/automation'].map(
    (path) => withdrawn('POST', `/openapi/v2/order/orders/${path}`, 'withdrawn in June 2023', SPLIT_QUOTE),
  ),
]

function customProduct(method: 'GET' | 'POST', path: string): NotServed {
  return withdrawn(method, `${CUSTOM}/${path}`, CUSTOM_PRODUCTS, DESIGNED_PRODUCTS)
}

function withdrawn(method: 'GET' | 'POST', path: string, reason: string, successor: string): NotServed {
  return { method, path, reason, successor }
}
