// What people do about what went wrong, and what those see who may only look.

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { StubPlatform } from '../forward/stub-platform.js'
import { ADDRESS, ITEM } from '../http/native-client.js'
import { journeys } from './journey.js'
import { pagesOf } from './pages.js'
import { startPlatformStage } from './platform-stage.js'
import { LOCATION, SCARCE } from './seed.js'
import { LANGUAGES, settled } from './stage.js'

let platform: StubPlatform
const stage = journeys(async () => {
  const made = await startPlatformStage(5)
  platform = made.platform
  return made.stage
})

/** By their names among all pages: one of each kind. */
const TOUR = ['problems', 'connections', 'webhooks', 'deliveries', 'people', 'order-held', 'stock', 'items']

describe.each(LANGUAGES)('in %s', (language) => {
  const { text, visit, button } = stage.in(language, 'admin')
  const named = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  const rowOf = (page: Page, what: string) => page.getByRole('row').filter({ hasText: what })
  const inDialog = (page: Page, key: string) =>
    page.getByRole('dialog').getByRole('button', { name: text(key), exact: true })

  test('a platform is connected, and what it refused is sent again', async () => {
    const [depot, sku] = [`depot-${language}`, `FAR-${language}`]
    await stage.client.put(`/v1/items/${sku}`, { ...ITEM, name: sku })
    await stage.client.post('/v1/stock-movements', { sku, location: LOCATION, quantity: 9, reason: 'came' })
    const page = await visit('connections')
    await button(page, 'connections.add').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(text('connections.name')).fill(depot)
    await dialog.getByLabel(text('connections.dialect')).fill('stub')
    await dialog.getByLabel(text('connections.baseUrl')).fill(platform.url)
    await dialog.getByLabel(text('connections.credentials')).fill('{ "token": ')
    await inDialog(page, 'connections.add').click()
    await dialog.getByText(text('connections.notAnObject')).waitFor()
    await dialog.getByLabel(text('connections.credentials')).fill('{ "token": "good" }')
    await inDialog(page, 'connections.add').click()
    await rowOf(page, depot)
      .getByRole('button', { name: text('connections.test') })
      .click()
    await page
      .getByText(text('connections.alive', { name: depot, elapsedMs: '' }).split(/[(（]/)[0] ?? depot)
      .waitFor()

    await button(page, 'rules.add').click()
    await dialog.getByLabel(text('rules.connection')).press('Enter')
    await page.getByTitle(depot, { exact: true }).click()
    await dialog.getByLabel(text('rules.skuPrefix')).fill(sku)
    await inDialog(page, 'rules.add').click()
    await rowOf(page, sku).getByText(depot).waitFor()

    platform.faults.push('refused')
    const body = { address: ADDRESS, lines: [{ sku, quantity: 1, location: LOCATION }] }
    const { orderNumber } = (await stage.client.post('/v1/orders', body)).body
    const state = async () => (await stage.client.get(`/v1/forwardings/${orderNumber}-1`)).body.state
    await expect.poll(state).toBe('parked')
    await page.getByRole('link', { name: text('nav.problems'), exact: true }).click()
    const row = rowOf(page, `${orderNumber}-1`)
    await row.getByText('400: no such SKU').waitFor()
    await row.getByText(text('problemAdvice.forwarding_parked')).waitFor()
    await row.getByRole('button', { name: text('queueActs.retry.button') }).click()
    await inDialog(page, 'queueActs.retry.button').click()
    await row.waitFor({ state: 'detached' })
    await expect.poll(state).toBe('sent')
    expect(platform.orders.has(`${orderNumber}-1`)).toBe(true)
  })

  test('what is held is released where it is listed, and what is short names the SKU', async () => {
    const body = { address: ADDRESS, lines: [{ sku: 'MUG-BLUE', quantity: 1 }] }
    const { orderNumber } = (await stage.client.post('/v1/orders', body)).body
    await stage.client.post(`/v1/fulfilment-orders/${orderNumber}-1/hold`, { reason: 'A question' })
    const page = await visit('problems')
    await rowOf(page, `${stage.seeded.short}-1`).getByRole('link', { name: SCARCE }).waitFor()
    const row = rowOf(page, `${orderNumber}-1`)
    await row.getByText('A question').waitFor()
    await row.getByRole('button', { name: text('queueActs.release.button') }).click()
    await inDialog(page, 'queueActs.release.button').click()
    await row.waitFor({ state: 'detached' })
    const { body: after } = await stage.client.get(`/v1/orders/${orderNumber}`)
    expect(after.fulfilmentOrders).toMatchObject([{ status: 'allocated' }])
  })

  test('an address is added, its secret is shown once, and its messages are listed', async () => {
    const page = await visit('webhooks')
    await button(page, 'webhooks.add').click()
    const url = `${platform.url}/hooks-${language}`
    await page.getByRole('dialog').getByLabel(text('webhooks.url')).fill(url)
    await inDialog(page, 'webhooks.add').click()
    await page.getByText(text('webhooks.secretLead')).waitFor()
    await page.getByText(/^whsec_/).waitFor()
    await button(page, 'webhooks.secretKept').click()
    await page.getByRole('link', { name: url }).click()
    await page.getByText(text('deliveries.emptyTitle')).waitFor()
    await stage.client.post('/v1/orders', { address: ADDRESS, lines: [{ sku: 'MUG-BLUE', quantity: 1 }] })
    const { body } = await stage.client.get('/v1/webhook-endpoints')
    const id = (body.data ?? []).find((one) => one.url === url)?.id
    const due = async () =>
      (await stage.client.get(`/v1/webhook-endpoints/${id}/deliveries`)).body.data?.length
    await expect.poll(due).toBeGreaterThan(0)
    await button(page, 'common.reload').click()
    await page.getByText('order.placed').first().waitFor()
    await stage.client.delete(`/v1/webhook-endpoints/${id}`)
  })

  test('a user is added, and the audit log tells by whom', async () => {
    const page = await visit('people')
    await button(page, 'people.add').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(text('people.username')).fill(`new-${language}`)
    await dialog.getByLabel(text('people.password')).fill('horse staple 9')
    await inDialog(page, 'people.save').click()
    await rowOf(page, `new-${language}`).getByText(text('roles.operator')).waitFor()
    await page.getByRole('link', { name: text('nav.audit'), exact: true }).click()
    const row = rowOf(page, `users/new-${language}`)
    await row.getByText('createUser').waitFor()
    await row.getByText(text('audit.show')).click()
    await row.getByText(text('audit.after')).waitFor()
    expect(await row.textContent()).not.toContain('horse staple')
  })

  test('each figure of the overview leads to what is behind it', async () => {
    await stage.client.post('/v1/orders', { address: ADDRESS, lines: [{ sku: 'NO-SUCH', quantity: 1 }] })
    const page = await visit('')
    await page.waitForURL('**/overview')
    await page.getByRole('img', { name: text('overview.commits') }).waitFor()
    await page.getByRole('link', { name: SCARCE }).waitFor()
    await page
      .getByRole('link', { name: text('problemKind.shortage') })
      .first()
      .click()
    await page.waitForURL('**/problems?kind=shortage')
    await rowOf(page, `${stage.seeded.short}-1`).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: new RegExp(`^${text('refusal.unknown_sku')} `) }).click()
    await page.waitForURL('**/requests?refusal=unknown_sku&**')
    const table = page.getByRole('table', { name: text('requests.title') })
    await table.getByText('lines[0]').first().waitFor()
    expect(await table.getByText(text('requestOutcome.accepted')).count()).toBe(0)
  })

  test('the guide is one step away', async () => {
    const page = await visit('orders', 'warehouse')
    await named(page, text('user.menu', { username: 'warehouse' })).click()
    const guide = page.getByRole('link', { name: text('user.guide') })
    const { origin } = new URL(page.url())
    const answer = await page.request.get(new URL((await guide.getAttribute('href')) ?? '', origin).href)
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  })

  test('who may only read is offered no change on any page, and is refused one', async () => {
    const page = await visit('overview', 'read-only')
    const links = page.getByRole('navigation', { name: text('nav.label') }).getByRole('link')
    await links.first().waitFor()
    expect(await links.allTextContents()).not.toContain(text('nav.people'))
    const acts = [
      ...['connections.add', 'connections.test', 'connections.turnOn', 'rules.add', 'rules.remove'],
      ...['webhooks.add', 'webhooks.turnOn', 'webhooks.remove', 'deliveries.replay', 'people.add'],
      ...['queueActs.retry.button', 'queueActs.release.button', 'queueActs.allocate.button'],
      ...['acts.pack.button', 'acts.cancel.button', 'acts.more', 'stock.receiveStock', 'stock.adjust'],
      ...['items.add', 'items.edit'],
    ]
    const offered: string[] = []
    const pages = pagesOf(stage.seeded)
    for (const path of TOUR.map((name) => pages[name])) {
      await page.goto(`${stage.url}/console/${path}`)
      await settled(page)
      const names = await page.getByRole('main').getByRole('button').allTextContents()
      offered.push(...acts.filter((key) => names.includes(text(key))).map((key) => `${path}: ${key}`))
    }
    expect(offered).toEqual([])
    const session = await (await page.request.get(`${stage.url}/v1/session`)).json()
    const headers = { 'x-csrf-token': session.csrfToken }
    for (const path of ['/v1/connections/1/test', '/v1/webhook-endpoints/1/replay', '/v1/users']) {
      const refused = await page.request.post(stage.url + path, { headers, data: {} })
      expect([refused.status(), (await refused.json()).code]).toEqual([403, 'not_allowed'])
    }
  })
})
