// The malformed-input run for what follows the placing of PandaPon's orders, of Taobao's and of 1688's: whatever is
// sent, sound in its proof and broken in its content, gets the envelope, and the place at fault is named.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receiveStock } from '../../src/cli/demo.js'
import { audit } from '../../src/store/audit.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { inParallel, mangle, seeded } from '../support/mangle.js'
import { createOrder, openPandapon, type PandaponClient, RECEIVER } from '../support/pandapon.js'
import { type PlainResponse, plainFetch } from '../support/plain-fetch.js'

const SEED = Number(process.env.SEED ?? 20_261_124)
const PER_OPERATION = 2_000
const START = Date.UTC(2026, 0, 15, 8, 30, 0, 500)
const BOX = { offerMapId: 'L0PTnwSnx_dWNZWCtgK7Gg', specId: 'e61a85a671bb3d0301d0412b51641c6b' }
const ADDRESS = { fullName: 'z', mobile: '1', provinceText: '浙江省', cityText: '杭州市', address: 'x' }

let hub: TestHub
let client: PandaponClient

/** Of an order: its id, one of its lines, that line's purchase, and the refund that is asked for it. */
type Ids = Readonly<Record<'order' | 'line' | 'purchase' | 'refund', string>>
const STATES = ['unpaid', 'paid', 'shipped', 'asked', 'granted'] as const
type State = (typeof STATES)[number]
/** One order in each state, of either platform; a test takes another one where it changes it for good. */
let taobao: Readonly<Record<State, Ids>>
let trade: Readonly<Record<State, Ids>>

beforeAll(async () => {
  console.log(`seed ${SEED}`)
  hub = await startTestHub()
  client = await openPandapon(hub, () => START, { currency: 'CNY' })
  const sku = `${BOX.offerMapId}/${BOX.specId}`
  const box = [{ sku, location: 'G006', quantity: 100_000 }]
  await receiveStock(hub.lanes.of(client.tenantId), client.accountId, box)
  taobao = await inEachState(placeTaobao, '/open/order/pay', (ids) =>
    post('/open/order/refund/submit', { subOrderId: ids.line, refundType: 2, goodsStatus: 2, refundFee: 9 }),
  )
  trade = await inEachState(placeTrade, '/alibaba/order/batch/submit/to/pay', (ids) =>
    post('/alibaba/refund/create', {
      orderId: ids.order,
      orderEntryIds: [ids.line],
      disputeRequest: 'returnRefund',
      applyPayment: 9,
    }),
  )
})

afterAll(async () => {
  const checks = await audit(hub.connectionString, client.tenantId)
  expect(checks.flatMap(({ violations }) => violations)).toEqual([])
  await hub.close()
})

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes.
async function post(path: string, body: object): Promise<any> {
  const answer = await client.post(path, body)
  expect(answer.body.code, answer.text).toBe(200)
  return answer.body.data
}

let placed = 0

async function placeTaobao(): Promise<Ids> {
  placed += 1
  const made = await post('/open/order', createOrder(undefined, { sellerOrderNumber: `M-${placed}` }))
  const [{ subOrderId: line, taobaoSubPurchaseId: purchase }] = made.subOrderVOS
  return { order: made.id, line, purchase, refund: '' }
}

async function placeTrade(): Promise<Ids> {
  placed += 1
  const cargoParamList = [{ ...BOX, quantity: 1 }]
  const order = { flow: 'general', message: `M-${placed}`, addressParam: ADDRESS, cargoParamList }
  const { orderId } = await post('/alibaba/order/create', order)
  const { orderEntries } = await post('/alibaba/order/detail', { webSite: '1688', orderId })
  return { order: orderId, line: orderEntries[0].orderEntryId, purchase: '', refund: '' }
}

/** Each goes as far as its state says. */
async function inEachState(
  place: () => Promise<Ids>,
  payPath: string,
  ask: (ids: Ids) => Promise<{ readonly refundId: string }>,
): Promise<Record<State, Ids>> {
  const orders: [State, Ids][] = []
  for (const [far, state] of STATES.entries()) {
    const ids = await place()
    const number = Number(ids.order.slice(2, 16))
    if (far >= STATES.indexOf('paid')) {
      expect((await post(payPath, { orderIds: [ids.order] })).failList).toEqual([])
    }
    if (far >= STATES.indexOf('shipped')) {
      await client.shop.act(number, { kind: 'pack', sequence: 1, packages: null })
      const parcel = { carrier: 'SF', trackingNumber: `SF${number}`, packageNumber: null }
      await client.shop.act(number, { kind: 'hand_over', sequence: 1, ...parcel })
    }
    const refund = far >= STATES.indexOf('asked') ? (await ask(ids)).refundId : ''
    if (state === 'granted') {
      const afterSaleNumber = Number(refund.replace('TQ', ''))
      const decision = { approved: true, reason: null, amountMinor: null, skus: [] }
      await client.shop.act(number, { kind: 'decide_after_sale', afterSaleNumber, ...decision })
    }
    orders.push([state, { ...ids, refund }])
  }
  return Object.fromEntries(orders) as Record<State, Ids>
}

const VOUCHERS = ['https://example.com/a.png']

const OPERATIONS: readonly (readonly [path: string, good: () => object])[] = [
  ['/open/order/pay', () => ({ orderIds: [taobao.unpaid.order, taobao.paid.order] })],
  [
    '/open/order/voucher/upload',
    () => ({ orderId: taobao.unpaid.order, voucherUrls: VOUCHERS, remark: 'r' }),
  ],
  [
    '/open/order/cancel',
    () => ({
      orderId: taobao.unpaid.order,
      subOrderIds: [taobao.unpaid.line],
      cancelReason: 'c',
      remark: 'r',
    }),
  ],
  [
    '/open/order/warehouse/update',
    () => ({ orderId: taobao.paid.order, warehouseAddress: { ...RECEIVER, tax_id: null } }),
  ],
  ['/open/order/refund/render', () => ({ subOrderId: taobao.shipped.line, refundType: 1, goodsStatus: 3 })],
  ...(['paid', 'shipped'] as const).map(
    (state) =>
      [
        '/open/order/refund/submit',
        () => ({
          subOrderId: taobao[state].line,
          refundType: 1,
          goodsStatus: state === 'paid' ? 3 : 2,
          reasonId: 1,
          refundFee: 1,
          refundDesc: 'd',
          refundImages: VOUCHERS.join(','),
        }),
      ] as const,
  ),
  [
    '/open/order/refund/modify',
    () => ({ refundId: taobao.asked.refund, reasonId: 2, refundFee: 1, refundDesc: 'd', refundImages: '' }),
  ],
  [
    '/open/order/refund/queryList',
    () => ({
      refundId: taobao.asked.refund,
      purchaseOrderId: taobao.asked.order,
      salesOrderId: taobao.asked.order,
      refundStatus: 10,
      refundStartTime: START - 1,
      refundEndTime: START + 1,
      pageNo: 1,
      pageSize: 20,
    }),
  ],
  [
    '/open/order/refund/submit/message',
    () => ({ refundId: taobao.asked.refund, refundMessage: 'm', refundImages: VOUCHERS[0] }),
  ],
  ['/open/order/refund/message/queryList', () => ({ refundId: taobao.asked.refund })],
  [
    '/open/order/refund/logistics/submit',
    () => ({
      refundId: taobao.granted.refund,
      logisticsCompanyCode: 'SF',
      logisticsNo: 'SF1',
      buyerPhone: '1',
    }),
  ],
  ['/alibaba/order/batch/submit/to/pay', () => ({ orderIds: [trade.unpaid.order, trade.paid.order] })],
  ['/alibaba/ka/order/pay', () => ({ orderId: trade.unpaid.order, orderIds: [trade.paid.order] })],
  [
    '/alibaba/order/cancel',
    () => ({ webSite: '1688', orderId: trade.unpaid.order, cancelReason: '不想要了', remark: 'r' }),
  ],
  [
    '/alibaba/order/receivegoods',
    () => ({ orderId: trade.shipped.order, orderEntryIds: [trade.shipped.line] }),
  ],
  [
    '/alibaba/refund/reasons',
    () => ({ orderId: trade.paid.order, orderEntryIds: [trade.paid.line], goodsStatus: 2 }),
  ],
  ...(['paid', 'shipped'] as const).map(
    (state) =>
      [
        '/alibaba/refund/create',
        () => ({
          orderId: trade[state].order,
          orderEntryIds: [trade[state].line],
          disputeRequest: 'refund',
          applyPayment: 1,
          applyCarriage: 0,
          applyReasonId: 1,
          description: 'd',
          vouchers: VOUCHERS,
        }),
      ] as const,
  ),
  ['/alibaba/refund/detail', () => ({ refundId: trade.asked.refund })],
  [
    '/alibaba/refund/goods/return',
    () => ({
      refundId: trade.granted.refund,
      logisticsCompanyNo: 'SF',
      freightBill: 'SF1',
      description: 'd',
      vouchers: VOUCHERS,
    }),
  ],
]

/** 40402: a path that can't be decoded. */
const CODES = [200, 400, 40401, 40402, 40902, 40903]

test.each(OPERATIONS)('POST %s', { timeout: 120_000 }, async (path, goodOne) => {
  const good = goodOne()
  const random = seeded(SEED)
  const requests = Array.from({ length: PER_OPERATION }, () => mangle(good as never, random))
  const named = new RegExp(
    `^(the body|(${Object.keys(good).join('|')})\\b|\\W*[\\w[\\].]* ?(is not a name|contains|is ))`,
  )
  await inParallel(requests, 8, async ({ what, body }) => {
    const response = await plainFetch(hub.url + path, {
      method: 'POST',
      headers: { ...client.headers(), 'Content-Type': 'application/json' },
      body: body,
    })
    await expectEnvelope(response, what, named)
  })
})

async function expectEnvelope(response: PlainResponse, what: string, named: RegExp): Promise<void> {
  const text = await response.text()
  const told = `${what} → ${response.status} ${text.slice(0, 300)}`
  expect(response.status, told).toBeLessThan(500)
  expect(response.headers.get('content-type'), told).toMatch(/^application\/json/)
  const answer = JSON.parse(text)
  expect(Object.keys(answer).sort(), told).toEqual(['code', 'data', 'developId', 'msg', 'requestId'])
  expect(CODES, told).toContain(answer.code)
  if (answer.code === 400) expect(answer.msg, told).toMatch(named)
}

const PARAMETERS = ['orderId', 'subPurchaseOrderId', 'refundId', '__proto__']
const VALUES = [
  '',
  '%00',
  'x',
  '-1',
  '1e9',
  '9'.repeat(40),
  '%F0%9F%92%A5',
  '%25',
  '[]',
  '%ED%A0%80',
  '1&orderId=2',
  '1&refundId=2',
]

test.each([
  '/open/order/logistics/detail/get',
  '/open/order/refund/query',
  '/open/order/refund/logistics/render',
  '/open/order/refund/cancel/:refundId',
  '/alibaba/order/pay/url',
  '/alibaba/order/logistics/trace',
  '/alibaba/refund/logistics/companies',
])('GET %s', { timeout: 120_000 }, async (path) => {
  const random = seeded(SEED)
  const ids = [taobao.shipped.purchase, taobao.granted.refund, trade.unpaid.order]
  const any = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const targets = Array.from({ length: PER_OPERATION }, () => {
    const values = random() < 0.3 ? ids : VALUES
    const query = Array.from({ length: Math.floor(random() * 3) }, () => `${any(PARAMETERS)}=${any(values)}`)
    const id = any(values).replace(/&.*/, '') || 'x'
    return `${path.replace(':refundId', id)}?${query.join('&')}`
  })
  await inParallel(targets, 8, async (target) => {
    const response = await plainFetch(hub.url + target, { headers: client.headers() })
    await expectEnvelope(response, target, /^(orderId|subPurchaseOrderId|refundId|__proto__|the path)\b/)
  })
})

test('an order is still paid, shipped and asked back, of either platform', async () => {
  const [one, two] = [await placeTaobao(), await placeTrade()]
  expect((await post('/open/order/pay', { orderIds: [one.order] })).successList).toEqual([one.order])
  const refund = { subOrderId: one.line, refundType: 1, goodsStatus: 3 }
  expect((await post('/open/order/refund/submit', refund)).refundId).toMatch(/^\d+$/)
  expect((await post('/alibaba/ka/order/pay', { orderId: two.order })).successList).toEqual([two.order])
  const asked = { orderId: two.order, orderEntryIds: [two.line], disputeRequest: 'refund', applyPayment: 1 }
  expect((await post('/alibaba/refund/create', asked)).refundId).toMatch(/^TQ\d+$/)
})
