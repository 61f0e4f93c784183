// Links lead somewhere, every text is found from the contents, and the settings are told as the program knows them.
import { readdirSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SETTINGS } from '../../src/config.js'
import { inCheckout, render } from '../../src/http/guide/markdown.js'
import { isThere, linksOf, ROOT, TEXTS, textOf } from '../support/texts.js'

const idsOf = (path: string) => render(textOf(path), path, () => null).headings.map(({ id }) => id)

describe('links', () => {
  test.each(TEXTS)('%s', (path) => {
    const broken = linksOf(textOf(path)).filter((href) => {
      if (/^https?:\/\//.test(href)) return !URL.canParse(href)
      const [, hash] = href.split('#')
      const target = href.startsWith('#') ? path : inCheckout(href, path)
      if (target.startsWith('..') || !isThere(target)) return true
      return hash !== undefined && !idsOf(target).includes(hash)
    })
    expect(broken).toEqual([])
  })

  test('from the contents, each text is found in two steps', () => {
    const contents = 'docs/README.md'
    const named = (path: string) =>
      linksOf(textOf(path))
        .filter((href) => !/^https?:/.test(href))
        .map((href) => inCheckout(href, path))
        .map((target) => (isThere(`${target}/README.md`) ? `${target}/README.md` : target))
    const first = named(contents)
    const second = first.filter((path) => TEXTS.includes(path)).flatMap(named)
    const found = new Set([contents, ...first, ...second])
    expect(TEXTS.filter((path) => !found.has(path))).toEqual([])
  })

  test('every decision is in the list of decisions', () => {
    const names = readdirSync(posix.join(ROOT, 'docs/decisions')).filter((name) => /^\d/.test(name))
    expect(linksOf(textOf('docs/decisions/README.md'))).toEqual(names.sort())
  })
})

test('every setting is told of in operating, with what it is when nothing is said, and no other one', () => {
  const rows = [...textOf('docs/operating.md').matchAll(/^\| `([A-Z_]+)` \| (.*?) \|/gm)]
  expect(rows.map(([, name, preset]) => [name, preset])).toEqual(
    SETTINGS.map(([name, preset]) => [name, preset === '' ? '' : `\`${preset}\``]),
  )
})

test('every command of the command line is told of in operating', () => {
  const help = textOf('src/cli/program.ts')
  const names = [...help.matchAll(/^ {2}'?([a-z-]+)'?: async \(\) =>/gm)].map(([, name]) => String(name))
  expect(names.length).toBeGreaterThan(10)
  const told = textOf('docs/operating.md')
  expect(names.filter((name) => !told.includes(`entrepot ${name}`))).toEqual([])
})
