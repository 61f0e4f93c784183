/** What shops ask of a warehouse besides orders. */
import { hash } from 'node:crypto'
import type { AccountContext, Serving } from '../../order/calls.js'
import type { InboundNotice, NoticeName } from '../../order/notice.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { GoodsRecord, WarehouseCalls } from '../../order/warehouse-calls.js'
import { goodsOfOthers, putGoods } from '../../store/goods.js'
import { readInventory } from '../../store/inventory.js'
import { readLocations } from '../../store/locations.js'
import { readNotice } from '../../store/notices.js'
import type { Client, Pool } from '../../store/pool.js'
import type { Lanes } from '../lanes.js'
import { once } from '../once.js'
import { callerOf } from './orders.js'
import { patiently } from './patience.js'

export function warehouseCalls(pool: Pool, lanes: Lanes, clock: () => number): Serving<WarehouseCalls> {
  return {
    announceNotice: async (account, { content, ...wish }) => {
      const contentHash = hash('sha256', content, 'base64url')
      const caller = callerOf(account)
      const command = { kind: 'announce_notice', caller, key: null, contentHash, ...wish } as const
      const announced = await lanes.of(account.tenantId).submit(command)
      return announced.ok ? reread(pool, account, wish.name) : announced
    },
    readNotice: async (account, name) => {
      const found = await readNotice(pool, account, name)
      return found === undefined
        ? refuse({ kind: 'not_found', what: 'inbound notice', id: name.number })
        : accept(found)
    },
    withdrawNotice: async (account, name) => {
      const command = { kind: 'withdraw_notice', caller: callerOf(account), key: null, name } as const
      const withdrawn = await lanes.of(account.tenantId).submit(command)
      return withdrawn.ok ? reread(pool, account, name) : withdrawn
    },
    putGoods: (account, input) => {
      const at = clock()
      const work = (client: Client) => describeGoods(client, account, input, at)
      return once(pool, { account, key: null, at, work })
    },
    listInventory: async ({ tenantId, ownerId }, { filter, paging }) => {
      const { location } = filter
      const locations = await readLocations(pool, tenantId)
      if (!locations.some((one) => one.code === location)) {
        return refuse({ kind: 'not_found', what: 'stock location', id: location })
      }
      return accept({ ...paging, ...(await readInventory(pool, { tenantId, ownerId }, filter, paging)) })
    },
  }
}

function reread(pool: Pool, account: AccountContext, name: NoticeName): Promise<Result<InboundNotice>> {
  return patiently(async () => {
    const notice = await readNotice(pool, account, name)
    if (notice === undefined) throw new Error('a notice was written, and is not there')
    return accept(notice)
  })
}

/** In the order asked for. */
async function describeGoods(
  client: Client,
  account: AccountContext,
  { goods }: WarehouseCalls['putGoods']['input'],
  at: number,
): Promise<Result<readonly GoodsRecord[]>> {
  const skus = goods.map((one) => one.sku)
  const [other] = await goodsOfOthers(client, account, skus)
  if (other !== undefined) {
    const reason = `code: ${other} is in the catalogue already, and was not added by this account`
    return refuse({ kind: 'not_permitted', fault: 'scope', reason })
  }
  const found = await putGoods(client, account, goods, at)
  return accept(skus.flatMap((sku) => found.get(sku) ?? []))
}
