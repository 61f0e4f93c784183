/** 1688's side of PandaPon: two folding chairs and three boxes of one merchant, of which a box comes back. */
import { expect } from 'vitest'
import { DAY_MS, expectBalance, HOUR_MS, MINUTE_MS, STATUSES, type Stage } from './pandapon-stage.js'
import type { Json } from './story.js'

export const CHAIR = { offerId: 889512351602, specId: '530ad00177264564503ec3b848650652' }
export const BOX = { offerMapId: 'L0PTnwSnx_dWNZWCtgK7Gg', specId: 'e61a85a671bb3d0301d0412b51641c6b' }
const MERCHANT = 'BBBgGWh2O6JFI6v1aQuZVgRIA'
const ADDRESS = {
  fullName: 'zhang',
  mobile: '18600888861',
  postCode: '100000',
  provinceText: '浙江省',
  cityText: '杭州市',
  areaText: '西湖区',
  townText: '转塘',
  address: 'xxxxxxx',
}
/** Two chairs and three boxes, in fen. */
const COST = 2 * 2900 + 3 * 1280
const FIRST = { carrier: 'YTO', trackingNumber: 'YT6671254910023', packageNumber: 'C1' }
const SECOND = { carrier: 'YTO', trackingNumber: 'YT6671254910024', packageNumber: 'C2' }

export async function fromCartToReturn(stage: Stage): Promise<void> {
  const { story, buyer, warehouse } = stage

  await story.pass(HOUR_MS)
  story.chapter(
    '1688: found, and put into the cart',
    'Of 1688’s goods, an `offerId` or `offerMapId` and a `specId` are the names; its cart is one of its own.',
  )
  const keyword = encodeURIComponent('折叠椅')
  const found = await buyer.get(`/open/goods/search?keyword=${keyword}`, {
    show: 'data.{total,list[].{mpId,title,price,skuList[].{skuId,price,quantity}}}',
  })
  expect(found.data).toMatchObject({ list: [{ mpId: String(CHAIR.offerId), price: 2900 }] })
  const ofMerchant = { sellerOpenId: MERCHANT }
  const chairs = await buyer.post('/alibaba/cart/add', { ...CHAIR, ...ofMerchant, quantity: 2 })
  const boxes = await buyer.post('/alibaba/cart/add', { ...BOX, ...ofMerchant, quantity: 3 })
  const rows = 'data.enableList[].{sellerOpenId,cartItemInfos[].{id,offerMapId,price,quantity,amountOnSale}}'
  const cart = await buyer.get('/v2/alibaba/cart/list', { show: rows })
  expect(cart.data.enableList).toMatchObject([{ sellerOpenId: MERCHANT, cartItemInfos: [{}, {}] }])

  story.chapter('1688: ordered', 'A preview first, which writes nothing; then one order for each merchant.')
  const fromCart = { addressParam: ADDRESS, cartIds: [chairs.data, boxes.data] }
  const previewed = await buyer.post('/alibaba/cart/preview/order', fromCart, {
    show: 'data.{orderPreviewResuslt[].{status,sumPayment,sumCarriage,sumPaymentNoCarriage},success}',
  })
  expect(previewed.data.orderPreviewResuslt).toMatchObject([{ status: true, sumPayment: COST }])
  const { data: made } = await buyer.post(
    '/alibaba/cart/create/order',
    { flow: 'general', ...fromCart },
    { showBody: 'flow,cartIds' },
  )
  expect(made).toMatchObject([{ sellerOpenId: MERCHANT, totalSuccessAmount: COST, failedOfferList: [] }])
  const told = new Told(stage, made[0].orderId)
  await told.readBack(
    { orderStatus: 'WAITING_FOR_PAYMENT', payStatus: 1, payTime: null, shipTime: null },
    { orderStatus: 'waiting_payment', financialStatus: 'on_request' },
  )

  await story.pass(10 * MINUTE_MS)
  story.chapter('1688: paid', 'From now on it is not cancelled any more.')
  const paid = await buyer.post('/alibaba/order/batch/submit/to/pay', { orderIds: [told.orderId] })
  expect(paid.data).toEqual({ successList: [told.orderId], failList: [] })
  await expectBalance(stage, 100_000 - COST)
  const cancel = { webSite: '1688', orderId: told.orderId, cancelReason: 'buyerCancel' }
  expect((await buyer.post('/alibaba/order/cancel', cancel)).code).toBe(40902)
  const payTime = '2026-01-22 22:50:00'
  await told.readBack(
    { orderStatus: 'WAITING_FOR_SENT', payStatus: 2, payTime },
    { orderStatus: 'processing', financialStatus: 'paid', fulfilmentOrders: [{ status: 'allocated' }] },
  )

  await story.pass(2 * HOUR_MS)
  story.chapter('1688: packed', 'A chair in each parcel, the boxes with the second one.')
  const packages = [
    { packageNumber: 'C1', weightGrams: 3100, lines: [{ lineNumber: 1, quantity: 1 }] },
    {
      packageNumber: 'C2',
      weightGrams: 3900,
      lines: [
        { lineNumber: 1, quantity: 1 },
        { lineNumber: 2, quantity: 3 },
      ],
    },
  ]
  await warehouse.post(`${told.part}/pack`, { packages }, { show: 'number,status,times' })
  expect((await told.parcels()).pnmLogisticsDetails).toEqual([])
  await told.readBack(
    { orderStatus: 'WAITING_FOR_SENT', shipTime: null },
    { fulfilmentStatus: 'waiting_to_ship', fulfilmentOrders: [{ status: 'packed' }] },
  )

  await story.pass(HOUR_MS)
  story.chapter('1688: the first parcel leaves')
  await warehouse.post(`${told.part}/hand-over`, FIRST, { show: 'number,status' })
  await told.readBack(
    { orderStatus: 'WAITING_FOR_RECEIVE', payStatus: 2, shipTime: null },
    { fulfilmentStatus: 'partially_shipped' },
  )

  await story.pass(HOUR_MS)
  story.chapter('1688: the second parcel leaves')
  await warehouse.post(`${told.part}/hand-over`, SECOND, { show: 'number,status,times' })
  const shipTime = '2026-01-23 02:50:00'
  await told.readBack(
    { orderStatus: 'WAITING_FOR_RECEIVE', shipTime },
    { fulfilmentStatus: 'fully_shipped', fulfilmentOrders: [{ status: 'handed_over' }] },
  )

  await story.pass(DAY_MS)
  story.chapter('1688: the carrier’s news', 'The first parcel has come, the second one is at a station.')
  const station = { country: 'CN', state: '浙江省', city: '金华市', facility: '金华转运中心' }
  const arrived = { ...station, at: '2026-01-22T23:00:00Z', status: 'arrived', description: '已到达' }
  const departed = { ...station, at: '2026-01-23T04:30:00Z', status: 'departed', description: '已发出' }
  const signed = { at: '2026-01-23T10:15:00Z', status: 'delivered', description: '已签收' }
  await told.track(FIRST, [signed, arrived, departed])
  await told.track(SECOND, [arrived])
  const { pnmLogisticsDetails: parcels } = await told.parcels()
  expect(parcels).toMatchObject([
    {
      mailNo: FIRST.trackingNumber,
      logisticsTraces: [
        { status: 'SIGN', time: '2026-01-23 18:15:00' },
        { action: 'TMS_STATION_OUT', time: '2026-01-23 12:30:00', facilityName: '金华转运中心' },
        { action: 'TMS_STATION_IN', time: '2026-01-23 07:00:00' },
      ],
      receiver: { name: 'zhang', zipCode: '100000' },
      logisticsGoods: [{ quantity: '1' }],
    },
    {
      mailNo: SECOND.trackingNumber,
      logisticsTraces: [{ status: 'TRANSPORT' }],
      logisticsGoods: [{ quantity: '1' }, { quantity: '3' }],
    },
  ])
  await told.readBack({ orderStatus: 'WAITING_FOR_RECEIVE' }, { orderStatus: 'processing' })

  await story.pass(DAY_MS)
  story.chapter('1688: received', 'As the buyer confirms; once more changes nothing.')
  const received = { success: true, errorInfo: '', errorCode: '' }
  for (let time = 1; time <= 2; time++) {
    const confirmed = await buyer.post('/alibaba/order/receivegoods', { orderId: told.orderId })
    expect(confirmed.data).toEqual(received)
  }
  await told.readBack(
    { orderStatus: 'FINISHED', payStatus: 2, payTime, shipTime, refundStatus: null, refundAmount: 0 },
    { orderStatus: 'completed', fulfilmentStatus: 'completed', fulfilmentOrders: [{ status: 'delivered' }] },
  )

  await story.pass(2 * DAY_MS)
  story.chapter('1688: the boxes are asked back', 'With a reason of those that are offered.')
  const entries = { orderId: told.orderId, orderEntryIds: [told.entries[1]] }
  const reasons = await buyer.post('/alibaba/refund/reasons', { ...entries, goodsStatus: 2 })
  expect(reasons.data.refundReasons).toContainEqual({ reasonId: 4, reasonDesc: '质量问题', tips: null })
  const asked = { disputeRequest: 'returnRefund', applyPayment: 3 * 1280, applyReasonId: 4 }
  const wish = { ...entries, ...asked, description: '盖子破裂' }
  const { refundId } = (await buyer.post('/alibaba/refund/create', wish)).data
  expect(refundId).toMatch(/^TQ\d{19}$/)
  story.call(refundId, 'refund')
  const afterSaleNumber = Number(refundId.slice(2))
  story.call(afterSaleNumber, 'after-sale number')
  await told.refunded(refundId, { refundStatus: 'APPLIED_REFUND', applyPayment: 3840, refundAmount: 0 })
  await told.readBack(
    { orderStatus: 'FINISHED', refundStatus: 'APPLIED_REFUND', refundAmount: 0 },
    { refundStatus: 'refunding', afterSales: [{ kind: 'return', status: 'requested' }] },
  )

  await story.pass(HOUR_MS)
  story.chapter('1688: granted, and sent back')
  const afterSale = `/v1/after-sales/${afterSaleNumber}`
  await warehouse.post(`${afterSale}/approve`, {}, { show: 'kind,status,amountMinor,times' })
  await told.refunded(refundId, { refundStatus: 'AGREE_TO_REFUND' })
  const back = { refundId, logisticsCompanyNo: 'SF', freightBill: 'SF1338745120987', description: '三个盒子' }
  const sent = await buyer.post('/alibaba/refund/goods/return', back)
  expect(sent.data).toEqual({ success: true, errorCode: '', errorInfo: '' })
  await told.refunded(refundId, {
    refundStatus: 'WAITING_SELLER_RECEIPT',
    logisticsCompanyNo: 'SF',
    freightBill: 'SF1338745120987',
  })
  await told.readBack(
    { refundStatus: 'WAITING_SELLER_RECEIPT', refundAmount: 0 },
    { refundStatus: 'refunding', afterSales: [{ status: 'sent_back' }] },
  )

  await story.pass(2 * DAY_MS)
  story.chapter('1688: received by the warehouse', 'Two boxes are stock again, one is broken.')
  const goods = [
    { lineNumber: 2, quantity: 2, condition: 'sellable' },
    { lineNumber: 2, quantity: 1, condition: 'scrapped' },
  ]
  const shown = 'status,refundedMinor,received[].{sku,quantity,condition,location},times'
  await warehouse.post(`${afterSale}/receive`, { goods }, { show: shown })
  await expectBalance(stage, 100_000 - COST + 3 * 1280)
  const sku = encodeURIComponent(`${BOX.offerMapId}/${BOX.specId}`)
  const level = await warehouse.get(`/v1/stock-levels?sku=${sku}&location=G006`, {
    show: 'data[].{location,onHand,reserved,available}',
  })
  expect(level.data).toMatchObject([{ onHand: 500 - 3 + 2, reserved: 0 }])
  await told.refunded(refundId, { refundStatus: 'REFUND_SUCCESSFUL', refundAmount: 3840 })
  await told.readBack(
    { orderStatus: 'FINISHED', payStatus: 2, refundStatus: 'REFUND_SUCCESSFUL', refundAmount: 3840 },
    { refundStatus: 'partially_refunded', afterSales: [{ status: 'completed', refundedMinor: 3840 }] },
  )
}

class Told {
  readonly orderNumber: number
  readonly entries: readonly [string, string]
  /** The path of its fulfilment order. */
  readonly part: string

  constructor(
    private readonly stage: Stage,
    readonly orderId: string,
  ) {
    const { story } = stage
    this.orderNumber = Number(orderId.slice(2, 16))
    this.part = `/v1/fulfilment-orders/${this.orderNumber}-1`
    this.entries = [`21${orderId.slice(2, 16)}001`, `21${orderId.slice(2, 16)}002`]
    story.call(this.orderNumber, 'order number')
    story.call(orderId, 'order')
    for (const [index, name] of ['chairs', 'boxes'].entries()) story.call(this.entries[index] ?? '', name)
  }

  /** Through the detail, the page, which says the same, and the native API. */
  async readBack(expected: Json, native: Json): Promise<void> {
    const { buyer, warehouse } = this.stage
    const sums = 'totalAmount,productAmount,refundAmount,refundStatus,closeReason'
    const found = await buyer.post(
      '/alibaba/order/detail',
      { webSite: '1688', orderId: this.orderId },
      {
        at: 'data',
        show: `orderStatus,payStatus,${sums},createTime,payTime,shipTime,orderEntries[].{orderEntryId,quantity,price}`,
      },
    )
    expect(found.data).toMatchObject({
      createTime: '2026-01-22 22:40:00',
      totalAmount: COST,
      orderEntries: this.entries.map((orderEntryId) => ({ orderEntryId })),
      ...expected,
    })
    const { addressParam, ...listed } = found.data
    expect(addressParam).toEqual(ADDRESS)
    await this.listedAs(listed)
    const seen = await warehouse.get(`/v1/orders/${this.orderNumber}`, {
      show: `${STATUSES},fulfilmentOrders[].{number,status}`,
    })
    expect(seen).toMatchObject(native)
  }

  /** In the page of its status and in none of another one. */
  private async listedAs(listed: Json): Promise<void> {
    const all = ['WAITING_FOR_PAYMENT', 'WAITING_FOR_SENT', 'WAITING_FOR_RECEIVE', 'FINISHED', 'CANCEL']
    for (const orderStatus of all) {
      const { data } = await this.stage.buyer.post(
        '/v2/alibaba/order/page',
        { orderStatus },
        { silent: true },
      )
      expect(data.list).toEqual(orderStatus === listed.orderStatus ? [listed] : [])
    }
  }

  async parcels(): Promise<Json> {
    const { data } = await this.stage.buyer.get(`/alibaba/order/logistics/trace?orderId=${this.orderId}`, {
      show: 'data.pnmLogisticsDetails[].{mailNo,logisticsTraces[].{statusDesc,city,action,facilityName,time,status},logisticsGoods}',
    })
    return data
  }

  track({ trackingNumber }: { trackingNumber: string }, events: readonly object[]): Promise<Json> {
    const path = `/v1/orders/${this.orderNumber}/tracking`
    return this.stage.warehouse.post(path, { trackingNumber, events }, { show: STATUSES })
  }

  async refunded(refundId: string, expected: Json): Promise<void> {
    const { data } = await this.stage.buyer.post(
      '/alibaba/refund/detail',
      { refundId },
      {
        show: 'data.{refundId,orderEntryIds,refundStatus,disputeRequest,applyPayment,refundAmount,applyReason,logisticsCompanyNo,freightBill,createTime,updateTime}',
      },
    )
    expect(data).toMatchObject({ refundId, orderId: this.orderId, ...expected })
  }
}
