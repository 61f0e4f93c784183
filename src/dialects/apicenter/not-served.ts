/** apicenter's paths that are known and not served yet, answered by name (facts/apicenter.md §4). */
import type { NotServed } from '../../wire/dialect.js'

const GROUPS: readonly (readonly [reason: string, paths: readonly string[]])[] = [
  ['labels are not added to orders through this API yet', ['/order/label']],
  ['inbound notices are not taken yet', ['/asn', '/asn/status', '/asn/cancel']],
  ['goods and stock are not kept through this API yet', ['/sku', '/inventory']],
]

export const notServed: readonly NotServed[] = GROUPS.flatMap(([reason, paths]) =>
  paths.map((path) => ({ method: 'POST', path: `/apicenter/api${path}`, reason, successor: null })),
)
