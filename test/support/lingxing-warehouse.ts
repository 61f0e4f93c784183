// A shop of Lingxing's whose warehouse works at the native API: places, ships and reads back.
import { expect } from 'vitest'
import { createCredential } from '../../src/store/setup.js'
import { clientOf } from '../http/native-client.js'
import { startTestHub, type TestHub } from './hub.js'
import { CREATE_ORDER, type LingxingClient, openLingxing } from './lingxing.js'

export const CREATE = '/order/amzod/api/createOrder'
export const LIST = '/order/amzod/api/orderList'
const CANCEL = '/order/amzod/api/cancelOrder'
export const DETAILS = '/order/amzod/api/orderDetails'

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
type Json = any

export interface Warehouse {
  readonly hub: TestHub
  readonly client: LingxingClient
  /** Places it for the store 8speed-US1, to be shipped at once unless said otherwise; answers with our number. */
  create(number: string, change?: Record<string, unknown>): Promise<number>
  cancel(number: string): Promise<Json>
  /** One of the three details of an order. */
  detail(name: string, number: string): Promise<Json>
  statusOf(number: string): Promise<string>
  /** Posts to the native API, which must not refuse it. */
  doing(path: string, body?: unknown): Promise<Json>
  /** Packs a part as one parcel, and hands it over. */
  ship(orderNumber: number, sequence: number, trackingNumber: string): Promise<void>
}

export async function openWarehouse(): Promise<Warehouse> {
  const hub = await startTestHub()
  const client = await openLingxing(hub, hub.now)
  await client.fetchToken()
  const { tenantId, accountId } = client
  const wish = { accountId, family: 'native', limit: null, sandbox: false }
  const person = clientOf(hub, (await createCredential(hub.pool, tenantId, wish, hub.now())).secret)

  const doing: Warehouse['doing'] = async (path, body = {}) => {
    const answer = await person.post(path, body)
    expect(answer.status, answer.text).toBeLessThan(300)
    return answer.body
  }
  const detail: Warehouse['detail'] = async (name, number) => {
    const order_info = [{ sid: 17, seller_fulfillment_order_id: number }]
    const { body } = await client.post(`${DETAILS}/${name}`, { order_info })
    expect(body.code).toBe(0)
    return body.data[0]
  }
  return {
    hub,
    client,
    create: async (number, change = {}) => {
      const order = { ...CREATE_ORDER, order_id: number, delivery_operation: '立即配送', ...change }
      const { text, body } = await client.post(CREATE, order)
      expect(body, text).toMatchObject({ code: 0 })
      const { rows } = await hub.pool.query(
        'select order_number from orders where tenant_id = $1 and seller_order_number = $2',
        [tenantId, number],
      )
      return Number(rows[0].order_number)
    },
    cancel: async (seller_fulfillment_order_id) =>
      (await client.post(CANCEL, { sid: 17, seller_fulfillment_order_id })).body,
    detail,
    statusOf: async (number) => (await detail('productInformation', number)).order_status,
    doing,
    ship: async (orderNumber, sequence, trackingNumber) => {
      const path = `/v1/fulfilment-orders/${orderNumber}-${sequence}`
      await doing(`${path}/pack`)
      await doing(`${path}/hand-over`, { carrier: 'USPS', trackingNumber })
    },
  }
}

/** So many pieces of the printed MSKU. */
export function pieces(quantity: number) {
  return [{ msku: 'msku123', quantity_shipped: quantity }]
}
