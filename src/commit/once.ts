/**
 * Changes that no lane decides on (accounts, credentials), each in one transaction, and once for each key of the
 * caller's. The tenant's lane is locked first, as a batch does it, so that nothing waits in a circle and numbers
 * that are one above the highest are not given out twice.
 */

import type { CommandKey } from '../order/caller.js'
import type { AccountContext } from '../order/calls.js'
import { type Rejection, type Result, refuse } from '../order/rejection.js'
import { claimKey, lockLane, saveKeyResult } from '../store/keys.js'
import {
  type Client,
  inTransaction,
  isTransient,
  type Pool,
  sqlState,
  UNIQUE_VIOLATION,
} from '../store/pool.js'

const MOST_ATTEMPTS = 5

export interface OnceRequest<T> {
  readonly account: AccountContext
  readonly key: CommandKey | null
  readonly at: number
  /** What else makes others wait, where the change has nothing to do with the lane. */
  readonly lock?: (client: Client) => Promise<void>
  readonly work: (client: Client) => Promise<Result<T>>
}

export type Once<T> =
  | { readonly ok: true; readonly value: T; readonly replayed: boolean }
  | { readonly ok: false; readonly rejection: Rejection }

/** A refusal leaves nothing behind, the key included. `T` must survive JSON. */
export async function once<T>(pool: Pool, request: OnceRequest<T>): Promise<Once<T>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(pool, (client) => attemptOnce(client, request))
    } catch (error) {
      if (error instanceof Refused) return refuse(error.rejection)
      const again = isTransient(error) || sqlState(error) === UNIQUE_VIOLATION
      if (!again || attempt === MOST_ATTEMPTS) throw error
    }
  }
}

async function attemptOnce<T>(
  client: Client,
  { account, key, at, lock, work }: OnceRequest<T>,
): Promise<Once<T>> {
  const { tenantId, accountId } = account
  await (lock?.(client) ?? lockLane(client, tenantId))
  if (key !== null) {
    const earlier = await claimKey(client, tenantId, accountId, key, at)
    if (earlier !== null) {
      if (earlier.contentHash !== key.contentHash) throw new Refused({ kind: 'key_reused', key: key.key })
      // The hash covers the path, so that it is this call's own answer that was saved.
      return { ok: true, value: earlier.result as T, replayed: true }
    }
  }
  const result = await work(client)
  if (!result.ok) throw new Refused(result.rejection)
  if (key !== null) await saveKeyResult(client, tenantId, accountId, key.key, result.value)
  return { ok: true, value: result.value, replayed: false }
}

/** Rolls the transaction back. */
class Refused extends Error {
  readonly rejection: Rejection

  constructor(rejection: Rejection) {
    super(rejection.kind)
    this.rejection = rejection
  }
}
