/** What the native API serves, as a table. */
import type { Callbacks } from '../../wire/callbacks.js'
import type { Dialect, Operation } from '../../wire/dialect.js'
import { ACTS } from './acts.js'
import { withBefore } from './before.js'
import { actInBulk } from './bulk.js'
import { HISTORY } from './history.js'
import { itemNames } from './item-names.js'
import { ACCOUNTS } from './operations-accounts.js'
import { CONNECTIONS } from './operations-connections.js'
import { credentialOperations } from './operations-credentials.js'
import { IMPORTS } from './operations-imports.js'
import { NEWS } from './operations-news.js'
import { NOTICES } from './operations-notices.js'
import { ORDERS } from './operations-orders.js'
import { OVERSIGHT } from './operations-oversight.js'
import { PEOPLE } from './operations-people.js'
import { PLAYGROUND } from './operations-playground.js'
import { QUEUES } from './operations-queues.js'
import { requestOperations } from './operations-requests.js'
import { SHIPPING } from './operations-shipping.js'
import { STOCK } from './operations-stock.js'
import { TENANT } from './operations-tenant.js'
import { VIEWS } from './operations-views.js'
import { webhookOperations } from './operations-webhooks.js'

/** `families` write their own credentials; `served` are the APIs besides this one. */
export function nativeOperations(
  families: ReadonlyMap<string, Dialect['writeCredential']>,
  served: readonly Dialect[],
  /** Of the families that tell something by themselves. */
  callbacks: ReadonlyMap<string, Callbacks>,
): readonly Operation[] {
  const all = [
    ...ACCOUNTS,
    ...credentialOperations(families),
    ...STOCK,
    itemNames(served),
    ...SHIPPING,
    ...NOTICES,
    ...ORDERS,
    ...ACTS,
    ...HISTORY,
    ...NEWS,
    ...QUEUES,
    ...IMPORTS,
    ...CONNECTIONS,
    ...webhookOperations(callbacks),
    ...TENANT,
    ...OVERSIGHT,
    ...PEOPLE,
    ...VIEWS,
    ...requestOperations(served),
    ...PLAYGROUND,
  ]
  const recorded = withBefore(all)
  return [...recorded, actInBulk(recorded)]
}
