// A hub with the console, a tenant to look at, and a browser: one of each for a file of tests.

import { readFileSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core'
import { findBrowser } from '../../scripts/browser.mjs'
import { ROLES, type Role } from '../../src/order/people-calls.js'
import { type NativeClient, openTenant } from '../http/native-client.js'
import { makeUser, PASSWORD } from '../http/sign-in-client.js'
import { startTestHub, type TestHub, type TestHubOptions } from '../support/hub.js'
import { type Seeded, seed } from './seed.js'

export const LANGUAGES = ['en', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

/** A step that takes longer is not coming; the machine may be busy. */
const STEP_MS = 10_000

export interface Visit {
  readonly page: Page
  /** The path below /console/. */
  open(path: string): Promise<void>
  /** The same within the page that is open, as its own links do. */
  turn(path: string): Promise<void>
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
  /** Signed in as the user of this role, who has its name; null: as nobody. */
  readonly role?: Role | null
}

export interface Stage {
  readonly seeded: Seeded
  readonly client: NativeClient
  readonly hub: TestHub
  readonly url: string
  visit(options?: VisitOptions): Promise<Visit>
  close(): Promise<void>
}

export async function startStage(spare?: number, options: TestHubOptions = {}): Promise<Stage> {
  const executablePath = findBrowser()
  if (executablePath === undefined)
    throw new Error('There is no Chromium: npm test installs it, or says how to')
  const hub = await startTestHub(options)
  const tenant = await openTenant(hub)
  const { status } = await fetch(`${hub.url}/console`)
  if (status !== 200) throw new Error('The console is not built: npm run build')
  const seeded = await seed(tenant, spare)
  for (const role of ROLES) await makeUser(tenant, role, role)
  // A container's root has no sandbox to run it in; only our own pages are opened.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const cookies = new Map<Role, Promise<readonly Cookie[]>>()
  return {
    seeded,
    client: tenant,
    hub,
    url: hub.url,
    visit: async ({ role = 'admin', ...look } = {}) => {
      if (role === null) return visit(browser, hub.url, look, [])
      const signedIn = cookies.get(role) ?? signIn(browser, hub.url, role)
      cookies.set(role, signedIn)
      return visit(browser, hub.url, look, await signedIn)
    },
    close: async () => {
      await browser.close()
      await hub.close()
    },
  }
}

type Cookie = Awaited<ReturnType<BrowserContext['cookies']>>[number]

async function signIn(browser: Browser, url: string, username: string): Promise<readonly Cookie[]> {
  const context = await browser.newContext()
  const answer = await context.request.post(`${url}/v1/session`, { data: { username, password: PASSWORD } })
  if (!answer.ok()) throw new Error(await answer.text())
  const cookies = await context.cookies()
  await context.close()
  return cookies
}

async function visit(
  browser: Browser,
  url: string,
  { language = 'en', theme = 'light', width = 1280, height = 800 }: Omit<VisitOptions, 'role'>,
  cookies: readonly Cookie[],
): Promise<Visit> {
  const context = await browser.newContext({
    locale: language === 'zh' ? 'zh-CN' : 'en-US',
    timezoneId: 'UTC',
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(STEP_MS)
  awaitedBy.set(page, new Pending(page))
  const violations = await watchPolicy(context, page)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  await context.addCookies([...cookies])
  return {
    page,
    violations,
    errors,
    open: async (path) => {
      await page.goto(`${url}/console/${path}`)
    },
    turn: async (path) => {
      await page.evaluate(
        `history.pushState(null, '', ${JSON.stringify(`/console/${path}`)}); dispatchEvent(new PopStateEvent('popstate'))`,
      )
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

/** What a page waits for; a stream that stays open is not waited for. */
class Pending {
  readonly #open = new Set<Request>()
  #told: () => void = () => {}

  constructor(page: Page) {
    page.on('request', (request) => {
      // What the page before has asked for is not awaited any more.
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) this.#open.clear()
      if (request.resourceType() !== 'eventsource') this.#open.add(request)
    })
    const over = (request: Request): void => {
      this.#open.delete(request)
      if (this.#open.size === 0) this.#told()
    }
    page.on('requestfinished', over)
    page.on('requestfailed', over)
  }

  get isNothing(): boolean {
    return this.#open.size === 0
  }

  async nothing(): Promise<void> {
    if (this.isNothing) return
    let patience: NodeJS.Timeout | undefined
    await new Promise<void>((told) => {
      this.#told = told
      // Of some that a page gives up, a browser never tells the end.
      patience = setTimeout(() => {
        this.#open.clear()
        told()
      }, PATIENCE_MS)
    })
    clearTimeout(patience)
  }
}

/** What a page still waits for then, it shows as such: see `settled`. */
const PATIENCE_MS = 5_000

const awaitedBy = new WeakMap<Page, Pending>()

/**
 * Once the page has nothing left to do: behind its next frame, which a browser with several pages doesn't always draw,
 * and behind all other tasks; twice, since what is done first may ask for more.
 */
const IDLE = `(async () => {
  for (let round = 0; round < 2; round += 1) {
    await Promise.race([
      new Promise((done) => requestAnimationFrame(done)),
      new Promise((done) => setTimeout(done, 100)),
    ])
    await scheduler.postTask(() => {}, { priority: 'background' })
  }
})()`

/** All that the page wanted to read has come, and is shown. */
export async function settled(page: Page): Promise<void> {
  const awaited = awaitedBy.get(page)
  if (awaited === undefined) throw new Error('only a page of a visit settles')
  await page.waitForLoadState('load')
  for (let quiet = 0; quiet < 2; ) {
    await awaited.nothing()
    await page.evaluate(IDLE)
    const isSpinning = (await page.locator('.ant-spin-spinning').count()) > 0
    quiet = awaited.isNothing && !isSpinning ? quiet + 1 : 0
  }
}

type Texts = { readonly [name: string]: string | Texts }

/** The console's texts: `text('orders.title')`, with its values put in. */
export function textsOf(language: Language) {
  const all = readTexts(language)
  return (key: string, values: Readonly<Record<string, string | number>> = {}): string => {
    const found = key
      .split('.')
      .reduce<string | Texts | undefined>((at, name) => (typeof at === 'object' ? at[name] : undefined), all)
    if (typeof found !== 'string') throw new Error(`there is no text ${key} in ${language}`)
    return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]))
  }
}

export function readTexts(language: Language): Texts {
  return JSON.parse(
    readFileSync(new URL(`../../console/src/locales/${language}.json`, import.meta.url), 'utf8'),
  )
}
