/** Placing orders on a platform that speaks KakaClo, always by version 2 (facts/kakaclo.md §3, §16). */
import type { Speed } from '../../order/order.js'
import { accept } from '../../order/rejection.js'
import { checkLengths, lacking, member, refuseFirst, type Upstream, within } from '../../wire/upstream.js'
import { channelType } from './errors.js'

const LENGTHS = {
  recipient: 32,
  phone: 64,
  province: 32,
  city: 64,
  street1: 64,
  street2: 64,
  postalCode: 32,
  ioss: 32,
  vat: 32,
  sku: 64,
  number: 64,
}

const DEFAULT_SPEED: Speed = 'standard'

export const upstream: Upstream = {
  writeOrder(order) {
    const checked = checkLengths(order, LENGTHS)
    if (!checked.ok) return checked
    const { address, speed, location } = order
    const required = refuseFirst(
      address,
      (['phone', 'province'] as const)
        .filter((name) => (address[name] ?? '').trim() === '')
        .map((name) => lacking(`address.${name}`)),
    )
    if (!required.ok) return required
    const body = {
      orderAddresses: {
        country: address.country,
        phone: address.phone,
        recipient: address.recipient,
        province: address.province,
        street1: address.street1 ?? undefined,
        street2: address.street2 ?? undefined,
        city: address.city ?? undefined,
        zip: address.postalCode ?? undefined,
        ioss: address.ioss ?? undefined,
        vat: address.vat ?? undefined,
      },
      orderItemsList: order.lines.map(({ sku, quantity }) => ({ sku, quantity })),
      remark: order.remark ?? undefined,
      salePlatform: order.salesChannel ?? undefined,
      customOrderId: order.number,
      channelType: channelType(speed ?? DEFAULT_SPEED),
      warehouseCode: location ?? undefined,
    }
    const path = '/openapi/v2/order/orders'
    return accept({ method: 'POST', path, query: {}, body: JSON.stringify(body) })
  },

  readOrderReply({ status, body }) {
    const code = member(body, 'code')
    if (status === 429) return { kind: 'try_later', reason: member(body, 'message') ?? 'HTTP 429' }
    if (code === undefined || status >= 500) return { kind: 'unknown', reason: `HTTP ${status}` }
    if (code === '10000' && status < 300) {
      const number = member(body, 'data') ?? numberWithin(body)
      return number === undefined
        ? { kind: 'unknown', reason: 'accepted without a number' }
        : { kind: 'accepted', upstreamNumber: number, remarks: [] }
    }
    return { kind: 'refused', code, reason: member(body, 'message') ?? '' }
  },
}

/** An older page prints an object around the number. */
function numberWithin(body: Parameters<typeof member>[0]): string | undefined {
  const data = within(body, 'data')
  return member(data, 'kkOrderIds') ?? member(data, 'kkOrderId') ?? member(data, 'id')
}
