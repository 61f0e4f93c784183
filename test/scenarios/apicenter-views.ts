// What apicenter's story looks at after each step: the shop's view of its order, notices and stock, and the hub's.
import { expect } from 'vitest'
import type { Json, Speaker } from './story.js'

const API = '/apicenter/api'
export const SHOP = { client_code: '20', client_type: 2 }
export const CENTRE = { centre_code: 'CKMX' }

/** What a step has to have led to: what the shop is told of its order, and how far it is for the hub. */
export interface Expected {
  readonly shop: Json
  readonly native: Json
}

const ORDER_SHOWN =
  'code,data.{status,status_message,shortage_at,cancel_at,allocate_at,pack_at,handover_at,number_of_package,' +
  'total_weight,tracking_number,logistics_message,sorting_code,sorting_no,shipments}'

export class Views {
  readonly #shop: Speaker
  readonly #person: Speaker

  constructor(shop: Speaker, person: Speaker) {
    this.#shop = shop
    this.#person = person
  }

  /** Our number of an order that the shop knows by its own. */
  async numberOf(sellerOrderNumber: string): Promise<number> {
    const query = `sellerOrderNumber=${sellerOrderNumber}`
    const { data } = await this.#person.get(`/v1/orders?${query}`, { silent: true })
    expect(data).toHaveLength(1)
    return data[0].orderNumber
  }

  async order(order_number: string, orderNumber: number, { shop, native }: Expected): Promise<void> {
    const named = { ...SHOP, order_number }
    const { code, data } = await this.#shop.post(`${API}/order/status`, named, { show: ORDER_SHOWN })
    expect(code).toBe(0)
    expect(data).toMatchObject(shop)
    const seen = await this.#person.get(`/v1/orders/${orderNumber}`, {
      show:
        'orderStatus,fulfilmentStatus,refundStatus,holds,fulfilmentOrders[].{number,status,times},' +
        'afterSales[].{kind,status}',
    })
    expect(seen).toMatchObject(native)
  }

  /** The same counts through both APIs. */
  async notice(asn_number: string, expected: Json, received: readonly number[]): Promise<void> {
    const { code, data } = await this.#shop.post(
      `${API}/asn/status`,
      { ...SHOP, asn_number },
      { show: 'code,data.{confirmed_at,warehousing_time,items[].{code,po_number,qty,in_qty},status}' },
    )
    expect(code).toBe(201)
    expect(data).toMatchObject(expected)
    expect(data.items.map((item: Json) => item.in_qty)).toEqual(received)
    const notice = await this.#person.get(`/v1/inbound-notices/${asn_number}`, { silent: true })
    expect(notice.rows.map((row: Json) => row.received)).toEqual(received)
  }

  /** The same levels through both APIs; what is told of them is what is expected. */
  async stock(expected: { readonly [code: string]: Json }): Promise<void> {
    const told = new Set(Object.values(expected).flatMap((row) => Object.keys(row)))
    const { code, data } = await this.#shop.post(
      `${API}/inventory`,
      { ...SHOP, ...CENTRE, sku_list: Object.keys(expected) },
      { showBody: 'centre_code,sku_list', show: `code,data.{total,list[].{code,${[...told]}}}` },
    )
    expect(code).toBe(0)
    expect(data.list.map((row: Json) => row.code)).toEqual(Object.keys(expected).sort())
    for (const row of data.list) {
      expect(row, row.code).toMatchObject(expected[row.code])
      expect(row.available).toBe(row.on_hand - row.allocated)
      const path = `/v1/stock-levels?sku=${row.code}&location=${CENTRE.centre_code}`
      const { data: levels } = await this.#person.get(path, { silent: true })
      const { onHand = 0, reserved = 0 } = levels[0] ?? {}
      expect([row.on_hand, row.allocated]).toEqual([onHand, reserved])
    }
  }
}
