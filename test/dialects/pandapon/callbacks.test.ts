// Message callbacks (facts/pandapon.md §14, acceptance cases 23 to 25): what is told, how it is signed and tried, and
// what a receiver takes.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Lane } from '../../../src/commit/lane.js'
import { pandaponAuth } from '../../../src/dialects/pandapon/auth.js'
import { callbacks, signatureOf } from '../../../src/dialects/pandapon/callbacks.js'
import { receiving } from '../../../src/dialects/pandapon/receiving.js'
import type { Command } from '../../../src/order/command.js'
import type { PlaceOrder } from '../../../src/order/commands/order.js'
import { createCredential } from '../../../src/store/setup.js'
import { readEndpoint } from '../../../src/store/webhook-endpoints.js'
import { readJson } from '../../../src/wire/json.js'
import { answered, type Behaviour, type Got, Stage } from '../../callbacks/callback-stage.js'
import { openShop, type Shop } from '../../support/shop.js'

const ACCESS_KEY = '58c0201dfdf148eca63cbf6bb5e7cf03'
const SECRET = 'testsecret'
const PRINTED =
  '{"messageType":"ORDER_PAY_SUCCESS","messageBody":"{\\"orderId\\":\\"3305075341149134260\\",\\"orderStatus\\":\\"WAITING_FOR_SENT\\",\\"payStatus\\":2}","messagePlatform":1,"timestamp":"1779263269913"}'
const SIGNATURE = 'f85abc7b87bdd9c2f54edd4bb825a23eebc8f21c99da51f692ae883beb294abc'

describe('the printed vectors', () => {
  test.each([
    ['access key and body', ACCESS_KEY, PRINTED, SIGNATURE],
    ['body alone', '', PRINTED, 'eed0c01a3e07e76f5570bc850f47b44cdddbc478f48346d8727ff1e4c01630cb'],
    [
      'the verification',
      ACCESS_KEY,
      callbacks.verification?.(1715669977082).body ?? '',
      'd8405fc8ab5e45400f1b1c669a3c01659eb65be25826fd7fc4e877c5704ff0c1',
    ],
  ])('%s', (_title, accessKey, body, expected) => {
    expect(signatureOf(SECRET, accessKey, body)).toBe(expected)
  })

  const credential = { accessKey: ACCESS_KEY, accessSecret: SECRET }
  const isSigned = (authorization: string, body = PRINTED) =>
    receiving.isSigned(credential, { headers: { authorization }, body: Buffer.from(body) }, 0)

  test('25: a receiver takes both bases in either case, and nothing that has one byte changed', () => {
    expect(isSigned(SIGNATURE)).toBe(true)
    expect(isSigned(SIGNATURE.toUpperCase())).toBe(true)
    expect(isSigned('eed0c01a3e07e76f5570bc850f47b44cdddbc478f48346d8727ff1e4c01630cb')).toBe(true)
    for (let index = 0; index < PRINTED.length; index += 7) {
      const changed = `${PRINTED.slice(0, index)}~${PRINTED.slice(index + 1)}`
      expect(isSigned(SIGNATURE, changed)).toBe(false)
    }
    expect(isSigned('')).toBe(false)
    // Over the inner text alone: the type and the time would not be covered.
    expect(isSigned('e1a7034cab96a1f1d60d0cad6cea36c0e935642b5c3d4046f0dd75507360008f')).toBe(false)
    expect(isSigned('45b8fb2f18962e6b38de9ac87bca817b165e3a19f2e02dec86baf03f729a9eea')).toBe(false)
  })

  test('a message is a hint to ask for its order, as text and as an object, and known again', () => {
    const read = (text: string) => {
      const json = readJson(Buffer.from(text))
      return json.ok ? receiving.read(json.value) : null
    }
    const hint = { number: null, upstreamNumber: '3305075341149134260', order: null }
    expect(read(PRINTED)).toEqual(hint)
    expect(read('{"messagePlatform":1,"messageBody":{"orderId":3305075341149134260}}')).toEqual(hint)
    expect(read('{"messageType":"NEW","messageBody":"nothing"}')).toBeNull()
    const later = PRINTED.replace('1779263269913', '1779263269999')
    const idOf = (text: string) => receiving.idOf({ headers: {}, body: Buffer.from(text) })
    expect(idOf(later)).toBe(idOf(PRINTED))
    expect(idOf(PRINTED.replace('PAY', 'NAY'))).not.toBe(idOf(PRINTED))
  })
})

test('200 alone acknowledges', () => {
  const received = [200, 201, 204, 302, 500].filter((status) => callbacks.isReceived({ status, body: '' }))
  expect(received).toEqual([200])
})

const NOW = Date.UTC(2026, 4, 20, 8)
const URL = 'https://shop.example/messages'
const HALF_AN_HOUR = 30 * 60_000

describe('to an address', () => {
  let shop: Shop
  let lane: Lane
  let stage: Stage
  let secret: string
  let endpointId: number

  async function listen(behaviour: Behaviour): Promise<void> {
    const wish = {
      ...{ accountId: shop.accountId, family: 'pandapon', limit: null, sandbox: false },
      form: pandaponAuth,
    }
    const made = await createCredential(shop.pool, shop.tenantId, wish, NOW, stage.box)
    secret = made.secret
    endpointId = await stage.addEndpoint(shop.tenantId, URL, behaviour, {
      family: 'pandapon',
      accountId: shop.accountId,
      credentialId: made.credentialId,
    })
  }

  beforeEach(async () => {
    shop = await openShop()
    lane = shop.lane()
    stage = new Stage(shop.pool, NOW)
    await lane.submit(shop.receive('RED', 100))
    await lane.submit(shop.topUp(10_000))
  })
  afterEach(async () => {
    await stage.close()
    expect(stage.failures).toEqual([])
    await shop.close()
  })

  async function place(dialect: string, wish: Partial<PlaceOrder> = {}): Promise<number> {
    const answer = await lane.submit(
      shop.place({ family: 'pandapon', dialect, payment: 'on_request', quantity: 2, ...wish }),
    )
    if (!answer.ok) throw new Error(answer.rejection.kind)
    return answer.value.orderNumber
  }

  const about = (orderNumber: number) => ({
    ...{ caller: { accountId: shop.accountId, ownerId: shop.accountId }, key: null },
    ...{ orderNumber, sequence: null },
  })

  async function submit(command: Command): Promise<void> {
    const answer = await lane.submit(command)
    if (!answer.ok) throw new Error(answer.rejection.kind)
    await stage.settle()
  }

  function told({ body }: Got) {
    const { messageBody, ...message } = JSON.parse(body)
    return { ...message, content: JSON.parse(messageBody) }
  }

  test('23: an order of 1688 is told as it is made, paid and cancelled, signed, each once', async () => {
    await listen(() => ({ afterMs: 900, answer: answered(200) }))
    const made = await place('pandapon-1688')
    await stage.settle()
    await stage.pass(1_000, 100)
    await submit({ kind: 'pay', ...about(made) })
    await stage.pass(1_000, 100)
    const other = await place('pandapon-1688')
    await stage.settle()
    await stage.pass(1_000, 100)
    await submit({ kind: 'cancel', reason: 'buyer_cancel', ...about(other) })
    await stage.pass(HALF_AN_HOUR, 60_000)
    const got = stage.gotBy(URL)
    expect(got.map((one) => told(one).messageType)).toEqual([
      'ORDER_CREATE',
      'ORDER_PAY_SUCCESS',
      'ORDER_CREATE',
      'ORDER_CANCEL',
    ])
    const [created, paid, , cancelled] = got.map(told)
    expect(created).toMatchObject({ messagePlatform: 1, timestamp: String(NOW) })
    expect(Object.keys(created?.content)).toEqual([
      ...['orderId', 'orderNo', 'orderStatus', 'payStatus', 'totalAmount', 'shippingFee', 'productAmount'],
      ...['refundAmount', 'refundStatus', 'closeReason', 'tbCreateTime', 'payTime'],
    ])
    const unpaid = { orderStatus: 'WAITING_FOR_PAYMENT', payStatus: 1, totalAmount: 200, payTime: null }
    expect(created?.content).toMatchObject({ ...unpaid, refundAmount: 0, refundStatus: null })
    expect(paid?.content).toMatchObject({ orderStatus: 'WAITING_FOR_SENT', payStatus: 2 })
    expect(paid?.content.payTime).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    expect(cancelled?.content).toMatchObject({ orderStatus: 'CANCEL', closeReason: 'buyer_cancel' })
    const accessKey = pandaponAuth.identity(secret)
    for (const { headers, body } of got) {
      expect(headers.Authorization).toBe(signatureOf(secret, accessKey, body))
      const request = { headers: { authorization: headers.Authorization }, body: Buffer.from(body) }
      expect(receiving.isSigned({ accessKey, accessSecret: secret }, request, 0)).toBe(true)
    }
  })

  test('24: one that takes 1,100 ms each time is tried six times, half an hour apart, and then listed', async () => {
    await listen(() => ({ afterMs: 1_100, answer: answered(200) }))
    await place('pandapon-1688')
    await stage.settle()
    for (let hours = 0; hours < 4; hours++) {
      await stage.pass(1_000, 1_000)
      await stage.pass(59 * 60_000 + 59_000, 60_000)
    }
    const got = stage.gotBy(URL)
    expect(got.map((one) => one.timeoutMs)).toEqual([1, 1, 1, 1, 1, 1].map(() => 1_000))
    const distances = got.slice(1).map((one, index) => one.at - (got[index]?.at ?? 0))
    // To the step of this clock.
    for (const distance of distances) expect(Math.abs(distance - HALF_AN_HOUR)).toBeLessThanOrEqual(60_000)
    expect(new Set(got.map((one) => one.body)).size).toBe(1)
    const listed = await readEndpoint(shop.pool, { tenantId: shop.tenantId, endpointId })
    expect(listed).toMatchObject({ due: 0, undelivered: 1 })
  })

  test('an order of Taobao is told with each new status, not as it is made; its refund by sub-order', async () => {
    await listen(() => ({ afterMs: 0, answer: answered(200) }))
    const number = await place('pandapon')
    await stage.settle()
    expect(stage.gotBy(URL)).toEqual([])
    await submit({ kind: 'pay', ...about(number) })
    await submit({ kind: 'pack', packages: null, ...about(number) })
    const parcel = { carrier: 'YTO', trackingNumber: 'YT1', packageNumber: null, skus: ['RED'] }
    await submit({ kind: 'hand_over', ...parcel, ...about(number) })
    const got = stage.gotBy(URL).map(told)
    expect(got.map((one) => [one.messageType, one.messagePlatform, one.content.status])).toEqual([
      ['TAOBAO_ORDER_STATUS_MODIFY', 0, 10],
      ['TAOBAO_ORDER_STATUS_MODIFY', 0, 11],
    ])
    expect(got[1]?.content).toMatchObject({
      taobaoStatus: 'WAIT_BUYER_CONFIRM_GOODS',
      subOrderVOS: [{ status: 11, logisticsNumber: 'YT1' }],
    })
    const unsaid = { reason: null, remark: null, images: [], extra: null }
    const wish = { ...unsaid, kind: 'refund', goods: 'shipped', pieces: null, amountMinor: 50 } as const
    const { sequence: _all, ...order } = about(number)
    await submit({ kind: 'request_after_sale', wish, ...order })
    const refund = stage.gotBy(URL).map(told).at(-1)
    expect(refund).toMatchObject({ messageType: 'TAOBAO_ORDER_REFUND', messagePlatform: 0 })
    expect(refund?.content).toMatchObject({ refundStatus: 10, refundFee: 50 })
    expect(refund?.content.subOrderId).toMatch(/^\d{19}$/)
  })

  test('an order of another account, or of another API, is not told', async () => {
    await listen(() => ({ afterMs: 0, answer: answered(200) }))
    await lane.submit(shop.place({}))
    await stage.settle()
    expect(stage.gotBy(URL)).toEqual([])
  })
})
