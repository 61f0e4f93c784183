// Shipments, parcels, and what carriers tell of them, read through Lingxing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWarehouse, pieces, type Warehouse } from '../../support/lingxing-warehouse.js'

let create: Warehouse['create']
let detail: Warehouse['detail']
let doing: Warehouse['doing']
let ship: Warehouse['ship']
let hub: Warehouse['hub']

beforeAll(async () => {
  ;({ hub, create, detail, doing, ship } = await openWarehouse())
})

afterAll(() => hub.close())

describe('logisticsInformation', () => {
  test('a shipment has its parcels as they leave, with what their carriers tell', async () => {
    const order = await create('L-1', { item_list: pieces(2) })
    const part = `/v1/fulfilment-orders/${order}-1`
    const parcel = (packageNumber: string) => ({ packageNumber, lines: [{ lineNumber: 1, quantity: 1 }] })
    await doing(`${part}/pack`, { packages: [parcel('2018784457'), parcel('2018784458')] })
    const shipments = async () => (await detail('logisticsInformation', 'L-1')).shipment_info
    const id = `T${order}-1`
    expect(await shipments()).toEqual([
      {
        amazon_shipment_id: id,
        fulfillment_shipment_status: 'PENDING',
        estimated_arrival_datetime: null,
        packages: [],
      },
    ])
    await doing(`${part}/hand-over`, {
      carrier: 'USPS',
      trackingNumber: '93748897',
      packageNumber: '2018784457',
    })
    expect(await shipments()).toMatchObject([
      { fulfillment_shipment_status: 'PENDING', packages: [{ package_number: '2018784457' }] },
    ])
    await doing(`${part}/hand-over`, { carrier: 'UPS', trackingNumber: '1Z999', packageNumber: '2018784458' })
    const events = [
      { at: '2026-01-31T04:21:00Z', status: 'in_customs', description: 'Customs' },
      {
        at: '2026-01-30T12:21:00Z',
        status: 'arrived',
        description: 'Package arrived at a carrier facility.',
        city: 'Columbia',
        state: 'SC',
      },
    ]
    await doing(`/v1/orders/${order}/tracking`, { trackingNumber: '93748897', events })
    const [shipment] = await shipments()
    expect(shipment.fulfillment_shipment_status).toBe('SHIPPED')
    expect(shipment.packages[0]).toEqual({
      shipItems: [
        { title: 'Phone Holder', quantity: 1, msku: 'msku123', package_number: '2018784457', sid: 17 },
      ],
      package_number: '2018784457',
      carrier_code: 'USPS',
      tracking_number: '93748897',
      current_status: 'IN_TRANSIT',
      estimated_arrival_datetime: null,
      ship_date: expect.stringMatching(/^2026-01-\d\dT\d\d:\d\d:\d\dZ$/),
      tracking_events: [
        {
          eventAddress: { country: null, city: '', state: '' },
          eventCode: 'EVENT_204',
          event: '清关中',
          eventDescription: 'Customs',
          // In Los Angeles, eight hours behind.
          eventDate: '2026-01-30 20:21:00',
        },
        {
          eventAddress: { country: null, city: 'Columbia', state: 'SC' },
          eventCode: 'EVENT_201',
          event: '已在站',
          eventDescription: 'Package arrived at a carrier facility.',
          eventDate: '2026-01-30 04:21:00',
        },
      ],
    })
    expect(shipment.packages[1]).toMatchObject({ current_status: null, tracking_events: [] })
  })

  test.each([
    ['announced', 'EVENT_101', 'UNKNOWN'],
    ['picked_up', 'EVENT_102', 'IN_TRANSIT'],
    ['arrived', 'EVENT_201', 'IN_TRANSIT'],
    ['departed', 'EVENT_202', 'IN_TRANSIT'],
    ['in_customs', 'EVENT_204', 'IN_TRANSIT'],
    ['in_transit', 'EVENT_202', 'IN_TRANSIT'],
    ['available_for_pickup', 'EVENT_308', 'AVAILABLE_FOR_PICKUP'],
    ['out_for_delivery', 'EVENT_302', 'OUT_FOR_DELIVERY'],
    ['delivery_attempted', 'EVENT_304', 'DELIVERY_ATTEMPTED'],
    ['exception', 'EVENT_418', 'DELAYED'],
    ['delivered', 'EVENT_301', 'DELIVERED'],
    ['returning', 'EVENT_408', 'RETURNING'],
    ['returned', 'EVENT_309', 'RETURNED'],
  ])('%s is %s, and the parcel %s', async (status, code, current) => {
    const number = `T-${status}`
    const order = await create(number)
    await ship(order, 1, number)
    const at = '2026-02-01T00:00:00Z'
    await doing(`/v1/orders/${order}/tracking`, { trackingNumber: number, events: [{ at, status }] })
    const [parcel] = (await detail('logisticsInformation', number)).shipment_info[0].packages
    expect([parcel.current_status, parcel.tracking_events[0].eventCode]).toEqual([current, code])
    // What a carrier tells late moves nothing back.
    const late = [{ at: '2026-01-01T00:00:00Z', status: 'announced', description: 'late' }]
    await doing(`/v1/orders/${order}/tracking`, { trackingNumber: number, events: late })
    const [after] = (await detail('logisticsInformation', number)).shipment_info[0].packages
    expect(after.current_status).toBe(current)
    expect(after.tracking_events).toHaveLength(2)
  })

  test('a shipment that was packed and is cancelled', async () => {
    const order = await create('L-2')
    await doing(`/v1/fulfilment-orders/${order}-1/pack`)
    await doing(`/v1/orders/${order}/cancel`)
    expect((await detail('logisticsInformation', 'L-2')).shipment_info).toMatchObject([
      { fulfillment_shipment_status: 'CANCELLED_BY_SELLER', packages: [] },
    ])
  })
})
