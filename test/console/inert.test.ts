// Script in every text that comes to a page, stored or in its address: shown as it is, and never run.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Broken, fill, LONG, SHORT } from './hostile.js'
import { pagesOf } from './pages.js'
import { type Stage, settled, startStage, textsOf, type Visit } from './stage.js'

let stage: Stage
let broken: Broken
let visit: Visit
const hits: string[] = []

beforeAll(async () => {
  stage = await startStage(0)
  broken = await fill(stage.hub, stage.client)
  visit = await stage.visit()
  const { page } = visit
  await page.exposeFunction('hit', () => hits.push(page.url()))
  page.on('dialog', async (dialog) => {
    hits.push(`${page.url()}: ${dialog.message()}`)
    await dialog.dismiss()
  })
  await visit.open('')
}, 120_000)
afterAll(async () => {
  await visit.close()
  await stage.close()
})

/** What only broken-in markup makes. */
const MADE = `[...document.querySelectorAll('img[src="x"], [onerror], a[href^="javascript:"], iframe, object, embed')]
  .map((element) => element.outerHTML.slice(0, 100))`

async function expectInert(what: string): Promise<void> {
  const { page, violations, errors } = visit
  await settled(page)
  expect(await page.evaluate(MADE), what).toEqual([])
  expect([...hits, ...violations, ...errors], what).toEqual([])
}

/** A request that its caller's credential can send again. */
function played(): number {
  const found = broken.requests.find(({ dialect }) => dialect.startsWith('kakaclo'))
  if (found === undefined) throw new Error('nothing has come by this API')
  return found.id
}

test('has come to the tenant by each API', () => {
  expect(Object.keys(broken.orders).sort()).toEqual([
    'apicenter',
    'kakaclo-v1',
    'kakaclo-v2',
    'lingxing',
    'native',
    'pandapon',
  ])
  expect(broken.requests.length).toBeGreaterThan(15)
})

test('is inert on every page that shows what is stored', async () => {
  const enc = encodeURIComponent
  const numbers = Object.values(broken.orders)
  const paths = [
    ...Object.values(pagesOf(stage.seeded)),
    ...numbers.flatMap((number) => [
      `orders/${number}`,
      `paper/packing-slip/${number}-1`,
      `paper/label/${number}`,
    ]),
    ...broken.requests.map(({ id }) => `requests/${id}`),
    `playground?request=${played()}`,
    'requests',
    'webhooks/2',
    `inbound/${enc(broken.notice)}`,
    `imports/${broken.imported}`,
    ...['allocated', 'packed', 'shortage', 'hold'].map(
      (status) => `warehouse?location=${enc(SHORT)}&status=${status}`,
    ),
    `paper/pick-list?location=${enc(SHORT)}`,
  ]
  let shown = 0
  for (const path of paths) {
    await visit.turn(path)
    await expectInert(path)
    shown += await visit.page.getByText(SHORT).count()
  }
  expect(shown).toBeGreaterThan(100)
}, 120_000)

/** All that any page reads from its address. */
const NAMES = [
  ...['cursor', 'sku', 'location', 'status', 'kind', 'orderStatus', 'fulfilmentStatus', 'financialStatus'],
  ...[
    'refundStatus',
    'sellerOrderNumber',
    'trackingNumber',
    'recipient',
    'account',
    'dialect',
    'createdFrom',
  ],
  ...['createdTo', 'from', 'to', 'who', 'operation', 'target', 'credential', 'outcome', 'code', 'refusal'],
  ...['request', 'example', 'state', 'order', 'username', 'number', 'view'],
]

test('is inert in the address of every page', async () => {
  const text = encodeURIComponent(SHORT)
  const query = new URLSearchParams(Object.fromEntries(NAMES.map((name) => [name, SHORT])))
  const plain = new Set(Object.values(pagesOf(stage.seeded)).map((path) => path.replace(/\?.*/, '')))
  // What stands for one thing by its number.
  const others = [...plain].filter((path) => path.includes('/')).map((path) => path.replace(/[^/]+$/, text))
  for (const path of [...plain, ...new Set(others)]) {
    await visit.turn(`${path}?${query}#${text}`)
    await expectInert(path)
  }
  await visit.open(`orders?${query}#${text}`)
  await expectInert('a page that is loaded anew')
}, 120_000)

test('is inert in what is typed, chosen and sent', async () => {
  const { page } = visit
  const t = textsOf('en')
  await visit.turn('orders')
  await page.getByLabel(t('orders.find')).fill(LONG)
  await page.keyboard.press('Enter')
  await expectInert('the finding of an order')
  await visit.turn('warehouse/station')
  await settled(page)
  await page.keyboard.type(SHORT)
  await page.keyboard.press('Enter')
  await expectInert('the station')
  await visit.turn('imports')
  const buffer = Buffer.from(`${SHORT},${LONG},onHand\n${SHORT},"${LONG.replaceAll('"', '""')}",1\n`)
  await page.locator('input[type=file]').setInputFiles({ name: `${SHORT}.csv`, mimeType: 'text/csv', buffer })
  await page.getByText(`${SHORT}.csv`).waitFor()
  await page.getByRole('button', { name: t('imports.check') }).click()
  await page.getByText(t('imports.problem')).waitFor()
  await expectInert('a file')
  await visit.turn(`playground?request=${played()}`)
  await page.getByLabel(t('playground.credential')).fill(JSON.stringify(broken.credential))
  await page
    .getByLabel(t('request.body'), { exact: true })
    .fill(JSON.stringify({ [SHORT]: LONG, customOrderId: LONG }))
  await page.getByRole('button', { name: t('playground.send') }).click()
  await page.getByRole('region', { name: t('request.answer') }).waitFor()
  await expectInert('what the playground is answered')
  await visit.turn('items')
  await page.getByLabel(t('items.find')).fill(LONG.slice(0, 64))
  await page.keyboard.press('Enter')
  await page.waitForURL(/search=/)
  await page.getByLabel(t('items.find')).waitFor()
  await expectInert('what is said in passing')
}, 60_000)
