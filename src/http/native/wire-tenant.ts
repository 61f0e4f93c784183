/** The native API on the wire: the tenant itself. */
import { Type } from 'typebox'
import { code } from '../../wire/fields.js'
import { time } from './wire.js'

export const RenameTenant = Type.Object({
  name: code(100, { description: 'Any that no other tenant of the hub has' }),
})

export const Tenant = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  createdAt: time(),
  counts: Type.Object(
    {
      accounts: Type.Integer(),
      users: Type.Integer(),
      stockLocations: Type.Integer(),
      shippingMethods: Type.Integer(),
      credentials: Type.Integer({ description: 'Those that are not revoked' }),
      connections: Type.Integer(),
      routingRules: Type.Integer(),
      webhookEndpoints: Type.Integer(),
    },
    { description: 'How much there is' },
  ),
  limits: Type.Object(
    {
      requestLogDays: Type.Integer({ description: 'For how long requests are kept; 0: none is' }),
      requestLogRows: Type.Integer(),
      deliveryDays: Type.Integer({
        description: 'For how long webhook messages are kept that were delivered or given up',
      }),
      webhookEndpoints: Type.Integer(),
      openImports: Type.Integer({ description: 'Files that are being read, or wait for it' }),
      importBytes: Type.Integer({ description: 'Of one file' }),
    },
    { description: 'What is kept at most; set by whoever runs the hub, or fixed' },
  ),
})
