// What every journey through the console begins with: one stage a file, visits that end with their test, and nothing
// that the browser forbade or that broke on the way.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { Role } from '../../src/order/people-calls.js'
import { LOCATION } from './seed.js'
import { type Language, type Stage, textsOf, type Visit } from './stage.js'

/** The stage, once tests run. */
export interface Journeys extends Pick<Stage, 'client' | 'seeded' | 'url'> {
  in(language: Language, usualRole: Role): Walk
}

/** How one language's journeys find their way. */
export interface Walk {
  readonly text: ReturnType<typeof textsOf>
  /** `path`: below /console/. Role null: as nobody. */
  visit(path: string, role?: Role | null): Promise<Page>
  /** By the key of its text. */
  button(page: Page, key: string): ReturnType<Page['getByRole']>
}

/** `close` ends what `open` has started besides. */
export function journeys(open: () => Promise<Stage>, close?: () => Promise<void>): Journeys {
  let stage: Stage | undefined
  let visits: Visit[] = []
  const started = (): Stage => {
    if (stage === undefined) throw new Error('the stage is there while tests run')
    return stage
  }
  beforeAll(async () => {
    stage = await open()
  }, 120_000)
  afterAll(async () => {
    await stage?.close()
    await close?.()
  })
  afterEach(async () => {
    const over = visits
    visits = []
    for (const { violations, errors, close: leave } of over) {
      await leave()
      expect([...violations, ...errors]).toEqual([])
    }
  })
  return {
    get client() {
      return started().client
    },
    get seeded() {
      return started().seeded
    },
    get url() {
      return started().url
    },
    in: (language, usualRole) => {
      const text = textsOf(language)
      return {
        text,
        visit: async (path, role = usualRole) => {
          const made = await started().visit({ language, role })
          visits.push(made)
          await made.open(path)
          return made.page
        },
        button: (page, key) => page.getByRole('button', { name: text(key), exact: true }),
      }
    },
  }
}

/** On the page of stock: says that three pieces of it came. What becomes of the dialog is still to be seen. */
export async function receiveThree(page: Page, { text, button }: Walk, sku: string) {
  await button(page, 'stock.receiveStock').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(text('stock.sku')).fill(sku)
  await dialog.getByLabel(text('stock.location')).press('Enter')
  await page.getByTitle(`${LOCATION} · Reno, Nevada`).click()
  await dialog.getByLabel(text('stock.receiveQuantity')).fill('3')
  await dialog.getByRole('button', { name: text('stock.receiveConfirm') }).click()
  return dialog
}
