// A warehouse that is told of goods to come: apicenter's printed notice under numbers of its own, and all acts on it.
import { type ApicenterClient, ASN, type ASN_IN_KILOGRAMS } from '../../support/apicenter.js'
import { type Json, type Operator, openWarehouse, type Warehouse } from './warehouse.js'

let numbers = 0

export const fresh = (change: object = {}, base: typeof ASN | typeof ASN_IN_KILOGRAMS = ASN) => {
  numbers += 1
  return { ...base, asn_number: `ASN-${numbers}`, ...change }
}

export type Notice = ReturnType<typeof fresh>

/** How a notice is asked for. */
export const named = (body: Notice) => {
  const { client_code, asn_number } = body
  return { client_code, ...('client_type' in body && { client_type: body.client_type }), asn_number }
}

/** The printed row, changed. */
export const item = (change: object = {}): Json => ({ ...ASN.items[0], ...change })

export interface InboundDesk extends Warehouse {
  announce(body: Notice, by?: ApicenterClient): Promise<Json>
  statusOf(body: Notice, by?: ApicenterClient): Promise<Json>
  cancel(body: Notice): Promise<Json>
  /** What the operator does with it. */
  act(body: Notice, name: string, sent?: object, by?: Operator): Promise<Json>
  /** As the native API shows it. */
  native(body: Notice): Promise<Json>
}

export async function openInboundDesk(): Promise<InboundDesk> {
  const warehouse = await openWarehouse()
  const { client, operator, ask } = warehouse
  return {
    ...warehouse,
    announce: (body, by = client) => ask('asn', body, by),
    statusOf: (body, by = client) => ask('asn/status', named(body), by),
    cancel: (body) => ask('asn/cancel', named(body)),
    act: async (body, name, sent = {}, by = operator) =>
      (await by.post(`/v1/inbound-notices/${body.asn_number}/${name}`, sent)).body,
    native: async (body) => (await operator.get(`/v1/inbound-notices/${body.asn_number}`)).body,
  }
}
