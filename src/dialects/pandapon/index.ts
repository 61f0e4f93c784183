/** PandaPon's open API: a buying agent for Taobao and 1688. */
import type { Dialect } from '../../wire/dialect.js'
import { pandaponAuth, userIdOf } from './auth.js'
import { errors } from './errors.js'
import { notServed } from './not-served.js'
import { taobaoOperations } from './taobao/operations.js'
import { upstream } from './upstream.js'

export const pandapon: Dialect = {
  name: 'pandapon',
  title: 'PandaPon open API',
  family: 'pandapon',
  roots: ['/open', '/v2/taobao', '/alibaba', '/v2/alibaba'],
  auth: pandaponAuth,
  rateLimit: null,
  bodyLimitBytes: 1_048_576,
  operations: taobaoOperations,
  notServed,
  errors,
  upstream,
  /** The prefix of a sister platform (facts §1). */
  rewritePath: (path) => path.replace(/^\/api(?=\/(open|alibaba|v2\/(taobao|alibaba))\/)/, ''),
  writeCredential: (secret) => ({
    accessKey: pandaponAuth.identity(secret),
    accessSecret: secret,
    userId: userIdOf(secret),
  }),
}
