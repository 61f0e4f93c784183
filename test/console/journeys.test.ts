// What people do with the console, from the first page to the last, in both languages.

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { ADDRESS } from '../http/native-client.js'
import { PASSWORD } from '../http/sign-in-client.js'
import { journeys, receiveThree } from './journey.js'
import { HOSTILE, LOCATION, TRACKED } from './seed.js'
import { LANGUAGES, startStage, textsOf } from './stage.js'

const stage = journeys(() => startStage())

describe.each(LANGUAGES)('in %s', (language) => {
  const walk = stage.in(language, 'admin')
  const { text, visit, button } = walk
  const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })
  const part = (page: Page, orderNumber: number) =>
    page.getByRole('region', { name: text('part.title', { number: `${orderNumber}-1`, location: LOCATION }) })

  async function placeOne(sku = 'MUG-WHITE'): Promise<number> {
    const {
      status,
      body,
      text: said,
    } = await stage.client.post('/v1/orders', {
      address: ADDRESS,
      lines: [{ sku, quantity: 1, location: LOCATION }],
    })
    if (status !== 201) throw new Error(said)
    return Number(body.orderNumber)
  }

  test('a person signs in where she wanted to go, and out again', async () => {
    const page = await visit('orders?sku=MUG-WHITE', null)
    await page.getByLabel(text('signIn.username')).fill('operator')
    await page.getByLabel(text('signIn.password')).fill('not the password')
    await button(page, 'signIn.submit').click()
    await page.getByText(text('problems.wrong_password.title')).waitFor()
    await page.getByLabel(text('signIn.password')).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await heading(page, text('orders.title')).waitFor()
    expect(new URL(page.url()).search).toBe('?sku=MUG-WHITE')
    await page.getByRole('button', { name: text('user.menu', { username: 'operator' }) }).click()
    await page.getByRole('menuitem', { name: text('user.signOut') }).click()
    await button(page, 'signIn.submit').waitFor()
    await page.reload()
    await button(page, 'signIn.submit').waitFor()
  })

  test('an order is found by its tracking number', async () => {
    const page = await visit('orders')
    await page.getByLabel(text('orders.find')).fill(TRACKED)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/orders?trackingNumber=${TRACKED}`)
    await page
      .getByText(text('list.rows_other', { count: 1 }).replace('rows', 'row'))
      .first()
      .waitFor()
    await page.getByRole('link', { name: String(stage.seeded.shipped) }).click()
    await heading(page, text('order.title', { number: stage.seeded.shipped })).waitFor()
    await page.getByText(text('trackingStatus.in_transit')).waitFor()
    await page.getByText('Left the sorting centre').waitFor()
  })

  test('an order is found by its number, and nothing by nonsense', async () => {
    const page = await visit('orders')
    await page.getByLabel(text('orders.find')).fill('no such thing')
    await page.keyboard.press('Enter')
    await page.getByText(text('orders.findNothing', { text: 'no such thing' })).waitFor()
    await page.getByLabel(text('orders.find')).fill(String(stage.seeded.held))
    await page.keyboard.press('Enter')
    await page.getByText(text('holdKind.asked')).waitFor()
  })

  test('the list is narrowed, turned page by page, and taken along as a file', async () => {
    const page = await visit('orders?createdFrom=2026-01-01T00:00:00Z')
    const rows = page.getByRole('table', { name: text('orders.title') }).getByRole('link')
    await button(page, 'list.next').click()
    await page.waitForURL('**cursor=**')
    await button(page, 'list.previous').click()
    await expect.poll(() => rows.count()).toBe(50)
    await page.getByRole('combobox', { name: text('orderColumns.orderStatus') }).press('Enter')
    await page.getByTitle(text('orderStatus.cancelled'), { exact: true }).click()
    await page.waitForURL('**orderStatus=cancelled**')
    await expect.poll(() => rows.allTextContents()).toEqual([String(stage.seeded.cancelled)])
    const href = await page.getByRole('link', { name: text('orders.export') }).getAttribute('href')
    const file = await page.request.get(stage.url + href)
    expect(file.headers()['content-type']).toContain('text/csv')
    expect((await file.text()).trim().split('\n')).toHaveLength(2)
    await button(page, 'list.clearFilters').click()
    await expect.poll(() => rows.count()).toBe(50)
  })

  test('chosen columns are remembered', async () => {
    const page = await visit('orders')
    await button(page, 'orders.columns').click()
    await page.getByRole('checkbox', { name: text('orderColumns.account') }).check()
    await page.reload()
    await page.getByRole('columnheader', { name: text('orderColumns.account') }).waitFor()
  })

  test('an order is packed and handed over by the keyboard alone', async () => {
    const orderNumber = await placeOne()
    const page = await visit(`orders/${orderNumber}`)
    await button(page, 'acts.pack.button').press('Enter')
    await page.getByText(text('acts.pack.lead')).waitFor()
    await expect.poll(() => focused(page)).toBe(text('acts.pack.button'))
    await page.keyboard.press('Enter')
    await button(page, 'acts.handOver.button').press('Enter')
    await page.getByText(text('acts.handOver.lead')).waitFor()
    await expect.poll(() => focused(page)).toBe('carrier')
    await page.keyboard.type('Yanwen')
    await page.keyboard.press('Tab')
    await page.keyboard.type(`KB-${orderNumber}`)
    await page.keyboard.press('Enter')
    await part(page, orderNumber).getByText(`KB-${orderNumber}`).waitFor()
    await part(page, orderNumber).getByText(text('partStatus.handed_over')).first().waitFor()
  })

  test('a shortage is resolved by receiving stock', async () => {
    const sku = `SCARCE-${language}`
    await stage.client.put(`/v1/items/${sku}`, { name: sku, priceMinor: 1, currency: 'USD', weightGrams: 1 })
    const orderNumber = await placeOne(sku)
    const page = await visit(`orders/${orderNumber}`)
    await part(page, orderNumber).getByText(text('partStatus.shortage')).first().waitFor()
    await page.getByRole('link', { name: text('nav.stock'), exact: true }).click()
    await receiveThree(page, walk, sku)
    await page.getByText(text('stock.moved', { sku, location: LOCATION, quantity: '+3' })).waitFor()
    // One of the three went to the order that waited for it.
    const cells = page.getByRole('row').filter({ hasText: sku }).getByRole('cell')
    await expect.poll(async () => (await cells.allTextContents()).slice(2, 5)).toEqual(['3', '1', '2'])
    await page.goBack()
    await part(page, orderNumber).getByText(text('partStatus.allocated')).first().waitFor()
    await page.getByText(text('events.allocated')).waitFor()
  })

  test('what is refused says what to do, and changes nothing', async () => {
    const orderNumber = await placeOne()
    const page = await visit(`orders/${orderNumber}`)
    await button(page, 'acts.cancel.button').waitFor()
    await button(page, 'acts.cancel.button').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: text('acts.cancel.button') }).waitFor()
    // What is asked stays as it is, whatever others do meanwhile.
    const path = `/v1/fulfilment-orders/${orderNumber}-1`
    await stage.client.post(`${path}/pack`)
    await stage.client.post(`${path}/hand-over`, { carrier: 'Yanwen', trackingNumber: `L-${orderNumber}` })
    await dialog.getByRole('button', { name: text('acts.cancel.button') }).click()
    await dialog.getByText(text('problems.not_allowed_in_state.advice')).waitFor()
    await button(page, 'common.back').click()
    await button(page, 'common.reload').click()
    await part(page, orderNumber).getByText(`L-${orderNumber}`).waitFor()
  })

  test('an item is added, and its price is changed', async () => {
    const sku = `NEW-${language}`
    const page = await visit('items')
    await button(page, 'items.add').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(text('stock.sku')).fill(sku)
    await dialog.getByLabel(text('items.name')).fill('A new thing')
    await dialog.getByLabel(text('items.price')).fill('12.5')
    await dialog.getByLabel(text('items.weightGrams')).fill('100')
    await button(page, 'items.save').click()
    const row = page.getByRole('row').filter({ hasText: sku })
    await row.getByText('$12.50').waitFor()
    await row.getByRole('button', { name: text('items.edit') }).click()
    await dialog.getByLabel(text('items.price')).fill('13')
    await button(page, 'items.save').click()
    await row.getByText('$13.00').waitFor()
  })

  test('who may only read is offered no change, and is refused one', async () => {
    const orderNumber = await placeOne()
    const page = await visit(`orders/${orderNumber}`, 'read-only')
    await part(page, orderNumber).getByText(text('partStatus.allocated')).first().waitFor()
    for (const act of ['acts.pack.button', 'acts.cancel.button', 'acts.more']) {
      expect(await button(page, act).count()).toBe(0)
    }
    const session = await (await page.request.get(`${stage.url}/v1/session`)).json()
    const refused = await page.request.post(`${stage.url}/v1/orders/${orderNumber}/cancel`, {
      headers: { 'x-csrf-token': session.csrfToken },
    })
    expect([refused.status(), (await refused.json()).code]).toEqual([403, 'not_allowed'])
    await page.getByRole('link', { name: text('nav.stock'), exact: true }).click()
    await page.getByRole('cell', { name: 'CHAIR-FOLD' }).first().waitFor()
    expect(await button(page, 'stock.receiveStock').count()).toBe(0)
  })

  test('a warehouse packs, and does not cancel', async () => {
    const orderNumber = await placeOne()
    const page = await visit(`orders/${orderNumber}`, 'warehouse')
    await button(page, 'acts.pack.button').waitFor()
    expect(await button(page, 'acts.cancel.button').count()).toBe(0)
  })

  test('markup in a text is a text', async () => {
    const page = await visit('orders?recipient=%3Cimg')
    await page.getByText(HOSTILE).first().waitFor()
    await page.getByRole('link', { name: String(stage.seeded.hostile) }).click()
    await page.getByRole('definition').getByText(HOSTILE).first().waitFor()
    expect(await page.getByText(HOSTILE).count()).toBeGreaterThan(4)
    expect(await page.title()).toBe(`${text('order.title', { number: stage.seeded.hostile })} · Entrepôt`)
  })

  test('language and theme are switched, and remembered', async () => {
    const page = await visit('orders')
    const [other] = LANGUAGES.filter((one) => one !== language)
    if (other === undefined) throw new Error('there are two languages')
    await page
      .getByRole('button', {
        name: text('preferences.language', { language: text(`languages.${language}`) }),
      })
      .click()
    await page.getByRole('menuitem', { name: text(`languages.${other}`) }).click()
    const there = textsOf(other)
    await page
      .getByRole('button', { name: there('preferences.theme', { theme: there('theme.system') }) })
      .click()
    await page.getByRole('menuitem', { name: there('theme.dark') }).click()
    await page.reload()
    await heading(page, there('orders.title')).waitFor()
    const root = page.locator('html')
    expect([await root.getAttribute('lang'), await root.getAttribute('data-theme')]).toEqual([
      other === 'zh' ? 'zh-CN' : 'en',
      'dark',
    ])
  })
})

/** The id or the text of what has the focus. */
function focused(page: Page): Promise<unknown> {
  return page.evaluate("document.activeElement.id.replace(/^act_/, '') || document.activeElement.textContent")
}
