// Our own client against a hub: its clock, and the person who ships there.
import { expect } from 'vitest'
import type { Clock } from '../../src/connect/pacer.js'
import { createCredential } from '../../src/store/setup.js'
import { clientOf, type NativeClient } from '../http/native-client.js'
import type { TestHub } from './hub.js'

/** The hub's clock: waiting moves it on. `waits` are the milliseconds that were waited for. */
export function clockOf(hub: TestHub): Clock & { readonly waits: number[] } {
  const waits: number[] = []
  return {
    now: hub.now,
    waits,
    wait: async (milliseconds) => {
      waits.push(milliseconds)
      hub.advance(milliseconds)
    },
  }
}

export interface Person {
  readonly native: Omit<NativeClient, 'tenantId'>
  /** Posts to the native API, which must not refuse it. */
  post(path: string, body?: unknown): Promise<unknown>
  orderNumberOf(sellerOrderNumber: string): Promise<number>
  /**
   * Ships the first piece of the first line in a parcel of its own, and all else in a second. `orderNumber` is ours, where
   * the seller's names none.
   */
  shipInTwo(sellerOrderNumber: string, orderNumber?: number): Promise<void>
  howMany(sellerOrderNumber: string): Promise<number>
}

interface Part {
  readonly number: string
  readonly lines: readonly { readonly lineNumber: number; readonly quantity: number }[]
}

export async function personOf(
  hub: TestHub,
  { tenantId, accountId }: { tenantId: number; accountId: number },
): Promise<Person> {
  const wish = { accountId, family: 'native', limit: null, sandbox: false }
  const native = clientOf(hub, (await createCredential(hub.pool, tenantId, wish, 0)).secret)
  const numbersOf = async (number: string) => {
    const { rows } = await hub.pool.query<{ order_number: number }>(
      'select order_number from orders where tenant_id = $1 and seller_order_number = $2',
      [tenantId, number],
    )
    return rows.map((row) => Number(row.order_number))
  }
  const person: Person = {
    native,
    post: async (path, body = {}) => {
      const answer = await native.post(path, body)
      expect(answer.status, answer.text).toBeLessThan(300)
      return answer.body
    },
    orderNumberOf: async (number) => {
      const [first] = await numbersOf(number)
      if (first === undefined) throw new Error(`there is no order ${number}`)
      return first
    },
    howMany: async (number) => (await numbersOf(number)).length,
    shipInTwo: async (number, known) => {
      const orderNumber = known ?? (await person.orderNumberOf(number))
      const { body } = await native.get(`/v1/orders/${orderNumber}`)
      const [part] = body.fulfilmentOrders as readonly Part[]
      if (part === undefined) throw new Error(`order ${number} has no part`)
      const [first, ...others] = part.lines
      if (first === undefined) throw new Error(`order ${number} has no line`)
      const rest = [{ ...first, quantity: first.quantity - 1 }, ...others].filter((line) => line.quantity > 0)
      const packages = [
        { packageNumber: 'P1', lines: [{ lineNumber: first.lineNumber, quantity: 1 }] },
        { packageNumber: 'P2', lines: rest.map(({ lineNumber, quantity }) => ({ lineNumber, quantity })) },
      ]
      const path = `/v1/fulfilment-orders/${part.number}`
      await person.post(`${path}/pack`, { packages })
      for (const packageNumber of ['P1', 'P2']) {
        const trackingNumber = `${number}-${packageNumber}`
        await person.post(`${path}/hand-over`, { carrier: 'DHL', trackingNumber, packageNumber })
      }
    },
  }
  return person
}
