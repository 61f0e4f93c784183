/** PandaPon's paths that are known and not served, answered by name (facts/pandapon.md §5). */
import type { NotServed } from '../../wire/dialect.js'

type Group = readonly [reason: string, paths: readonly string[]]

const TAOBAO: readonly Group[] = [
  ['goods are not found by a picture: search by keyword', ['POST /open/goods/image/search']],
  ['there is no messenger here', ['POST /open/order/im/url']],
]

const ALIBABA: readonly Group[] = [
  [
    'pictures are not kept here: name their addresses in vouchers of the refund',
    ['POST /alibaba/refund/voucher/upload'],
  ],
]

export const notServedGoods = listed(TAOBAO, ['/open/order', '/v2/taobao/order'])
export const notServedTrades = listed(ALIBABA, ['/alibaba', '/v2/alibaba'])

/** With the paths of the second generation, which begin otherwise and go on alike. */
function listed(groups: readonly Group[], [first, second]: readonly [string, string]): NotServed[] {
  return groups.flatMap(([reason, paths]) =>
    paths.flatMap((one) => {
      const [method = '', path = ''] = one.split(' ')
      const known = { method, reason, successor: null }
      const later = path.startsWith(`${first}/`)
        ? [{ ...known, path: second + path.slice(first.length) }]
        : []
      return [{ ...known, path }, ...later]
    }),
  )
}
