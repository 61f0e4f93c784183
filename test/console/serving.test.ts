// How the hub serves the console's files.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FRAMED_PAGES, PAPER_PAGES } from '../../src/http/console-pages.js'
import { startTestHub, type TestHub } from '../support/hub.js'

/** What may be loaded before a page's own script, packed. */
const MOST_SCRIPT_BYTES = 450_000

let hub: TestHub

beforeAll(async () => {
  hub = await startTestHub({ work: false })
})
afterAll(() => hub.close())

const get = (path: string, headers: Record<string, string> = {}) => fetch(hub.url + path, { headers })

async function scriptsOfPage(): Promise<readonly string[]> {
  const page = await (await get('/console')).text()
  return [...page.matchAll(/(?:src|href)="(\/console\/assets\/[^"]+\.js)"/g)].map(([, path]) => String(path))
}

describe('the page', () => {
  test.each(['/console', '/console/', '/console/orders/17', '/console/orders?sku=a%2Fb'])(
    '%s',
    async (path) => {
      const response = await get(path)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(await response.text()).toContain('<div id="root">')
    },
  )

  test('may load nothing from elsewhere, run no script in itself, and be framed by nobody', async () => {
    const policy = (await get('/console')).headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[^']{20,}'; /)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(policy).not.toMatch(/https?:/)
  })

  test('has a nonce of its own each time', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(async () => {
        const response = await get('/console')
        const nonce = /nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1] ?? ''
        expect(await response.text()).toContain(`nonce="${nonce}"`)
        return nonce
      }),
    )
    expect(one).not.toBe(two)
  })
})

describe('beside it, a browser is named', () => {
  const signedIn = { cookie: 'entrepot_session=some' }
  const linksOf = async (path: string, headers: Record<string, string> = {}) => {
    const page = await (await get(path, headers)).text()
    return [...page.matchAll(/<link rel="(preload|modulepreload)"[^>]* href="([^"]+)"/g)].map(
      ([, kind, href]) => ({ kind, href: String(href) }),
    )
  }
  const readsOf = async (path: string, headers?: Record<string, string>) =>
    (await linksOf(path, headers)).flatMap(({ kind, href }) => (kind === 'preload' ? [href] : []))

  test.each([...FRAMED_PAGES, ...PAPER_PAGES].map(({ path, script }) => [path, script]))(
    "of %s, the page's own script",
    async (path, script) => {
      const name = script.split('/').at(-1)
      const own = new RegExp(`^/console/assets/${name}-[\\w-]+\\.js$`)
      const address = `/console/${path.replace(/:\w+/g, '17')}`
      const isNamed = async (headers = {}) =>
        (await linksOf(address, headers)).some((one) => own.test(one.href))
      expect(await isNamed(signedIn)).toBe(true)
      // Who signs in sees nothing of it yet.
      expect(await isNamed()).toBe(false)
    },
  )

  test('what a page reads first, where nobody has narrowed it, for who has signed in', async () => {
    const read = '/v1/overview?hours=24'
    expect(await readsOf('/console/overview', signedIn)).toContain(read)
    expect(await readsOf('/console', signedIn)).toContain(read)
    expect(await readsOf('/console/orders', signedIn)).toContain('/v1/orders?limit=50')
    expect(await readsOf('/console/orders?sku=a', signedIn)).toEqual(['/v1/session'])
    expect(await readsOf('/console/overview')).toEqual(['/v1/session'])
    expect(await readsOf('/console/no/such/page', signedIn)).toEqual(['/v1/session'])
  })
})

describe('files', () => {
  test.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', null],
  ])('accepting %s', async (accepted, coding) => {
    const script = (await scriptsOfPage()).find((path) => path.includes('/main-')) ?? ''
    const response = await get(script, { 'accept-encoding': accepted })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-encoding')).toBe(coding)
    expect(response.headers.get('vary')).toBe('accept-encoding')
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect((await response.text()).length).toBeGreaterThan(1000)
  })

  test.each(['/console/assets/none.js', '/console/assets/..%2findex.html', '/console/assets/index.html'])(
    '%s is none',
    async (path) => {
      expect((await get(path)).status).toBe(404)
    },
  )

  test('what is loaded before the first page is small enough', async () => {
    const scripts = [...(await withImports(await scriptsOfPage()))]
    const sizes = await Promise.all(
      scripts.map(async (path) => {
        const response = await get(path, { 'accept-encoding': 'gzip' })
        return Number(response.headers.get('content-length'))
      }),
    )
    expect(sizes.length).toBeGreaterThan(0)
    expect(sizes.every((size) => size > 0)).toBe(true)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_SCRIPT_BYTES)
  })
})

/** `import"./a.js"`, `from"./a.js"`; `import("./a.js")` is what waits until it is asked for. */
const STATIC_IMPORT = /(?:\bimport|\bfrom)\s*["']\.\/([\w.-]+\.js)["']/g

/** Whether the page names them or not: all that is needed before anything runs. */
async function withImports(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const open = [...paths]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue
    found.add(path)
    const text = await (await get(path)).text()
    for (const [, name] of text.matchAll(STATIC_IMPORT)) open.push(`/console/assets/${name}`)
  }
  return found
}
