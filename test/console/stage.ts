// A hub with the console, a tenant to look at, and a browser: one of each for a file of tests.

import { readFileSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findBrowser } from '../../scripts/browser.mjs'
import { clientOf, openTenant } from '../http/native-client.js'
import { startTestHub } from '../support/hub.js'
import { startGateway } from './gateway.js'
import { type Seeded, seed } from './seed.js'

export const LANGUAGES = ['en', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

export interface Visit {
  readonly page: Page
  /** The path below /console/. */
  open(path: string): Promise<void>
  /** What the browser refused to do, since the page's policy forbids it. */
  readonly violations: string[]
  /** Errors that no part of the console caught. */
  readonly errors: string[]
  close(): Promise<void>
}

export interface VisitOptions {
  readonly language?: Language
  readonly theme?: 'light' | 'dark'
  readonly width?: number
  readonly height?: number
  /** Signed in as whom; null: as nobody. */
  readonly username?: string | null
}

export interface Stage {
  readonly seeded: Seeded
  readonly client: ReturnType<typeof clientOf>
  readonly password: string
  readonly url: string
  visit(options?: VisitOptions): Promise<Visit>
  close(): Promise<void>
}

export async function startStage(spare?: number): Promise<Stage> {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('There is no Chromium: npm test installs it, or says how to')
  const hub = await startTestHub()
  const tenant = await openTenant(hub)
  const gateway = await startGateway(hub.url, tenant.apiKey)
  const { status } = await fetch(`${gateway.url}/console`)
  if (status !== 200) throw new Error('The console is not built: npm run build')
  const seeded = await seed(tenant, spare)
  // A container's root has no sandbox to run it in; only our own pages are opened.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const password = 'secret word'
  return {
    seeded,
    client: tenant,
    password,
    url: gateway.url,
    visit: (options) => visit(browser, gateway.url, password, options),
    close: async () => {
      await browser.close()
      await gateway.close()
      await hub.close()
    },
  }
}

async function visit(
  browser: Browser,
  url: string,
  password: string,
  { language = 'en', theme = 'light', width = 1280, height = 800, username = 'admin' }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    locale: language === 'zh' ? 'zh-CN' : 'en-US',
    timezoneId: 'UTC',
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const violations = await watchPolicy(context, page)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  if (username !== null) {
    const data = { username, password }
    const answer = await context.request.post(`${url}/v1/session`, { data })
    if (!answer.ok()) throw new Error(await answer.text())
  }
  return {
    page,
    violations,
    errors,
    open: async (path) => {
      await page.goto(`${url}/console/${path}`)
      await settled(page)
    },
    close: () => context.close(),
  }
}

async function watchPolicy(context: BrowserContext, page: Page): Promise<string[]> {
  const violations: string[] = []
  await page.exposeFunction('tellViolation', (text: string) => {
    violations.push(text)
  })
  await context.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    window.tellViolation(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample))`)
  return violations
}

/** All that the page wanted to read has come, and is shown. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.locator('.ant-spin-spinning').waitFor({ state: 'detached' })
}

type Texts = { readonly [name: string]: string | Texts }

/** The console's texts: `text('orders.title')`, with its values put in. */
export function textsOf(language: Language) {
  const all = readTexts(language)
  return (key: string, values: Readonly<Record<string, string | number>> = {}): string => {
    const found = key.split('.').reduce<string | Texts | undefined>(
      (at, name) => (typeof at === 'object' ? at[name] : undefined),
      all,
    )
    if (typeof found !== 'string') throw new Error(`there is no text ${key} in ${language}`)
    return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]))
  }
}

export function readTexts(language: Language): Texts {
  return JSON.parse(readFileSync(new URL(`../../console/src/locales/${language}.json`, import.meta.url), 'utf8'))
}
