// What those do with the console who set a hub up: locations, shipping, accounts, connections, rules and webhooks.

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { StubPlatform } from '../forward/stub-platform.js'
import { ADDRESS } from '../http/native-client.js'
import { startReceiver, type TestReceiver } from '../support/receiver.js'
import { journeys } from './journey.js'
import { pagesOf } from './pages.js'
import { startPlatformStage } from './platform-stage.js'
import { LANGUAGES, settled } from './stage.js'

let platform: StubPlatform
let receiver: TestReceiver
const stage = journeys(
  async () => {
    const made = await startPlatformStage(1)
    platform = made.platform
    receiver = await startReceiver()
    return made.stage
  },
  () => receiver.close(),
)

describe.each(LANGUAGES)('in %s', (language) => {
  const { text, visit, button } = stage.in(language, 'admin')
  const rowOf = (page: Page, what: string) => page.getByRole('row').filter({ hasText: what })
  const inDialog = (page: Page, key: string) =>
    page.getByRole('dialog').getByRole('button', { name: text(key), exact: true })
  const field = (page: Page, key: string, values = {}) =>
    page.getByRole('dialog').getByLabel(text(key, values), { exact: true })
  const noDialog = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' })

  /** In a select that can be searched, by what it is found with. */
  async function choose(page: Page, key: string, option: string): Promise<void> {
    await field(page, key).fill(option)
    await field(page, key).press('Enter')
  }

  test('a location is added, and turned off without losing what else it is', async () => {
    const code = `WH-${language}`
    const page = await visit('settings/locations')
    await button(page, 'locations.add').click()
    await field(page, 'locations.code').fill(code)
    await field(page, 'locations.name').fill('Köln West')
    await choose(page, 'locations.country', 'DE')
    await field(page, 'locations.region').fill('NRW')
    await field(page, 'locations.priority').fill('7')
    await inDialog(page, 'items.save').click()
    await rowOf(page, code).getByText(text('enabledState.on')).waitFor()
    await rowOf(page, code)
      .getByRole('button', { name: text('items.edit') })
      .click()
    await field(page, 'locations.enabled').click()
    await inDialog(page, 'items.save').click()
    await rowOf(page, code).getByText(text('enabledState.off')).waitFor()
    const { body } = await stage.client.get(`/v1/stock-locations/${code}`)
    const expected = { name: 'Köln West', country: 'DE', region: 'NRW', priority: 7, enabled: false }
    expect(body).toMatchObject(expected)
  })

  test('a method is added with a rate, which is changed, found and removed', async () => {
    const code = `AIR-${language}`
    const page = await visit('settings/shipping')
    await button(page, 'shipping.add').click()
    await field(page, 'locations.code').fill(code)
    await field(page, 'locations.name').fill('Air mail')
    await inDialog(page, 'items.save').click()
    await page.getByRole('link', { name: code }).click()
    await page.getByText(text('rates.emptyTitle')).waitFor()
    await button(page, 'rates.add').first().click()
    await choose(page, 'rates.origin', 'CN')
    await choose(page, 'rates.destination', 'FR')
    await field(page, 'rates.first').fill('5.25')
    await field(page, 'rates.step').fill('1.5')
    await field(page, 'rates.daysMin').fill('9')
    await field(page, 'rates.daysMax').fill('8')
    await inDialog(page, 'items.save').click()
    await page.getByText(text('rates.daysOrder')).waitFor()
    await field(page, 'rates.daysMax').fill('12')
    await inDialog(page, 'items.save').click()
    const path = `/v1/shipping-methods/${code}/rates/CN/FR`
    const row = rowOf(page, '9–12')
    await row.getByRole('button', { name: text('items.edit') }).click()
    await field(page, 'rates.first').fill('6')
    await inDialog(page, 'items.save').click()
    await row.getByText('6.00').waitFor()
    const saved = {
      firstMinor: 600,
      firstGrams: 500,
      stepMinor: 150,
      stepGrams: 500,
      daysMin: 9,
      daysMax: 12,
    }
    expect((await stage.client.get(path)).body).toMatchObject(saved)
    await row.getByRole('button', { name: text('rules.remove') }).click()
    await inDialog(page, 'rules.remove').click()
    await page.getByText(text('rates.emptyTitle')).waitFor()
    expect((await stage.client.get(path)).status).toBe(404)
  })

  test('an account is added, its policies are set, and money comes with a note', async () => {
    const name = `branch ${language}`
    const page = await visit('settings/accounts')
    await button(page, 'accounts.add').click()
    await field(page, 'locations.name').fill(name)
    await inDialog(page, 'accounts.add').click()
    await page.getByRole('link', { name }).click()
    await page.getByText(text('account.emptyTitle')).waitFor()
    await button(page, 'items.edit').click()
    await field(page, 'accounts.outOfStock').press('Enter')
    await page.getByTitle(text('outOfStock.shortage'), { exact: true }).click()
    await field(page, 'account.unpaidExpiry').press('Enter')
    await page.getByTitle(text('account.later'), { exact: true }).click()
    await field(page, 'account.minutes').fill('0.5')
    await inDialog(page, 'items.save').click()
    await noDialog(page)
    await page.getByText(text('outOfStock.shortage')).first().waitFor()
    await button(page, 'account.topUp').first().click()
    await field(page, 'account.amountIn', { currency: 'USD' }).fill('12.34')
    await field(page, 'account.note').fill('Wire of 2 May')
    await inDialog(page, 'account.topUp').click()
    await rowOf(page, 'Wire of 2 May').getByText(text('entryKind.top_up')).waitFor()
    const { body } = await stage.client.get(`/v1/accounts/${encodeURIComponent(name)}`)
    expect(body).toMatchObject({
      outOfStock: 'shortage',
      refundReviewSeconds: 0,
      unpaidExpirySeconds: 30,
      balanceMinor: 1234,
    })
  })

  test('a connection gets other credentials, words of its own, and says whether it works', async () => {
    const name = `stub-${language}`
    const wish = { name, dialect: 'stub', baseUrl: platform.url, credentials: { token: 'wrong' } }
    const { id } = (await stage.client.post('/v1/connections', wish)).body
    const shown = async () => (await stage.client.get(`/v1/connections/${id}`)).body
    const page = await visit('connections')
    await page.getByRole('link', { name }).click()
    await page.getByRole('heading', { name, level: 1 }).waitFor()
    await button(page, 'connections.test').click()
    await page.getByText(text('connection.deadAdvice')).waitFor()
    await button(page, 'connection.renew').click()
    await inDialog(page, 'connection.renew').click()
    await page.getByText(text('common.needed')).waitFor()
    await field(page, 'connections.credentials').fill('{ "token": "good" }')
    await inDialog(page, 'connection.renew').click()
    await noDialog(page)
    await button(page, 'connections.test').click()
    const alive = text('connections.alive', { name, elapsedMs: '' }).split(/[(（]/)[0] ?? name
    await page.getByText(alive).waitFor()
    expect(await page.content()).not.toContain('"good"')

    const words = page.getByRole('region', { name: text('mappings.skus'), exact: true })
    for (const [ours, theirs] of [
      ['MUG-WHITE', 'W-1'],
      ['MUG-BLUE', 'B-1'],
    ] as const) {
      await words.getByLabel(text('mappings.skusOurs')).fill(ours)
      await words.getByLabel(text('mappings.theirs')).fill(theirs)
      await words.getByLabel(text('mappings.theirs')).press('Enter')
      await rowOf(page, ours).getByText(theirs).waitFor()
    }
    await page.getByRole('button', { name: text('mappings.removeNamed', { name: 'MUG-WHITE' }) }).click()
    await rowOf(page, 'MUG-WHITE').waitFor({ state: 'detached' })
    await button(page, 'items.edit').click()
    await field(page, 'connection.numberPrefix').fill('H2-')
    await field(page, 'connection.pace').fill('3')
    await field(page, 'connection.settings').fill('{ "client_code": "C1", "flag": true }')
    await inDialog(page, 'items.save').click()
    await noDialog(page)
    await page.getByText('client_code').waitFor()
    expect(await shown()).toMatchObject({
      mappings: { skus: { 'MUG-BLUE': 'B-1' }, locations: {}, shippingMethods: {} },
      settings: { client_code: 'C1', flag: true },
      numberPrefix: 'H2-',
      callsPerSecond: 3,
      store: null,
      enabled: true,
    })
    await button(page, 'connections.turnOff').click()
    await page.getByText(text('connectionState.off')).waitFor()
  })

  test('a rule is changed, and its place among the others', async () => {
    const skuPrefix = `RULE-${language}`
    const { id } = (await stage.client.post('/v1/routing-rules', { connection: 'depot', skuPrefix })).body
    const page = await visit('connections')
    await rowOf(page, skuPrefix)
      .getByRole('button', { name: text('items.edit') })
      .click()
    await field(page, 'rules.priority').fill('3')
    await choose(page, 'rules.country', 'JP')
    await inDialog(page, 'items.save').click()
    await rowOf(page, skuPrefix).getByText('JP').waitFor()
    const { body } = await stage.client.get(`/v1/routing-rules/${id}`)
    expect(body).toMatchObject({ priority: 3, country: 'JP', skuPrefix, location: null })
    const rows = await page
      .getByRole('table', { name: text('rules.title') })
      .getByRole('row')
      .allTextContents()
    expect(rows[1]).toContain(skuPrefix)
    await stage.client.delete(`/v1/routing-rules/${id}`)
  })

  test('an address is tried, told of what is chosen, and told again from an event on', async () => {
    const { id, secret } = (await stage.client.post('/v1/webhook-endpoints', { url: receiver.url })).body
    const page = await visit(`webhooks/${id}`)
    await button(page, 'webhooks.test').click()
    await page.getByText(text('webhooks.testReceived', { event: 'test' })).waitFor()
    receiver.answer = { status: 500, body: 'we are closed' }
    await button(page, 'webhooks.test').click()
    await page.getByText(text('webhooks.testAdvice')).waitFor()
    await page.getByText('we are closed').waitFor()

    await button(page, 'items.edit').click()
    await choose(page, 'webhooks.events', 'order.placed')
    await field(page, 'webhooks.url').click()
    await inDialog(page, 'items.save').click()
    await noDialog(page)
    const endpoint = async () => (await stage.client.get(`/v1/webhook-endpoints/${id}`)).body
    expect((await endpoint()).events).toEqual(['order.placed'])
    const place = async () => {
      const order = { address: ADDRESS, lines: [{ sku: 'MUG-BLUE', quantity: 1 }] }
      return String((await stage.client.post('/v1/orders', order)).body.orderNumber)
    }
    const newest = async () =>
      (await stage.client.get(`/v1/webhook-endpoints/${id}/deliveries`)).body.data?.[0]
    receiver.answer = { status: 200, body: '' }
    const first = await place()
    await expect.poll(newest).toMatchObject({ subject: first, state: 'delivered' })
    receiver.answer = { status: 500, body: '' }
    const second = await place()
    await expect.poll(newest).toMatchObject({ subject: second, attempts: 1 })
    await button(page, 'common.reload').click()
    const row = rowOf(page, second)
    await row.getByText(text('deliveries.answered', { status: 500 })).waitFor()
    await row.getByRole('button', { name: 'order.placed' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(text('deliveries.next'), { exact: true }).waitFor()
    // Thirteen waits, of which the first leads to the next attempt.
    expect(await dialog.locator('.trail-later').count()).toBe(12)
    await dialog.getByText(text('deliveries.lastUnlessDown')).waitFor()
    await page.keyboard.press('Escape')
    await noDialog(page)

    receiver.answer = { status: 200, body: '' }
    await button(page, 'webhooks.rotate').click()
    await inDialog(page, 'webhooks.rotate').click()
    const fresh = await page.getByText(/^whsec_/).textContent()
    expect(fresh).not.toBe(secret)
    await button(page, 'webhooks.secretKept').click()
    await page.getByText(text('webhooks.previousSecretUntil')).waitFor()

    await button(page, 'deliveries.replay').click()
    await page.getByText(text('deliveries.fromEvent'), { exact: true }).click()
    await field(page, 'orderColumns.orderNumber').fill(first)
    const before = receiver.got.length
    await inDialog(page, 'deliveries.replay').click()
    const key = language === 'zh' ? 'deliveries.replayed_other' : 'deliveries.replayed_one'
    await page.getByText(text(key, { count: 1 })).waitFor()
    const got = await receiver.until(before + 1)
    expect(JSON.parse(got.at(-1)?.body ?? '').data.orderNumber).toBe(Number(first))
    await stage.client.delete(`/v1/webhook-endpoints/${id}`)
  })

  test('the tenant says what it has, and how others are made', async () => {
    const page = await visit('settings/tenant', 'read-only')
    await page.getByText('npx entrepot tenant create').waitFor()
    await page
      .getByRole('link', { name: `${text('tenant.stockLocations')}: `, exact: false })
      .first()
      .click()
    await page.waitForURL('**/settings/locations')
  })
})

test('how far a replay has come is shown, and it can be stopped before anything is due', async () => {
  const { text, button, visit } = stage.in('en', 'integrator')
  const { client } = stage
  const url = 'https://shop.example/replayed'
  const { id } = (await client.post('/v1/webhook-endpoints', { url, events: ['order.delivered'] })).body
  await client.patch(`/v1/webhook-endpoints/${id}`, { enabled: false })
  await client.post(`/v1/webhook-endpoints/${id}/replay`, { from: '2026-01-01T00:00:00Z' })
  const page = await visit(`webhooks/${id}`)
  const [before = '', after = ''] = text('underWay.replaying', { told: '0', commits: '…' }).split('…')
  await page.getByText(before).waitFor()
  expect(await page.locator('.under-way').textContent()).toContain(after)
  await button(page, 'underWay.stop').click()
  const stop = { name: text('underWay.stop'), exact: true }
  await page.getByRole('dialog').getByRole('button', stop).click()
  await page.locator('.under-way').waitFor({ state: 'detached' })
  await client.delete(`/v1/webhook-endpoints/${id}`)
})

test('who may only read is offered no change', async () => {
  const { text, visit } = stage.in('en', 'read-only')
  const acts = [
    ...['locations.add', 'rates.add', 'account.topUp', 'items.edit', 'rules.remove'],
    ...['connection.renew', 'connection.poll', 'connections.test', 'mappings.add'],
    ...['webhooks.test', 'webhooks.rotate', 'deliveries.replay'],
  ]
  const pages = pagesOf(stage.seeded)
  const page = await visit(pages.locations ?? '')
  const offered: string[] = []
  for (const name of ['locations', 'rates', 'account', 'connection', 'deliveries']) {
    await page.goto(`${stage.url}/console/${pages[name]}`)
    await settled(page)
    const names = await page.getByRole('main').getByRole('button').allTextContents()
    offered.push(...acts.filter((key) => names.includes(text(key))).map((key) => `${name}: ${key}`))
  }
  expect(offered).toEqual([])
})
