// Orders that another platform ships are followed until they arrive.
import { describe, expect, test } from 'vitest'
import type { UpstreamParcel } from '../../src/wire/upstream.js'
import { forwardingScenes } from './forwarding-stage.js'

const scene = forwardingScenes()

const parcel = (trackingNumber: string, quantity: number | null, more: Partial<UpstreamParcel> = {}) => ({
  carrier: 'DHL',
  trackingNumber,
  packageNumber: null,
  lines: quantity === null ? null : [{ sku: 'their-mug', quantity }],
  shippedAt: null,
  deliveredAt: null,
  events: [],
  ...more,
})

describe('coming back', () => {
  test('what has changed there is asked for now if somebody wants it', async () => {
    const order = await scene.placeOrder(3)
    await scene.forwarder.doAllDue()
    scene.there(order).status = 'partially_shipped'
    scene.there(order).parcels = [parcel('T1', 1)]
    await scene.forwarder.doAllDue()
    expect(await scene.part(order)).toMatchObject({ shipments: [] })
    expect((await scene.client.post(`/v1/connections/${scene.connection}/poll`)).status).toBe(200)
    await scene.forwarder.doAllDue()
    expect(await scene.part(order)).toMatchObject({ shipments: [{ trackingNumber: 'T1' }] })
    expect((await scene.client.post('/v1/connections/99/poll')).status).toBe(404)
  })

  test('what a list tells without its parcels is read once, and not again for being listed again', async () => {
    const order = await scene.placeOrder(3)
    await scene.forwarder.doAllDue()
    const reads = () => scene.stub.asked.filter((path) => path === '/read').length
    const before = reads()
    scene.there(order).status = 'packed'
    scene.there(order).parcels = null
    for (const _ of [1, 2, 3, 4]) await scene.pass(2)
    expect(reads() - before).toBe(1)
    await scene.pass(15)
    expect(reads() - before).toBe(2)
  })

  test('two parcels are two shipments, whichever comes first, and each only once', async () => {
    const order = await scene.placeOrder(3)
    await scene.forwarder.doAllDue()
    scene.there(order).status = 'partially_shipped'
    scene.there(order).parcels = [parcel('T1', 1)]
    await scene.pass(2)
    expect(await scene.part(order)).toMatchObject({ status: 'packed', shipments: [{ trackingNumber: 'T1' }] })
    scene.there(order).status = 'shipped'
    scene.there(order).parcels = [parcel('T2', 2), parcel('T1', 1)]
    await scene.pass(2)
    const shipped = await scene.part(order)
    expect(shipped.status).toBe('handed_over')
    expect(shipped.shipments.map((one) => one.trackingNumber)).toEqual(['T1', 'T2'])
    scene.there(order).status = 'received'
    scene.there(order).parcels = []
    await scene.pass(2)
    expect(await scene.part(order)).toEqual(shipped)
    scene.there(order).status = 'delivered'
    scene.there(order).parcels = [parcel('T1', 1, { deliveredAt: scene.hub.now() })]
    await scene.pass(2)
    expect((await scene.part(order)).status).toBe('delivered')
    expect(await scene.forwarding(order)).toMatchObject({ state: 'done', upstreamStatus: 'delivered' })
  })

  test('three parcels of one line are packed anew as they come', async () => {
    const order = await scene.placeOrder(3)
    await scene.forwarder.doAllDue()
    scene.there(order).status = 'partially_shipped'
    for (const count of [1, 2, 3]) {
      scene.there(order).parcels?.push(parcel(`T${count}`, 1))
      await scene.pass(2)
      expect((await scene.part(order)).shipments).toHaveLength(count)
    }
    expect((await scene.part(order)).status).toBe('handed_over')
  })

  test('parcels that don’t tell what is in them count when all of it has left', async () => {
    const order = await scene.placeOrder(3)
    await scene.forwarder.doAllDue()
    scene.there(order).status = 'partially_shipped'
    scene.there(order).parcels = [parcel('T1', null)]
    await scene.pass(2)
    expect((await scene.part(order)).status).toBe('packed')
    scene.there(order).status = 'shipped'
    scene.there(order).parcels?.push(parcel('T2', null))
    await scene.pass(2)
    const shipped = await scene.part(order)
    expect(shipped.status).toBe('handed_over')
    expect(shipped.shipments.map((one) => one.trackingNumber)).toEqual(['T1', 'T2'])
  })

  test('what is short there is held here, until it is not', async () => {
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    scene.there(order).status = 'short'
    await scene.pass(2)
    expect((await scene.part(order)).status).toBe('hold')
    scene.there(order).status = 'allocated'
    await scene.pass(2)
    expect((await scene.part(order)).status).toBe('allocated')
  })

  test('what is cancelled there is cancelled here', async () => {
    const order = await scene.placeOrder()
    await scene.forwarder.doAllDue()
    scene.there(order).status = 'cancelled'
    await scene.pass(2)
    const { body } = await scene.client.get(`/v1/orders/${order}`)
    expect(body).toMatchObject({ orderStatus: 'cancelled' })
    expect(await scene.forwarding(order)).toMatchObject({ state: 'done' })
  })
})
