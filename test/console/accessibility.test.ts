// axe on every page, light and dark: nothing serious may be found.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pagesOf } from './pages.js'
import { type Stage, settled, startStage, textsOf } from './stage.js'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let stage: Stage

beforeAll(async () => {
  stage = await startStage(5)
}, 120_000)
afterAll(() => stage.close())

interface Found {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[]
}

/** Run from outside of the page's policy, which lets no script in. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE)
  const found = (await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
  )) as readonly Found[]
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    )
}

const LOOKS = [
  { language: 'en', theme: 'light' },
  { language: 'zh', theme: 'dark' },
] as const

test.each(LOOKS)(
  'in $language, $theme',
  async (look) => {
    const text = textsOf(look.language)
    const { page, open, close } = await stage.visit(look)
    const found: Record<string, readonly string[]> = {}
    const check = async (name: string) => {
      await settled(page)
      const violations = await violationsOf(page)
      if (violations.length > 0) found[name] = violations
    }
    for (const [name, path] of Object.entries(pagesOf(stage.seeded))) {
      await open(path)
      await check(name)
    }
    await open(`orders/${stage.seeded.allocated}`)
    await page.getByRole('button', { name: text('acts.pack.button'), exact: true }).click()
    await check('a dialog')
    await open('stock')
    await page.getByRole('button', { name: text('stock.receiveStock') }).click()
    await check('a form')
    await open('orders')
    await page.getByRole('button', { name: text('orders.columns') }).click()
    await check('columns')
    await close()
    const stranger = await stage.visit({ ...look, role: null })
    await stranger.open('')
    await settled(stranger.page)
    expect({ ...found, signIn: await violationsOf(stranger.page) }).toEqual({ signIn: [] })
    await stranger.close()
  },
  120_000,
)

test.each(['light', 'dark'] as const)(
  'the guide, %s',
  async (theme) => {
    const { page, violations, errors, close } = await stage.visit({ theme, role: null })
    const found: Record<string, readonly string[]> = {}
    for (const path of [
      '/docs',
      '/docs/concepts',
      '/docs/operating',
      '/docs/dialects/kakaclo',
      '/docs/none',
    ]) {
      await page.goto(stage.url + path)
      const serious = await violationsOf(page)
      if (serious.length > 0) found[path] = serious
    }
    expect(found).toEqual({})
    expect([...violations, ...errors]).toEqual([])
    await close()
  },
  60_000,
)
