// `npm run screenshots`: pictures of every page, in both languages and themes, at two widths, to be looked at.
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pagesOf } from './pages.js'
import { LANGUAGES, type Stage, settled, startStage, textsOf } from './stage.js'

const FOLDER = fileURLToPath(new URL('../../screenshots/', import.meta.url))
const SIZES = [
  { width: 1280, theme: 'light' },
  { width: 1024, theme: 'light' },
  { width: 1280, theme: 'dark' },
] as const

let stage: Stage

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true })
  stage = await startStage()
})
afterAll(() => stage.close())

const runs = LANGUAGES.flatMap((language) => SIZES.map((size) => ({ language, ...size })))

test.each(runs)(
  '$language $width $theme',
  async ({ language, width, theme }) => {
    const text = textsOf(language)
    const visit = await stage.visit({ language, width, theme, height: 1000 })
    const { page } = visit
    const shoot = async (name: string) => {
      await settled(page)
      await page.screenshot({ path: `${FOLDER}${language}-${width}-${theme}-${name}.png`, fullPage: true })
    }
    for (const [name, path] of Object.entries(pagesOf(stage.seeded))) {
      await visit.open(path)
      await shoot(name)
    }
    await visit.open(`orders/${stage.seeded.allocated}`)
    await page.getByRole('button', { name: text('acts.pack.button'), exact: true }).click()
    await shoot('dialog-pack')
    await visit.open('stock')
    await page.getByRole('button', { name: text('stock.receiveStock') }).click()
    await shoot('dialog-receive')
    await visit.open('items')
    await page.getByRole('button', { name: text('items.add') }).click()
    await shoot('dialog-item')
    await visit.open('orders')
    await page.getByRole('button', { name: text('orders.columns') }).click()
    await shoot('columns')
    const stranger = await stage.visit({ language, width, theme, role: null })
    await stranger.open('')
    await settled(stranger.page)
    await stranger.page.screenshot({ path: `${FOLDER}${language}-${width}-${theme}-sign-in.png` })
    expect([...visit.violations, ...visit.errors]).toEqual([])
    await visit.close()
    await stranger.close()
  },
  300_000,
)
