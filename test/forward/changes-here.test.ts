// What is changed here of an order that another platform ships goes there first.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ForwardingScene, type ForwardingStage, openForwardingStage } from './forwarding-stage.js'

let stage: ForwardingStage
let forwarder: ForwardingStage['forwarder']
let pass: ForwardingStage['pass']
let scene: ForwardingScene
let client: ForwardingScene['client']
let stub: ForwardingScene['stub']
let placeOrder: ForwardingScene['placeOrder']
let forwarding: ForwardingScene['forwarding']
let part: ForwardingScene['part']
let there: ForwardingScene['there']
let placings: ForwardingScene['placings']

beforeAll(async () => {
  stage = await openForwardingStage()
  ;({ forwarder, pass } = stage)
})
afterAll(() => stage.close())

beforeEach(async () => {
  scene = await stage.begin()
  ;({ client, stub, placeOrder, forwarding, part, there, placings } = scene)
})
afterEach(() => scene.end())

describe('changes here', () => {
  test('a cancellation goes there first, and is done here if it is done there', async () => {
    const order = await placeOrder()
    await forwarder.doAllDue()
    const answer = await client.post(`/v1/orders/${order}/cancel`, { reason: 'changed my mind' })
    expect(answer.body).toMatchObject({ orderStatus: 'cancelled' })
    expect(there(order).status).toBe('cancelled')
    await pass(1)
    expect(await forwarding(order)).toMatchObject({ state: 'done' })
  })

  test('a cancellation that comes too late there is refused here', async () => {
    const order = await placeOrder()
    await forwarder.doAllDue()
    stub.cancel = 'too_late'
    const answer = await client.post(`/v1/orders/${order}/cancel`, {})
    expect(answer.status).toBe(409)
    expect(answer.body.detail).toMatch(/sent to warehouse, which does not cancel it: it has left/)
    expect((await part(order)).status).toBe('allocated')
  })

  test('what is stopped there instead is held here', async () => {
    const order = await placeOrder()
    await forwarder.doAllDue()
    stub.cancel = 'held'
    const answer = await client.post(`/v1/orders/${order}/cancel`, {})
    expect(answer.status).toBe(200)
    expect((await part(order)).status).toBe('hold')
    there(order).status = 'packed'
    await pass(2)
    expect((await part(order)).status).toBe('packed')
  })

  test('a refund of what was sent goes there first, all of it or none', async () => {
    const [early, late] = [await placeOrder(), await placeOrder()]
    await forwarder.doAllDue()
    const refund = (order: number, more: object = {}) =>
      client.post(`/v1/orders/${order}/after-sales`, { kind: 'refund', goods: 'unshipped', ...more })
    const piece = await refund(early, { lines: [{ lineNumber: 1, quantity: 1 }] })
    expect(piece.status, piece.text).toBe(409)
    expect(there(early).status).toBe('received')
    const whole = await refund(early)
    expect(whole.status, whole.text).toBeLessThan(300)
    expect(there(early).status).toBe('cancelled')
    stub.cancel = 'too_late'
    expect((await refund(late)).status).toBe(409)
    expect((await part(late)).status).toBe('allocated')
  })

  test('what has not been sent is cancelled at once, and never sent', async () => {
    const order = await placeOrder()
    const answer = await client.post(`/v1/orders/${order}/cancel`, {})
    expect(answer.body).toMatchObject({ orderStatus: 'cancelled' })
    await pass(1)
    expect(placings()).toBe(0)
  })

  test('of what was sent, nothing is split, packed or held here; held before, it is sent when released', async () => {
    const order = await placeOrder()
    expect((await client.post(`/v1/fulfilment-orders/${order}-1/hold`, { reason: 'wait' })).status).toBe(200)
    await pass(1)
    expect(placings()).toBe(0)
    expect((await client.post(`/v1/fulfilment-orders/${order}-1/release`, {})).status).toBe(200)
    await forwarder.doAllDue()
    expect(placings()).toBe(1)
    for (const act of ['pack', 'hold']) {
      const body = act === 'hold' ? { reason: 'wait' } : {}
      const answer = await client.post(`/v1/fulfilment-orders/${order}-1/${act}`, body)
      expect(answer.status, answer.text).toBe(409)
      expect(answer.body).toMatchObject({ state: 'sent to warehouse' })
    }
  })
})
