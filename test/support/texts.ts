// The texts of the checkout that people read, and where their links lead.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Marked, type Token } from 'marked'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Paths in the checkout, from its root. */
export const TEXTS: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(ROOT, 'src/dialects'))
    .map((name) => `src/dialects/${name}/README.md`)
    .filter(isThere),
].sort()

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

export function isThere(path: string): boolean {
  return existsSync(join(ROOT, path))
}

/** Of links and images, as they are written; code is none. */
export function linksOf(text: string): readonly string[] {
  const links: string[] = []
  const marked = new Marked({ gfm: true })
  marked.walkTokens(marked.lexer(text), (token: Token) => {
    if (token.type === 'link' || token.type === 'image') links.push(String(token.href))
  })
  return links
}
