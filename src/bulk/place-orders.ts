/** Places a file's orders as the native API does, with what is looked up for one order kept for the next. */
import { orderCalls } from '../commit/calls/orders.js'
import { namedAccount } from '../commit/calls/setup-accounts.js'
import type { LaneOf } from '../commit/lanes.js'
import type { AccountContext } from '../order/calls.js'
import { accept, type Result, refuse } from '../order/rejection.js'
import { readLocations } from '../store/locations.js'
import type { Pool } from '../store/pool.js'
import type { OrderAsked } from './order-rows.js'
import type { Asked } from './wish.js'

/** More accounts than this are looked up each time. */
const MOST_ACCOUNTS = 10_000

export function orderPlacer(
  pool: Pool,
  lanes: LaneOf,
  home: AccountContext,
): (asked: OrderAsked) => Promise<Asked> {
  const { placeOrder } = orderCalls(pool, lanes)
  const { tenantId } = home
  const accounts = new Map<string, AccountContext>()
  let locations: ReadonlySet<string> = new Set()

  const accountNamed = async (name: string): Promise<Result<AccountContext>> => {
    const named = await namedAccount(pool, tenantId, name)
    if (!named.ok) return named
    const { accountId, stockOwnerId, currency } = named.value
    const account = { tenantId, accountId, ownerId: stockOwnerId, currency }
    if (accounts.size < MOST_ACCOUNTS) accounts.set(name, account)
    return accept(account)
  }
  /** Locations are never deleted: only one that isn't known yet is looked for. */
  const isLocation = async (code: string): Promise<boolean> => {
    if (!locations.has(code)) {
      locations = new Set((await readLocations(pool, tenantId)).map((location) => location.code))
    }
    return locations.has(code)
  }
  /** What is not known yet is looked up. */
  const lookUpAndPlace = async (
    { account: name, order }: OrderAsked,
    known: AccountContext | undefined,
  ): Promise<Asked> => {
    const account = known === undefined && name !== null ? await accountNamed(name) : accept(known ?? home)
    if (!account.ok) return account
    for (const [index, { wishedLocation }] of order.lines.entries()) {
      if (wishedLocation === null || (await isLocation(wishedLocation))) continue
      return refuse({
        kind: 'invalid_field',
        faults: [{ path: `lines[${index}].location`, problem: 'there is no such stock location' }],
      })
    }
    return placeOrder(account.value, order)
  }
  return (asked) => {
    const { account: name, order } = asked
    const account = name === null ? home : accounts.get(name)
    const isKnown = order.lines.every(
      ({ wishedLocation }) => wishedLocation === null || locations.has(wishedLocation),
    )
    return account !== undefined && isKnown ? placeOrder(account, order) : lookUpAndPlace(asked, account)
  }
}
