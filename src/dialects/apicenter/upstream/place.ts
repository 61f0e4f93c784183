/** Placing orders at a warehouse that speaks apicenter (facts/apicenter.md §2, §3, §14). */
import { accept, type FieldFault } from '../../../order/rejection.js'
import { checkLengths, lacking, member, refuseFirst, type Upstream, within } from '../../../wire/upstream.js'
import { setbackOf } from './setback.js'

const LENGTHS = {
  recipient: 128,
  phone: 128,
  province: 128,
  city: 128,
  street1: 512,
  street2: 128,
  postalCode: 128,
  sku: 128,
  number: 64,
}

/** Members of the body that the engine has no words for. */
const KEPT = [
  'client_type',
  'process_type',
  'special_order_tag',
  'sender',
  'platform_order_number',
  'customer_logistics',
  'package_id',
  'shipping_provider_id',
  'shipping_provider_name',
] as const

export const placing: Pick<Upstream, 'writeOrder' | 'readOrderReply'> = {
  writeOrder(order) {
    const checked = checkLengths(order, LENGTHS)
    if (!checked.ok) return checked
    const { address, location, carrier, fields } = order
    const faults: FieldFault[] = []
    if (location === null) faults.push(lacking('location'))
    if (carrier === null) faults.push(lacking('carrier'))
    if (fields.client_code === undefined) faults.push(lacking('client_code'))
    for (const name of ['city', 'street1'] as const) {
      if ((address[name] ?? '').trim() === '') faults.push(lacking(`address.${name}`))
    }
    const sound = refuseFirst(order, faults)
    if (!sound.ok) return sound
    const body = {
      centre_code: location,
      client_code: fields.client_code,
      real_time_response: fields.real_time_response ?? true,
      logistics_provider: {
        code: carrier,
        tracking_number: fields['logistics_provider.tracking_number'] ?? '',
        label_url: fields['logistics_provider.label_url'] ?? '',
        label_base64: '',
      },
      package: { order_number: order.number },
      receiver: {
        name: address.recipient,
        address: address.street1,
        city: address.city,
        province: address.province ?? '',
        district: address.street2 ?? '',
        country_code: address.country,
        post_code: address.postalCode ?? '',
        phone: address.phone ?? '',
        email: fields['receiver.email'] ?? '',
      },
      items: order.lines.map(({ sku, quantity }, index) => ({
        sku,
        currency: fields[`items[${index}].currency`] ?? order.currency,
        unit_price: Number(fields[`items[${index}].unit_price`] ?? 0),
        qty: quantity,
      })),
      ...(order.remark === null ? {} : { desc: order.remark }),
      ...(order.salesChannel === null ? {} : { platform_type: order.salesChannel }),
      ...Object.fromEntries(KEPT.filter((name) => name in fields).map((name) => [name, fields[name]])),
    }
    return accept({ method: 'POST', path: '/apicenter/api/order', query: {}, body: JSON.stringify(body) })
  },

  readOrderReply(reply) {
    const setback = setbackOf(reply)
    if (setback !== null) return setback
    const data = within(reply.body, 'data')
    const number = member(data, 'order_number')
    if (number === undefined) return { kind: 'unknown', reason: 'accepted without a number' }
    const message = member(data, 'status_message') ?? ''
    return { kind: 'accepted', upstreamNumber: number, remarks: message === '' ? [] : [message] }
  },
}
