// Every page in both languages, light and dark: axe finds nothing serious, and at two widths nothing is cut, lies on
// something else, or is of the other language.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { layoutFaults, strangeTexts } from './layout.js'
import { pagesOf } from './pages.js'
import { LANGUAGES, type Language, type Stage, settled, startStage, textsOf } from './stage.js'

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
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(AXE)
  const found = (await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
  )) as readonly Found[]
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    )
}

const THEMES = ['light', 'dark'] as const
/** The second is a tablet's. */
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
] as const

type Look = { readonly language: Language; readonly theme: (typeof THEMES)[number] }
type Faults = Record<string, readonly string[]>

/** Both at once: most of the time goes by in waiting for pages. */
test.each(LANGUAGES)(
  'in %s',
  async (language) => {
    const looks = await Promise.all(THEMES.map((theme) => walked({ language, theme })))
    expect(looks).toEqual(THEMES.map(() => ({})))
  },
  180_000,
)

async function walked(look: Look): Promise<Faults> {
  const { language } = look
  const text = textsOf(language)
  const visit = await stage.visit({ ...look, ...SIZES[0] })
  const { page, turn } = visit
  const found: Faults = {}
  const check = async (name: string, of = page) => {
    await settled(of)
    const faults = [...(await violationsOf(of)), ...(await strangeTexts(of, language))]
    // The one that it has first, which the page before it was left with.
    const sizes = of.viewportSize()?.width === SIZES[0].width ? SIZES : SIZES.toReversed()
    for (const size of sizes) {
      await of.setViewportSize(size)
      faults.push(...(await layoutFaults(of)).map((one) => `at ${size.width}: ${one}`))
    }
    if (faults.length > 0) found[name] = faults
  }
  await visit.open('')
  for (const [name, path] of Object.entries(pagesOf(stage.seeded))) {
    await turn(path)
    await check(name)
  }
  await turn(`orders/${stage.seeded.allocated}`)
  await page.getByRole('button', { name: text('acts.pack.button'), exact: true }).click()
  await check('a dialog')
  await turn('stock')
  await page.getByRole('button', { name: text('stock.receiveStock') }).click()
  await check('a form')
  await turn('orders')
  await page.getByRole('button', { name: text('orders.columns') }).click()
  await check('columns')
  await visit.close()
  const stranger = await stage.visit({ ...look, ...SIZES[0], role: null })
  await stranger.open('')
  await check('sign-in', stranger.page)
  await stranger.close()
  const unheard = [visit, stranger].flatMap(({ errors, violations }) => [...errors, ...violations])
  return unheard.length === 0 ? found : { ...found, unheard }
}

test.each(THEMES)(
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
