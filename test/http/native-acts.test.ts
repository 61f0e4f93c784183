// Every act of the native API over the wire: what it does, what its repetition does, with a key and without one, and
// by which name it is refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACTS } from '../../src/http/native/acts.js'
import { audit } from '../../src/store/audit.js'
import { startTestHub } from '../support/hub.js'
import { ActShop, actCases, prepareActs } from './native-act-cases.js'
import { type Answer, openTenant, stockShop } from './native-client.js'
import { placeOnRequest } from './native-orders.js'

const shop = new ActShop()
const cases = actCases(shop)

beforeAll(async () => {
  shop.hub = await startTestHub()
  shop.client = await openTenant(shop.hub)
  await prepareActs(shop.client)
})

afterAll(() => shop.hub.close())

const version = async (orderNumber: number): Promise<number> =>
  (await shop.client.get(`/v1/orders/${orderNumber}`)).body.version as number

const shown = ({ status, text }: Answer) => `${status} ${text}`

describe.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
  test('does it, and with its key does it once', async () => {
    const { path, orderNumber, body } = await one.good()
    const before = await version(orderNumber)
    const answers = await Promise.all([1, 2, 3].map(() => shop.client.post(path, body, path)))
    const [first] = answers
    if (first === undefined) throw new Error('three are some')
    expect(first.status, first.text).toBeLessThan(300)
    expect(first.body).toMatchObject(one.answer)
    expect(new Set(answers.map(shown)).size).toBe(1)
    expect(await version(orderNumber)).toBe(before + 1)
    expect((await shop.client.get(`/v1/orders/${orderNumber}`)).body).toMatchObject(one.order ?? {})
    expect(shown(await shop.client.post(path, body, path))).toBe(shown(first))
    if (one.other === undefined) return
    const reused = await shop.client.post(path, one.other, path)
    expect(reused).toMatchObject({ status: 409, body: { code: 'key_reused' } })
    expect(await version(orderNumber)).toBe(before + 1)
  })

  test('the same again, without a key', async () => {
    const { path, orderNumber, body } = await one.good()
    const first = await shop.client.post(path, body)
    const before = await version(orderNumber)
    const second = await shop.client.post(path, body)
    if (typeof one.again === 'object') {
      expect(second).toMatchObject({ status: one.again.status, body: { code: one.again.code } })
    } else {
      expect(second.status, second.text).toBe(first.status)
    }
    if (one.again === 'unchanged') expect(second.text).toBe(first.text)
    expect(await version(orderNumber)).toBe(one.again === 'anew' ? before + 1 : before)
  })

  test('is refused by name, and its key stays free', async () => {
    const { path, body } = await one.refused()
    const { status, ...rest } = one.refusal
    for (const key of [undefined, `refused ${path}`, `refused ${path}`]) {
      expect(await shop.client.post(path, body, key)).toMatchObject({ status, body: rest })
    }
  })

  test('knows nothing of what is not there', async () => {
    const { path, body } = await one.good()
    for (const strange of ['1', '999999999999999999999', 'x', '-1']) {
      const lost = path.split('/').map((part, at) => (at === 3 ? strange : part))
      expect(await shop.client.post(lost.join('/'), body)).toMatchObject(UNKNOWN_ANSWER)
    }
  })
})

const UNKNOWN_ANSWER = { status: 404, body: { code: 'not_found' } }

test('every act has its case', () => {
  const acts = ACTS.filter(({ method }) => method === 'POST').map(({ name }) => name)
  expect([...new Set(cases.map(({ name }) => name.split(',')[0]))].sort()).toEqual(acts.sort())
})

test('a balance that does not suffice is named, and nothing is paid', async () => {
  const poor = await openTenant(shop.hub)
  await stockShop(poor, 10)
  await poor.put('/v1/items/MUG', { name: 'Mug', priceMinor: 900_000, currency: 'USD', weightGrams: 1 })
  const orderNumber = await placeOnRequest(shop.hub, poor.tenantId, 2)
  expect(await poor.post(`/v1/orders/${orderNumber}/pay`)).toMatchObject({
    status: 409,
    body: { code: 'insufficient_balance', dueMinor: 1_800_000, balanceMinor: 1_000_000, currency: 'USD' },
  })
  expect((await poor.get('/v1/accounts/shop')).body.balanceMinor).toBe(1_000_000)
})

test('the auditor finds nothing', async () => {
  const results = await audit(shop.hub.connectionString, shop.client.tenantId)
  expect(results.flatMap((result) => result.violations)).toEqual([])
})
