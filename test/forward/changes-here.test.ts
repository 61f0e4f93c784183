// What is changed here of an order that another platform ships goes there first.
import { describe, expect, test } from 'vitest'
import { forwardingScenes } from './forwarding-stage.js'

const scene = forwardingScenes()

describe('changes here', () => {
  test('a cancellation goes there first, and is done here if it is done there', async () => {
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    const answer = await scene.client.post(`/v1/orders/${order}/cancel`, { reason: 'changed my mind' })
    expect(answer.body).toMatchObject({ orderStatus: 'cancelled' })
    expect(scene.there(order).status).toBe('cancelled')
    await scene.pass(1)
    expect(await scene.forwarding(order)).toMatchObject({ state: 'done' })
  })

  test('a cancellation that comes too late there is refused here', async () => {
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    scene.stub.cancel = 'too_late'
    const answer = await scene.client.post(`/v1/orders/${order}/cancel`, {})
    expect(answer.status).toBe(409)
    expect(answer.body.detail).toMatch(/sent to warehouse, which does not cancel it: it has left/)
    expect((await scene.part(order)).status).toBe('allocated')
  })

  test('what is stopped there instead is held here', async () => {
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    scene.stub.cancel = 'held'
    const answer = await scene.client.post(`/v1/orders/${order}/cancel`, {})
    expect(answer.status).toBe(200)
    expect((await scene.part(order)).status).toBe('hold')
    scene.there(order).status = 'packed'
    await scene.pass(2)
    expect((await scene.part(order)).status).toBe('packed')
  })

  test('a refund of what was sent goes there first, all of it or none', async () => {
    const [early, late] = [await scene.placeOrder(), await scene.placeOrder()]
    await scene.forwarder.doAllDue()
    const refund = (order: number, more: object = {}) =>
      scene.client.post(`/v1/orders/${order}/after-sales`, { kind: 'refund', goods: 'unshipped', ...more })
    const piece = await refund(early, { lines: [{ lineNumber: 1, quantity: 1 }] })
    expect(piece.status, piece.text).toBe(409)
    expect(scene.there(early).status).toBe('received')
    const whole = await refund(early)
    expect(whole.status, whole.text).toBeLessThan(300)
    expect(scene.there(early).status).toBe('cancelled')
    scene.stub.cancel = 'too_late'
    expect((await refund(late)).status).toBe(409)
    expect((await scene.part(late)).status).toBe('allocated')
  })

  test('what has not been sent is cancelled at once, and never sent', async () => {
    const order = await scene.placeOrder()
    const answer = await scene.client.post(`/v1/orders/${order}/cancel`, {})
    expect(answer.body).toMatchObject({ orderStatus: 'cancelled' })
    await scene.pass(1)
    expect(scene.placings()).toBe(0)
  })

  test('of what was sent, nothing is split, packed or held here; held before, it is sent when released', async () => {
    const order = await scene.placeOrder()
    expect(
      (await scene.client.post(`/v1/fulfilment-orders/${order}-1/hold`, { reason: 'wait' })).status,
    ).toBe(200)
    await scene.pass(1)
    expect(scene.placings()).toBe(0)
    expect((await scene.client.post(`/v1/fulfilment-orders/${order}-1/release`, {})).status).toBe(200)
    await scene.forwarder.doAllDue()
    expect(scene.placings()).toBe(1)
    for (const act of ['pack', 'hold']) {
      const body = act === 'hold' ? { reason: 'wait' } : {}
      const answer = await scene.client.post(`/v1/fulfilment-orders/${order}-1/${act}`, body)
      expect(answer.status, answer.text).toBe(409)
      expect(answer.body).toMatchObject({ state: 'sent to warehouse' })
    }
  })
})
