// `npm run pictures`: the README's pictures of the console, as its tests see it.
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stage, settled, startStage } from './stage.js'

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url))
const SIZE = { width: 1440, height: 810 }

let stage: Stage

beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.close())

/** The newest order of all, whose texts look like markup, is for other tests. */
async function behindNewest(): Promise<string> {
  const { body } = await stage.client.get('/v1/orders?limit=1')
  return `orders?cursor=${encodeURIComponent(String(body.nextCursor))}`
}

test.each([
  ['console-orders', behindNewest],
  ['console-order', async () => `orders/${stage.seeded.shipped}`],
])('%s', { timeout: 60_000 }, async (name, pathOf) => {
  const visit = await stage.visit(SIZE)
  await visit.open(await pathOf())
  await settled(visit.page)
  await visit.page.screenshot({ path: `${FOLDER}${name}.png` })
  expect([...visit.violations, ...visit.errors]).toEqual([])
  await visit.close()
})
