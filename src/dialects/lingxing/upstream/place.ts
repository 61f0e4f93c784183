/** Placing orders on a platform that speaks Lingxing (facts/lingxing.md §5.1, §8.1). */
import { accept, type FieldFault } from '../../../order/rejection.js'
import { checkLengths, lacking, refuseFirst, type Upstream } from '../../../wire/upstream.js'
import { PATH } from '../create-order.js'
import { marketplaceOf } from '../marketplaces.js'
import { detailsOf, setbackOf, TAKEN } from './setback.js'

const LENGTHS = {
  recipient: 200,
  phone: 50,
  province: 200,
  city: 200,
  street1: 500,
  street2: 500,
  postalCode: 50,
  sku: 50,
  number: 40,
}

/** Amazon's name for a country where it is not ISO 3166's. */
const OWN_CODES: Readonly<Record<string, string>> = { GB: 'UK' }

const REQUIRED_FIELDS = ['buyers_mailbox', 'date_for_packing'] as const
const KEPT = ['is_blank_box', 'is_block_amzl', 'remark_for_packing', 'delivery_service'] as const

export const placing: Pick<Upstream, 'writeOrder' | 'readOrderReply'> = {
  writeOrder(order) {
    const checked = checkLengths(order, LENGTHS)
    if (!checked.ok) return checked
    const { address, store, fields } = order
    const marketplace = store === null ? undefined : marketplaceOf(store.marketplace)
    const faults: FieldFault[] = marketplace === undefined ? [lacking('store')] : []
    for (const name of ['province', 'street1', 'postalCode'] as const) {
      if ((address[name] ?? '').trim() === '') faults.push(lacking(`address.${name}`))
    }
    for (const name of REQUIRED_FIELDS) if (fields[name] === undefined) faults.push(lacking(name))
    const sound = refuseFirst(order, faults)
    if (!sound.ok) return sound
    const body = {
      store_name: store?.name,
      country: marketplace?.country,
      order_id: order.number,
      receiver: address.recipient,
      country_code: OWN_CODES[address.country] ?? address.country,
      region: address.province,
      city: address.city ?? undefined,
      address1: address.street1,
      address2: address.street2 ?? undefined,
      postcode: address.postalCode,
      phone_number: address.phone ?? undefined,
      buyers_mailbox: fields.buyers_mailbox,
      order_id_for_packing: fields.order_id_for_packing ?? order.number,
      date_for_packing: fields.date_for_packing,
      delivery_operation: order.onHold ? '保留订单' : '立即配送',
      remark: order.remark ?? undefined,
      ...Object.fromEntries(KEPT.filter((name) => name in fields).map((name) => [name, fields[name]])),
      item_list: order.lines.map(({ sku, quantity }, index) => ({
        msku: sku,
        quantity_shipped: quantity,
        declared_value: fields[`item_list[${index}].declared_value`],
        declared_currency: fields[`item_list[${index}].declared_currency`],
      })),
    }
    return accept({ method: 'POST', path: PATH, query: {}, body: JSON.stringify(body) })
  },

  readOrderReply(reply) {
    const setback = setbackOf(reply)
    if (setback === null) return { kind: 'accepted', upstreamNumber: null, remarks: [] }
    return setback.kind === 'refused' && detailsOf(reply).includes(TAKEN) ? { kind: 'exists' } : setback
  },
}
