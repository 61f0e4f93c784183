// What integrators do with the console, in both languages.

import { describe, expect, test } from 'vitest'
import { RATE } from '../http/native-client.js'
import { journeys } from './journey.js'
import { LANGUAGES, startStage } from './stage.js'

const stage = journeys(async () => {
  const made = await startStage(1)
  await made.client.put('/v1/shipping-methods/POST', { name: 'Post', speed: 'standard' })
  await made.client.put('/v1/shipping-methods/POST/rates/US/US', RATE)
  return made
})

const ADDRESS = {
  country: 'US',
  city: 'Reno',
  province: 'NV',
  phone: '1',
  recipient: 'Ann',
  street1: '1',
  zip: '1',
}

function place(token: string, body: object) {
  return fetch(`${stage.url}/openapi/v2/order/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

describe.each(LANGUAGES)('in %s', (language) => {
  const { text, visit, button } = stage.in(language, 'integrator')

  test('a credential is made, shown once, revoked, and seen to be refused', async () => {
    const page = await visit('credentials')
    await button(page, 'credentials.make').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(text('credentials.dialect')).press('Enter')
    await page.getByTitle('kakaclo', { exact: true }).click()
    await dialog.getByText(text('credentials.sandbox'), { exact: true }).click()
    await button(page, 'credentials.makeConfirm').click()
    await page.getByText(text('credentials.shownOnce')).waitFor()
    const token = await dialog.getByRole('definition').locator('.code').textContent()
    await button(page, 'credentials.copied').click()
    expect((await place(String(token), {})).status).toBe(400)
    await page.reload()
    const row = page.getByRole('row').filter({ hasText: String(token).slice(-4) })
    await row.getByText(text('credentials.sandbox')).waitFor()
    expect(await page.getByText(String(token)).count()).toBe(0)
    await row.getByRole('button', { name: text('credentials.revoke') }).click()
    await dialog.getByRole('button', { name: text('credentials.revoke') }).click()
    await row.getByText(text('credentialState.revoked')).waitFor()
    expect((await place(String(token), {})).status).toBe(401)
    await row.getByRole('link', { name: text('credentials.requests') }).click()
    await page.getByText(text('refusal.not_authenticated')).waitFor()
  })

  test('why a request was refused is seen, mended in the playground, and sent', async () => {
    const made = (await stage.client.post('/v1/credentials', { account: 'shop', dialect: 'kakaclo' })).body
    const { accessToken } = made.credential as { accessToken: string }
    const order = {
      orderAddresses: ADDRESS,
      orderItemsList: [{ sku: 'MUG-WHITE', quantity: 0 }],
      customOrderId: `W-${language}`,
      channelType: 'Standard',
    }
    expect((await place(accessToken, order)).status).toBe(400)
    const page = await visit(`requests?credential=${made.id}&outcome=refused`)
    await page.getByText('orderItemsList[0].quantity').waitFor()
    await page
      .getByRole('table', { name: text('requests.title') })
      .getByRole('link')
      .first()
      .click()
    await page.getByText(text('request.here')).waitFor()
    expect(await page.locator('mark').textContent()).toContain('"quantity": 0')
    await page.getByText(text('refusalAdvice.invalid_field')).waitFor()
    await page.getByRole('link', { name: text('request.toPlayground') }).click()
    await page.getByLabel(text('playground.credential')).fill(JSON.stringify({ accessToken }))
    const body = page.getByLabel(text('request.body'), { exact: true })
    const sent = JSON.parse(await body.inputValue())
    expect(sent.orderAddresses.recipient).toBe('[personal]')
    await body.fill(JSON.stringify({ ...order, orderItemsList: [{ sku: 'MUG-WHITE', quantity: 1 }] }))
    await button(page, 'playground.send').click()
    await page
      .getByRole('region', { name: text('request.answer') })
      .getByText('"code": ')
      .first()
      .waitFor()
    await page.getByText('Python', { exact: true }).click()
    await page.getByText('urllib.request.Request(').waitFor()
    const { body: placed } = await stage.client.get(`/v1/orders?sellerOrderNumber=W-${language}`)
    expect(placed.data).toHaveLength(1)
  })

  test('who may only read sees them, and is offered no change', async () => {
    const page = await visit('credentials', 'read-only')
    await page.getByRole('table', { name: text('credentials.title') }).waitFor()
    expect(await button(page, 'credentials.make').count()).toBe(0)
    expect(await button(page, 'credentials.revoke').count()).toBe(0)
    await page.goto(`${stage.url}/console/playground`)
    await page.getByLabel(text('request.body'), { exact: true }).waitFor()
    expect(await button(page, 'playground.send').count()).toBe(0)
  })
})
