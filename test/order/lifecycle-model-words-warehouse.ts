/** Intents about goods that come to the warehouse, and to whoever waits for them. */
import type { Command } from '../../src/order/command.js'
import type { WishedRow } from '../../src/order/notice.js'
import { callerOf } from './corner-shop.js'
import type { Model } from './lifecycle-model.js'
import { type Act, type ActKind, nthOf } from './lifecycle-model-intents.js'
import { nameOfNotice } from './lifecycle-model-warehouse.js'

/** Of all that wait where one of them does, oldest first as a rule. */
export function serving(model: Model, { nth, flag, other, wild }: Act): Command {
  const short = model.orders.flatMap((order) =>
    order.parts.filter((part) => wild || part.status === 'shortage').map((part) => ({ order, part })),
  )
  const one = nthOf(short, nth)
  const near = short.filter(
    ({ order, part }) => order.ownerId === one?.order.ownerId && part.location === one.part.location,
  )
  const parts = near.map(({ order, part }) => {
    const skus = [
      ...new Set(order.pieces.filter((each) => each.part === part.sequence).map((each) => each.sku)),
    ]
    return { orderNumber: order.orderNumber, sequence: part.sequence, skus }
  })
  return {
    ...{ kind: 'serve_waiting', caller: callerOf(1), key: null, ownerId: one?.order.ownerId ?? 1 },
    location: one?.part.location ?? 'NEAR',
    parts: flag && other ? parts.reverse() : parts,
  }
}

const SIZES = {
  weightMilligrams: null,
  lengthMicrometres: null,
  widthMicrometres: null,
  heightMicrometres: null,
}

function row(sku: string, quantity: number, box: string | null): WishedRow {
  return { sku, quantity, box, manufacturedOn: null, expiresOn: null, ...SIZES }
}

/** In which statuses each act on a notice can be done, as a rule. */
const SUITED: Readonly<Partial<Record<ActKind, readonly string[]>>> = {
  confirm_notice: ['announced', 'confirmed'],
  receive_notice: ['announced', 'confirmed', 'receiving'],
  close_notice: ['receiving', 'receiving', 'closed'],
  withdraw_notice: ['announced', 'confirmed', 'withdrawn'],
}

export function onNotice(model: Model, { what, nth, pick, part, pieces, flag, other, wild }: Act): Command {
  const suited = [...model.notices.values()].filter((one) => SUITED[what]?.includes(one.status) === true)
  const notice = wild ? undefined : nthOf(suited, nth)
  const caller = callerOf(wild && nth > 90 ? 9 : (notice?.accountId ?? (pick < 9 ? 1 : 3)))
  const name = notice?.name ?? { number: `N${nth % 4}`, scope: part < 5 ? '' : 's' }
  const act = { caller, key: null, name }
  switch (what) {
    case 'announce_notice': {
      const second = [row(nthOf(['A', 'B', 'A', wild ? 'X' : 'B'], pick) ?? 'A', pieces, other ? 'b' : null)]
      const head = { announcedOn: null, expectedOn: null, remark: null, extra: null }
      const location = wild ? (nthOf(['NEAR', 'FAR', 'NOWHERE'], pick) ?? 'NEAR') : 'NEAR'
      const rows = [row('A', pieces, null), ...(flag ? second : [])]
      const wish = { location, isReturn: wild && other, ...head, rows }
      return { kind: what, ...act, dialect: 'native', contentHash: JSON.stringify(wish), wish }
    }
    case 'receive_notice': {
      const rows = model.notices.get(nameOfNotice(caller.accountId, name))?.rows ?? []
      const named = flag ? rows : rows.slice(0, 1)
      const counts = named.map(({ row: rowNumber, sku, received }) => ({
        rowNumber: wild && nth % 3 === 0 ? rowNumber + 7 : rowNumber,
        sku,
        received: wild && nth % 3 === 1 ? 2_147_483_647 : other ? received + pieces : pieces,
      }))
      return { kind: what, ...act, counts }
    }
    case 'confirm_notice':
    case 'close_notice':
      return { kind: what, ...act }
    default:
      return { kind: 'withdraw_notice', ...act }
  }
}
