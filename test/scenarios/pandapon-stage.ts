/** What both of PandaPon's stories stand on. */
import type { Speaker, Story } from './story.js'

export interface Stage {
  readonly story: Story
  readonly buyer: Speaker
  readonly warehouse: Speaker
}

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** What the native API tells of where an order is. */
export const STATUSES = 'orderStatus,financialStatus,fulfilmentStatus,refundStatus'

export async function expectBalance({ warehouse }: Stage, balanceMinor: number): Promise<void> {
  const account = await warehouse.get('/v1/accounts/shop', { show: 'name,currency,balanceMinor' })
  if (account.balanceMinor !== balanceMinor) throw new Error(`the balance is ${account.balanceMinor}`)
}
