// Two orders that came by PandaPon, one of Taobao's goods and one of 1688's, from the search to what came back. Every
// step is read back through PandaPon and the native API, with the statuses and times of facts/pandapon.md §10, §12, §13.
import { afterAll, beforeAll, test } from 'vitest'
import { receiveStock } from '../../src/cli/demo.js'
import { createCredential } from '../../src/store/setup.js'
import { clientOf } from '../http/native-client.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { openPandapon, type PandaponClient } from '../support/pandapon.js'
import type { Stage } from './pandapon-stage.js'
import { fromSearchToReturn } from './pandapon-taobao.js'
import { BOX, CHAIR, fromCartToReturn } from './pandapon-trade.js'
import { type Send, type Story, tellStory } from './story.js'

let hub: TestHub
let story: Story

beforeAll(async () => {
  hub = await startTestHub()
  story = tellStory(hub, {
    name: 'pandapon',
    title: 'PandaPon: an order of Taobao’s goods and one of 1688’s, from the search to what came back',
    opening:
      'A buyer abroad orders through PandaPon, first at Taobao (chapters 1 to 12), then at 1688 (13 to 22). The warehouse ' +
      'works at the native API, as does the carriers’ news. PandaPon’s times are those of China, eight hours ahead.',
    varying: ['requestId', 'developId', 'distributorId'],
  })
})

afterAll(() => hub.close())

test('Taobao', async () => {
  await fromSearchToReturn(await stage(await openPandapon(hub, hub.now, { currency: 'CNY' })))
})

test('1688', async () => {
  const client = await openPandapon(hub, hub.now, { currency: 'CNY' })
  const skus = [`${CHAIR.offerId}/${CHAIR.specId}`, `${BOX.offerMapId}/${BOX.specId}`]
  const stock = skus.map((sku) => ({ sku, location: 'G006', quantity: 500 }))
  await receiveStock(hub.lanes.of(client.tenantId), client.accountId, stock)
  await fromCartToReturn(await stage(client))
})

test('the page', () => story.finish())

async function stage(client: PandaponClient): Promise<Stage> {
  const { tenantId, accountId } = client
  const wish = { accountId, family: 'native', limit: null, sandbox: false }
  const native = clientOf(hub, (await createCredential(hub.pool, tenantId, wish, hub.now())).secret)
  const buyer: Send = (method, path, body) =>
    method === 'GET' ? client.get(path) : client.post(path, body ?? {})
  const person: Send = (method, path, body) => (method === 'GET' ? native.get(path) : native.post(path, body))
  return {
    story,
    buyer: story.speaker('Buyer (PandaPon)', buyer),
    warehouse: story.speaker('Warehouse (native API)', person),
  }
}
