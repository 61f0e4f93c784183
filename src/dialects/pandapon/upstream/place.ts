/** Placing orders on a platform that speaks PandaPon (facts/pandapon.md §3, §4, §12). */
import { accept, type FieldFault } from '../../../order/rejection.js'
import type { JsonValue } from '../../../wire/json.js'
import {
  checkLengths,
  lacking,
  member,
  type OutgoingLine,
  type OutgoingOrder,
  refuseFirst,
  type Upstream,
  within,
} from '../../../wire/upstream.js'
import { setbackOf } from './setback.js'

const LENGTHS = {
  recipient: 200,
  phone: 50,
  province: 100,
  city: 100,
  street1: 500,
  street2: 100,
  postalCode: 50,
  vat: 100,
  sku: 81,
  number: 64,
}

const CHINA = 'CN'
const PAID_IN = 'CNY'

export const placing: Pick<Upstream, 'writeOrder' | 'readOrderReply'> = {
  writeOrder(order) {
    const checked = checkLengths(order, LENGTHS)
    if (!checked.ok) return checked
    const { address, lines, fields } = order
    const faults: FieldFault[] = (['phone', 'province', 'city', 'street1'] as const)
      .filter((name) => (address[name] ?? '').trim() === '')
      .map((name) => lacking(`address.${name}`))
    for (const [index, { sku }] of lines.entries()) {
      const problem = 'is no itemId/skuId'
      if (!/^[^/]+\/[^/]+$/.test(sku)) faults.push({ path: `lines[${index}].sku`, problem, rule: 'value' })
    }
    if (address.country !== CHINA) {
      const problem = `is ${address.country}, and the platform delivers within China`
      faults.push({ path: 'address.country', problem, rule: 'value' })
    }
    const prices = lines.map((line) => priceOf(line, order))
    if (prices.includes(null)) {
      const problem = `is ${order.currency}, and the platform is paid in CNY: the setting price says how much at most`
      faults.push({ path: 'currency', problem, rule: 'value' })
    }
    const sound = refuseFirst(order, faults)
    if (!sound.ok) return sound
    const receiver = {
      name: address.recipient,
      mobile_phone: address.phone,
      state: address.province,
      city: address.city,
      district: address.street2 ?? '',
      address: address.street1,
      zip: address.postalCode ?? '',
      country: '中国',
      ...(address.vat === null ? {} : { tax_id: address.vat }),
    }
    const numbers = Array.isArray(fields.orderLineNos) ? fields.orderLineNos : []
    const orderLineList = lines.map(({ sku, quantity }, index) => {
      const [itemId, skuId] = sku.split('/')
      const orderLineNo = String(numbers[index] ?? index + 1)
      return {
        itemId,
        skuId,
        orderLineNo,
        quantity: String(quantity),
        price: String(prices[index]),
        currency: PAID_IN,
      }
    })
    const body = {
      purchaseAmount: lines.reduce((sum, line, index) => sum + line.quantity * (prices[index] ?? 0), 0),
      receiver: JSON.stringify(receiver),
      orderLineList: JSON.stringify(orderLineList),
      orderSource: order.salesChannel ?? undefined,
      sellerOrderNumber: order.number,
    }
    return accept({ method: 'POST', path: '/open/order', query: {}, body: JSON.stringify(body) })
  },

  readOrderReply(reply) {
    const setback = setbackOf(reply)
    if (setback !== null) return setback
    const data = within(reply.body, 'data')
    const number = member(data, 'id')
    if (number === undefined) return { kind: 'unknown', reason: 'accepted without an id' }
    return { kind: 'accepted', upstreamNumber: number, remarks: failedLines(within(data, 'subOrderVOS')) }
  },
}

/**
 * The most that is paid for a piece, in fen: what it was ordered for here, or what the settings say of the SKU there, or of
 * all. Null: it was ordered in other money.
 */
function priceOf({ sku, unitPriceMinor }: OutgoingLine, { currency, fields }: OutgoingOrder): number | null {
  const set = Number(fields[`price.${sku}`] ?? fields.price)
  if (Number.isSafeInteger(set) && set > 0) return set
  return currency === PAID_IN ? unitPriceMinor : null
}

/** Lines that were left out of an order that was otherwise accepted. */
function failedLines(subOrders: JsonValue | undefined): string[] {
  if (!Array.isArray(subOrders)) return []
  return (subOrders as readonly JsonValue[]).flatMap((one, index) => {
    const code = member(one, 'errorCode')
    return code === undefined ? [] : [`lines[${index}]: ${code} ${member(one, 'errorMessage') ?? ''}`.trim()]
  })
}
