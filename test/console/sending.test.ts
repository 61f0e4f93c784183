// What the console does where an answer is lost, late, broken or refused: nothing twice, and nothing without a word.

import type { Page, Route } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { ADDRESS } from '../http/native-client.js'
import { journeys, receiveThree } from './journey.js'
import { LOCATION } from './seed.js'
import { settled, startStage } from './stage.js'

const stage = journeys(() => startStage(0))
const walk = stage.in('en', 'admin')
const { text, visit, button } = walk
const named = (page: Page, key: string) => page.getByRole('button', { name: text(key), exact: true })

/** Holds what is asked of `path` until it is let go on. */
async function hold(page: Page, path: string) {
  const held: Route[] = []
  await page.route(path, (route) => {
    held.push(route)
  })
  return {
    held,
    one: async (): Promise<Route> => {
      await expect.poll(() => held.length).toBeGreaterThan(0)
      const [first] = held.splice(0, 1)
      if (first === undefined) throw new Error('one is held')
      return first
    },
  }
}

describe('a dialog', () => {
  const onHand = async (sku: string) =>
    Number(
      (await stage.client.get(`/v1/stock-levels?sku=${sku}&location=${LOCATION}`)).body.data?.[0]?.onHand ??
        0,
    )

  test('stays until there is an answer; opened again, it sends the same once more', async () => {
    const sku = 'MUG-WHITE'
    const before = await onHand(sku)
    const page = await visit('stock')
    const movements = await hold(page, '**/v1/stock-movements')
    const dialog = await receiveThree(page, walk, sku)
    const first = await movements.one()
    await page.keyboard.press('Escape')
    expect(await named(page, 'common.back').isDisabled()).toBe(true)
    expect(await dialog.isVisible()).toBe(true)
    // It is done, but nobody is told.
    await first.fetch()
    await first.abort()
    await dialog.getByText(text('problems.unreachable.title')).waitFor()
    await button(page, 'common.back').click()
    await dialog.waitFor({ state: 'detached' })
    await receiveThree(page, walk, sku)
    const second = await movements.one()
    const [one, other] = [first, second].map((route) => route.request().headers()['idempotency-key'])
    expect(one).toMatch(/^[0-9a-f]{32}$/)
    expect(other).toBe(one)
    await second.continue()
    await page.getByText(text('stock.moved', { sku, location: LOCATION, quantity: '+3' })).waitFor()
    expect(await onHand(sku)).toBe(before + 3)
  })

  test('that has sent other words without an answer does not do a second thing', async () => {
    const sku = 'MUG-BLUE'
    const before = await onHand(sku)
    const page = await visit('stock')
    const movements = await hold(page, '**/v1/stock-movements')
    const dialog = await receiveThree(page, walk, sku)
    const first = await movements.one()
    await first.fetch()
    await first.abort()
    await dialog.getByText(text('problems.unreachable.title')).waitFor()
    await dialog.getByLabel(text('stock.receiveQuantity')).fill('4')
    for (let round = 0; round < 2; round += 1) {
      await dialog.getByRole('button', { name: text('stock.receiveConfirm') }).click()
      await (await movements.one()).continue()
      await dialog.getByText(text('problems.key_reused.title')).waitFor()
    }
    expect(await onHand(sku)).toBe(before + 3)
  })

  test('begins with what is to be filled in, of several lines as well', async () => {
    const depot = (await stage.client.get('/v1/connections')).body.data?.[0]
    const page = await visit(`connections/${depot?.id}`)
    await button(page, 'connection.renew').click()
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA')
  })
})

describe('a secret that is shown once', () => {
  async function make(page: Page) {
    await button(page, 'credentials.make').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(text('credentials.dialect')).press('Enter')
    await page.getByTitle('kakaclo', { exact: true }).click()
    await button(page, 'credentials.makeConfirm').click()
    return dialog
  }

  test('is closed by no key', async () => {
    const page = await visit('credentials')
    const dialog = await make(page)
    const shown = dialog.getByRole('definition').locator('.code')
    await shown.waitFor()
    await page.keyboard.press('Escape')
    await settled(page)
    expect(await shown.textContent()).toMatch(/\S{20,}/)
    await button(page, 'credentials.copied').click()
    await dialog.waitFor({ state: 'detached' })
  })

  test('and was not, is said to be lost', async () => {
    const page = await visit('credentials')
    const credentials = await hold(page, '**/v1/credentials')
    const dialog = await make(page)
    const first = await credentials.one()
    const { id } = await (await first.fetch()).json()
    await first.abort()
    await dialog.getByText(text('problems.unreachable.title')).waitFor()
    await button(page, 'credentials.makeConfirm').click()
    await (await credentials.one()).continue()
    await dialog.getByText(text('credentials.lost', { id })).waitFor()
  })
})

describe('an answer', () => {
  const broken = { status: 200, contentType: 'text/html', body: '<p>A proxy</p>' }

  test('that is none ends the waiting', async () => {
    const page = await visit('items')
    await page.route('**/v1/items?*', (route) => route.fulfill(broken))
    await page.reload()
    await page.getByText(text('problems.broken_answer.title')).waitFor()
    await page.unroute('**/v1/items?*')
    await button(page, 'common.again').click()
    await page.getByRole('table', { name: text('items.title') }).waitFor()
  })

  test('that is cut off makes no file', async () => {
    const page = await visit('orders')
    const link = page.getByRole('link', { name: text('orders.export') })
    await link.waitFor()
    await page.evaluate(`window.fetch = async () => new Response(new ReadableStream({
      start: (part) => part.enqueue(new TextEncoder().encode('a,b\\r\\n1,2\\r\\n')),
      pull: (part) => part.error(new TypeError('network error')),
    }), { headers: { 'content-type': 'text/csv' } })`)
    await link.click()
    await page.getByText(text('problems.cut_off.title')).waitFor()
  })
})

describe('news', () => {
  test('that keep coming let what is being read come in', async () => {
    const lines = [{ sku: 'MUG-WHITE', quantity: 1, location: LOCATION }]
    const { orderNumber } = (await stage.client.post('/v1/orders', { address: ADDRESS, lines })).body
    const path = `/v1/fulfilment-orders/${orderNumber}-1`
    const [page, other] = [await visit(`orders/${orderNumber}`), await visit(`orders/${orderNumber}`)]
    await settled(page)
    await settled(other)
    const failed: string[] = []
    page.on('requestfailed', (request) => failed.push(request.url()))
    const orders = await hold(page, `**/v1/orders/${orderNumber}`)
    await stage.client.post(`${path}/hold`, { reason: 'First' })
    const reading = await orders.one()
    await stage.client.post(`${path}/release`)
    await stage.client.post(`${path}/hold`, { reason: 'Last' })
    await other.getByText('Last').first().waitFor()
    await reading.continue()
    await (await orders.one()).continue()
    await page.getByText('Last').first().waitFor()
    expect(failed).toEqual([])
  })

  test('that do not come are said to be missing, until the hub is heard', async () => {
    const page = await visit('stock')
    await settled(page)
    const look = () => page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    const strip = page.getByText(text('standing.notHeard', { time: '' }).trim())
    await page.route('**/v1/session', (route) => route.abort())
    await look()
    await strip.waitFor()
    await page.unroute('**/v1/session')
    await look()
    await strip.waitFor({ state: 'detached' })
  })
})

describe('an import', () => {
  const csv = (rows: string) => ({ name: 'stock.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) })
  const rows = (onHand: number) => csv(`sku,location,onHand\nMUG-WHITE,${LOCATION},${onHand}\n`)

  test('takes the same file again, and offers to start until it has', async () => {
    const page = await visit('imports')
    const file = page.locator('input[type=file]')
    await file.setInputFiles(csv('sku\nbroken\n'))
    await page.getByRole('cell', { name: 'broken' }).waitFor()
    expect(await file.inputValue()).toBe('')
    await file.setInputFiles(rows(41))
    await page.getByRole('cell', { name: '41' }).waitFor()
    await button(page, 'imports.check').click()
    const start = page.getByRole('button', { name: text('imports.start_one', { count: 1 }) })
    await start.waitFor()
    await page.route('**/v1/imports?kind*', (route) => route.abort())
    await start.click()
    await page.getByText(text('problems.unreachable.title')).waitFor()
    expect(await start.isVisible()).toBe(true)
  })

  test('is looked at again after a look has failed', async () => {
    const page = await visit('imports')
    await page.locator('input[type=file]').setInputFiles(rows(42))
    await page.getByRole('cell', { name: '42' }).waitFor()
    let looks = 0
    await page.route(/\/v1\/imports\/\d+$/, (route) => {
      looks += 1
      return looks === 1 ? route.fulfill({ status: 502, body: 'A proxy' }) : route.continue()
    })
    await button(page, 'imports.check').click()
    await page.getByRole('button', { name: text('imports.start_one', { count: 1 }) }).waitFor()
    expect(looks).toBeGreaterThan(1)
  })
})
