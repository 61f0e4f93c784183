/** The two generations of KakaClo's open API: one family of credentials, limits, errors and order numbers. */
import { bearer } from '../../wire/auth.js'
import type { Dialect } from '../../wire/dialect.js'
import { errors } from './errors.js'
import { NOT_SERVED_ROOTS_V1, notServedV1, notServedV2 } from './not-served.js'
import { upstream, upstreamV1 } from './upstream/index.js'
import { operations as v1Operations } from './v1/operations.js'
import { productOperations } from './v1/products.js'
import { operations as v2Operations } from './v2/operations.js'

const shared = {
  family: 'kakaclo',
  auth: bearer,
  /** 120 requests, 2 leak out a second: facts/kakaclo.md §2. */
  rateLimit: { capacity: 120, perSecond: 2 },
  bodyLimitBytes: 1_048_576,
  privateFields: {
    secret: ['accessToken'],
    personal: [
      'orderAddresses',
      'orderAddress',
      'shippingAddress',
      'recipient',
      'phone',
      'email',
      'street1',
      'street2',
      'city',
      'province',
      'zip',
      'ioss',
      'vat',
      'remark',
      'remarks',
    ],
  },
  errors,
  itemNames: (sku: string) => [
    { field: 'sku', value: sku },
    { field: 'skuCode', value: sku },
  ],
  writeCredential: (secret: string) => ({ accessToken: secret }),
  /** The refund samples print `openapi` twice (facts §1). */
  rewritePath: (path: string) => path.replace(/^\/openapi\/openapi\//, '/openapi/'),
} satisfies Partial<Dialect>

export const kakacloV1: Dialect = {
  ...shared,
  name: 'kakaclo-v1',
  title: 'KakaClo open API, version 1',
  roots: ['/openapi/v1', ...NOT_SERVED_ROOTS_V1],
  operations: [...v1Operations, ...productOperations],
  notServed: notServedV1,
  upstream: upstreamV1,
}

export const kakacloV2: Dialect = {
  ...shared,
  name: 'kakaclo-v2',
  title: 'KakaClo open API, version 2',
  roots: ['/openapi/v2'],
  operations: v2Operations,
  notServed: notServedV2,
  upstream,
}
