/** PandaPon's one envelope (facts/pandapon.md §3.1): five keys, always. */
import type { ReplyContext } from '../../wire/dialect.js'
import { hexRequestId } from '../../wire/request-id.js'

export interface Envelope {
  readonly requestId: string
  readonly code: number
  readonly developId: string
  readonly msg: string
  readonly data: unknown
}

export function envelope(code: number, msg: string, data: unknown, context: ReplyContext): Envelope {
  const { account } = context
  return {
    requestId: hexRequestId(context.requestId),
    code,
    developId: account === null ? '' : nineteen('14', account.tenantId, account.accountId % 1000),
    msg,
    data,
  }
}

export function done(data: unknown, context: ReplyContext): Envelope {
  return envelope(200, '成功', data, context)
}

/** 19 digits, as all of PandaPon's ids have: which kind it is, a number, and a part of it. */
function nineteen(kind: string, number: number, part: number): string {
  return kind + String(number).padStart(14, '0') + String(part).padStart(3, '0')
}

/** Of an order, its number, and a line of it: three different ids, as the originals are. */
export const orderId = (orderNumber: number): string => nineteen('10', orderNumber, 0)
export const orderNo = (orderNumber: number): string => nineteen('12', orderNumber, 0)
export const subOrderId = (orderNumber: number, position: number): string =>
  nineteen('11', orderNumber, position)

/** The order and the place of a line that a sub-order's id means; null: none of ours. */
export function subOrderOf(id: string): { orderNumber: number; position: number } | null {
  const found = /^11(\d{14})(\d{3})$/.exec(id)
  return found === null ? null : { orderNumber: Number(found[1]), position: Number(found[2]) }
}

/** The same of a 1688 order, which has one id, and of a line of it. */
export const tradeId = (orderNumber: number): string => nineteen('20', orderNumber, 0)
export const entryId = (orderNumber: number, position: number): string =>
  nineteen('21', orderNumber, position)

/** The 1688 order and the place of a line that an entry's id means; null: none of ours. */
export function entryOf(id: string): { orderNumber: number; position: number } | null {
  const found = /^21(\d{14})(\d{3})$/.exec(id)
  return found === null ? null : { orderNumber: Number(found[1]), position: Number(found[2]) }
}

/** Of a refund at 1688, the number of the after-sale. */
export function tradeRefundId(afterSaleNumber: number): string {
  return `TQ${String(afterSaleNumber).padStart(19, '0')}`
}

/** The after-sale that a refund's id means; null: none of ours. */
export function tradeRefundOf(id: string): number | null {
  const digits = /^TQ000(\d{16})$/.exec(id)?.[1]
  return digits === undefined || !Number.isSafeInteger(Number(digits)) ? null : Number(digits)
}

/** The 1688 order that an id means; null: none of ours. */
export function tradeNumberOf(id: string): number | null {
  const digits = /^20(\d{14})000$/.exec(id)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** The order that an id or an order number means; null: none of ours. */
export function orderNumberOf(id: string): number | null {
  const digits = /^1[02](\d{14})000$/.exec(id)?.[1]
  return digits === undefined ? null : Number(digits)
}
