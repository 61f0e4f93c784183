/** Placing orders at a warehouse that speaks apicenter (facts/apicenter.md §2, §3, §14). */
import { accept, type FieldFault } from '../../order/rejection.js'
import { checkLengths, lacking, member, refuseFirst, type Upstream, within } from '../../wire/upstream.js'

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

const SUCCESS: ReadonlySet<string> = new Set(['0', '200', '201'])
const TRY_LATER: ReadonlySet<string> = new Set(['423', '429'])

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

export const upstream: Upstream = {
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

  readOrderReply({ status, body }) {
    const code = member(body, 'code')
    const reason = member(body, 'message') ?? `HTTP ${status}`
    if (code !== undefined && (TRY_LATER.has(code) || status === 429)) return { kind: 'try_later', reason }
    if (code === undefined || status >= 500) return { kind: 'unknown', reason }
    if (SUCCESS.has(code) && status < 300) {
      const data = within(body, 'data')
      const number = member(data, 'order_number')
      if (number === undefined) return { kind: 'unknown', reason: 'accepted without a number' }
      const message = member(data, 'status_message') ?? ''
      return { kind: 'accepted', upstreamNumber: number, remarks: message === '' ? [] : [message] }
    }
    return { kind: 'refused', code, reason }
  },
}
