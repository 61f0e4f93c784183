/**
 * The native API under /v1: what people script against. To the pipeline it is one more dialect; its keys belong
 * to an account, but are the tenant operator's, and see all of the tenant and nothing of any other.
 */
import { dialects } from '../../dialects/index.js'
import { bearer } from '../../wire/auth.js'
import type { Dialect } from '../../wire/dialect.js'
import { OWN_PRIVATE_FIELDS } from '../../wire/private-fields.js'
import { callbacks } from './callbacks.js'
import { errors } from './errors.js'
import { FAMILY } from './family.js'
import { nativeOperations } from './operations.js'

const writeCredential = (secret: string) => ({ apiKey: secret })

/** Every family that a credential can be made for. */
const families: ReadonlyMap<string, Dialect['writeCredential']> = new Map([
  ...dialects.map((one) => [one.family, one.writeCredential] as const),
  [FAMILY, writeCredential],
])

/** Every family that tells something by itself, this one first. */
const telling = new Map([
  [FAMILY, callbacks] as const,
  ...dialects.flatMap((one) => (one.callbacks === undefined ? [] : [[one.family, one.callbacks] as const])),
])

export const native: Dialect = {
  name: 'native',
  title: 'Entrepôt native API',
  family: FAMILY,
  roots: ['/v1'],
  auth: bearer,
  rateLimit: null,
  bodyLimitBytes: 1_048_576,
  idempotencyKeys: true,
  people: true,
  operations: nativeOperations(families, dialects, telling),
  notServed: [],
  // Whatever stands where an address is meant.
  privateFields: { ...OWN_PRIVATE_FIELDS, personal: [...OWN_PRIVATE_FIELDS.personal, 'address'] },
  errors,
  callbacks,
  writeCredential,
}
