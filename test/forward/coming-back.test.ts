// Orders that another platform ships are followed until they arrive.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { UpstreamParcel } from '../../src/wire/upstream.js'
import { type ForwardingScene, type ForwardingStage, openForwardingStage } from './forwarding-stage.js'

let stage: ForwardingStage
let hub: ForwardingStage['hub']
let forwarder: ForwardingStage['forwarder']
let pass: ForwardingStage['pass']
let scene: ForwardingScene
let client: ForwardingScene['client']
let stub: ForwardingScene['stub']
let connection: ForwardingScene['connection']
let placeOrder: ForwardingScene['placeOrder']
let forwarding: ForwardingScene['forwarding']
let part: ForwardingScene['part']
let there: ForwardingScene['there']

beforeAll(async () => {
  stage = await openForwardingStage()
  ;({ hub, forwarder, pass } = stage)
})
afterAll(() => stage.close())

beforeEach(async () => {
  scene = await stage.begin()
  ;({ client, stub, connection, placeOrder, forwarding, part, there } = scene)
})
afterEach(() => scene.end())

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
    const order = await placeOrder(3)
    await forwarder.doAllDue()
    there(order).status = 'partially_shipped'
    there(order).parcels = [parcel('T1', 1)]
    await forwarder.doAllDue()
    expect(await part(order)).toMatchObject({ shipments: [] })
    expect((await client.post(`/v1/connections/${connection}/poll`)).status).toBe(200)
    await forwarder.doAllDue()
    expect(await part(order)).toMatchObject({ shipments: [{ trackingNumber: 'T1' }] })
    expect((await client.post('/v1/connections/99/poll')).status).toBe(404)
  })

  test('what a list tells without its parcels is read once, and not again for being listed again', async () => {
    const order = await placeOrder(3)
    await forwarder.doAllDue()
    const reads = () => stub.asked.filter((path) => path === '/read').length
    const before = reads()
    there(order).status = 'packed'
    there(order).parcels = null
    for (const _ of [1, 2, 3, 4]) await pass(2)
    expect(reads() - before).toBe(1)
    await pass(15)
    expect(reads() - before).toBe(2)
  })

  test('two parcels are two shipments, whichever comes first, and each only once', async () => {
    const order = await placeOrder(3)
    await forwarder.doAllDue()
    there(order).status = 'partially_shipped'
    there(order).parcels = [parcel('T1', 1)]
    await pass(2)
    expect(await part(order)).toMatchObject({ status: 'packed', shipments: [{ trackingNumber: 'T1' }] })
    there(order).status = 'shipped'
    there(order).parcels = [parcel('T2', 2), parcel('T1', 1)]
    await pass(2)
    const shipped = await part(order)
    expect(shipped.status).toBe('handed_over')
    expect(shipped.shipments.map((one) => one.trackingNumber)).toEqual(['T1', 'T2'])
    there(order).status = 'received'
    there(order).parcels = []
    await pass(2)
    expect(await part(order)).toEqual(shipped)
    there(order).status = 'delivered'
    there(order).parcels = [parcel('T1', 1, { deliveredAt: hub.now() })]
    await pass(2)
    expect((await part(order)).status).toBe('delivered')
    expect(await forwarding(order)).toMatchObject({ state: 'done', upstreamStatus: 'delivered' })
  })

  test('three parcels of one line are packed anew as they come', async () => {
    const order = await placeOrder(3)
    await forwarder.doAllDue()
    there(order).status = 'partially_shipped'
    for (const count of [1, 2, 3]) {
      there(order).parcels?.push(parcel(`T${count}`, 1))
      await pass(2)
      expect((await part(order)).shipments).toHaveLength(count)
    }
    expect((await part(order)).status).toBe('handed_over')
  })

  test('parcels that don’t tell what is in them count when all of it has left', async () => {
    const order = await placeOrder(3)
    await forwarder.doAllDue()
    there(order).status = 'partially_shipped'
    there(order).parcels = [parcel('T1', null)]
    await pass(2)
    expect((await part(order)).status).toBe('packed')
    there(order).status = 'shipped'
    there(order).parcels?.push(parcel('T2', null))
    await pass(2)
    const shipped = await part(order)
    expect(shipped.status).toBe('handed_over')
    expect(shipped.shipments.map((one) => one.trackingNumber)).toEqual(['T1', 'T2'])
  })

  test('what is short there is held here, until it is not', async () => {
    const order = await placeOrder()
    await forwarder.doAllDue()
    there(order).status = 'short'
    await pass(2)
    expect((await part(order)).status).toBe('hold')
    there(order).status = 'allocated'
    await pass(2)
    expect((await part(order)).status).toBe('allocated')
  })

  test('what is cancelled there is cancelled here', async () => {
    const order = await placeOrder()
    await forwarder.doAllDue()
    there(order).status = 'cancelled'
    await pass(2)
    const { body } = await client.get(`/v1/orders/${order}`)
    expect(body).toMatchObject({ orderStatus: 'cancelled' })
    expect(await forwarding(order)).toMatchObject({ state: 'done' })
  })
})
