// A shop that sends apicenter's printed order under numbers of its own, and reads what becomes of it.
import { expect } from 'vitest'
import { type ApicenterAnswer, type ApicenterClient, CREATE_ORDER } from '../../support/apicenter.js'
import { eventually } from '../../support/eventually.js'
import { openWarehouse, type Warehouse } from './warehouse.js'

export const ORDER = '/apicenter/api/order'

/** The printed keys of an answer's data, in the document's order. */
export const KEYS = [
  'order_number',
  'status',
  'number_of_package',
  'total_weight',
  'logistic_provider_code',
  'status_message',
  'shortage_at',
  'cancel_at',
  'allocate_at',
  'pack_at',
  'handover_at',
  'tracking_number',
  'logistics_message',
  'sorting_code',
  'sorting_no',
  'items',
  'shipments',
]

export const NOW = '2026-01-15 16:30:00'

type Body = Record<string, unknown>

export interface OrderDesk extends Warehouse {
  create(body: unknown, by?: ApicenterClient): Promise<ApicenterAnswer>
  /** How many orders the client has. */
  rows(): Promise<number>
  /** Sends what must be refused so, and must leave no order; answers with the data of the refusal. */
  refused(body: unknown, code: number, message: RegExp, by?: ApicenterClient): Promise<unknown>
  /** The order once its review is done. */
  reviewed(body: Body, by?: ApicenterClient): Promise<ApicenterAnswer['body']>
}

export async function openOrderDesk(): Promise<OrderDesk> {
  const warehouse = await openWarehouse()
  const { hub, client } = warehouse
  const create: OrderDesk['create'] = (body, by = client) => by.post(ORDER, body)
  const rows = async (): Promise<number> => {
    const result = await hub.pool.query('select count(*)::integer as n from orders where tenant_id = $1', [
      client.tenantId,
    ])
    return result.rows[0].n
  }
  return {
    ...warehouse,
    create,
    rows,
    refused: async (body, code, message, by = client) => {
      const before = await rows()
      const answer = await create(body, by)
      expect(answer.body).toMatchObject({ code, message: expect.stringMatching(message) })
      expect(Object.keys(answer.body)).toEqual(['code', 'data', 'message'])
      expect(await rows()).toBe(before)
      return answer.body.data
    },
    reviewed: ({ package: number, client_code, client_type }, by = client) => {
      const asked = { client_code, client_type, ...(number as object) }
      return eventually(async () => {
        const { data } = (await by.post(`${ORDER}/status`, asked)).body
        expect(data.status).not.toBe('drafted')
        return data
      })
    },
  }
}

let numbers = 0

/** The printed request under a number of its own. */
export function fresh(change: Body = {}, base: object = CREATE_ORDER): Body {
  numbers += 1
  return { ...base, package: { order_number: `T-${numbers}` }, ...change }
}

export const provider = (change: Body) => ({
  logistics_provider: { ...CREATE_ORDER.logistics_provider, ...change },
})
