/** From what was scanned to the fulfilment order that is meant. */
import { Refused, read, withQuery } from '../../api'
import type { FulfilmentOrder, Item, List, Order } from '../../types'

export interface Found {
  readonly order: Order
  readonly parts: readonly FulfilmentOrder[]
}

/** By the number of a fulfilment order, ours of an order, or its seller's. Null: there is none, or several. */
export async function findOrder(text: string): Promise<Found | null> {
  const [, orderNumber, sequence] = /^(\d{1,16})(-\d{1,4})?$/.exec(text) ?? []
  if (orderNumber !== undefined) {
    const order = await known(orderNumber)
    if (order !== null) {
      const { fulfilmentOrders } = order
      const parts = sequence === undefined ? fulfilmentOrders : fulfilmentOrders.filter(isNumbered(text))
      return { order, parts }
    }
  }
  if (text.length > 64) return null
  const { data } = await read<List<Order>>(withQuery('/v1/orders', { sellerOrderNumber: text, limit: 2 }))
  const [order, other] = data
  if (order === undefined || other !== undefined) return null
  return { order, parts: order.fulfilmentOrders }
}

/** Whether it is the number of an order, ours or some seller's. */
export async function isOrderNumber(text: string): Promise<boolean> {
  if (/^\d{1,16}$/.test(text) && (await known(text)) !== null) return true
  if (text.length > 64) return false
  const { data } = await read<List<Order>>(withQuery('/v1/orders', { sellerOrderNumber: text, limit: 1 }))
  return data.length > 0
}

function isNumbered(text: string) {
  return ({ number }: FulfilmentOrder) => number === text
}

/** Whether it is the SKU of an item, also of one that lies in no order at hand. */
export async function isSku(text: string): Promise<boolean> {
  return (await found<Item>(`/v1/items/${encodeURIComponent(text)}`)) !== null
}

function known(orderNumber: string): Promise<Order | null> {
  return found<Order>(`/v1/orders/${orderNumber}`)
}

async function found<T>(path: string): Promise<T | null> {
  try {
    return await read<T>(path)
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 404) return null
    throw error
  }
}
