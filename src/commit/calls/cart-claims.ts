/**
 * While an order is made of cart rows, they are claimed by the key of its placing. A claim ends with the question
 * whether that key was used: if so, what the order took leaves the cart; if not, the key is used up here, so that the
 * placing can't come late, and the rows are free again. Whoever finds an old claim may end it.
 */
import type { AccountContext } from '../../order/calls.js'
import { endClaim, readOldClaims } from '../../store/carts.js'
import { claimKey } from '../../store/keys.js'
import { readOrderByNumber } from '../../store/orders.js'
import type { Client } from '../../store/pool.js'

/** A request that takes longer has lost its claim. */
const CLAIMED_AT_MOST_MS = 15_000

/** The content under which a key stands for no placing. */
const GIVEN_UP = 'given up'

export async function settleOldClaims(client: Client, account: AccountContext, at: number): Promise<void> {
  for (const claim of await readOldClaims(client, account, at - CLAIMED_AT_MOST_MS)) {
    await settleClaim(client, account, claim, at)
  }
}

/** The account's carts must be locked. */
export async function settleClaim(
  client: Client,
  account: AccountContext,
  claim: string,
  at: number,
): Promise<void> {
  const { tenantId, accountId } = account
  const used = await claimKey(client, tenantId, accountId, { key: claim, contentHash: GIVEN_UP }, at)
  const orderNumber = used === null ? undefined : placedBy(used.result)
  const order = orderNumber === undefined ? undefined : await readOrderByNumber(client, account, orderNumber)
  const skus = order?.details.lines.map((line) => line.sku) ?? []
  const ordered = orderNumber === undefined ? null : { orderNumber, skus }
  await endClaim(client, account, claim, ordered, at)
}

/** The order that a key's outcome tells of; undefined: the key was given up. */
function placedBy(result: unknown): number | undefined {
  if (typeof result !== 'object' || result === null || !('orderNumber' in result)) return undefined
  return typeof result.orderNumber === 'number' ? result.orderNumber : undefined
}
