/** The acceptance cases 1 and 25 of facts/kakaclo.md §17: who is let in, and how often. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { call, startTestHub, type TestHub } from '../../support/hub.js'
import { type OrderDesk, openOrderDesk, V1, V2 } from './order-desk.js'

let hub: TestHub
let shop: OrderDesk['shop']
let expectRefusal: OrderDesk['expectRefusal']

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())
beforeEach(async () => {
  ;({ shop, expectRefusal } = await openOrderDesk(hub))
})

describe('access', () => {
  it('1: a route without a token, or without a blank after Bearer, is 401', async () => {
    for (const headers of [{}, { Authorization: `Bearer${shop.token}` }]) {
      for (const path of [V1, V2, '/openapi/v1/payment/balance']) {
        const ask = () => call(hub, path, { headers })
        await expectRefusal(ask, { status: 401, code: 10_401, names: ['Authorization'] })
      }
    }
  })

  it('25: of 121 requests at once one is over the limit, which leaks, and is each token’s own', async () => {
    const other = await shop.newToken()
    const answers = await Promise.all(Array.from({ length: 121 }, () => shop.get(V2)))
    const refused = answers.filter((answer) => answer.status !== 200)
    expect(refused.map((answer) => [answer.status, answer.body.code])).toEqual([[429, 10_429]])
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    const meanwhile = await call(hub, V2, { headers: { Authorization: `Bearer ${other}` } })
    expect(meanwhile.status).toBe(200)
    hub.advance(600)
    expect((await shop.get(V1)).status).toBe(200)
    expect((await shop.get(V1)).status).toBe(429)
  })
})
