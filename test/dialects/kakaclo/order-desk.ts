/** A shop that sends KakaClo's printed order under numbers of its own, and reads what becomes of it. */
import { expect } from 'vitest'
import { type Answer, openShop, type Shop, type TestHub } from '../../support/hub.js'

export const V1 = '/openapi/v1/order/orders'
export const V2 = '/openapi/v2/order/orders'
export const SKU = 'AMB01682_W_M_AU'

/** The body that the newest page prints. */
export const PRINTED = {
  orderAddresses: {
    country: 'US',
    city: 'Orlafasns',
    phone: '07 82 24 67 93',
    recipient: 'Lffsollia Odfsdlena',
    street1: ' 7 rue  Rabelais',
    province: ' de Lofasfasire',
    zip: 'vsvs00v30',
  },
  remark: 'best order',
  orderItemsList: [{ sku: SKU, quantity: 1 }],
  salePlatform: 'KA',
  customOrderId: 'KA10001',
  channelType: 'Standard',
}

export interface ListedOrder extends Record<string, unknown> {
  readonly id: string
  readonly orderItems: readonly (Record<string, unknown> & { readonly itemId: string })[]
  readonly shippingAddress: Record<string, unknown>
}

export interface List {
  readonly list: readonly ListedOrder[]
  readonly total: number
  readonly pageNumber: number
  readonly pageSize: number
}

interface Refusal {
  readonly status?: number
  readonly code: number
  readonly names: readonly string[]
}

export interface OrderDesk {
  readonly shop: Shop
  place(body: unknown, path?: string): Promise<number>
  list(path: string): Promise<List>
  find(id: number, path?: string): Promise<ListedOrder>
  slipsOf(id: number): Promise<unknown[]>
  /** The answer, its code, the words its message must have; and nothing may have changed. */
  expectRefusal(ask: () => Promise<Answer>, expected: Refusal): Promise<void>
}

export async function openOrderDesk(hub: TestHub, balanceMinor = 100_000): Promise<OrderDesk> {
  const shop = await openShop(hub, balanceMinor, { refundReviewMs: 2_000 })
  const list = async (path: string): Promise<List> => {
    const { status, body } = await shop.get(path)
    expect({ status, code: body.code, message: body.message }).toEqual({
      status: 200,
      code: 10_000,
      message: 'success',
    })
    return body.data as List
  }
  return {
    shop,
    place: async (body, path = V2) => {
      const { status, body: answer } = await shop.post(path, body)
      expect(answer).toMatchObject({ code: 10_000, message: 'success' })
      expect(status).toBe(200)
      return answer.data as number
    },
    list,
    find: async (id, path = V2) => {
      const { list: orders } = await list(`${path}?ids=${id}`)
      expect(orders).toHaveLength(1)
      return orders[0] as ListedOrder
    },
    slipsOf: async (id) => {
      const slips = await list(`${V2}/refund/${id}`)
      expect(slips).toMatchObject({ total: slips.list.length, pageNumber: 1, pageSize: 10 })
      return [...slips.list]
    },
    expectRefusal: async (ask, expected) => {
      const before = await shop.state()
      const { status, body, headers } = await ask()
      expect({ status, code: body.code }).toEqual({ status: expected.status ?? 400, code: expected.code })
      for (const name of expected.names) expect(body.message).toContain(name)
      expect(Object.keys(body).sort()).toEqual(['code', 'message'])
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
      expect(await shop.state()).toEqual(before)
    },
  }
}

let numbers = 0

/** The printed body with a fresh number, and what the case changes. */
export function order(changes: Record<string, unknown> = {}): Record<string, unknown> {
  numbers += 1
  return { ...PRINTED, customOrderId: `C${numbers}`, ...changes }
}

export function without(body: Record<string, unknown>, ...keys: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)))
}
