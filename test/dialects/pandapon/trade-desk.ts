// A shop that buys at 1688: orders two chairs and a box, pays for them, and has them shipped.
import { afterAll, beforeAll, expect } from 'vitest'
import { receiveStock } from '../../../src/cli/demo.js'
import type { OrderWish } from '../../../src/order/wishes.js'
import { type Counter, type Json, openCounter } from './counter.js'

export const CHAIR = { offerId: 889512351602, specId: '530ad00177264564503ec3b848650652', quantity: 2 }
export const BOX = {
  offerMapId: 'L0PTnwSnx_dWNZWCtgK7Gg',
  specId: 'e61a85a671bb3d0301d0412b51641c6b',
  quantity: 1,
}
export const addressParam = {
  fullName: 'zhang',
  mobile: '18600888861',
  provinceText: '浙江省',
  cityText: '杭州市',
  address: 'xxxxxxx',
}
/** Two chairs and a box. */
export const COST = 2 * 2900 + 1280

export interface TradeDesk extends Counter {
  /** The id of an order of its own. */
  create(list?: readonly object[]): Promise<string>
  detail(orderId: string): Promise<Json>
  pay(...orderIds: string[]): Promise<Json>
  does(orderId: string, wish: OrderWish): Promise<void>
  ship(orderId: string, sequence?: number): Promise<void>
  /** The id of an order that is paid and has left. */
  shipped(): Promise<string>
}

/** Opened for the file: what is returned has all of it while a test runs. */
export function tradeDesk(): TradeDesk {
  const desk = {} as TradeDesk
  beforeAll(async () => {
    Object.assign(desk, await openTradeDesk())
  })
  afterAll(() => desk.close())
  return desk
}

async function openTradeDesk(): Promise<TradeDesk> {
  const counter = await openCounter()
  const { hub, client, post } = counter
  const skus = [`${CHAIR.offerId}/${CHAIR.specId}`, `${BOX.offerMapId}/${BOX.specId}`]
  const stock = skus.map((sku) => ({ sku, location: 'G006', quantity: 100_000 }))
  await receiveStock(hub.lanes.of(client.tenantId), client.accountId, stock)

  const create: TradeDesk['create'] = async (list = [CHAIR, BOX]) => {
    const body = await post('/alibaba/order/create', { flow: 'general', addressParam, cargoParamList: list })
    expect(body.code).toBe(200)
    return body.data.orderId
  }
  const pay: TradeDesk['pay'] = (...orderIds) => post('/alibaba/order/batch/submit/to/pay', { orderIds })
  const does: TradeDesk['does'] = (orderId, wish) => client.shop.act(numberOf(orderId), wish)
  const ship: TradeDesk['ship'] = async (orderId, sequence = 1) => {
    await does(orderId, { kind: 'pack', sequence, packages: null })
    const parcel = { carrier: 'SF', trackingNumber: `SF${orderId.slice(-6)}${sequence}`, packageNumber: null }
    await does(orderId, { kind: 'hand_over', sequence, ...parcel })
  }
  return {
    ...counter,
    create,
    detail: async (orderId) => (await post('/alibaba/order/detail', { webSite: '1688', orderId })).data,
    pay,
    does,
    ship,
    shipped: async () => {
      const orderId = await create()
      expect((await pay(orderId)).data.failList).toEqual([])
      await ship(orderId)
      return orderId
    },
  }
}

export const numberOf = (orderId: string) => Number(orderId.slice(2, 16))

/** The id of an entry of an order; the first one's position is 1. */
export const entry = (orderId: string, position: number) => `21${orderId.slice(2, 16)}00${position}`
