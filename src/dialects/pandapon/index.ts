/** PandaPon's open API: a buying agent for Taobao and 1688, which share credentials, errors and carts. */
import type { Dialect } from '../../wire/dialect.js'
import { offerNames } from './alibaba/cargo.js'
import { tradeErrors } from './alibaba/errors.js'
import { tradeOperations } from './alibaba/operations.js'
import { pandaponAuth, userIdOf } from './auth.js'
import { callbacks } from './callbacks.js'
import { errors } from './errors.js'
import { itemNames } from './items.js'
import { notServedGoods, notServedTrades } from './not-served.js'
import { receiving } from './receiving.js'
import { taobaoOperations } from './taobao/operations.js'
import { upstream } from './upstream/index.js'

const shared = {
  family: 'pandapon',
  auth: pandaponAuth,
  rateLimit: null,
  bodyLimitBytes: 1_048_576,
  /** The prefix of a sister platform (facts §1). */
  rewritePath: (path: string) => path.replace(/^\/api(?=\/(open|alibaba|v2\/(taobao|alibaba))\/)/, ''),
  privateFields: {
    secret: ['accessKey', 'accessSecret', 'signature'],
    personal: [
      'receiver',
      'receiverAddress',
      'addressParam',
      'warehouseAddress',
      'sender',
      'name',
      'fullName',
      'mobile',
      'mobile_phone',
      'phone',
      'buyerPhone',
      'companyContact',
      'address',
      'addressDetail',
      'postCode',
      'postcode',
      'zip',
      'zipCode',
      'townText',
      'cityText',
      'areaText',
      'provinceText',
      'city',
      'district',
      'province',
      'state',
      'userNick',
      'tax_id',
      'districtCode',
      'staffName',
      'message',
      'remark',
      'remarks',
      'transferAccountRemark',
      'refundDesc',
      'refundMessage',
      'sellerNickName',
      'transferAccountImgs',
      'description',
      'vouchers',
      'voucherUrls',
      'picUrls',
      'refundImages',
    ],
  },
  demoCurrency: 'CNY',
  writeCredential: (secret: string) => ({
    accessKey: pandaponAuth.identity(secret),
    accessSecret: secret,
    userId: userIdOf(secret),
  }),
} satisfies Partial<Dialect>

export const pandapon: Dialect = {
  ...shared,
  name: 'pandapon',
  title: 'PandaPon open API',
  roots: ['/open', '/v2/taobao'],
  operations: taobaoOperations,
  itemNames,
  notServed: notServedGoods,
  errors,
  upstream,
  callbacks,
  receiving,
}

/** Orders of 1688 have ids of their own, and stand in no list of Taobao's. */
export const pandapon1688: Dialect = {
  ...shared,
  name: 'pandapon-1688',
  title: 'PandaPon open API for 1688',
  roots: ['/alibaba', '/v2/alibaba'],
  operations: tradeOperations,
  itemNames: offerNames,
  notServed: notServedTrades,
  errors: tradeErrors,
}
