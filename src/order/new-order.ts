/** A new order, once its lines have been priced and its parts been found. */
import { dueOf } from './acting.js'
import type { Account, Item, Store } from './catalogue.js'
import type { PlaceOrder } from './commands/order.js'
import type { Moment } from './decision.js'
import { isUnpaid, SETTLED, type Settlement } from './ledger.js'
import type {
  FailedLine,
  FulfilmentOrder,
  FulfilmentOrderStatus,
  Hold,
  Order,
  OrderDetails,
  OrderLine,
  Speed,
} from './order.js'
import type { Group } from './splitting.js'

export interface Priced {
  readonly speed: Speed | null
  readonly groups: readonly Group[]
  readonly items: readonly Item[]
  readonly account: Account
  readonly goodsMinor: number
  readonly freight: number
  readonly settlement: Settlement
  readonly store: Store | null
  readonly part: FulfilmentOrderStatus
  readonly holds: readonly Hold[]
  readonly takesStock: boolean
  readonly failed: readonly FailedLine[]
}

export function newOrder(command: PlaceOrder, moment: Moment, priced: Priced): Order {
  const { speed, groups, items, account, goodsMinor, freight, settlement, store, part, holds, failed } =
    priced
  const priceOf = (lineNumber: number) => (command.ownGoods ? 0 : (items[lineNumber - 1]?.priceMinor ?? 0))
  const lines: OrderLine[] = command.lines.map((line, index) => ({
    lineNumber: index + 1,
    sku: line.sku,
    quantity: line.quantity,
    unitPriceMinor: priceOf(index + 1),
  }))
  const fulfilmentOrders: FulfilmentOrder[] = groups.map((group, index) => ({
    sequence: index + 1,
    ownerId: command.caller.ownerId,
    location: group.location.code,
    status: part,
    lines: group.allocations.map(({ line, quantity }) => ({
      rowNumber: moment.rowNumber(),
      lineNumber: line.lineNumber,
      sku: line.sku,
      quantity,
      reserved: priced.takesStock ? quantity : 0,
      unitPriceMinor: priceOf(line.lineNumber),
    })),
    packages: null,
    shipments: null,
    empty: command.empty ?? false,
    times: { [part]: moment.at },
  }))
  const { unpaidExpiryMs } = account
  const payBy = unpaidExpiryMs !== null && isUnpaid(settlement) ? moment.at + unpaidExpiryMs : null
  const order: Order = {
    orderNumber: moment.orderNumber(),
    accountId: command.caller.accountId,
    family: command.family,
    dialect: command.dialect,
    sellerOrderNumber: command.sellerOrderNumber,
    numberScope: command.numberScope ?? '',
    contentHash: command.contentHash,
    orderStatus: SETTLED[settlement].orderStatus,
    financialStatus: SETTLED[settlement].financialStatus,
    fulfilmentStatus: SETTLED[settlement].fulfilmentStatus,
    refundStatus: 'none',
    version: 1,
    currency: command.ownGoods ? account.currency : (items[0]?.currency ?? account.currency),
    goodsMinor,
    freightMinor: freight,
    finalMinor: goodsMinor + freight,
    refundedMinor: 0,
    createdAt: moment.at,
    updatedAt: moment.at,
    due: null,
    details: {
      address: command.address,
      lines,
      failedLines: failed,
      speed,
      remark: command.remark,
      salesChannel: command.salesChannel,
      storeNumber: store?.storeNumber ?? null,
      holds,
      holdLimitMs: command.holdLimitMs ?? null,
      endedShort: false,
      review: null,
      ...rehearsalOf(command, moment.at),
      label: command.label ?? null,
      voucher: null,
      placedParts: null,
      payBy,
      waivedMinor: 0,
      paidAt: settlement === 'paid' ? moment.at : null,
      cancelledAt: null,
      refundedAt: null,
      cancelReason: null,
      warnings: command.warnings,
      extra: command.extra,
    },
    fulfilmentOrders,
    afterSales: [],
  }
  return { ...order, due: dueOf(order) }
}

/** So long after its placing: its caller sees it accepted before. */
const REHEARSED_AFTER_MS = 5_000

function rehearsalOf({ rehearsal }: PlaceOrder, at: number): Pick<OrderDetails, 'rehearsal'> {
  return rehearsal === undefined ? {} : { rehearsal: { kind: rehearsal, at: at + REHEARSED_AFTER_MS } }
}
