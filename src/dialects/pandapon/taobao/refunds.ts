/** After-sales of Taobao orders (facts/pandapon.md §7): asked for by sub-order, and found by the refund's id. */
import { type Static, Type } from 'typebox'
import type { AfterSale } from '../../../order/after-sale.js'
import type { AfterSaleFilter, AfterSalePage, AfterSaleRow, Calls } from '../../../order/calls.js'
import { refundableMinor } from '../../../order/ledger.js'
import type { Order } from '../../../order/order.js'
import { lineAt } from '../../../order/positions.js'
import { accept, type Result, refuse } from '../../../order/rejection.js'
import type { Acted, OrderWish } from '../../../order/wishes.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { text, wholeNumber } from '../../../wire/fields.js'
import { compileReader } from '../../../wire/shape.js'
import { orderId, orderNo, orderNumberOf, subOrderId, subOrderOf } from '../envelope.js'
import { digits, pageFields, pagingOf, priceField, readShape } from '../reading.js'
import { afterSaleStatuses, refundStatusOf } from './states.js'

/** Refunds of the other platform's orders have ids of their own, and stand in no list here. */
const DIALECT = 'pandapon'

const REFUND_ONLY = 1
const NOT_SHIPPED = 3

/** Ours: the documents name neither (facts §7). */
const REASONS = ['不想要了', '商品与描述不符', '少件漏发', '质量问题', '其他'] as const
const GOODS_STATUSES = ['未收到货', '已收到货', '未发货'] as const

const kindField = wholeNumber(1, 2, { fromText: true })
const goodsField = wholeNumber(1, 3, { fromText: true })
const images = Type.Optional(text(8_000))

export const RenderRefund = Type.Object({
  subOrderId: digits(40),
  refundType: kindField,
  goodsStatus: goodsField,
})
const readRenderShape = compileReader(RenderRefund)

export function readRender({ body }: WireRequest): Result<Calls['readOrder']['input']> {
  const read = readShape(readRenderShape, body)
  if (!read.ok) return read
  const { subOrderId: id } = read.value.value
  const sub = subOrderOf(id)
  if (sub === null) return refuse({ kind: 'not_found', what: 'sub-order', id })
  return accept({ orderNumber: sub.orderNumber, family: 'pandapon', dialect: 'pandapon', id })
}

/** The form: what can be asked back of a sub-order. */
export function writeRender(order: Order, { id }: Calls['readOrder']['input']) {
  const sub = subOrderOf(id)
  const lineNumber = sub === null ? null : lineAt(order, sub.position)
  const line = order.details.lines.find((one) => one.lineNumber === lineNumber)
  const mostMinor = Math.min(
    line === undefined ? 0 : line.quantity * line.unitPriceMinor,
    refundableMinor(order),
  )
  return {
    refundOrderTemplate: {
      refundReasons: REASONS.map((reasonDesc, index) => ({ reasonId: index + 1, reasonDesc, tips: null })),
      goodsStatusList: GOODS_STATUSES,
      refundOrder: null,
      maxRefundFee: { minRefundFee: 0, feeTips: null, refundFee: mostMinor, canEditRefundFee: true },
    },
    distributorId: String(order.accountId),
    currency: order.currency,
    saleFlag: mostMinor > 0 && order.orderStatus !== 'cancelled',
  }
}

export const SubmitRefund = Type.Object({
  subOrderId: digits(40),
  refundType: kindField,
  goodsStatus: goodsField,
  reasonId: Type.Optional(wholeNumber(1, REASONS.length, { fromText: true })),
  refundFee: Type.Optional(priceField(0)),
  refundDesc: Type.Optional(text(500)),
  refundImages: images,
})
const readSubmitShape = compileReader(SubmitRefund)

export function readSubmit({ body }: WireRequest): Result<Calls['actOnOrder']['input']> {
  const read = readShape(readSubmitShape, body)
  if (!read.ok) return read
  const { subOrderId: id, refundType, goodsStatus, reasonId, refundFee, ...told } = read.value.value
  const sub = subOrderOf(id)
  if (sub === null) return refuse({ kind: 'not_found', what: 'sub-order', id })
  if (goodsStatus === NOT_SHIPPED && refundType !== REFUND_ONLY) {
    const problem = 'must be 1, since goods that are not shipped can only be refunded'
    return refuse({ kind: 'invalid_field', faults: [{ path: 'refundType', problem }] })
  }
  const wish: OrderWish = {
    kind: 'request_after_sale',
    wish: {
      kind: refundType === REFUND_ONLY ? 'refund' : 'return',
      goods: goodsStatus === NOT_SHIPPED ? 'unshipped' : 'shipped',
      pieces: [],
      amountMinor: refundFee ?? null,
      reason: reasonId === undefined ? null : (REASONS[reasonId - 1] ?? null),
      remark: told.refundDesc ?? null,
      images: imagesOf(told.refundImages),
      extra: { goodsStatus, reasonId: reasonId ?? null },
    },
  }
  const name = { orderNumber: sub.orderNumber, id, dialect: DIALECT }
  return accept({ family: 'pandapon', name, wish, positions: [sub.position] })
}

/** Addresses of pictures, comma-separated. */
function imagesOf(sent: string | undefined): string[] {
  return sent === undefined
    ? []
    : sent
        .split(',')
        .filter((one) => one !== '')
        .slice(0, 20)
}

export function writeSubmitted({ afterSaleNumber }: Acted<Order>) {
  return { refundId: refundId(afterSaleNumber ?? 0) }
}

/** The number of the after-sale, as it is. */
export function refundId(afterSaleNumber: number): string {
  return String(afterSaleNumber)
}

function afterSaleNumberOf(id: string): number | null {
  return /^[1-9]\d{11,15}$/.test(id) && Number.isSafeInteger(Number(id)) ? Number(id) : null
}

function onRefund(
  id: string,
  wish: (afterSaleNumber: number) => OrderWish,
): Result<Calls['actOnAfterSale']['input']> {
  const afterSaleNumber = afterSaleNumberOf(id)
  if (afterSaleNumber === null) return refuse({ kind: 'not_found', what: 'refund', id })
  return accept({ family: 'pandapon', dialect: DIALECT, afterSaleNumber, id, wish: wish(afterSaleNumber) })
}

export const ModifyRefund = Type.Object({
  refundId: digits(40),
  reasonId: Type.Optional(wholeNumber(1, REASONS.length, { fromText: true })),
  refundFee: Type.Optional(priceField(0)),
  refundDesc: Type.Optional(text(500)),
  refundImages: images,
})
const readModifyShape = compileReader(ModifyRefund)

export function readModify({ body }: WireRequest): Result<Calls['actOnAfterSale']['input']> {
  const read = readShape(readModifyShape, body)
  if (!read.ok) return read
  const { refundId: id, reasonId, refundFee, refundDesc, refundImages } = read.value.value
  const reason = reasonId === undefined ? undefined : REASONS[reasonId - 1]
  return onRefund(id, (afterSaleNumber) => ({
    kind: 'act_on_after_sale',
    afterSaleNumber,
    act: {
      kind: 'modify',
      ...(refundFee !== undefined && { amountMinor: refundFee }),
      ...(reason !== undefined && { reason }),
      ...(refundDesc !== undefined && { remark: refundDesc }),
      ...(refundImages !== undefined && { images: imagesOf(refundImages) }),
    },
  }))
}

export function readWithdraw({ params }: WireRequest): Result<Calls['actOnAfterSale']['input']> {
  return onRefund(params.refundId ?? '', (afterSaleNumber) => ({
    kind: 'act_on_after_sale',
    afterSaleNumber,
    act: { kind: 'withdraw' },
  }))
}

export const RefundMessage = Type.Object({
  refundId: digits(40),
  refundMessage: text(2000),
  refundImages: images,
})
const readMessageShape = compileReader(RefundMessage)

export function readMessage({ body }: WireRequest): Result<Calls['actOnAfterSale']['input']> {
  const read = readShape(readMessageShape, body)
  if (!read.ok) return read
  const { refundId: id, refundMessage, refundImages } = read.value.value
  const message = {
    kind: 'message',
    by: 'buyer',
    text: refundMessage,
    images: imagesOf(refundImages),
  } as const
  return onRefund(id, (afterSaleNumber) => ({ kind: 'act_on_after_sale', afterSaleNumber, act: message }))
}

export const SendBack = Type.Object({
  refundId: digits(40),
  logisticsCompanyCode: text(64),
  logisticsNo: digits(64),
  buyerPhone: Type.Optional(digits(50)),
})
const readSendBackShape = compileReader(SendBack)

export function readSendBack({ body }: WireRequest): Result<Calls['actOnAfterSale']['input']> {
  const read = readShape(readSendBackShape, body)
  if (!read.ok) return read
  const { refundId: id, logisticsCompanyCode: carrier, logisticsNo: trackingNumber } = read.value.value
  const act = { kind: 'send_back', carrier, trackingNumber } as const
  return onRefund(id, (afterSaleNumber) => ({ kind: 'act_on_after_sale', afterSaleNumber, act }))
}

export const RefundQuery = Type.Object({ refundId: digits(40) })
const readQueryShape = compileReader(RefundQuery)

export function readRefund({ query }: WireRequest): Result<Calls['readAfterSale']['input']> {
  return refundNamed(readShape(readQueryShape, { ...query }))
}

/** The same from a body. */
export function readRefundBody({ body }: WireRequest): Result<Calls['readAfterSale']['input']> {
  return refundNamed(readShape(readQueryShape, body))
}

function refundNamed(
  read: Result<{ value: Static<typeof RefundQuery> }>,
): Result<Calls['readAfterSale']['input']> {
  if (!read.ok) return read
  const { refundId: id } = read.value.value
  const afterSaleNumber = afterSaleNumberOf(id)
  if (afterSaleNumber === null) return refuse({ kind: 'not_found', what: 'refund', id })
  return accept({ family: 'pandapon', dialect: DIALECT, afterSaleNumber, id })
}

const millisecondsField = Type.Optional(wholeNumber(0, 8_640_000_000_000_000, { fromText: true }))

export const RefundList = Type.Object({
  refundId: Type.Optional(digits(40)),
  purchaseOrderId: Type.Optional(digits(40)),
  salesOrderId: Type.Optional(digits(40)),
  refundStatus: Type.Optional(wholeNumber(-100, 1000, { fromText: true })),
  refundStartTime: millisecondsField,
  refundEndTime: millisecondsField,
  ...pageFields,
})
const readListShape = compileReader(RefundList)

export function readRefundList({ body }: WireRequest): Result<Calls['listAfterSales']['input']> {
  const read = readShape(readListShape, body ?? {})
  if (!read.ok) return read
  const { value } = read.value
  const { refundStartTime: from, refundEndTime: to, refundStatus } = value
  if (from !== undefined && to !== undefined && from > to) {
    const problem = 'is before refundStartTime'
    return refuse({ kind: 'invalid_field', faults: [{ path: 'refundEndTime', problem }] })
  }
  const orders = [value.purchaseOrderId, value.salesOrderId].flatMap((id) => (id === undefined ? [] : [id]))
  const filter: AfterSaleFilter = {
    family: 'pandapon',
    dialect: DIALECT,
    ...(value.refundId !== undefined && { afterSaleNumbers: known(afterSaleNumberOf(value.refundId)) }),
    ...(orders.length > 0 && { orderNumbers: orders.flatMap((id) => known(orderNumberOf(id))) }),
    ...(refundStatus !== undefined && { statuses: afterSaleStatuses(refundStatus) }),
    ...(from !== undefined && { createdFrom: from }),
    ...(to !== undefined && { createdTo: to }),
  }
  return accept({ filter, paging: { ...pagingOf(value), newestFirst: true } })
}

function known(number: number | null): number[] {
  return number === null ? [] : [number]
}

export function writeRefundList({ rows, total, pageNumber, pageSize }: AfterSalePage) {
  return { total, pageNo: pageNumber, pageSize, list: rows.map(writeAggregate) }
}

export function writeRefund(row: AfterSaleRow) {
  const { accountId, currency } = row.order
  return { distributorId: String(accountId), currency, refundOrderAggregate: writeAggregate(row) }
}

/** Withdrawn already is withdrawn. */
export function writeWithdrawn(row: AfterSaleRow) {
  return { cancelSuccess: row.afterSale.status === 'withdrawn', ...writeRefund(row) }
}

export function writeMessages({ afterSale }: AfterSaleRow) {
  return afterSale.messages.map(({ at, by, text: refundMessage, images: pictures }) => ({
    time: at,
    sender: by,
    refundMessage,
    refundImages: pictures.join(','),
  }))
}

export function writeReturnForm({ afterSale }: AfterSaleRow) {
  return { refundId: refundId(afterSale.afterSaleNumber), ...writeLogistics(afterSale) }
}

function writeAggregate({ order, afterSale }: AfterSaleRow) {
  return {
    logistics: writeLogistics(afterSale),
    refundOrder: writeRefundOrder(order, afterSale),
    purchaseOrderLine: writeLine(order, afterSale),
  }
}

/** Where the goods are to be sent is agreed on by message: the hub keeps no address for it. */
function writeLogistics({ parcel }: AfterSale) {
  return {
    buyerPhone: null,
    logisticsNo: parcel?.trackingNumber ?? null,
    logisticsCompany:
      parcel === null ? null : { logisticsCompanyCode: parcel.carrier, logisticsCompanyName: parcel.carrier },
    receiverAddress: null,
    returnGoodsDesc: null,
    sellerAgreeReturnDescribe: null,
  }
}

function writeRefundOrder(order: Order, one: AfterSale) {
  return {
    refundId: refundId(one.afterSaleNumber),
    payOrderId: orderNo(order.orderNumber),
    refundFee: one.amountMinor,
    refundType: one.kind === 'refund' ? REFUND_ONLY : 2,
    goodsStatus: one.extra?.goodsStatus ?? (one.goods === 'unshipped' ? NOT_SHIPPED : 2),
    refundStatus: refundStatusOf(one),
    refundDesc: one.remark,
    reasonId: one.extra?.reasonId ?? null,
    reasonDesc: one.reason,
    timeoutDate: null,
    timeoutType: null,
    remainingTime: null,
    feeTips: null,
    canEditFee: one.status === 'requested',
    sellerRefuseReason: one.refusal,
    sellerRefuseReasonDescribe: one.refusal,
  }
}

function writeLine(order: Order, one: AfterSale) {
  const [line] = one.lines
  const lineNumber = line?.lineNumber ?? 1
  const failedBefore = order.details.failedLines.filter((failed) => failed.position <= lineNumber).length
  const position = lineNumber + failedBefore
  return {
    salesOrderId: orderNo(order.orderNumber),
    supplierId: null,
    quantity: one.lines.reduce((sum, each) => sum + each.quantity, 0),
    totalPrice: one.lines.reduce((sum, each) => sum + each.quantity * each.unitPriceMinor, 0),
    itemTitle: null,
    itemImageUrl: null,
    postFee: 0,
    productFee: one.lines.reduce((sum, each) => sum + each.quantity * each.unitPriceMinor, 0),
    salesMarket: order.details.salesChannel,
    purchaseOrderLineId: subOrderId(order.orderNumber, position),
    purchaseOrderId: orderId(order.orderNumber),
    createTime: one.createdAt,
    price: line?.unitPriceMinor ?? 0,
    currency: order.currency,
  }
}
