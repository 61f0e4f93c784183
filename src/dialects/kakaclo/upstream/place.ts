/** Placing orders on a platform that speaks KakaClo; both generations take the same body (facts/kakaclo.md §6.3, §16). */
import type { Speed } from '../../../order/order.js'
import { accept, type Result } from '../../../order/rejection.js'
import {
  checkLengths,
  lacking,
  member,
  type OutgoingCall,
  type OutgoingOrder,
  refuseFirst,
  type Upstream,
  type UpstreamOutcome,
  type UpstreamReply,
  within,
} from '../../../wire/upstream.js'
import { channelType } from '../errors.js'
import { setbackOf } from './setback.js'

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

export function placingAt(path: string): Pick<Upstream, 'writeOrder' | 'readOrderReply'> {
  return { writeOrder: (order) => writeOrder(order, path), readOrderReply }
}

function writeOrder(order: OutgoingOrder, path: string): Result<OutgoingCall> {
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
  return accept({ method: 'POST', path, query: {}, body: JSON.stringify(body) })
}

function readOrderReply(reply: UpstreamReply): UpstreamOutcome {
  const setback = setbackOf(reply)
  if (setback !== null) return setback
  const number = member(reply.body, 'data') ?? numberWithin(reply.body)
  return number === undefined
    ? { kind: 'unknown', reason: 'accepted without a number' }
    : { kind: 'accepted', upstreamNumber: number, remarks: [] }
}

/** An older page prints an object around the number. */
function numberWithin(body: Parameters<typeof member>[0]): string | undefined {
  const data = within(body, 'data')
  return member(data, 'kkOrderIds') ?? member(data, 'kkOrderId') ?? member(data, 'id')
}
