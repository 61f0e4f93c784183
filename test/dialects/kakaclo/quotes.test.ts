/** The acceptance cases 15 and 16 of facts/kakaclo.md §17: what the freight would be. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { type OrderDesk, openOrderDesk, V1, V2 } from './order-desk.js'

let hub: TestHub
let shop: OrderDesk['shop']

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())
beforeEach(async () => {
  ;({ shop } = await openOrderDesk(hub))
})

describe('a quote', () => {
  it('15: the quote by speed is the printed one, soonest first', async () => {
    const { text, body } = await shop.post(`${V2}/channel/automationSplit`, {
      products: [{ sku: 'FSZW06578_P_L_NUB', quantity: 1 }],
      shipToCountry: 'US',
    })
    expect(body).toEqual({
      code: 10_000,
      message: 'Success!',
      data: [
        quoted('Expedited', 24.25, '3~4 Business Days'),
        quoted('Express', 6.16, '6~9 Business Days'),
        quoted('Standard', 5.04, '8~12 Business Days'),
      ],
    })
    expect(text).toContain('"estimatedFreight":24.2500,')

    function quoted(channelType: string, estimatedFreight: number, deliveryTime: string) {
      return { channelType, estimatedFreight, deliveryTime, estimatedFreightCurrency: 'USD' }
    }
  })

  it('16: the quote by channel from an unknown warehouse is that of G007, as printed', async () => {
    const ask = {
      products: [{ sku: 'FSZW06578_P_L_NUB', quantity: 1 }],
      shipToCountry: 'US',
      warehouseCode: 'UNKNOWN',
    }
    const { text, body } = await shop.post(`${V1}/channel`, ask)
    expect(body).toEqual({
      code: 10_000,
      message: 'success',
      data: [
        {
          channelCode: 'WB004',
          channelNameEn: 'PP',
          estimatedFreight: 6.45,
          estimatedFreightCurrency: 'USD',
          deliveryTime: '3~5 Business Days',
          channelType: 'Standard',
        },
        {
          channelCode: 'WB001',
          channelNameEn: 'Wb clothing line （general goods ）',
          estimatedFreight: 4.77,
          estimatedFreightCurrency: 'USD',
          deliveryTime: '6~10 Business Days',
          channelType: 'Expedited',
        },
      ],
    })
    expect(text).toContain('"estimatedFreight":6.45,')
    expect((await shop.post(`${V2}/channel`, { ...ask, warehouseCode: 'G007' })).text).toBe(text)
  })
})
