/** What an account's orders are treated by. Decisions read it, so the tenant's lane moves on with a change. */
import type { AccountPolicies } from '../order/catalogue.js'
import { MOVE_ON } from './moving-on.js'
import type { Database } from './pool.js'

/** They count for what is placed or asked for from now on. */
export async function setPolicies(
  database: Database,
  tenantId: number,
  accountId: number,
  policies: AccountPolicies,
): Promise<void> {
  await database.query(
    `${MOVE_ON}
     update accounts set out_of_stock = $3, routing_policy = $4, refund_review_ms = $5, unpaid_expiry_ms = $6
     where tenant_id = $1 and account_id = $2`,
    [
      tenantId,
      accountId,
      policies.outOfStock,
      policies.routingPolicy,
      policies.refundReviewMs,
      policies.unpaidExpiryMs,
    ],
  )
}
