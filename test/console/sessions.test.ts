// Whose session it is: nothing is done or shown in another person's name, and nobody loses what was open.

import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PASSWORD } from '../http/sign-in-client.js'
import { journeys } from './journey.js'
import { LANGUAGES, settled, startStage } from './stage.js'

const stage = journeys(() => startStage(0))

const { text, visit, button } = stage.in('en', 'operator')

async function signIn(page: Page, username: string, password = PASSWORD) {
  await page.getByLabel(text('signIn.username')).fill(username)
  await page.getByLabel(text('signIn.password')).fill(password)
  await page.keyboard.press('Enter')
  await page.getByLabel(text('signIn.password')).waitFor({ state: 'detached' })
}

async function openMenu(page: Page, username: string, key: string) {
  await page.getByRole('button', { name: text('user.menu', { username }) }).click()
  await page.getByRole('menuitem', { name: text(key) }).click()
}

/**
 * With a session of its own, which nobody else's test ends. It hears nothing: as soon as a page is heard, it asks by
 * itself who has signed in.
 */
async function visitOwn(path: string, username = 'operator') {
  const page = await visit(path, null)
  await page.route('**/v1/stream**', () => {})
  await signIn(page, username)
  return page
}

const another = async (page: Page, username: string) => {
  const data = { username, password: PASSWORD }
  expect((await page.request.post(`${stage.url}/v1/session`, { data })).status()).toBe(200)
}

test('what is sent after somebody else has signed in is not sent in their name', async () => {
  const sku = 'OTHERS'
  const page = await visitOwn('items')
  await button(page, 'items.add').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(text('stock.sku')).fill(sku)
  await dialog.getByLabel(text('items.name')).fill('A new thing')
  await dialog.getByLabel(text('items.price')).fill('1')
  await dialog.getByLabel(text('items.weightGrams')).fill('1')
  await another(page, 'admin')
  await button(page, 'items.save').click()
  await page.getByText(text('standing.anotherPerson', { username: 'admin' })).waitFor()
  await page.getByRole('button', { name: text('user.menu', { username: 'admin' }) }).waitFor()
  expect((await stage.client.get(`/v1/items/${sku}`)).status).toBe(404)
  await page.reload()
  await settled(page)
  expect(await page.getByText(text('standing.anotherPerson', { username: 'admin' })).count()).toBe(0)
})

test('who comes back to a page is shown who is signed in by now', async () => {
  const page = await visitOwn('items')
  await another(page, 'integrator')
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
  await page.getByText(text('standing.anotherPerson', { username: 'integrator' })).waitFor()
})

test('a session that ends leaves what was open, for the same person', async () => {
  const sku = 'KEPT'
  const page = await visitOwn('items')
  await button(page, 'items.add').click()
  const dialog = page.getByRole('dialog', { name: text('items.addTitle') })
  await dialog.getByLabel(text('stock.sku')).fill(sku)
  await dialog.getByLabel(text('items.name')).fill('Kept')
  await dialog.getByLabel(text('items.price')).fill('1')
  await dialog.getByLabel(text('items.weightGrams')).fill('1')
  await page.context().clearCookies()
  await button(page, 'items.save').click()
  await page.getByText(text('signIn.ended')).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await signIn(page, 'operator')
  expect(await dialog.getByLabel(text('items.name')).inputValue()).toBe('Kept')
  await button(page, 'items.save').click()
  await page.getByRole('row').filter({ hasText: sku }).waitFor()
})

test('a session that ends leaves nothing to another person', async () => {
  const page = await visitOwn('playground', 'integrator')
  await page.getByLabel(text('playground.credential')).fill('{"accessToken":"a secret"}')
  await page.context().clearCookies()
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
  await page.getByText(text('signIn.ended')).waitFor()
  await signIn(page, 'admin')
  await page.getByText(text('standing.anotherPerson', { username: 'admin' })).waitFor()
  expect(await page.getByLabel(text('playground.credential')).inputValue()).toBe('')
})

test('who can not be signed out is told so; then nothing is left, and in no other page', async () => {
  const page = await visitOwn('playground', 'integrator')
  const other = await page.context().newPage()
  await other.goto(`${stage.url}/console/orders`)
  await other.getByRole('button', { name: text('user.menu', { username: 'integrator' }) }).waitFor()
  await page.bringToFront()
  await page.getByLabel(text('playground.credential')).fill('{"accessToken":"a secret"}')
  await page.route('**/v1/session', (route) => route.abort())
  await openMenu(page, 'integrator', 'user.signOut')
  await page.getByRole('dialog', { name: text('user.stillSignedIn') }).waitFor()
  await button(page, 'common.back').click()
  await page.unroute('**/v1/session')
  await openMenu(page, 'integrator', 'user.signOut')
  await button(page, 'signIn.submit').waitFor()
  await button(other, 'signIn.submit').waitFor()
  await signIn(page, 'integrator')
  expect(await page.getByLabel(text('playground.credential')).inputValue()).toBe('')
})

test('who is signed out already is signed out', async () => {
  const page = await visitOwn('items')
  await settled(page)
  await page.context().clearCookies()
  await openMenu(page, 'operator', 'user.signOut')
  await button(page, 'signIn.submit').waitFor()
  expect(await page.getByText(text('signIn.ended')).count()).toBe(0)
})

test("a person's own password is changed, and other sessions end", async () => {
  const [username, next] = ['own', 'another staple 9']
  await stage.client.post('/v1/users', { username, role: 'operator', password: PASSWORD })
  const [page, other] = [await visitOwn('items', username), await visitOwn('items', username)]
  await openMenu(page, username, 'ownPassword.title')
  const dialog = page.getByRole('dialog')
  const fill = async (current: string, repeated: string) => {
    await dialog.getByLabel(text('ownPassword.current'), { exact: true }).fill(current)
    await dialog.getByLabel(text('ownPassword.next'), { exact: true }).fill(next)
    await dialog.getByLabel(text('ownPassword.repeated'), { exact: true }).fill(repeated)
    await button(page, 'ownPassword.confirm').click()
  }
  await fill('not the password', 'another')
  await dialog.getByText(text('ownPassword.different')).waitFor()
  await fill('not the password', next)
  await dialog.getByText('currentPassword').waitFor()
  await fill(PASSWORD, next)
  await page.getByText(text('ownPassword.done')).waitFor()
  await other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
  await other.getByText(text('signIn.ended')).waitFor()
  await signIn(other, username, next)
})

test('two clicks make one credential, and what was changed is there again', async () => {
  const page = await visitOwn('playground', 'integrator')
  const asked: (() => Promise<void>)[] = []
  await page.route('**/v1/credentials', (route) => {
    asked.push(() => route.continue())
  })
  await button(page, 'playground.make').dblclick()
  await expect.poll(() => asked.length).toBe(1)
  await settledButHeld(page)
  expect(asked).toHaveLength(1)
  await asked[0]?.()
  const credential = page.getByLabel(text('playground.credential'))
  await expect.poll(() => credential.inputValue()).toContain('{')
  const body = page.getByLabel(text('request.body'), { exact: true })
  const choose = async (index: number) => {
    await page.getByRole('combobox', { name: text('playground.example') }).press('Enter')
    await page.locator('.ant-select-item-option').nth(index).click()
  }
  await choose(0)
  await body.fill('{"mine": true}')
  await choose(1)
  expect(await body.inputValue()).not.toContain('mine')
  await choose(0)
  expect(await body.inputValue()).toBe('{"mine": true}')
  await button(page, 'playground.startOver').click()
  expect(await body.inputValue()).not.toContain('mine')
})

/** One frame later, while a request is held. */
function settledButHeld(page: Page): Promise<unknown> {
  return page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))')
}

test.each(LANGUAGES)(
  'in %s, only its own texts are loaded, and who is signed in is asked once',
  async (language) => {
    const there = stage.in(language, 'operator')
    const page = await there.visit('items')
    // Once the page is heard, it is asked again.
    await page.route('**/v1/stream**', () => {})
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.reload()
    await page.getByRole('heading', { name: there.text('items.title') }).waitFor()
    const tables = asked.filter((path) => /\/assets\/(en|zh)-/.test(path))
    expect(tables).toHaveLength(1)
    expect(tables[0]).toContain(`/${language}-`)
    expect(asked.filter((path) => path === '/v1/session')).toHaveLength(1)
  },
)
