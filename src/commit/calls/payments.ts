/** Money that came to an account pays the orders that wait for it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Caller } from '../../order/caller.js'
import type { Lane } from '../lane.js'

/** A lane that is full is asked again this often, while paid-for orders still wait. */
const MOST_REFUSALS = 50
const REFUSAL_WAIT_MS = 100

/**
 * Pays an account's waiting orders beyond those that one command looks at. What brought the money is committed: a
 * refusal here is no refusal of it, and the next money pays what is left.
 */
export async function payAllWaiting(lane: Lane, caller: Caller, accountId: number): Promise<void> {
  const command = { kind: 'pay_waiting', caller, key: null, accountId } as const
  for (let refusals = 0; refusals < MOST_REFUSALS; ) {
    const paid = await lane.submit(command)
    if (paid.ok && !paid.value.moreWaiting) return
    if (paid.ok) continue
    refusals += 1
    await sleep(REFUSAL_WAIT_MS)
  }
}
