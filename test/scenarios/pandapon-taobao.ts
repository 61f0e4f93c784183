/** Taobao's side of PandaPon: two hundred phone holders and a hundred cables, of which the cables come back. */
import { expect } from 'vitest'
import { ITEMS, RECEIVER } from '../support/pandapon.js'
import { DAY_MS, expectBalance, HOUR_MS, MINUTE_MS, STATUSES, type Stage } from './pandapon-stage.js'
import type { Json } from './story.js'

const [[HOLDER, HOLDER_SKU], [CABLE, CABLE_SKU]] = ITEMS
const HOLDERS = { carrier: 'SF', trackingNumber: 'SF1548791154154', packageNumber: 'P1' }
const CABLES = { carrier: 'ZTO', trackingNumber: '78753196186473', packageNumber: 'P2' }

/** What a step has to have led to: of the order, and of both of its sub-orders. */
interface Expected {
  readonly order: Json
  readonly subs: readonly [Json, Json]
  readonly native: Json
}

export async function fromSearchToReturn(stage: Stage): Promise<void> {
  const { story, buyer, warehouse } = stage

  story.chapter('Found', 'Goods are ordered by their `mpId` and `skuId`; prices are in fen.')
  const goods =
    'data.{total,list[].{mpId,itemId,title,price,quantity,status,skuList[].{skuId,price,quantity}}}'
  const found = await buyer.get(`/open/goods/search?keyword=${encodeURIComponent('手机支架')}`, {
    show: goods,
  })
  expect(found.data).toMatchObject({ total: 1, list: [{ mpId: HOLDER, skuList: [{ skuId: HOLDER_SKU }] }] })

  story.chapter('Put into the cart')
  const row = { mpId: HOLDER, mpSkuId: HOLDER_SKU, itemTitle: '手机支架', quantity: 200, price: 1 }
  const holders = await buyer.post('/open/cart/add', row)
  const cables = await buyer.post('/open/cart/add', {
    mpId: CABLE,
    mpSkuId: CABLE_SKU,
    itemTitle: '数据线',
    quantity: 100,
    price: 1,
  })
  const cart = 'data.{enableList[].cartItemInfos[].{id,itemTitle,price,quantity,amountOnSale},disableList}'
  const filled = await buyer.get('/open/cart/list', { show: cart })
  expect(filled.data.enableList[0].cartItemInfos).toHaveLength(2)

  story.chapter('Ordered from the cart', 'The stock is reserved, and nothing is paid.')
  const fromCart = { ids: [holders.data, cables.data], orderAddress: RECEIVER }
  const previewed = await buyer.post('/open/cart/preview/order', fromCart, {
    showBody: 'ids',
    show: 'data.{success,currency,totalAmount,domesticPostFee}',
  })
  expect(previewed.data).toMatchObject({ success: true, totalAmount: 300 })
  const { data: made } = await buyer.post('/open/cart/create/order', fromCart, {
    show: 'code,data.{id,orderNo,subOrderVOS[].{subOrderId,itemId,quantity,taobaoSubPurchaseId},createTime}',
  })
  const told = new Told(stage, made)
  expect(made.createTime).toBe('2026-01-15 16:30:00')
  expect((await buyer.get('/open/cart/list')).data).toEqual({ enableList: [], disableList: [] })
  await told.readBack({
    order: { status: 0, taobaoStatus: 'WAIT_BUYER_P', payTime: null, shipTime: null },
    subs: [{ status: 0, refundStatus: 0 }, { status: 0 }],
    native: {
      orderStatus: 'waiting_payment',
      financialStatus: 'on_request',
      fulfilmentOrders: [{ status: 'drafted' }],
    },
  })

  await story.pass(10 * MINUTE_MS)
  story.chapter('Paid', 'From the balance, once. What is paid is not cancelled, but asked back.')
  const pay = { orderIds: [made.id] }
  for (let time = 1; time <= 2; time++) {
    expect((await buyer.post('/open/order/pay', pay)).data).toEqual({ successList: [made.id], failList: [] })
  }
  await expectBalance(stage, 100_000 - 300)
  const cancelled = await buyer.post('/open/order/cancel', { orderId: made.id, cancelReason: '不想要了' })
  expect(cancelled).toMatchObject({ code: 40902, data: null, msg: expect.stringContaining(made.id) })
  await told.readBack({
    order: { status: 10, taobaoStatus: 'WAIT_SELLER_SEND_GOODS', payTime: '2026-01-15 16:40:00' },
    subs: [{ status: 10, logisticsNumber: null }, { status: 10 }],
    native: {
      financialStatus: 'paid',
      paidAt: '2026-01-15T08:40:00.500Z',
      fulfilmentOrders: [{ status: 'allocated' }],
    },
  })

  await story.pass(2 * HOUR_MS)
  story.chapter('Packed in two parcels', 'PandaPon has no word for that: nothing is on its way yet.')
  const packages = [
    { packageNumber: 'P1', weightGrams: 9200, lines: [{ lineNumber: 1, quantity: 200 }] },
    { packageNumber: 'P2', weightGrams: 2300, lines: [{ lineNumber: 2, quantity: 100 }] },
  ]
  await warehouse.post(`${told.part}/pack`, { packages }, { show: 'number,status,times' })
  expect((await told.parcelsOf(0)).pnmLogisticsDetails).toEqual([])
  await told.readBack({
    order: { status: 10, shipTime: null },
    subs: [{ status: 10 }, { status: 10 }],
    native: { fulfilmentStatus: 'waiting_to_ship', fulfilmentOrders: [{ status: 'packed' }] },
  })

  await story.pass(HOUR_MS)
  story.chapter(
    'The first parcel leaves',
    'Its sub-order is on its way; the order stands where the last of its sub-orders does.',
  )
  await warehouse.post(`${told.part}/hand-over`, HOLDERS, { show: 'number,status' })
  await told.readBack({
    order: { status: 10, taobaoStatus: 'WAIT_SELLER_SEND_GOODS', shipTime: null },
    subs: [
      { status: 11, logisticsCompanyName: 'SF', logisticsNumber: HOLDERS.trackingNumber },
      { status: 10, logisticsCompanyName: null, logisticsNumber: null },
    ],
    native: { fulfilmentStatus: 'partially_shipped', fulfilmentOrders: [{ status: 'packed' }] },
  })

  await story.pass(HOUR_MS)
  story.chapter('The second parcel leaves')
  await warehouse.post(`${told.part}/hand-over`, CABLES, { show: 'number,status,times' })
  await told.readBack({
    order: { status: 11, taobaoStatus: 'WAIT_BUYER_CONFIRM_GOODS', shipTime: '2026-01-15 20:40:00' },
    subs: [{ status: 11 }, { status: 11, logisticsNumber: CABLES.trackingNumber }],
    native: { fulfilmentStatus: 'fully_shipped', fulfilmentOrders: [{ status: 'handed_over' }] },
  })
  await told.listedAs(11)

  await story.pass(DAY_MS)
  story.chapter('The carriers’ news', 'It comes out of order, and some of it twice; it is told newest first.')
  const station = { country: 'CN', state: '浙江省', city: '杭州市', facility: '杭州转运中心' }
  const arrived = { ...station, at: '2026-01-16T02:05:00Z', status: 'arrived', description: '已到达' }
  const departed = { ...station, at: '2026-01-16T04:10:00Z', status: 'departed', description: '已发出' }
  const signed = { at: '2026-01-16T08:20:00Z', status: 'delivered', description: '已签收' }
  await told.track(HOLDERS, [departed])
  await told.track(HOLDERS, [arrived, departed, signed])
  await told.track(CABLES, [arrived])
  const { pnmLogisticsDetails: parcels } = await told.parcelsOf(0)
  expect(parcels).toMatchObject([
    {
      mailNo: HOLDERS.trackingNumber,
      logisticsTraces: [
        { time: '2026-01-16 16:20:00', status: 'SIGN' },
        { time: '2026-01-16 12:10:00', status: 'TRANSPORT', action: 'TMS_STATION_OUT', city: '杭州市' },
        { time: '2026-01-16 10:05:00', status: 'TRANSPORT', action: 'TMS_STATION_IN' },
      ],
      logisticsGoods: [{ quantity: '200' }],
    },
  ])
  await told.readBack({
    order: { status: 11 },
    subs: [{ status: 9 }, { status: 11 }],
    native: { orderStatus: 'processing', fulfilmentStatus: 'fully_shipped' },
  })

  await story.pass(DAY_MS)
  story.chapter('Received', 'There is no status for a trade that is over: it is shown as another one.')
  await told.track(CABLES, [{ ...signed, at: '2026-01-17T09:00:00Z' }])
  await told.readBack({
    order: { status: 9, taobaoStatus: 'OTHER_STATUS', shipTime: '2026-01-15 20:40:00' },
    subs: [{ status: 9 }, { status: 9 }],
    native: { orderStatus: 'completed', fulfilmentStatus: 'completed' },
  })

  await story.pass(3 * DAY_MS)
  story.chapter('The cables are asked back', 'The form first; then the request, which is changed once.')
  const wish = { subOrderId: made.subOrderVOS[1].subOrderId, refundType: 2, goodsStatus: 2 }
  const form = await buyer.post('/open/order/refund/render', wish, {
    show: 'data.{refundOrderTemplate.{refundReasons,goodsStatusList,maxRefundFee},currency,saleFlag}',
  })
  expect(form.data).toMatchObject({
    saleFlag: true,
    refundOrderTemplate: { maxRefundFee: { refundFee: 100 } },
  })
  const asked = { ...wish, reasonId: 4, refundFee: 100, refundDesc: '接口松动' }
  const { refundId } = (await buyer.post('/open/order/refund/submit', asked)).data
  story.call(refundId, 'refund')
  await buyer.post('/open/order/refund/modify', { refundId, refundFee: 90 })
  await buyer.post('/open/order/refund/submit/message', { refundId, refundMessage: '已附照片' })
  await told.refunded(refundId, { refundStatus: 10, refundFee: 90, reasonDesc: '质量问题', canEditFee: true })
  await told.readBack({
    order: { status: 9 },
    subs: [{ refundStatus: 0 }, { refundStatus: 10 }],
    native: { refundStatus: 'refunding', afterSales: [{ kind: 'return', status: 'requested' }] },
  })

  await story.pass(HOUR_MS)
  story.chapter('Granted, and sent back')
  const afterSale = `/v1/after-sales/${refundId}`
  await warehouse.post(`${afterSale}/approve`, {}, { show: 'kind,status,amountMinor,times' })
  await told.refunded(refundId, { refundStatus: 20, canEditFee: false })
  const parcel = { refundId, logisticsCompanyCode: 'SF', logisticsNo: 'SF12181323546' }
  expect((await buyer.post('/open/order/refund/logistics/submit', parcel)).data).toBe(true)
  const back = await told.refunded(refundId, { refundStatus: 30 })
  expect(back.logistics).toMatchObject({
    logisticsNo: 'SF12181323546',
    logisticsCompany: { logisticsCompanyCode: 'SF' },
  })
  await told.readBack({
    order: { status: 9 },
    subs: [{ refundStatus: 0 }, { refundStatus: 30 }],
    native: { refundStatus: 'refunding', afterSales: [{ status: 'sent_back' }] },
  })

  await story.pass(2 * DAY_MS)
  story.chapter(
    'Received by the warehouse',
    'Ninety cables are stock again, ten are broken; the money comes back to the balance.',
  )
  const received = [
    { lineNumber: 2, quantity: 90, condition: 'sellable' },
    { lineNumber: 2, quantity: 10, condition: 'defective' },
  ]
  const shown = 'status,refundedMinor,received[].{sku,quantity,condition,location},times'
  await warehouse.post(`${afterSale}/receive`, { goods: received }, { show: shown })
  await expectBalance(stage, 100_000 - 300 + 90)
  const sku = encodeURIComponent(`${CABLE}/${CABLE_SKU}`)
  const level = await warehouse.get(`/v1/stock-levels?sku=${sku}&location=G006`, {
    show: 'data[].{location,onHand,reserved,available,defective}',
  })
  expect(level.data).toMatchObject([{ onHand: 500_000 - 100 + 90, reserved: 0 }])
  await told.refunded(refundId, { refundStatus: 100, refundFee: 90 })
  const listed = await buyer.post(
    '/open/order/refund/queryList',
    { purchaseOrderId: made.id, refundStatus: 100 },
    { show: 'data.{total,pageNo,pageSize,list[].refundOrder.{refundId,refundStatus,refundFee}}' },
  )
  expect(listed.data).toMatchObject({ total: 1, list: [{ refundOrder: { refundId, refundStatus: 100 } }] })
  await told.readBack({
    order: { status: 9, payTime: '2026-01-15 16:40:00' },
    subs: [{ refundStatus: 0 }, { refundStatus: 100 }],
    native: { refundStatus: 'partially_refunded', afterSales: [{ status: 'completed', refundedMinor: 90 }] },
  })
}

class Told {
  readonly orderNumber: number
  /** The path of its fulfilment order. */
  readonly part: string

  constructor(
    private readonly stage: Stage,
    private readonly made: Json,
  ) {
    const { story } = stage
    this.orderNumber = Number(made.id.slice(2, 16))
    this.part = `/v1/fulfilment-orders/${this.orderNumber}-1`
    story.call(this.orderNumber, 'order number')
    story.call(made.id, 'order')
    story.call(made.orderNo, 'orderNo')
    story.call(made.subOrderVOS[0].taobaoPurchaseId, 'purchase')
    for (const [index, name] of ['holders', 'cables'].entries()) {
      story.call(made.subOrderVOS[index].subOrderId, name)
      story.call(made.subOrderVOS[index].taobaoSubPurchaseId, `purchase of ${name}`)
    }
  }

  /** Through the detail, the page, which says the same, and the native API. */
  async readBack({ order, subs, native }: Expected): Promise<void> {
    const { buyer, warehouse } = this.stage
    const members = 'status,taobaoStatus,createTime,payTime,shipTime'
    const ofSubs = 'subOrderVOS[].{itemId,quantity,purchaseAmount,status,refundStatus,logisticsNumber}'
    const found = await buyer.get(`/open/order/detail?orderId=${this.made.id}`, {
      at: 'data',
      show: `${members},${ofSubs}`,
    })
    expect(found.data).toMatchObject({ ...order, createTime: '2026-01-15 16:30:00', subOrderVOS: subs })
    const { receiver, ...listed } = found.data
    expect(receiver).toMatchObject({ name: RECEIVER.name, mobile_phone: RECEIVER.mobile_phone })
    await this.listedAs(order.status, listed)
    const seen = await warehouse.get(`/v1/orders/${this.orderNumber}`, {
      show: `${STATUSES},fulfilmentOrders[].{number,status}`,
    })
    expect(seen).toMatchObject(native)
  }

  /** In the page of that status and in none of another one. */
  async listedAs(status: number, listed?: Json): Promise<void> {
    const { buyer } = this.stage
    for (const one of [0, 1, 3, 4, 5, 9, 10, 11]) {
      const page = await buyer.post('/open/purchase/page', { status: one }, { silent: true })
      if (one !== status) expect(page.data).toMatchObject({ total: 0, list: [] })
      else if (listed === undefined) expect(page.data.list).toMatchObject([{ id: this.made.id }])
      else expect(page.data.list).toEqual([listed])
    }
    if (listed !== undefined) return
    await buyer.post('/open/purchase/page', { status }, { show: 'data.{total,list[].{id,status,shipTime}}' })
  }

  async parcelsOf(sub: 0 | 1): Promise<Json> {
    const id = this.made.subOrderVOS[sub].taobaoSubPurchaseId
    const traces = 'logisticsTraces[].{statusDesc,province,city,action,facilityName,time,status}'
    const { data } = await this.stage.buyer.get(`/open/order/logistics/detail/get?subPurchaseOrderId=${id}`, {
      show: `data.{purchaseOrderOuterId,pnmLogisticsDetails[].{mailNo,${traces},logisticsPartner,logisticsGoods}}`,
    })
    return data
  }

  track({ trackingNumber }: { trackingNumber: string }, events: readonly object[]): Promise<Json> {
    const path = `/v1/orders/${this.orderNumber}/tracking`
    return this.stage.warehouse.post(path, { trackingNumber, events }, { show: STATUSES })
  }

  async refunded(refundId: string, expected: Json): Promise<Json> {
    const ofOrder =
      'refundOrder.{refundId,refundFee,refundType,goodsStatus,refundStatus,reasonDesc,canEditFee}'
    const ofParcel = 'logistics.{logisticsNo,logisticsCompany}'
    const { data } = await this.stage.buyer.get(`/open/order/refund/query?refundId=${refundId}`, {
      show: `data.{currency,refundOrderAggregate.{${ofOrder},${ofParcel}}}`,
    })
    expect(data.refundOrderAggregate.refundOrder).toMatchObject(expected)
    return data.refundOrderAggregate
  }
}
