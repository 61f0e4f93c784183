/** PandaPon's paths that are known and not served, answered by name (facts/pandapon.md §5). */
import type { NotServed } from '../../wire/dialect.js'

const GROUPS: readonly (readonly [reason: string, paths: readonly string[]])[] = [
  [
    'orders are neither paid nor changed through this API yet',
    [
      'POST /open/order/cancel',
      'POST /v2/taobao/order/cancel',
      'POST /open/purchase/cancel',
      'POST /open/order/pay',
      'POST /open/order/voucher/upload',
      'POST /open/order/warehouse/update',
      'POST /open/order/im/url',
    ],
  ],
  [
    'nothing has been shipped through this API yet',
    ['GET /open/order/logistics/detail/get', 'GET /v2/taobao/order/logistics/detail/get'],
  ],
  [
    'there are no after-sales yet',
    [
      'POST /open/order/refund/queryList',
      'POST /v2/taobao/order/refund/render',
      'GET /v2/taobao/order/refund/query',
      'GET /open/order/refund/cancel/:refundId',
      'GET /v2/taobao/order/refund/cancel/:refundId',
      'POST /open/order/refund/submit/message',
      'POST /open/order/refund/submit',
      'POST /open/order/refund/modify',
      'POST /open/order/refund/message/queryList',
      'GET /open/order/refund/logistics/render',
      'POST /open/order/refund/logistics/submit',
    ],
  ],
  [
    'carts are not served yet',
    [
      'POST /open/cart/add',
      'POST /open/cart/create/order',
      'POST /open/cart/preview/order',
      'GET /open/cart/list',
      'POST /open/cart/delete',
      'POST /open/cart/edit',
      'POST /alibaba/cart/preview/order',
      'POST /alibaba/cart/create/order',
      'GET /v2/alibaba/cart/list',
    ],
  ],
  [
    'orders of 1688 are not served yet',
    [
      'POST /alibaba/order/create/preview',
      'POST /alibaba/order/create/previewbatch',
      'POST /alibaba/order/create',
      'POST /alibaba/order/batch/create',
      'POST /alibaba/order/batch/submit/to/pay',
      'GET /alibaba/order/pay/url',
      'POST /alibaba/order/cancel',
      'POST /alibaba/order/receivegoods',
      'POST /alibaba/order/detail',
      'POST /v2/alibaba/order/page',
      'GET /alibaba/order/logistics/trace',
      'POST /alibaba/refund/goods/return',
      'POST /alibaba/ka/order/create/preview',
      'POST /alibaba/ka/order/pay',
    ],
  ],
]

export const notServed: readonly NotServed[] = GROUPS.flatMap(([reason, paths]) =>
  paths.map((one) => {
    const [method = '', path = ''] = one.split(' ')
    return { method, path, reason, successor: null }
  }),
)
