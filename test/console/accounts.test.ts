// A tenant with several accounts that have stock of their own: whose is meant is seen, and can be said.

import { describe, expect, test } from 'vitest'
import { ADDRESS, ITEM } from '../http/native-client.js'
import { journeys } from './journey.js'
import { LOCATION } from './seed.js'
import { LANGUAGES, startStage } from './stage.js'

const stage = journeys(async () => {
  const made = await startStage(1)
  const branch = { currency: 'USD', payment: 'none', outOfStock: 'shortage' }
  await made.client.post('/v1/accounts', { ...branch, name: 'branch' })
  await made.client.post('/v1/accounts', { ...branch, name: 'corner', stockOwner: 'branch' })
  return made
})

describe.each(LANGUAGES)('in %s', (language) => {
  const { text, visit, button } = stage.in(language, 'admin')

  test("what is received for a short order is its account's stock, and serves it", async () => {
    const sku = `ONLY-${language.toUpperCase()}`
    const { client } = stage
    await client.put(`/v1/items/${sku}?account=branch`, { ...ITEM, name: `Rare ${language} vase` })
    const placed = await client.post('/v1/orders', {
      ...{ account: 'corner', address: ADDRESS, lines: [{ sku, quantity: 2, location: LOCATION }] },
    })
    expect(placed.body).toMatchObject({ account: 'corner' })
    const page = await visit(`warehouse?location=${LOCATION}&status=shortage`)
    const row = page.getByRole('row').filter({ hasText: sku })
    await row.getByRole('button', { name: text('stock.receiveStock') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('corner').waitFor()
    await dialog.getByLabel(text('stock.receiveQuantity')).fill('2')
    await dialog.getByRole('button', { name: text('stock.receiveConfirm') }).click()
    await dialog.waitFor({ state: 'detached' })
    await row.waitFor({ state: 'detached' })
    const { body } = await client.get(`/v1/stock-levels?sku=${sku}&account=branch`)
    expect(body.data).toMatchObject([{ account: 'branch', onHand: 2, reserved: 2 }])
    expect((await client.get(`/v1/stock-levels?sku=${sku}`)).body.data).toEqual([])
  })

  test('an item is found by a word of its name, and told by what each API calls it', async () => {
    const sku = `6001/50${language.length}${language === 'en' ? 1 : 2}`
    const path = `/v1/items/${encodeURIComponent(sku)}?account=branch`
    await stage.client.put(path, { ...ITEM, name: `Teapot ${language}` })
    const page = await visit('items?account=branch')
    await page.getByLabel(text('items.find')).fill(`teapot ${language}`)
    await page.keyboard.press('Enter')
    await page.waitForURL(/search=teapot/)
    const row = page.getByRole('row').filter({ hasText: sku })
    await row.getByRole('button', { name: text('items.names') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('itemId: 6001').waitFor()
    await dialog.getByText(`msku: ${sku}`).waitFor()
  })

  test('a person acts for the account that is chosen', async () => {
    const username = `corner-${language}`
    const page = await visit('people')
    await button(page, 'people.add').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(text('people.username')).fill(username)
    await dialog.getByLabel(text('people.account')).fill('corner')
    await dialog.getByLabel(text('people.account')).press('Enter')
    await dialog.getByLabel(text('people.password')).fill('horse staple 9')
    await dialog.getByRole('button', { name: text('people.save') }).click()
    await dialog.waitFor({ state: 'detached' })
    expect((await stage.client.get(`/v1/users/${username}`)).body).toMatchObject({ account: 'corner' })
  })

  test('the tenant gets another name', async () => {
    const name = `Acme ${language}`
    const page = await visit('settings/tenant')
    await button(page, 'tenant.rename').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(text('locations.name')).fill(name)
    await dialog.getByRole('button', { name: text('items.save'), exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText(name, { exact: true }).first().waitFor()
    expect((await stage.client.get('/v1/tenant')).body).toMatchObject({ name })
  })
})
