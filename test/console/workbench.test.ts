// What a warehouse does with the console, in both languages, with a scanner or the keyboard alone.

import { describe, expect, test } from 'vitest'
import { ADDRESS } from '../http/native-client.js'
import { journeys } from './journey.js'
import { LOCATION } from './seed.js'
import { LANGUAGES, startStage, textsOf } from './stage.js'

const stage = journeys(() => startStage(3))

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe.each(LANGUAGES)('in %s', (language) => {
  const { text, visit, button } = stage.in(language, 'warehouse')

  async function place(lines: readonly object[], sellerOrderNumber?: string): Promise<number> {
    const {
      status,
      body,
      text: said,
    } = await stage.client.post('/v1/orders', {
      ...(sellerOrderNumber !== undefined && { sellerOrderNumber }),
      address: ADDRESS,
      lines,
    })
    if (status !== 201) throw new Error(said)
    return Number(body.orderNumber)
  }
  const line = (sku: string, quantity: number) => ({ sku, quantity, location: LOCATION })

  test('an order is packed and handed over by scans alone, and what is wrong is refused', async () => {
    const seller = `PACK-${language}`
    const orderNumber = await place([line('MUG-WHITE', 2), line('MUG-BLUE', 1)], seller)
    const number = `${orderNumber}-1`
    const page = await visit('warehouse/station')
    const scan = async (typed: string, said: string) => {
      await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('scan')
      await page.keyboard.type(typed)
      await page.keyboard.press('Enter')
      await page.locator('.scan-said').getByText(said).waitFor()
    }
    await scan('nobody knows', text('station.unknown', { text: 'nobody knows' }))
    await scan(seller, text('station.begun', { number }))
    await scan('CHAIR-FOLD', text('station.wrong', { sku: 'CHAIR-FOLD', number }))
    await page.getByRole('alert').waitFor()
    await scan('MUG-BLUE', text('station.counted', { sku: 'MUG-BLUE', pieces: 1 }))
    await scan('MUG-BLUE', text('station.surplus', { sku: 'MUG-BLUE', wanted: 1 }))
    await scan('2*MUG-WHITE', text('station.packed', { number }))
    await page.getByLabel(text('actFields.carrier')).waitFor()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.type('Yanwen')
    await page.keyboard.press('Enter')
    await scan(number, text('station.noTracking', { text: number }))
    await scan(`SCAN-${language}`, text('station.handedOver', { number, trackingNumber: `SCAN-${language}` }))
    await scan(number, text('station.notNow', { number, status: text('partStatus.handed_over') }))
    const { body } = await stage.client.get(`/v1/orders/${orderNumber}`)
    expect(body).toMatchObject({
      fulfilmentOrders: [{ shipments: [{ carrier: 'Yanwen', trackingNumber: `SCAN-${language}` }] }],
    })
  })

  test('a shortage is resolved from its queue by receiving stock', async () => {
    const sku = `RARE-${language}`
    await stage.client.put(`/v1/items/${sku}`, { name: sku, priceMinor: 1, currency: 'USD', weightGrams: 1 })
    const number = `${await place([line(sku, 1)])}-1`
    const page = await visit(`warehouse?location=${LOCATION}`)
    await page.getByRole('link', { name: text('queue.shortage.name') }).click()
    const row = page.getByRole('row').filter({ hasText: sku })
    await row.getByRole('button', { name: text('stock.receiveStock') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(text('stock.receiveQuantity')).fill('3')
    await dialog.getByRole('button', { name: text('stock.receiveConfirm') }).click()
    await row.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: text('queue.allocated.name') }).click()
    await page
      .getByRole('row')
      .filter({ hasText: number })
      .getByRole('link', { name: text('acts.pack.button'), exact: true })
      .click()
    await page.getByText(text('station.begun', { number })).waitFor()
  })

  test('what was announced is received, good and defective', async () => {
    const notice = `IN-${language}`
    const rows = [{ sku: 'MUG-BLUE', quantity: 3 }]
    await stage.client.put(`/v1/inbound-notices/${notice}`, { location: LOCATION, rows })
    const page = await visit('inbound')
    await page.getByRole('link', { name: notice }).click()
    const field = page.getByLabel(text('inbound.scan'))
    const scan = async (typed: string, said: string) => {
      await field.fill(typed)
      await field.press('Enter')
      await page.locator('.scan-said').getByText(said).waitFor()
    }
    await scan('MUG-WHITE', text('inbound.wrong', { sku: 'MUG-WHITE', number: notice }))
    await scan('2*MUG-BLUE', text('inbound.goodCounted', { sku: 'MUG-BLUE' }))
    await page.getByText(text('inbound.defective'), { exact: true }).first().click()
    await scan('MUG-BLUE', text('inbound.defectiveCounted', { sku: 'MUG-BLUE' }))
    await button(page, 'inbound.receive').click()
    await page.getByText(text('inbound.receiveDone', { number: notice })).waitFor()
    await button(page, 'inbound.close').click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: text('inbound.closeConfirm') })
      .click()
    await page.getByText(text('noticeStatus.closed'), { exact: true }).waitFor()
    const { body } = await stage.client.get(`/v1/inbound-notices/${notice}`)
    expect(body).toMatchObject({ status: 'closed', rows: [{ received: 3, defective: 1 }] })
  })

  test('packing slips and pick lists are printed in either language, with barcodes', async () => {
    const [other = language] = LANGUAGES.filter((one) => one !== language)
    const number = `${await place([line('MUG-WHITE', 2)])}-1`
    const page = await visit(`paper/packing-slip/${number}?language=${other}`)
    await page.getByRole('heading', { name: textsOf(other)('paper.slipTitle'), exact: true }).waitFor()
    await page.getByRole('img', { name: number, exact: true }).waitFor()
    await page.getByRole('cell', { name: 'Mug, white, 350 ml' }).waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await button(page, 'paper.print').isVisible()).toBe(false)
    await page.goto(`${stage.url}/console/paper/pick-list?location=${LOCATION}`)
    await page
      .getByRole('heading', { name: text('paper.pickTitle', { location: LOCATION }), exact: true })
      .waitFor()
    await page.getByRole('img', { name: 'MUG-WHITE', exact: true }).waitFor()
  })

  test("the caller's own label is shown, a picture or a PDF", async () => {
    const orderNumber = await place([line('MUG-WHITE', 1)])
    const page = await visit('warehouse')
    for (const [type, shown] of [
      ['image/png', '.label-picture'],
      ['application/pdf', '.label-pdf'],
    ] as const) {
      await page.route(`**/v1/orders/${orderNumber}`, async (route) => {
        const order = await (await route.fetch()).json()
        const label = { url: null, contentType: type, sizeBytes: 1, digest: null }
        await route.fulfill({ json: { ...order, label } })
      })
      await page.route(`**/v1/orders/${orderNumber}/label`, (route) =>
        route.fulfill({ contentType: type, body: PNG, headers: { 'content-disposition': 'attachment' } }),
      )
      await page.goto(`${stage.url}/console/paper/label/${orderNumber}`)
      await page.locator(shown).waitFor()
      await page.unrouteAll()
    }
  })

  test('stock is imported, but for two faulty rows', async () => {
    const page = await visit('imports', 'operator')
    const content = [
      'sku,location,onHand',
      `TOWEL-SET,${LOCATION},${language === 'en' ? 41 : 42}`,
      `NO-SUCH,${LOCATION},5`,
      `MUG-WHITE,${LOCATION},many`,
    ].join('\n')
    await page
      .getByLabel(text('imports.choose'))
      .setInputFiles({ name: 'stock.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
    await page.getByRole('cell', { name: 'NO-SUCH' }).waitFor()
    await button(page, 'imports.check').click()
    const faults = page.getByLabel(text('imports.faultTable')).getByRole('row')
    await page.getByText(text('imports.faults_other', { count: 2 })).waitFor()
    await expect
      .poll(async () => (await faults.allTextContents()).join('\n'))
      .toMatch(/3.*NO-SUCH[\s\S]*4.*many/)
    const level = async () =>
      (await stage.client.get(`/v1/stock-levels?sku=TOWEL-SET&location=${LOCATION}`)).body.data?.[0]?.onHand
    const counted = language === 'en' ? 41 : 42
    expect(await level()).not.toBe(counted)
    const one = language === 'en' ? 'imports.start_one' : 'imports.start_other'
    await page.getByRole('button', { name: text(one, { count: 1 }) }).click()
    await page
      .getByRole('region', { name: new RegExp(text('imports.runTitle', { id: '\\d+' })) })
      .getByText(text('importState.finished'))
      .waitFor()
    expect(await level()).toBe(counted)
  })

  test('stock is taken along as a file', async () => {
    const page = await visit('stock')
    const href = await page.getByRole('link', { name: text('stock.export') }).getAttribute('href')
    const file = await page.request.get(stage.url + href)
    expect(file.headers()['content-type']).toContain('text/csv')
    expect(await file.text()).toContain('MUG-WHITE')
  })

  test('who may only read sees the queues, and can do nothing there', async () => {
    const page = await visit(`warehouse?location=${LOCATION}&status=shortage`, 'read-only')
    await page.getByRole('cell', { name: 'LAMP-OAK' }).first().waitFor()
    expect(await button(page, 'acts.allocate.button').count()).toBe(0)
    expect(await page.getByRole('link', { name: text('nav.station') }).count()).toBe(0)
    await page.goto(`${stage.url}/console/warehouse/station`)
    await page.getByText(text('problems.not_allowed.title')).waitFor()
    await page.goto(`${stage.url}/console/inbound/IN-1`)
    await page.getByRole('table', { name: text('inbound.rows') }).waitFor()
    expect(await button(page, 'inbound.receive').count()).toBe(0)
  })
})
