// What goes wrong at a packing station and at the receiving desk: two who count the same, scans that come faster than
// answers, the wrong slip in the hand, a key pressed by mistake. Nothing of it changes what is not meant.

import type { Page, Route } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { ADDRESS } from '../http/native-client.js'
import { journeys } from './journey.js'
import { LOCATION } from './seed.js'
import { startStage, textsOf } from './stage.js'

const stage = journeys(() => startStage(3))
const { text, visit, button } = stage.in('en', 'warehouse')

const line = (sku: string, quantity: number) => ({ sku, quantity, location: LOCATION })

async function place(lines: readonly object[], sellerOrderNumber?: string): Promise<string> {
  const wish = { address: ADDRESS, lines, ...(sellerOrderNumber !== undefined && { sellerOrderNumber }) }
  const { status, body, text: said } = await stage.client.post('/v1/orders', wish)
  if (status !== 201) throw new Error(said)
  return String(body.orderNumber)
}

const saidIn = (page: Page, said: string) => page.locator('.scan-said').getByText(said).waitFor()

/** As a scanner does: it waits for nothing. */
async function type(page: Page, ...texts: string[]): Promise<void> {
  for (const one of texts) {
    await page.keyboard.type(one)
    await page.keyboard.press('Enter')
  }
}

async function scan(page: Page, typed: string, said: string): Promise<void> {
  await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('scan')
  await type(page, typed)
  await saidIn(page, said)
}

/** The station, with a carrier known and an order begun. */
async function begun(orderNumber: string): Promise<Page> {
  const page = await visit('warehouse')
  await page.evaluate("localStorage.setItem('entrepot.carrier', 'Yanwen')")
  await page.goto(`${stage.url}/console/warehouse/station`)
  await scan(page, orderNumber, text('station.begun', { number: `${orderNumber}-1` }))
  return page
}

/** Requests to `path` wait until they are let go. */
async function held(page: Page, path: string, then = (route: Route) => route.continue()) {
  let count = 0
  let letGo = (): void => undefined
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route(path, async (route) => {
    count += 1
    await gate
    await then(route)
  })
  return { letGo: () => letGo(), count: () => count }
}

const partOf = async (orderNumber: string) => {
  const { body } = await stage.client.get(`/v1/orders/${orderNumber}`)
  return (body as unknown as { fulfilmentOrders: readonly Part[] }).fulfilmentOrders[0]
}
interface Part {
  readonly status: string
  readonly shipments: readonly { readonly trackingNumber: string }[]
}

describe('at the packing station', () => {
  test('what is scanned while it is packed waits, and nothing of it is lost', async () => {
    const number = await place([line('MUG-WHITE', 1)])
    const next = await place([line('MUG-WHITE', 1)])
    const page = await begun(number)
    const packing = await held(page, '**/pack')
    await type(page, 'MUG-WHITE', 'TRACK-WHOLE', next)
    await expect.poll(packing.count).toBe(1)
    packing.letGo()
    await saidIn(page, text('station.begun', { number: `${next}-1` }))
    expect(await partOf(number)).toMatchObject({ shipments: [{ trackingNumber: 'TRACK-WHOLE' }] })
  })

  test('once something is refused, what was scanned behind it is dropped, and it is heard', async () => {
    const number = await place([line('MUG-WHITE', 1)])
    const page = await visit('warehouse')
    await page.addInitScript(`
      window.tones = []
      OscillatorNode.prototype.start = function () { tones.push(this.frequency.value) }
    `)
    await page.evaluate("localStorage.setItem('entrepot.carrier', 'Yanwen')")
    await page.goto(`${stage.url}/console/warehouse/station?number=${number}-1`)
    await saidIn(page, text('station.begun', { number: `${number}-1` }))
    const refusal = { code: 'overloaded', status: 503, detail: 'later', title: 'later' }
    const packing = await held(page, '**/pack', (route) => route.fulfill({ status: 503, json: refusal }))
    await page.evaluate('tones.length = 0')
    await type(page, 'MUG-WHITE', 'TRACK-LOST')
    packing.letGo()
    await page.getByText(text('problems.overloaded.title')).waitFor()
    await saidIn(page, text('scan.dropped', { texts: 'TRACK-LOST' }))
    expect(await page.evaluate('tones')).toContain(220)
    expect(await page.evaluate('document.activeElement.id')).toBe('scan')
    await page.unrouteAll()
    await button(page, 'common.again').click()
    await saidIn(page, text('station.packed', { number: `${number}-1` }))
    expect(await page.evaluate('document.activeElement.id')).toBe('scan')
    expect(await partOf(number)).toMatchObject({ status: 'packed', shipments: [] })
  })

  test('the number of an order is no tracking number, nor is what lies in the parcel', async () => {
    const other = await place([line('MUG-BLUE', 1)], 'SELLER-OTHER')
    const number = await place([line('MUG-WHITE', 1)])
    const page = await begun(number)
    await scan(page, 'MUG-WHITE', text('station.packed', { number: `${number}-1` }))
    for (const slip of [`${other}-1`, '9999999999999-1', other, 'SELLER-OTHER']) {
      await scan(page, slip, text('station.noTrackingOrder', { text: slip, number: `${number}-1` }))
    }
    await scan(
      page,
      'CHAIR-FOLD',
      text('station.noTrackingSku', { text: 'CHAIR-FOLD', number: `${number}-1` }),
    )
    for (const own of ['MUG-WHITE', '1*MUG-WHITE', '+', `${number}-1`]) {
      await scan(page, own, text('station.noTracking', { text: own }))
    }
    expect(await partOf(number)).toMatchObject({ status: 'packed', shipments: [] })
    const handedOver = { number: `${number}-1`, trackingNumber: '123456789012' }
    await scan(page, '123456789012', text('station.handedOver', handedOver))
  })

  test('what is counted is dropped by Escape twice, and what is packed meanwhile does not come back', async () => {
    const number = await place([line('MUG-WHITE', 3)])
    const page = await begun(number)
    const counted = text('station.counted', { sku: 'MUG-WHITE', pieces: 1 })
    await scan(page, 'MUG-WHITE', counted)
    await page.keyboard.press('Escape')
    await saidIn(page, text('station.restartAgain', { number: `${number}-1` }))
    await scan(page, 'MUG-WHITE', counted)
    await page.keyboard.press('Escape')
    await saidIn(page, text('station.restartAgain', { number: `${number}-1` }))
    const packing = await held(page, '**/pack')
    await type(page, 'MUG-WHITE')
    await expect.poll(packing.count).toBe(1)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.getByLabel(text('station.scan.order')).waitFor()
    packing.letGo()
    await saidIn(page, text('station.packed', { number: `${number}-1` }))
    await page.getByLabel(text('station.scan.order')).waitFor()
  })

  test('it is counted anew when pieces were taken out of it', async () => {
    const number = await place([line('MUG-WHITE', 2), line('MUG-BLUE', 1)])
    const page = await begun(number)
    await scan(page, '2*MUG-WHITE', text('station.counted', { sku: 'MUG-WHITE', pieces: 2 }))
    await stage.client.post(`/v1/orders/${number}/cancel`, { lines: [{ lineNumber: 1, quantity: 1 }] })
    await saidIn(page, text('station.changed', { number: `${number}-1` }))
    await page
      .getByText(text('station.of', { there: '0', quantity: '1' }))
      .first()
      .waitFor()
    await scan(page, 'MUG-WHITE', text('station.counted', { sku: 'MUG-WHITE', pieces: 1 }))
    await scan(page, 'MUG-BLUE', text('station.packed', { number: `${number}-1` }))
  })
})

describe('at the queues', () => {
  test('a double click releases once', async () => {
    const number = await place([line('MUG-WHITE', 1)])
    await stage.client.post(`/v1/fulfilment-orders/${number}-1/hold`)
    const page = await visit(`warehouse?location=${LOCATION}&status=hold`)
    const row = page.getByRole('row').filter({ hasText: `${number}-1` })
    const releasing = await held(page, '**/release')
    await row.getByRole('button', { name: text('acts.release.button') }).dblclick()
    await page
      .locator('button:disabled')
      .filter({ hasText: text('acts.release.button') })
      .waitFor()
    releasing.letGo()
    await row.waitFor({ state: 'detached' })
    expect(releasing.count()).toBe(1)
  })

  test('a pick list has its names along, and asks for no item', async () => {
    await place([line('MUG-WHITE', 1)])
    const page = await visit('warehouse')
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(`${stage.url}/console/paper/pick-list?location=${LOCATION}`)
    await page.getByRole('cell', { name: 'Mug, white, 350 ml' }).waitFor()
    expect(asked.filter((path) => path.startsWith('/v1/items'))).toEqual([])
    // An A6 sheet within its margins.
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 306, height: 450 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(306)
  })

  test('a packing slip says which names it lacks, and asks again', async () => {
    const number = await place([line('MUG-WHITE', 1), line('MUG-BLUE', 1)])
    const page = await visit('warehouse')
    await page.route('**/v1/items/MUG-WHITE', (route) => route.fulfill({ status: 503, json: {} }))
    await page.goto(`${stage.url}/console/paper/packing-slip/${number}-1`)
    await page.getByText(text('paper.namesUntold', { skus: 'MUG-WHITE' })).waitFor()
    await page.getByRole('cell', { name: '马克杯 蓝色 350 毫升' }).waitFor()
    await page.unrouteAll()
    await button(page, 'common.again').click()
    await page.getByRole('cell', { name: 'Mug, white, 350 ml' }).waitFor()
  })

  test('a packing slip of a part says that the rest comes from elsewhere, in its own language', async () => {
    const page = await visit(`paper/packing-slip/${stage.seeded.split}-1`)
    await page.getByText(text('paper.restElsewhere_one', { part: 1, parts: 2 })).waitFor()
    await page.goto(`${stage.url}/console/paper/packing-slip/${stage.seeded.split}-2?language=zh`)
    await page.getByText(textsOf('zh')('paper.restElsewhere_other', { part: 2, parts: 2 })).waitFor()
    await page.goto(`${stage.url}/console/paper/packing-slip/${stage.seeded.allocated}-1`)
    await page.getByRole('cell', { name: 'Mug, white, 350 ml' }).waitFor()
    expect(await page.getByRole('article').locator('strong').count()).toBe(0)
  })

  test('a label is opened where it lies, and one of another kind is downloaded', async () => {
    const number = await place([line('MUG-WHITE', 1)])
    const page = await visit('warehouse')
    const open = async (label: object) => {
      await page.unrouteAll()
      await page.route(`**/v1/orders/${number}`, async (route) => {
        const order = await (await route.fetch()).json()
        const nothing = { url: null, contentType: null, sizeBytes: null, digest: null }
        await route.fulfill({ json: { ...order, label: { ...nothing, ...label } } })
      })
      await page.goto(`${stage.url}/console/paper/label/${number}`)
    }
    const url = 'https://labels.invalid/1.pdf'
    await open({ url })
    const link = page.getByRole('link', { name: text('order.labelOpen') })
    await link.waitFor()
    expect(await link.getAttribute('href')).toBe(url)
    expect(await link.getAttribute('rel')).toContain('noopener')
    await open({ url: 'javascript:alert(1)' })
    await page.getByText(text('paper.labelUnsafe')).waitFor()
    expect(await page.getByRole('link').count()).toBe(0)
    await open({ contentType: 'application/zpl' })
    await page.getByText(text('paper.labelToDownload', { type: 'application/zpl' })).waitFor()
    await page.getByRole('link', { name: text('order.labelDownload') }).waitFor()
    expect(await button(page, 'paper.print').count()).toBe(0)
  })
})

describe('at the receiving desk', () => {
  const path = (notice: string) => `inbound/${notice}?account=shop`
  const announce = (notice: string) =>
    stage.client.put(`/v1/inbound-notices/${notice}`, {
      location: LOCATION,
      rows: [{ sku: 'MUG-BLUE', quantity: 9 }],
    })
  const receive = (notice: string, received: number) =>
    stage.client.post(`/v1/inbound-notices/${notice}/receive`, { rows: [{ rowNumber: 1, received }] })
  const counted = text('inbound.goodCounted', { sku: 'MUG-BLUE' })
  const receivedOf = async (notice: string) =>
    (await stage.client.get(`/v1/inbound-notices/${notice}`)).body as unknown as object

  test('a count that another one has overtaken is refused, and takes nothing off', async () => {
    await announce('IN-TWO')
    const page = await visit('warehouse')
    // It hears of nothing.
    await page.route('**/v1/stream*', (route) => route.abort())
    await page.goto(`${stage.url}/console/${path('IN-TWO')}`)
    await scan(page, '3*MUG-BLUE', counted)
    await receive('IN-TWO', 5)
    await button(page, 'inbound.receive').click()
    await page.getByText(text('inbound.changed')).waitFor()
    expect(await button(page, 'inbound.receive').isDisabled()).toBe(true)
    expect(await receivedOf('IN-TWO')).toMatchObject({ rows: [{ received: 5 }] })
    await button(page, 'inbound.startAnew').click()
    await page.getByText(text('inbound.changed')).waitFor({ state: 'detached' })
    const field = page.getByLabel(text('inbound.goodOf', { sku: 'MUG-BLUE', row: '1' }))
    expect(await field.inputValue()).toBe('0')
    await scan(page, 'MUG-BLUE', counted)
    await button(page, 'inbound.receive').click()
    await saidIn(page, text('inbound.receiveDone', { number: 'IN-TWO' }))
    expect(await page.evaluate('document.activeElement.id')).toBe('scan')
    expect(await receivedOf('IN-TWO')).toMatchObject({ rows: [{ received: 6 }] })
    // The next count stands on what this one left, without a reload.
    await scan(page, '3*MUG-BLUE', counted)
    await button(page, 'inbound.receive').click()
    await expect.poll(() => receivedOf('IN-TWO')).toMatchObject({ rows: [{ received: 9 }] })
  })

  test('news that name nothing are no change of the notice; another count is one', async () => {
    await announce('IN-NEWS')
    const page = await visit('warehouse')
    let tell = (_event: string): void => undefined
    const told = new Promise<string>((resolve) => {
      tell = resolve
    })
    await page.route('**/v1/stream*', async (route) => {
      const isFirst = !route.request().url().includes('after=')
      const body = isFirst ? `id: 7\nevent: ready\ndata: {}\n\n${await told}` : ''
      await route.fulfill({ contentType: 'text/event-stream', body })
    })
    await page.goto(`${stage.url}/console/${path('IN-NEWS')}`)
    await scan(page, '3*MUG-BLUE', counted)
    const reread = page.waitForResponse(/inbound-notices\/IN-NEWS/)
    tell('id: 8\nevent: notices\ndata: {"names":null}\n\n')
    await reread
    expect(await button(page, 'inbound.receive').isEnabled()).toBe(true)
    expect(await page.getByText(text('inbound.changed')).count()).toBe(0)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.reload()
    await scan(page, '3*MUG-BLUE', counted)
    await receive('IN-NEWS', 2)
    await page.getByText(text('inbound.changed')).waitFor()
    expect(await button(page, 'inbound.receive').isDisabled()).toBe(true)
  })

  test('it is asked before a notice is closed, by what is missing', async () => {
    await announce('IN-CLOSE')
    await receive('IN-CLOSE', 2)
    const page = await visit(path('IN-CLOSE'))
    await button(page, 'inbound.close').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(text('inbound.missingPieces_other', { pieces: '7' })).waitFor()
    await dialog.getByText('MUG-BLUE').waitFor()
    await dialog.getByRole('button', { name: text('common.back') }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await receivedOf('IN-CLOSE')).toMatchObject({ status: 'receiving' })
    await scan(page, '7*MUG-BLUE', counted)
    await button(page, 'inbound.receive').click()
    await button(page, 'inbound.close').click()
    await dialog.getByText(text('inbound.nothingMissing')).waitFor()
    await dialog.getByRole('button', { name: text('inbound.closeConfirm') }).click()
    await page.getByText(text('noticeStatus.closed'), { exact: true }).waitFor()
    expect(await receivedOf('IN-CLOSE')).toMatchObject({ status: 'closed', rows: [{ received: 9 }] })
  })
})
