/**
 * The model's placing. What is left to the engine's choice (which location ships what) is taken from its decision, and
 * only held to the rules.
 */
import type { PlaceOrder, WishedLine } from '../../src/order/commands/order.js'
import type { FailedLine, Order } from '../../src/order/order.js'
import { LOCATIONS, METHODS, RATES, STORES } from './corner-shop.js'
import {
  type Answer,
  type ModelOrder,
  notFound,
  type Piece,
  refuse,
  same,
  sum,
} from './lifecycle-model-order.js'
import { itemOf, ORDERABLE, paysFromBalance, TERMS, type World } from './lifecycle-model-world.js'

/** What the methods of the corner shop stand for, and by which one each speed is priced. */
const SPEED_OF: Readonly<Record<string, string>> = { SLOW: 'standard', FAST: 'express', SHOWN: 'expedited' }
const PRICED_BY: Readonly<Record<string, string>> = { standard: 'SLOW', express: 'FAST' }
export const OPEN = LOCATIONS.filter((one) => one.enabled)
const CURRENCY = 'USD'

type NumberedLine = WishedLine & { readonly lineNumber: number }

export function knowsCarrier(carrier: string): boolean {
  return METHODS.some((one) => one.enabled && one.code === carrier)
}

export function answerToPlacing(world: World, command: PlaceOrder): Answer<Order> {
  const { accountId, ownerId } = command.caller
  const { family, sellerOrderNumber } = command
  const earlier = world.orders.find(
    (one) =>
      sellerOrderNumber !== null &&
      one.accountId === accountId &&
      one.family === family &&
      one.sellerOrderNumber === sellerOrderNumber,
  )
  if (earlier !== undefined && sellerOrderNumber !== null) {
    const { orderNumber } = earlier
    return earlier.contentHash === command.contentHash
      ? same()
      : refuse({ kind: 'seller_number_taken', sellerOrderNumber, orderNumber })
  }
  if (!world.bookings.has(accountId)) return notFound('account', accountId)
  const failed = command.partial === true ? failuresOf(world, command) : []
  const kept = command.lines.filter((_line, index) => failed.every((one) => one.position !== index + 1))
  if (kept.length === 0) return refuse({ kind: 'no_line_orderable' })
  const only = LOCATIONS.find((one) => one.code === command.onlyLocation && one.enabled)
  if (command.onlyLocation !== undefined && only === undefined) {
    return notFound('stock location', command.onlyLocation)
  }
  const lines = kept.map((line, index) => ({ ...line, lineNumber: index + 1 }))
  const isDraft = command.review === 'later' && only !== undefined
  const fault = isDraft ? null : faultOf(command, lines, ownerId)
  if (fault !== null) return fault
  const short = isDraft ? null : shortage(world, command, lines)
  if (short !== null && !mayWait(command)) return refuse({ kind: 'out_of_stock', ...short })
  const speed = wishedSpeed(command)
  const { country } = command.address
  if (!isDraft && speed !== null && nearTo(speed, country).length === 0) {
    const offered = ['standard', 'express', 'expedited'].filter((one) => nearTo(one, country).length > 0)
    return refuse({ kind: 'no_shipping_rate', country, speed, offered })
  }
  return { does: (made) => takeIn(world, command, { lines, isDraft, isShort: short !== null }, made) }
}

function faultOf(command: PlaceOrder, lines: readonly NumberedLine[], ownerId: number) {
  const { carrier, store } = command
  if (carrier !== undefined && !knowsCarrier(carrier)) return notFound('shipping method', carrier)
  const isStore = STORES.some(
    (one) =>
      one.accountId === command.caller.accountId &&
      one.name === store?.name &&
      one.marketplace === store.marketplace &&
      one.status === 'active',
  )
  if (store !== undefined && !isStore) return refuse({ kind: 'unknown_store', name: store.name })
  const strange = lines.find(({ sku }) => itemOf(ownerId, sku) === undefined)
  if (strange !== undefined) {
    return refuse({ kind: 'unknown_sku', sku: strange.sku, lineNumber: strange.lineNumber })
  }
  const currency = currencyOf(command, lines)
  const unfit = lines.find(({ sku }) => {
    const item = itemOf(ownerId, sku)
    const fits = command.ownGoods === true || item?.currency === currency
    return !fits || !ORDERABLE.includes(item?.status ?? '')
  })
  if (unfit === undefined) return null
  return refuse({ kind: 'sku_not_orderable', sku: unfit.sku, lineNumber: unfit.lineNumber })
}

/** What is not paid from the balance may be in the money of its first line. */
function currencyOf({ payment, ownGoods, caller }: PlaceOrder, lines: readonly WishedLine[]): string {
  if (ownGoods === true || payment === undefined) return CURRENCY
  return itemOf(caller.ownerId, lines[0]?.sku ?? '')?.currency ?? CURRENCY
}

export function wishedSpeed({ speed, wishedMethod }: PlaceOrder): string | null {
  return SPEED_OF[wishedMethod ?? ''] ?? speed
}

function nearTo(speed: string, country: string) {
  return OPEN.filter((one) => rateOf(speed, one.code, country) !== undefined)
}

/** Who may ship it. */
export function shippers(command: PlaceOrder) {
  const only = LOCATIONS.find((one) => one.code === command.onlyLocation)
  if (only !== undefined) return [only]
  const speed = wishedSpeed(command)
  const near = speed === null ? [] : nearTo(speed, command.address.country)
  return near.length > 0 ? near : OPEN
}

function shortage(world: World, command: PlaceOrder, lines: readonly NumberedLine[]) {
  if (command.empty === true && command.onlyLocation !== undefined) return null
  return shortLine(world, command.caller.ownerId, lines, shippers(command))
}

export function shortLine(
  world: World,
  ownerId: number,
  lines: readonly NumberedLine[],
  places: readonly { readonly code: string }[],
) {
  for (const { sku, lineNumber } of lines) {
    const asked = sum(lines.filter((one) => one.sku === sku).map((one) => one.quantity))
    const available = sum(places.map((one) => world.free(ownerId, sku, one.code)))
    if (available < asked) return { lineNumber, sku, asked, available }
  }
  return null
}

/** Whether it may wait for its stock: as it is wished, else as its account has it. */
function mayWait({ acceptShortage, caller }: PlaceOrder): boolean {
  return acceptShortage ?? TERMS[caller.accountId]?.outOfStock === 'shortage'
}

/** Lines that a partial order is made without. */
export function failuresOf(world: World, command: PlaceOrder): Pick<FailedLine, 'position' | 'fault'>[] {
  const { lines, caller } = command
  const failed: Pick<FailedLine, 'position' | 'fault'>[] = []
  let left: NumberedLine[] = []
  for (const [index, line] of lines.entries()) {
    const item = itemOf(caller.ownerId, line.sku)
    const position = index + 1
    if (item === undefined) failed.push({ position, fault: 'unknown_sku' })
    else if (!ORDERABLE.includes(item.status)) failed.push({ position, fault: 'not_orderable' })
    else if (![undefined, item.currency].includes(line.currency)) failed.push({ position, fault: 'currency' })
    else if ((line.priceLimitMinor ?? item.priceMinor) < item.priceMinor) {
      failed.push({ position, fault: 'price' })
    } else left.push({ ...line, lineNumber: position })
  }
  while (!mayWait(command)) {
    const short = shortLine(world, caller.ownerId, left, OPEN)
    if (short === null) break
    failed.push({ position: short.lineNumber, fault: 'out_of_stock' })
    left = left.filter((one) => one.lineNumber !== short.lineNumber)
  }
  return failed.sort((a, b) => a.position - b.position)
}

interface Terms {
  readonly lines: readonly NumberedLine[]
  readonly isDraft: boolean
  readonly isShort: boolean
}

function takeIn(world: World, command: PlaceOrder, { lines, isDraft, isShort }: Terms, made: Order): void {
  const { accountId, ownerId } = command.caller
  const price = (sku: string) => (isDraft || command.ownGoods ? 0 : (itemOf(ownerId, sku)?.priceMinor ?? 0))
  const holds = (command.holds ?? []).map(({ kind, reason }) => `${kind}: ${reason}`)
  if (!isDraft && command.ownGoods && paysFromBalance(accountId) && world.balance(accountId) <= 0) {
    holds.push('balance: the balance of the account is empty')
  }
  const isEmpty = command.empty === true
  const money = isDraft ? 'none' : moneyOf(world, command, made.finalMinor)
  const isUnpaid = money === 'waiting' || money === 'on_request'
  const expiry = TERMS[accountId]?.unpaidExpiryMs ?? null
  const status = isDraft
    ? 'drafted'
    : isShort
      ? 'shortage'
      : holds.length > 0
        ? 'hold'
        : isUnpaid
          ? 'drafted'
          : 'allocated'
  const order: ModelOrder = {
    ...{ orderNumber: made.orderNumber, accountId, ownerId, isEmpty, money, isUnpaid },
    family: command.family,
    sellerOrderNumber: command.sellerOrderNumber,
    contentHash: command.contentHash,
    currency: isDraft ? made.currency : currencyOf(command, lines),
    finalMinor: made.finalMinor,
    createdAt: world.at,
    payBy: isUnpaid && expiry !== null ? world.at + expiry : null,
    isCancelled: false,
    wasPaid: money === 'paid',
    review: isDraft ? { carrier: command.carrier ?? null, holds } : null,
    holds: isDraft ? [] : holds,
    ...{ waivedMinor: 0, refundedMinor: 0, voucher: null, label: null, notes: new Map(), afterSales: [] },
    pieces: made.fulfilmentOrders.flatMap(({ sequence, lines: rows }) =>
      rows.flatMap(({ rowNumber, lineNumber, sku, quantity }) =>
        Array.from(
          { length: quantity },
          (): Piece => ({
            ...{
              line: lineNumber,
              sku,
              priceMinor: price(sku),
              row: rowNumber,
              part: sequence,
              isGone: false,
            },
            isHeld: !isDraft && !isShort && !isEmpty,
            box: null,
          }),
        ),
      ),
    ),
    parts: made.fulfilmentOrders.map(({ sequence, location }) => ({ sequence, location, status, boxes: [] })),
    changes: 0,
  }
  world.orders.push(order)
  if (money === 'paid') world.payFromBalance(order)
  world.changed(order)
}

function moneyOf(world: World, command: PlaceOrder, finalMinor: number) {
  const { accountId } = command.caller
  if (command.payment === 'elsewhere') return 'none'
  if (command.payment === 'on_request') return 'on_request'
  if (!paysFromBalance(accountId)) return 'none'
  return world.waiting(accountId).length > 0 || world.balance(accountId) < finalMinor ? 'waiting' : 'paid'
}

export function rateOf(speed: string, location: string, country: string) {
  const origin = LOCATIONS.find((one) => one.code === location)?.country
  return RATES.find(
    (one) =>
      one.method === PRICED_BY[speed] &&
      one.originCountry === origin &&
      one.destinationCountry === country &&
      one.currency === CURRENCY,
  )
}
