// Pages follow what others do, without a reload; and long work shows how far it is.

import { readFile } from 'node:fs/promises'
import type { Page, Route } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { NEWS_SETTINGS } from '../../src/news/broadcast.js'
import type { Role } from '../../src/order/people-calls.js'
import { ADDRESS } from '../http/native-client.js'
import { startDeafProxy } from '../support/deaf-proxy.js'
import { journeys } from './journey.js'
import { LOCATION } from './seed.js'
import { LANGUAGES, startStage } from './stage.js'

const stage = journeys(() =>
  startStage(3, {
    news: { ...NEWS_SETTINGS, lookEveryMs: 20, standingsEveryMs: 20, checkEveryMs: 50, heartbeatMs: 500 },
  }),
)

describe.each(LANGUAGES)('in %s', (language) => {
  const { text, visit: open } = stage.in(language, 'operator')

  async function visit(path: string, role: Role | null = 'operator'): Promise<Page> {
    const page = await open(path, role)
    // Whoever loads the page anew loses it.
    await page.evaluate('window.stayed = true')
    return page
  }
  const stayed = (page: Page) => page.evaluate('window.stayed === true')

  async function place(sku = 'MUG-WHITE'): Promise<number> {
    const lines = [{ sku, quantity: 1, location: LOCATION }]
    const { status, body, text: said } = await stage.client.post('/v1/orders', { address: ADDRESS, lines })
    if (status !== 201) throw new Error(said)
    return Number(body.orderNumber)
  }

  test('an open order shows what a warehouse does with it', async () => {
    const orderNumber = await place()
    const page = await visit(`orders/${orderNumber}`)
    const timeline = page.getByRole('region', { name: text('order.timeline') })
    await timeline.getByText(text('events.placed')).waitFor()
    await stage.client.post(`/v1/fulfilment-orders/${orderNumber}-1/pack`)
    await timeline.getByText(text('events.packed')).waitFor()
    const parcel = { carrier: 'Yanwen', trackingNumber: `LIVE-${language}` }
    await stage.client.post(`/v1/fulfilment-orders/${orderNumber}-1/hand-over`, parcel)
    await page.getByText(parcel.trackingNumber).first().waitFor()
    expect(await stayed(page)).toBe(true)
  })

  test('a queue grows and shrinks, and so does the number of problems', async () => {
    const page = await visit(`warehouse?location=${LOCATION}&status=allocated`, 'warehouse')
    const queue = page.getByRole('link', { name: new RegExp(`^${text('queue.allocated.name')} `) })
    await queue.waitFor()
    const counted = async () => Number((await queue.textContent())?.replace(/\D/g, ''))
    const before = await counted()
    const problems = page.locator('.side-count')
    const count = Number(await problems.textContent())
    const orderNumber = await place('MUG-BLUE')
    const row = page.getByRole('row').filter({ hasText: `${orderNumber}-1` })
    await row.waitFor()
    await expect.poll(counted).toBe(before + 1)
    await stage.client.post(`/v1/fulfilment-orders/${orderNumber}-1/hold`, { reason: 'A question' })
    await row.waitFor({ state: 'detached' })
    await expect.poll(() => problems.textContent()).toBe(String(count + 1))
    await stage.client.post(`/v1/orders/${orderNumber}/cancel`)
    await expect.poll(() => problems.textContent()).toBe(String(count))
    expect(await stayed(page)).toBe(true)
  })

  test('who packs is told that the order has been cancelled meanwhile', async () => {
    const orderNumber = await place()
    const page = await visit(`warehouse/station?number=${orderNumber}-1`, 'warehouse')
    const number = `${orderNumber}-1`
    await page.getByText(text('station.begun', { number })).waitFor()
    await stage.client.post(`/v1/orders/${orderNumber}/cancel`)
    await page.getByText(text('station.notNow', { number, status: text('partStatus.cancelled') })).waitFor()
    await page.getByLabel(text('station.scan.order')).waitFor()
  })

  test('what others import is listed as it is taken in', async () => {
    const page = await visit('imports')
    const table = page.getByRole('table', { name: text('imports.earlier') })
    await table.waitFor()
    const sent = await fetch(`${stage.url}/v1/imports?kind=stock`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stage.client.apiKey}`, 'content-type': 'text/csv' },
      body: `sku,location,onHand\nCHAIR-FOLD,${LOCATION},7\n`,
    })
    const { id } = (await sent.json()) as { id: number }
    const row = table
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: String(id), exact: true }) })
    await row.getByText(text('importState.finished')).waitFor()
    expect(await stayed(page)).toBe(true)
  })

  test('an export tells how many rows it has', async () => {
    const page = await visit('orders?sku=TOWEL-SET')
    const exporting = page.waitForEvent('download')
    await page.getByRole('link', { name: text('orders.export') }).click()
    const file = await exporting
    expect(file.suggestedFilename()).toBe('orders.csv')
    const rows = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n')
    const count = rows.length - 1
    const key = language === 'en' && count === 1 ? 'export.done_one' : 'export.done_other'
    await page.getByText(text(key, { rows: count })).waitFor()
    expect(rows.slice(1).every((row) => /TOWEL-SET|MUG-WHITE/.test(row))).toBe(true)
  })

  test('who is signed out elsewhere is shown so, and who gets another role sees its pages', async () => {
    const username = `live-${language}`
    const password = 'horse staple 9'
    await stage.client.post('/v1/users', { username, role: 'operator', password })
    const page = await visit('orders', null)
    await page.getByLabel(text('signIn.username')).fill(username)
    await page.getByLabel(text('signIn.password')).fill(password)
    await page.keyboard.press('Enter')
    const importing = page.getByRole('link', { name: text('nav.imports'), exact: true })
    await importing.waitFor()
    await stage.client.patch(`/v1/users/${username}`, { role: 'read-only' })
    await importing.waitFor({ state: 'detached' })
    await stage.client.patch(`/v1/users/${username}`, { enabled: false })
    await page.getByLabel(text('signIn.password')).waitFor()
  })

  test('a role that changes before the page can listen is seen as well', async () => {
    const username = `early-${language}`
    const password = 'horse staple 9'
    await stage.client.post('/v1/users', { username, role: 'operator', password })
    const page = await visit('orders', null)
    let waiting: Route | null = null
    await page.route(
      '**/v1/stream**',
      (route) => {
        waiting = route
      },
      { times: 1 },
    )
    await page.getByLabel(text('signIn.username')).fill(username)
    await page.getByLabel(text('signIn.password')).fill(password)
    await page.keyboard.press('Enter')
    const importing = page.getByRole('link', { name: text('nav.imports'), exact: true })
    await importing.waitFor()
    await expect.poll(() => waiting).not.toBeNull()
    await stage.client.patch(`/v1/users/${username}`, { role: 'read-only' })
    await (waiting as Route | null)?.continue()
    await importing.waitFor({ state: 'detached' })
  })

  test('a stream that has died without a word is missed, and opened anew', async () => {
    const proxy = await startDeafProxy(stage.url)
    try {
      const orderNumber = await place()
      const path = `/v1/fulfilment-orders/${orderNumber}-1`
      const page = await visit('stock')
      await page.goto(`${proxy.url}/console/orders/${orderNumber}`)
      const timeline = page.getByRole('region', { name: text('order.timeline') })
      await timeline.getByText(text('events.placed')).waitFor()
      await stage.client.post(`${path}/hold`, { reason: 'Heard' })
      await timeline.getByText('Heard').waitFor()
      proxy.deafen()
      const strip = page.locator('.not-heard:not(:empty)')
      await strip.waitFor()
      await stage.client.post(`${path}/release`)
      await stage.client.post(`${path}/hold`, { reason: 'Missed' })
      expect(await timeline.getByText('Missed').count()).toBe(0)
      proxy.hearAgain()
      await timeline.getByText('Missed').waitFor()
      await strip.waitFor({ state: 'detached' })
    } finally {
      await proxy.close()
    }
  })
})
