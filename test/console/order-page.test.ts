// What people do with an order beyond its usual way: they look at its wire, regroup it, take it back; and how they keep
// the lists that they look at.

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { StubPlatform } from '../forward/stub-platform.js'
import { ADDRESS, ITEM } from '../http/native-client.js'
import { journeys } from './journey.js'
import { startPlatformStage } from './platform-stage.js'
import { LOCATION } from './seed.js'
import { LANGUAGES, settled } from './stage.js'

/** More than a page of a queue. */
const SPARE = 55

let platform: StubPlatform
const stage = journeys(async () => {
  const made = await startPlatformStage(SPARE)
  platform = made.platform
  const { client } = made.stage
  const connection = {
    name: 'far',
    dialect: 'stub',
    baseUrl: platform.url,
    credentials: { token: 'good' },
  }
  await client.post('/v1/connections', connection)
  await client.post('/v1/routing-rules', { connection: 'far', skuPrefix: 'FAR-' })
  return made.stage
})

describe.each(LANGUAGES)('in %s', (language) => {
  const { text, visit, button } = stage.in(language, 'operator')
  const named = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

  async function place(sku: string, quantity: number): Promise<number> {
    const answer = await stage.client.post('/v1/orders', {
      address: ADDRESS,
      lines: [{ sku, quantity, location: LOCATION }],
    })
    if (answer.status !== 201) throw new Error(answer.text)
    return Number(answer.body.orderNumber)
  }

  test('the wire of an order shows what came, what was done, and what another platform said', async () => {
    const sku = `FAR-${language}`
    await stage.client.put(`/v1/items/${sku}`, { ...ITEM, name: sku })
    await stage.client.post('/v1/stock-movements', { sku, location: LOCATION, quantity: 9, reason: 'came' })
    platform.faults.push('refused')
    const orderNumber = await place(sku, 1)
    const state = async () => (await stage.client.get(`/v1/forwardings/${orderNumber}-1`)).body.state
    await expect.poll(state).toBe('parked')
    const page = await visit(`orders/${orderNumber}`)
    const part = page.getByRole('region', {
      name: text('part.title', { number: `${orderNumber}-1`, location: LOCATION }),
    })
    await part.getByText(text('forwardingState.parked'), { exact: true }).waitFor()
    await button(page, 'wire.show').click()
    const wire = page.getByRole('list', { name: text('wire.title') })
    const came = wire.locator('.wire-request').filter({ hasText: 'placeOrder' })
    await came.getByText('POST /v1/orders', { exact: true }).waitFor()
    await came
      .getByRole('list', { name: text('wire.did') })
      .getByText(text('events.placed'))
      .waitFor()
    await came.getByText(text('requestOutcome.accepted'), { exact: true }).waitFor()
    await came.getByText(text('wire.texts')).click()
    await came.getByText('[personal]').first().waitFor()
    await came.getByText(sku).first().waitFor()
    const sent = wire.locator('.wire-call').filter({ hasText: text('callPurpose.place') })
    await sent.getByText(text('wire.sent', { connection: 'far' })).waitFor()
    await sent.getByText(text('callOutcome.refused'), { exact: true }).waitFor()
    await sent.getByText('400: no such SKU').waitFor()
    await sent.getByText(text('wire.texts')).click()
    await sent.getByText('"refused": "no such SKU"').waitFor()
    expect(await sent.textContent()).not.toContain(ADDRESS.street1)
    const other = await visit(`orders/${orderNumber}`, 'warehouse')
    await other.getByRole('region', { name: text('order.timeline') }).waitFor()
    expect(await button(other, 'wire.show').count()).toBe(0)
  })

  test('an order that is shipped here asks once whether it is, and for nothing that there is not', async () => {
    const page = await visit('orders')
    const answers: [path: string, status: number][] = []
    page.on('response', (answer) => {
      const { pathname } = new URL(answer.url())
      if (pathname.startsWith('/v1/')) answers.push([pathname, answer.status()])
    })
    await page.goto(`${stage.url}/console/orders/${stage.seeded.split}?wire=shown`)
    await page
      .getByRole('list', { name: text('wire.title') })
      .getByText(text('events.placed'))
      .waitFor()
    await settled(page)
    const panel = answers.filter(([path]) => path.startsWith('/v1/forwardings'))
    // Once for the parts, once for the wire.
    expect(panel).toEqual(Array(2).fill(['/v1/forwardings', 200]))
    expect(answers.filter(([, status]) => status >= 400)).toEqual([])
  })

  test('an order is split, merged, packed into two, handed over, tracked, and comes back', async () => {
    const orderNumber = await place('MUG-WHITE', 3)
    const page = await visit(`orders/${orderNumber}`)
    const part = (sequence: number) =>
      page.getByRole('region', {
        name: text('part.title', { number: `${orderNumber}-${sequence}`, location: LOCATION }),
      })
    const dialog = page.getByRole('dialog')
    const choose = async (within: ReturnType<typeof part>, act: string) => {
      await within.getByRole('button', { name: text('acts.more') }).click()
      await page.getByRole('menuitem', { name: text(`acts.${act}.button`), exact: true }).click()
    }
    const confirm = async (key: string) => {
      await dialog.getByRole('button', { name: text(key), exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    const pieces = (quantity: number) => text('actFields.piecesOf', { sku: 'MUG-WHITE', quantity })

    await choose(part(1), 'split')
    await dialog.getByLabel(pieces(3)).fill('3')
    await dialog.getByRole('button', { name: text('acts.split.button'), exact: true }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByLabel(pieces(3)).fill('1')
    await confirm('acts.split.button')
    await choose(part(2), 'merge')
    await confirm('acts.merge.button')
    await part(1).getByText(text('partStatus.cancelled'), { exact: true }).waitFor()

    await choose(part(2), 'packSeveral')
    const boxes = dialog.getByRole('group')
    await boxes.nth(0).getByLabel(pieces(3)).fill('2')
    await dialog.getByText(text('actFields.packedOf', { sku: 'MUG-WHITE', packed: 2, quantity: 3 })).waitFor()
    await boxes.nth(1).getByLabel(pieces(3)).fill('1')
    await boxes.nth(1).getByLabel(text('actFields.weightGrams')).fill('420')
    await dialog.getByText(text('actFields.allPacked')).waitFor()
    await confirm('acts.packSeveral.button')
    await part(2)
      .getByText(text('parcel.package', { number: 2 }))
      .waitFor()
    await part(2)
      .getByText(text('parcel.grams', { grams: 420 }))
      .waitFor()

    await part(2)
      .getByRole('button', { name: text('acts.handOver.button') })
      .click()
    await dialog.getByLabel(text('actFields.carrier')).fill('Yanwen')
    await dialog.getByLabel(text('actFields.trackingNumber')).fill(`BACK-${language}`)
    await confirm('acts.handOver.button')
    await choose(part(2), 'track')
    await dialog.getByLabel(text('actFields.description')).fill('At the border')
    await confirm('acts.track.button')
    await part(2).getByText('At the border').first().waitFor()

    await button(page, 'acts.requestAfterSale.button').click()
    await dialog.getByLabel(text('actFields.kind')).press('Enter')
    await page.getByTitle(text('afterSaleKind.return'), { exact: true }).click()
    await dialog.getByLabel(text('actFields.reason')).fill('Broken')
    await confirm('acts.requestAfterSale.button')
    const back = page.getByRole('region', { name: text('afterSales.title') })
    await back.getByRole('button', { name: text('afterSaleActs.approve.button'), exact: true }).click()
    await confirm('afterSaleActs.approve.button')
    await back.getByRole('button', { name: text('afterSaleActs.receive.button'), exact: true }).click()
    await dialog.getByLabel(text('condition.sellable')).fill('2')
    await dialog.getByLabel(text('condition.defective')).fill('1')
    await confirm('afterSaleActs.receive.button')
    await back.getByText(text('afterSaleStatus.completed'), { exact: true }).waitFor()
    const { body } = await stage.client.get(`/v1/after-sales?orderNumber=${orderNumber}`)
    expect(body.data).toMatchObject([
      {
        status: 'completed',
        received: [
          { quantity: 2, condition: 'sellable' },
          { quantity: 1, condition: 'defective' },
        ],
      },
    ])
  })

  test('a view of the orders is kept under a name, and taken away', async () => {
    const name = `Short & ${language}`
    const page = await visit('orders')
    await page.getByLabel(text('orderColumns.partStatus')).press('Enter')
    await page.getByTitle(text('partStatus.shortage'), { exact: true }).click()
    const short = page.getByRole('link', { name: String(stage.seeded.short), exact: true })
    await short.waitFor()
    await expect.poll(() => page.locator('tbody tr.ant-table-row').count()).toBe(1)
    await page.getByRole('button', { name: text('views.title') }).click()
    await page.getByRole('menuitem', { name: text('views.save') }).click()
    await page.getByRole('dialog').getByLabel(text('views.name')).fill(name)
    await page
      .getByRole('dialog')
      .getByRole('button', { name: text('views.keep'), exact: true })
      .click()
    await page.getByRole('button', { name }).waitFor()

    const again = await visit('orders?orderStatus=cancelled')
    await settled(again)
    await again.getByRole('button', { name: text('views.title') }).click()
    await again.getByRole('menuitem', { name, exact: true }).click()
    await again.getByRole('link', { name: String(stage.seeded.short), exact: true }).waitFor()
    expect(new URL(again.url()).search).toBe('?partStatus=shortage')
    await again.getByRole('button', { name }).click()
    await again.getByRole('menuitem', { name: text('views.removeThis', { name }) }).click()
    await named(again, text('views.remove')).click()
    await again.getByRole('button', { name: text('views.title') }).waitFor()
  })

  test('pieces are scanned into two packages, each on the scales', async () => {
    const number = `${await place('MUG-WHITE', 3)}-1`
    const page = await visit(`warehouse/station?number=${number}`, 'warehouse')
    await page.getByText(text('station.begun', { number })).waitFor()
    await page.getByRole('checkbox', { name: text('station.weighEach') }).check()
    const scan = async (typed: string, said: string) => {
      await page.locator('#scan').focus()
      await page.keyboard.type(typed)
      await page.keyboard.press('Enter')
      await page.locator('.scan-said').getByText(said).waitFor()
    }
    await scan('+', text('station.emptyBox'))
    await scan('2*MUG-WHITE', text('station.counted', { sku: 'MUG-WHITE', pieces: 2 }))
    await scan('+', text('station.weighBox', { number: 1 }))
    await scan('heavy', text('station.noWeight', { text: 'heavy' }))
    await scan('0.8 kg', text('station.nextBox', { number: 2 }))
    await scan('MUG-WHITE', text('station.weighBox', { number: 2 }))
    await scan('410', text('station.packed', { number }))
    await page.getByLabel(text('actFields.carrier')).fill('Yanwen')
    await page.getByText(text('station.scanBox', { number: 1 })).waitFor()
    for (const box of [1, 2]) {
      const trackingNumber = `BOX-${language}-${box}`
      await scan(trackingNumber, text('station.handedOver', { number, trackingNumber }))
    }
    const { body } = await stage.client.get(`/v1/orders/${number.split('-')[0]}`)
    expect(body).toMatchObject({
      fulfilmentOrders: [
        {
          status: 'handed_over',
          shipments: [
            { packageNumber: '1', weightGrams: 800, lines: [{ lineNumber: 1, quantity: 2 }] },
            { packageNumber: '2', weightGrams: 410, lines: [{ lineNumber: 1, quantity: 1 }] },
          ],
        },
      ],
    })
  })

  test('a pick list has all that waits, however many pages that is', async () => {
    const page = await visit(`paper/pick-list?location=${LOCATION}`, 'warehouse')
    await page.getByRole('heading', { name: text('paper.orders'), exact: true }).waitFor()
    const codes = await page.locator('.sheet-codes').getByRole('img').count()
    const queue = (await stage.client.get('/v1/work-queues')).body.data ?? []
    expect(codes).toBe(queue.find((one) => one.location === LOCATION)?.allocated)
    expect(codes).toBeGreaterThan(50)
  })

  test('who may only read is offered nothing of it', async () => {
    const page = await visit(`orders/${stage.seeded.shipped}`, 'read-only')
    await button(page, 'wire.show').waitFor()
    for (const key of ['acts.more', 'acts.requestAfterSale.button', 'acts.deliver.button']) {
      expect(await button(page, key).count()).toBe(0)
    }
  })
})
