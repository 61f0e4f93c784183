/** Turns what a batch decided into the parameters of its one write, in the order of commit_batch (sql/0002). */
import type {
  DefectiveGoods,
  Effects,
  LedgerEntry,
  LevelChange,
  Movement,
  OrderEvent,
} from '../order/effects.js'
import type { NoticeChange } from '../order/notice.js'
import type { Order } from '../order/order.js'
import { documentArray, flagArray, numberArray, textArray } from '../store/arrays.js'
import type { BatchRows } from '../store/batches.js'
import { noticeRows } from '../store/stored-notice.js'
import { sparseDetails } from '../store/stored-order.js'

export interface RememberedKey {
  readonly accountId: number
  readonly key: string
  readonly contentHash: string
  readonly result: unknown
}

/** The effects of a batch's accepted commands, folded: one change per stock level, one row per order. */
export class BatchEffects {
  readonly placed: Order[] = []
  readonly changed = new Map<number, Order>()
  readonly levels = new Map<string, LevelChange>()
  readonly movements: Movement[] = []
  readonly defective: DefectiveGoods[] = []
  readonly entries: LedgerEntry[] = []
  readonly events: OrderEvent[] = []
  readonly notices: NoticeChange[] = []
  readonly keys: RememberedKey[] = []

  add(effects: Effects): void {
    for (const order of effects.placed) this.placed.push(order)
    for (const order of effects.changed) this.changed.set(order.orderNumber, order)
    for (const change of effects.levels) this.#addLevel(change)
    for (const movement of effects.movements) this.movements.push(movement)
    for (const goods of effects.defective ?? []) this.defective.push(goods)
    for (const entry of effects.entries) this.entries.push(entry)
    for (const event of effects.events) this.events.push(event)
    for (const change of effects.notices ?? []) this.notices.push(change)
  }

  #addLevel(change: LevelChange): void {
    const key = `${change.ownerId}>${change.sku}>${change.location}`
    const before = this.levels.get(key)
    if (before === undefined) {
      this.levels.set(key, change)
      return
    }
    this.levels.set(key, {
      ...before,
      onHand: before.onHand + change.onHand,
      reserved: before.reserved + change.reserved,
    })
  }
}

/** An array shorter than its table's others stands for as many nulls. */
const NONE = '{}'

export function batchRows(effects: BatchEffects): BatchRows {
  const { placed, events, entries } = effects
  const levels = [...effects.levels.values()].filter((change) => !change.isNew)
  const accounts = [...new Map(entries.map((entry) => [entry.accountId, entry])).values()]
  const parts = placed.flatMap((order) => order.fulfilmentOrders.map((part) => ({ order, part })))
  const scoped = placed.some((order) => order.numberScope !== '')
  const due = placed.some((order) => order.due !== null)
  return [
    numberArray(levels.map((change) => change.ownerId)),
    textArray(levels.map((change) => change.sku)),
    textArray(levels.map((change) => change.location)),
    numberArray(levels.map((change) => change.onHand)),
    numberArray(levels.map((change) => change.reserved)),
    numberArray(accounts.map((entry) => entry.accountId)),
    numberArray(accounts.map((entry) => entry.balanceMinor)),
    numberArray(accounts.map((entry) => entry.entryNumber)),
    numberArray(placed.map((order) => order.orderNumber)),
    numberArray(placed.map((order) => order.accountId)),
    textArray(placed.map((order) => order.family)),
    textArray(placed.map((order) => order.dialect)),
    textArray(placed.map((order) => order.sellerOrderNumber)),
    scoped ? textArray(placed.map((order) => order.numberScope)) : NONE,
    textArray(placed.map((order) => order.contentHash)),
    textArray(placed.map((order) => order.orderStatus)),
    textArray(placed.map((order) => order.financialStatus)),
    textArray(placed.map((order) => order.fulfilmentStatus)),
    numberArray(placed.map((order) => order.version)),
    textArray(placed.map((order) => order.currency)),
    numberArray(placed.map((order) => order.goodsMinor)),
    numberArray(placed.map((order) => order.freightMinor)),
    due ? textArray(placed.map((order) => order.due?.kind ?? null)) : NONE,
    due ? numberArray(placed.map((order) => order.due?.at ?? null)) : NONE,
    JSON.stringify(placed.map((order) => sparseDetails(order.details))),
    numberArray(parts.map(({ order }) => order.orderNumber)),
    numberArray(parts.map(({ part }) => part.sequence)),
    numberArray(parts.map(({ part }) => part.ownerId)),
    textArray(parts.map(({ part }) => part.location)),
    textArray(parts.map(({ part }) => part.status)),
    JSON.stringify(parts.map(({ part }) => part.lines)),
    parts.some(({ part }) => part.empty) ? flagArray(parts.map(({ part }) => part.empty)) : NONE,
    numberArray(events.map((event) => event.orderNumber)),
    numberArray(events.map((event) => event.version)),
    textArray(events.map((event) => event.kind)),
    textArray(events.map((event) => event.state)),
    documentArray(events.map((event) => (event.data === null ? null : JSON.stringify(event.data)))),
    numberArray(entries.map((entry) => entry.accountId)),
    numberArray(entries.map((entry) => entry.entryNumber)),
    textArray(entries.map((entry) => entry.kind)),
    numberArray(entries.map((entry) => entry.amountMinor)),
    numberArray(entries.map((entry) => entry.balanceMinor)),
    numberArray(entries.map((entry) => entry.orderNumber)),
    rareRows(effects),
  ]
}

/** What few batches have. An order placed and changed in one batch is inserted as placed, then changed. */
function rareRows(effects: BatchEffects): string | null {
  const levels = [...effects.levels.values()].filter((change) => change.isNew)
  const changed = [...effects.changed.values()]
  const { movements, keys, notices } = effects
  if (changed.length + levels.length + movements.length + keys.length + notices.length === 0) return null
  return JSON.stringify({
    orders: changed.map((order) => ({
      orderNumber: order.orderNumber,
      orderStatus: order.orderStatus,
      financialStatus: order.financialStatus,
      fulfilmentStatus: order.fulfilmentStatus,
      refundStatus: order.refundStatus,
      version: order.version,
      refundedMinor: order.refundedMinor,
      dueKind: order.due?.kind ?? null,
      dueAt: order.due?.at ?? null,
      details: sparseDetails(order.details),
    })),
    fulfilmentOrders: changed.flatMap((order) =>
      order.fulfilmentOrders.map((part) => ({ orderNumber: order.orderNumber, ...part })),
    ),
    afterSales: changed.flatMap(({ orderNumber, accountId, afterSales }) =>
      afterSales.map(({ afterSaleNumber, kind, status, createdAt, updatedAt, ...rest }) => ({
        orderNumber,
        accountId,
        afterSaleNumber,
        kind,
        status,
        createdAt,
        updatedAt,
        details: { afterSaleNumber, kind, status, createdAt, updatedAt, ...rest },
      })),
    ),
    defective: effects.defective,
    levels,
    movements: movements.map((movement, index) => ({ ...movement, ordinal: index + 1 })),
    keys,
    ...noticeRows(notices),
  })
}
