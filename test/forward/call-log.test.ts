// What is kept of the calls that other platforms get: nothing that is personal, in whichever words it was sent.
import { expect, test } from 'vitest'
import { dialects } from '../../src/dialects/index.js'
import { keptOf } from '../../src/forward/call-log.js'
import { platformsOf } from '../../src/forward/platforms.js'
import { stubPlatforms } from './stub-platform.js'

/** In each personal value, and nowhere else. */
const MARK = 'Zq7x'

const ADDRESS = {
  country: 'US',
  recipient: `${MARK} Miller`,
  phone: `555${MARK}`,
  province: `NV ${MARK}`,
  city: `Reno ${MARK}`,
  street1: `1 Main St ${MARK}`,
  street2: MARK,
  postalCode: `89501${MARK}`,
  ioss: null,
  vat: null,
}

const ORDER = {
  number: 'H-1',
  address: ADDRESS,
  lines: [{ sku: 'MUG', quantity: 2, unitPriceMinor: 1000 }],
  currency: 'USD',
  speed: 'standard',
  location: 'W1',
  carrier: 'POST',
  store: { name: 'store', marketplace: 'US' },
  onHold: false,
  remark: null,
  salesChannel: 'web',
  fields: {
    ...{ client_code: 'C', client_type: 1, flow: 'general' },
    ...{ buyers_mailbox: `${MARK}@mail.example`, date_for_packing: '2026-01-31' },
  },
} as const

const kept = (call: Parameters<typeof keptOf>[1]['call'], reply: string, privateFields: object | null) =>
  keptOf('place', {
    ...{ call, at: 0, tookMs: 1.25, outcome: { kind: 'refused', code: '7', reason: 'no such SKU' } },
    reply: { status: 200, body: undefined, text: reply },
    privateFields: privateFields as Parameters<typeof keptOf>[1]['privateFields'],
  })

/** What a platform takes, where that is not the plain order. */
const OTHERWISE: Readonly<Record<string, object>> = {
  pandapon: {
    address: { ...ADDRESS, country: 'CN' },
    currency: 'CNY',
    lines: [{ sku: '600126245031041190/5016042822039', quantity: 2, unitPriceMinor: 1 }],
  },
}

const PLATFORMS = [...platformsOf(dialects)]

test.each(PLATFORMS)('%s: an order is kept without whom it goes to', (name, { upstream, privateFields }) => {
  const order = { ...ORDER, ...OTHERWISE[name] }
  const call = upstream.writeOrder(order)
  if (!call.ok) throw new Error(JSON.stringify(call.rejection))
  const sent = `${call.value.body} ${decodeURIComponent(new URLSearchParams(call.value.query).toString())}`
  expect(sent).toContain(MARK)
  const found = kept(call.value, `{"address":{"street1":"${MARK}"}}`, privateFields ?? null)
  expect(`${found.request} ${found.query} ${found.reason}`).not.toContain(MARK)
  expect(found.request).toContain(order.lines[0].sku.split('/', 1)[0])
  expect(found.requestBytes).toBe(Buffer.byteLength(call.value.body))
})

test('of a platform whose private fields nobody knows, no text is kept', () => {
  const call = stubPlatforms
    .get('stub')
    ?.upstream.writeOrder({ ...ORDER, address: { ...ADDRESS, recipient: 'Ann' } })
  if (!call?.ok) throw new Error('it is carried')
  expect(kept(call.value, '{}', null)).toMatchObject({
    ...{ request: null, answer: null, query: null, answerBytes: 2 },
    ...{ outcome: 'refused', reason: '7: no such SKU', status: 200, tookMs: 1.3 },
  })
})

test('what is too long, no JSON or no answer is told by its size', () => {
  const call = { method: 'GET', path: '/orders', query: { token: 'a', page: '2' }, body: '' } as const
  const fields = { secret: ['token'], personal: [] }
  expect(kept(call, 'x'.repeat(20_000), fields)).toMatchObject({ answer: null, answerBytes: 20_000 })
  expect(kept(call, '<html>', fields)).toMatchObject({ answer: null, request: null, requestBytes: 0 })
  expect(kept(call, '{}', fields).query).toBe('token=%5Bsecret%5D&page=2')
})
