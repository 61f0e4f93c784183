// Orders that another platform ships are sent there once, whatever becomes of the answers.
import { describe, expect, test } from 'vitest'
import { openTenant } from '../http/native-client.js'
import { forwardingScenes } from './forwarding-stage.js'

const scene = forwardingScenes()

describe('sending', () => {
  test('an order is sent once, in the words of the platform', async () => {
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    await scene.pass(1)
    expect(scene.placings()).toBe(1)
    expect(scene.there(order).placed).toMatchObject({
      number: `${order}-1`,
      lines: [{ sku: 'their-mug', quantity: 3, unitPriceMinor: 1000 }],
      location: 'W1',
      carrier: 'SLOW',
      store: { name: 's', marketplace: 'US' },
      fields: { client_code: 'C1' },
    })
    expect(await scene.forwarding(order)).toMatchObject({
      state: 'sent',
      connection: { id: scene.connection, name: 'warehouse' },
      upstreamNumber: 'U-1',
      upstreamStatus: 'received',
      attempts: 1,
      problem: null,
    })
  })

  test('what was asked and answered is kept for people, without what is personal', async () => {
    scene.stub.faults.push('too_many')
    const order = await scene.placeOrder(2, { recipient: 'Zoë Quill' })
    await scene.forwarder.doAllDue()
    await scene.pass(1)
    await scene.client.post(`/v1/orders/${order}/cancel`, {})
    const list = await scene.client.get(`/v1/forwardings/${order}-1/calls`)
    expect(list.status, list.text).toBe(200)
    const calls = list.body.data as unknown as readonly { id: number; purpose: string; outcome: string }[]
    expect(calls.map(({ purpose, outcome }) => `${purpose} ${outcome}`)).toEqual([
      'cancel cancelled',
      'place accepted',
      'place try_later',
    ])
    const placing = await scene.client.get(`/v1/forwardings/${order}-1/calls/${calls[1]?.id}`)
    expect(placing.body).toMatchObject({ method: 'POST', path: '/place', status: 200, reason: null })
    expect(JSON.parse(String(placing.body.answer))).toEqual({ upstreamNumber: 'U-1' })
    const sent = JSON.parse(String(placing.body.request))
    expect(sent.order).toMatchObject({ number: `${order}-1`, address: { country: 'US' } })
    expect(placing.text).not.toContain('Quill')
    expect(calls[2]).toMatchObject({ status: 429, reason: 'too many requests' })
    const other = await openTenant(scene.hub)
    expect((await other.get(`/v1/forwardings/${order}-1/calls`)).status).toBe(404)
    expect((await other.get(`/v1/forwardings/${order}-1/calls/${calls[1]?.id}`)).status).toBe(404)
  })

  test('what is asked again and again is kept the last few times', async () => {
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    for (let count = 0; count < 6; count += 1) await scene.pass(16)
    const { body } = await scene.client.get(`/v1/forwardings/${order}-1/calls`)
    const purposes = (body.data as unknown as readonly { purpose: string }[]).map((one) => one.purpose)
    expect(purposes).toEqual(['read', 'read', 'read', 'place'])
  })

  test('what no rule sends out stays here', async () => {
    const rules = await scene.client.get('/v1/routing-rules')
    const removed = await scene.client.delete(`/v1/routing-rules/${rules.body.data?.[0]?.id}`)
    expect(removed.status).toBe(200)
    const made = await scene.client.post('/v1/routing-rules', {
      connection: String(scene.connection),
      country: 'FR',
    })
    expect(made.body).toMatchObject({ country: 'FR', location: null, priority: 100 })
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    expect(scene.placings()).toBe(0)
    expect((await scene.client.get(`/v1/forwardings/${order}-1`)).status).toBe(404)
  })

  test('a lost answer is looked up before anything else, and found', async () => {
    scene.stub.faults.push('lost_answer')
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    await scene.pass(1)
    expect(await scene.forwarding(order)).toMatchObject({ state: 'sent', upstreamNumber: 'U-1', attempts: 1 })
    expect(scene.placings()).toBe(1)
    expect(scene.stub.asked.slice(0, 2)).toEqual(['/place', '/changes'])
  })

  test('what is not found twice, ten minutes apart, is parked; a person sends it again', async () => {
    scene.stub.faults.push('never_came')
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    await scene.pass(1)
    expect(await scene.forwarding(order)).toMatchObject({ state: 'unknown', attempts: 1 })
    await scene.pass(9)
    expect(await scene.forwarding(order)).toMatchObject({ state: 'unknown' })
    await scene.pass(2)
    expect(await scene.forwarding(order)).toMatchObject({ state: 'parked', attempts: 1 })
    const parked = await scene.client.get('/v1/forwardings?state=parked')
    expect(parked.body.data).toHaveLength(1)
    expect(scene.placings()).toBe(1)
    const again = await scene.client.post(`/v1/forwardings/${order}-1/retry`)
    expect(again.body).toMatchObject({ state: 'due', problem: null })
    await scene.forwarder.doAllDue()
    expect(await scene.forwarding(order)).toMatchObject({ state: 'sent', attempts: 2 })
    expect(scene.stub.orders.size).toBe(1)
  })

  test('what is forwarded of one order is listed by its number, and of no other', async () => {
    const [first, second] = [await scene.placeOrder(), await scene.placeOrder()]
    await scene.forwarder.doAllDue()
    const listed = async (query: string) => {
      const { status, body, text } = await scene.client.get(`/v1/forwardings?${query}`)
      expect(status, text).toBe(200)
      return body.data?.map((one) => one.fulfilmentOrder)
    }
    expect(await listed(`order=${first}`)).toEqual([`${first}-1`])
    expect(await listed(`order=${second}&state=sent`)).toEqual([`${second}-1`])
    expect(await listed(`order=${second}&state=parked`)).toEqual([])
    expect(await listed(`order=${second + 1_000}`)).toEqual([])
    const wrong = await scene.client.get('/v1/forwardings?order=x')
    expect([wrong.status, wrong.body.field]).toEqual([422, 'order'])
  })

  test('an answer that nobody can read counts as none', async () => {
    scene.stub.faults.push('garbage')
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    await scene.pass(1)
    expect(await scene.forwarding(order)).toMatchObject({ state: 'sent', attempts: 1 })
  })

  test('a platform that has too much to do is left alone as long as it says', async () => {
    scene.stub.faults.push('too_many')
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    expect(await scene.forwarding(order)).toMatchObject({ state: 'due', problem: 'too many requests' })
    scene.hub.advance(29_000)
    await scene.forwarder.doAllDue()
    expect(scene.placings()).toBe(1)
    scene.hub.advance(1_000)
    await scene.forwarder.doAllDue()
    expect(await scene.forwarding(order)).toMatchObject({ state: 'sent', attempts: 2 })
  })

  test('a refusal parks it with the platform’s words', async () => {
    scene.stub.faults.push('refused')
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    expect(await scene.forwarding(order)).toMatchObject({ state: 'parked', problem: '400: no such SKU' })
    await scene.pass(60)
    expect(scene.placings()).toBe(1)
    const given = await scene.client.post(`/v1/forwardings/${order}-1/settle`, {
      outcome: 'given_up',
      reason: 'x',
    })
    expect(given.body).toMatchObject({ state: 'done', problem: 'x' })
  })

  test('a field that can’t be carried parks it before it is sent, naming the field', async () => {
    const order = await scene.placeOrder(1, { recipient: 'Bartholomew III' })
    await scene.forwarder.doAllDue()
    expect(await scene.forwarding(order)).toMatchObject({
      state: 'parked',
      field: 'address.recipient',
      problem: 'address.recipient is longer than 10',
      attempts: 0,
    })
    expect(scene.stub.asked).toEqual([])
  })

  test('a credential that is not known pauses the connection, and is told', async () => {
    scene.stub.faults.push('unauthorized')
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    const { body } = await scene.client.get(`/v1/connections/${scene.connection}`)
    expect(body).toMatchObject({ problem: 'the platform does not know the credential' })
    await scene.pass(2)
    expect(await scene.forwarding(order)).toMatchObject({ state: 'sent' })
  })

  test('a platform that is down costs no attempt that could be a second order', async () => {
    const { url } = scene.stub
    await scene.stub.close()
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    expect(await scene.forwarding(order)).toMatchObject({ state: 'due' })
    await scene.comeBack()
    expect(scene.stub.url).not.toBe(url)
    await scene.client.patch(`/v1/connections/${scene.connection}`, { baseUrl: scene.stub.url })
    await scene.pass(2)
    expect(await scene.forwarding(order)).toMatchObject({ state: 'sent' })
    expect(scene.placings()).toBe(1)
  })
})
