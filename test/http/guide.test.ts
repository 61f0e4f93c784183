// The guide as the hub serves it: every page is there, its links lead somewhere, and no text is markup.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dialects as vendors } from '../../src/dialects/index.js'
import { addGuide } from '../../src/http/guide/routes.js'
import { native } from '../../src/http/native/index.js'
import { addReference } from '../../src/http/reference.js'
import { ROOT } from '../support/texts.js'

const dialects = [...vendors, native]

let server: FastifyInstance

beforeAll(() => {
  server = serving(ROOT)
})
afterAll(() => server.close())

function serving(root: string): FastifyInstance {
  const made = Fastify()
  addGuide(made, root, addReference(made, dialects))
  return made
}

const hrefsOf = (body: string) =>
  [...body.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, href]) => String(href))
/** Of other routes of the hub. */
const ELSEWHERE = /^\/(console|healthz|readyz|metrics|openapi\/[\w.-]+)$/

test('all pages are found from the first one, and no link of any of them leads nowhere', async () => {
  const bodies = new Map<string, string>()
  const wanted = ['/docs']
  const broken: string[] = []
  for (const address of wanted) {
    const { statusCode, body, headers } = await server.inject(address)
    if (statusCode !== 200) broken.push(address)
    if (String(headers['content-type']).startsWith('text/html')) bodies.set(address, body)
    if (bodies.get(address)?.includes('<main id="content">') !== true) continue
    for (const href of hrefsOf(body)) {
      const [path = ''] = href.split('#')
      if (path.startsWith('/docs') && !wanted.includes(path)) wanted.push(path)
    }
  }
  for (const [address, body] of bodies) {
    for (const href of hrefsOf(body)) {
      const [path, hash] = href.split('#')
      const target = bodies.get(path === '' ? address : String(path))
      if (hash !== undefined && target?.includes(`id="${hash}"`) !== true) broken.push(`${address}: ${href}`)
      if (!/^(https?:|data:|#|\/docs)/.test(href) && !ELSEWHERE.test(href)) broken.push(`${address}: ${href}`)
    }
  }
  expect(broken).toEqual([])
  const exchange = await server.inject('/docs/dialects/kakaclo/examples/v1-stocks/case.json')
  expect(exchange.json()).toMatchObject({ method: 'GET' })
  for (const path of ['concepts', 'operating', 'dialects/kakaclo', 'decisions', 'contributing', 'native']) {
    expect([...bodies.keys()]).toContain(`/docs/${path}`)
  }
}, 60_000)

test('pages run no script, and load nothing from elsewhere', async () => {
  const { headers, body } = await server.inject('/docs/concepts')
  const policy = String(headers['content-security-policy'])
  expect(policy).toMatch(/^default-src 'none'; style-src 'self'; /)
  expect(policy).not.toMatch(/unsafe|script|https?:/)
  expect(body).not.toMatch(/<script|<style| style=/)
  expect(headers['x-content-type-options']).toBe('nosniff')
})

test('a page is sent packed to whoever can unpack it', async () => {
  const plain = await server.inject('/docs/dialects/pandapon')
  const packed = await server.inject({
    url: '/docs/dialects/pandapon',
    headers: { 'accept-encoding': 'gzip' },
  })
  expect(packed.headers['content-encoding']).toBe('gzip')
  expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 3)
})

test.each([
  '/docs/none',
  '/docs/..%2fpackage.json',
  '/docs/../package.json',
  '/docs/%00',
  '/docs/dialects/kakaclo/examples/v1-stocks/engine.json',
  '/docs/start/',
])('%s is no page', async (url) => {
  expect((await server.inject(url)).statusCode).toBe(404)
})

describe('a text', () => {
  let root: string
  let other: FastifyInstance

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'entrepot-guide-'))
    mkdirSync(join(root, 'docs'))
    writeFileSync(join(root, 'docs/README.md'), '# Contents\n\n## Part\n\n- [One & all](one.md)\n')
    const lines = [
      '# One `<b>`',
      '<script>alert(1)</script>',
      'a <img src=x onerror=alert(1)> b [bad](javascript:alert(1)) [worse](data:text/html,x) ![x](http://x/y.png)',
      '[missing](two.md) [outside](../../etc/passwd) <javascript:alert(1)>',
      '```html\n<script>alert(2)</script>\n```',
      '## Twice\n\n## Twice\n\n| a |\n|---|\n| one<br>two |',
    ]
    writeFileSync(join(root, 'docs/one.md'), lines.join('\n\n'))
    other = serving(root)
  })
  afterAll(async () => {
    await other.close()
    rmSync(root, { recursive: true })
  })

  test('is never markup, and links only to what is served', async () => {
    const { body } = await other.inject('/docs/one')
    const [, content = ''] = /<main id="content">(.*)<\/main>/s.exec(body) ?? []
    expect(content).not.toMatch(/<(script|img)|href="(?!#)/)
    expect(content).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(content).toContain('title="docs/two.md">missing</span>')
    expect(body).toContain('<title>One &lt;b&gt; – Entrepôt</title>')
  })

  test('has headings that can be linked to, lines in cells, and its place in the contents', async () => {
    const { body } = await other.inject('/docs/one')
    expect(body).toContain('id="twice"')
    expect(body).toContain('id="twice-1"')
    expect(body).toContain('<td>one<br>two</td>')
    expect(body).toContain('<a href="/docs/one" aria-current="page">One &amp; all</a>')
  })

  test('that is not there is missed, and the rest is served', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'entrepot-guide-'))
    cpSync(join(root, 'docs/one.md'), join(bare, 'docs/one.md'))
    const alone = serving(bare)
    expect((await alone.inject('/docs')).statusCode).toBe(404)
    expect((await alone.inject('/docs/one')).statusCode).toBe(200)
    await alone.close()
    rmSync(bare, { recursive: true })
  })
})
