/** What orders at 1688 would come to (facts/pandapon.md §10.2). Nothing is written. */
import { hash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import type { Calls } from '../../../order/calls.js'
import type { Order } from '../../../order/order.js'
import { accept, type Result } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { text } from '../../../wire/fields.js'
import { compileReader } from '../../../wire/shape.js'
import { FAULT_CODES, idsOf, type LineOutcome, outcomesOf } from '../items.js'
import { readShape } from '../reading.js'
import { AddressParam } from './address.js'
import { CargoList, readOrders, writeOffer } from './cargo.js'

export const Preview = Type.Object({
  flow: Type.Optional(text(64)),
  addressParam: AddressParam,
  cargoParamList: CargoList,
})
const readPreviewShape = compileReader(Preview)

/** One of several merchants must name them. */
export function readPreview(
  { body }: WireRequest,
  sellers: 'each_named' | 'any',
): Result<Calls['previewEach']['input']> {
  const read = readShape(readPreviewShape, body)
  if (!read.ok) return read
  const { flow, ...cargo }: Static<typeof Preview> = read.value.value
  const orders = readOrders(cargo, {
    sellers,
    extra: flow === undefined ? null : { flow },
    remark: null,
    keyOf: () => null,
  })
  return orders.ok ? accept({ orders: orders.value }) : orders
}

/** One entry an order. There are no discounts, fees or promotions here, and freight is not charged. */
export function writePreview(outcomes: readonly Result<Order>[], flow: unknown) {
  const failed = outcomes.flatMap(outcomesOf).find((one) => one.failed !== null)?.failed ?? null
  return {
    orderPreviewResuslt: outcomes.map((outcome) => writeEntry(outcome, flow)),
    success: outcomes.every(isWhole),
    errorCode: failed === null ? null : FAULT_CODES[failed.fault],
    errorMsg: failed?.reason ?? null,
    postFeeByDescOfferList: [],
    consignOfferList: [],
    unsupportedCrossBorderPayOfferList: [],
  }
}

function isWhole(outcome: Result<Order>): boolean {
  return outcome.ok && outcome.value.details.failedLines.length === 0
}

function writeEntry(outcome: Result<Order>, flow: unknown) {
  const lines = outcomesOf(outcome)
  const failed = lines.find((one) => one.failed !== null)?.failed ?? null
  return {
    discountFee: 0,
    tradeModeNameList: [],
    status: isWhole(outcome),
    taoSampleSinglePromotion: false,
    ...sumsOf(outcome),
    message: failed?.reason ?? null,
    resultCode: failed === null ? null : FAULT_CODES[failed.fault],
    additionalFee: 0,
    flowFlag: typeof flow === 'string' ? flow : 'general',
    cargoList: lines.map(writeCargo),
    shopPromotionList: [],
    tradeModelList: [],
  }
}

function sumsOf(outcome: Result<Order>) {
  const order = outcome.ok ? outcome.value : null
  return {
    sumPayment: order?.finalMinor ?? 0,
    sumCarriage: order?.freightMinor ?? 0,
    sumPaymentNoCarriage: order?.goodsMinor ?? 0,
  }
}

function writeCargo({ line, failed }: LineOutcome) {
  const sku = line?.sku ?? failed?.sku ?? ''
  return {
    amount: line === null ? 0 : line.unitPriceMinor * line.quantity,
    message: failed?.reason ?? null,
    finalUnitPrice: line?.unitPriceMinor ?? 0,
    specId: writeOffer(sku).specId,
    skuId: skuNumber(sku),
    offerId: writeOffer(sku).offerId,
    openOfferId: hash('md5', idsOf(sku).itemId, 'base64'),
  }
}

/** 1688 has a number for each SKU; ours is made of its text, and below 2^48. */
function skuNumber(sku: string): number {
  return Number.parseInt(hash('md5', sku, 'hex').slice(0, 12), 16)
}

/** Large customers see one entry an order, in a plain array; no service charge is added. */
export function writeLargePreview(outcomes: readonly Result<Order>[]): object[] {
  return outcomes.map((outcome) => ({
    ...sumsOf(outcome),
    sumTotalPayment: sumsOf(outcome).sumPayment,
    orderItemTOList: outcomesOf(outcome).map(writeCargo),
  }))
}
