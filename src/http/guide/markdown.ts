/** Markdown as HTML: no markup of a text's own gets through, and links lead where the text is served. */
import { posix } from 'node:path'
import { Marked, Renderer, type Token, type Tokens } from 'marked'

export interface Heading {
  readonly depth: number
  /** What follows `#` in an address. */
  readonly id: string
  readonly text: string
}

export interface Rendered {
  /** Of the first heading. */
  readonly title: string
  readonly html: string
  readonly headings: readonly Heading[]
}

/** What a path in the checkout is served at; null: it is not. */
export type AddressOf = (path: string) => string | null

export interface ListedPage {
  readonly label: string
  readonly address: string
}

export interface ListedPart {
  readonly title: string
  readonly pages: readonly ListedPage[]
}

/** `path`: of the text in the checkout, from which its links count. */
export function render(text: string, path: string, addressOf: AddressOf): Rendered {
  const headings: Heading[] = []
  const slugs = newSlugs()
  const marked = new Marked({ gfm: true })
  marked.use({
    renderer: {
      html: ({ text: raw }) => (/^<br ?\/?>$/.test(raw.trim()) ? '<br>' : escapeHtml(raw)),
      heading({ tokens, depth }) {
        const plain = plainOf(tokens)
        const id = slugs(plain)
        headings.push({ depth, id, text: plain })
        return `<h${depth} id="${escapeHtml(id)}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      link({ href, tokens }) {
        const content = this.parser.parseInline(tokens)
        const address = resolveLink(href, path, addressOf)
        if (address !== null) return `<a href="${escapeHtml(address)}">${content}</a>`
        return `<span class="source" title="${escapeHtml(inCheckout(href, path))}">${content}</span>`
      },
      image({ href, text: alternative }) {
        const address = addressOf(inCheckout(href, path))
        if (address === null) return escapeHtml(alternative)
        return `<img src="${escapeHtml(address)}" alt="${escapeHtml(alternative)}">`
      },
      code: ({ text: code }) => `<pre tabindex="0"><code>${escapeHtml(code)}</code></pre>\n`,
      table(token) {
        return `<div class="wide" tabindex="0">${Renderer.prototype.table.call(this, token)}</div>\n`
      },
    },
  })
  const html = marked.parse(text, { async: false })
  return { title: headings[0]?.text ?? path, html, headings }
}

/** The lists of links below each second heading: the guide's contents. */
export function listedIn(text: string, path: string, addressOf: AddressOf): readonly ListedPart[] {
  const parts: { title: string; pages: ListedPage[] }[] = []
  for (const token of new Marked({ gfm: true }).lexer(text)) {
    if (isHeading(token) && token.depth === 2) parts.push({ title: plainOf(token.tokens), pages: [] })
    if (!isList(token)) continue
    for (const link of token.items.map((one) => firstLink(one.tokens))) {
      const address = link === undefined ? null : resolveLink(link.href, path, addressOf)
      if (link === undefined || address === null) continue
      parts.at(-1)?.pages.push({ label: plainOf(link.tokens), address })
    }
  }
  return parts.filter(({ pages }) => pages.length > 0)
}

/** Null: it leads to a file that is not served, or is no link that a page may have. */
function resolveLink(href: string, path: string, addressOf: AddressOf): string | null {
  if (/^https?:\/\//.test(href) || /^#[\w-]*$/.test(href)) return href
  if (/^[a-z][a-z0-9+.-]*:/i.test(href)) return null
  const [, hash = ''] = href.split('#')
  const address = addressOf(inCheckout(href, path))
  return address === null ? null : address + (hash === '' ? '' : `#${hash}`)
}

/** The path in the checkout that a link means. */
export function inCheckout(href: string, path: string): string {
  const [target = ''] = href.split('#')
  return posix.join(posix.dirname(path), target).replace(/\/$/, '')
}

/** What stands behind `#`, as usual code hosts make it: a heading that comes again has a number. */
function newSlugs(): (text: string) => string {
  const seen = new Map<string, number>()
  return (text) => {
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-')
    const count = seen.get(slug) ?? 0
    seen.set(slug, count + 1)
    return count === 0 ? slug : `${slug}-${count}`
  }
}

function plainOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => ('tokens' in token && token.tokens ? plainOf(token.tokens) : unescapeHtml(textOf(token))))
    .join('')
}

function textOf(token: Token): string {
  return 'text' in token && typeof token.text === 'string' ? token.text : ''
}

function isHeading(token: Token): token is Tokens.Heading {
  return token.type === 'heading'
}

function isList(token: Token): token is Tokens.List {
  return token.type === 'list'
}

function isLink(token: Token): token is Tokens.Link {
  return token.type === 'link'
}

function firstLink(tokens: readonly Token[]): Tokens.Link | undefined {
  for (const token of tokens) {
    if (isLink(token)) return token
    const inside = 'tokens' in token && token.tokens ? firstLink(token.tokens) : undefined
    if (inside !== undefined) return inside
  }
  return undefined
}

const NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => NAMES[character] ?? character)
}

function unescapeHtml(text: string): string {
  return Object.entries(NAMES).reduce((made, [character, name]) => made.replaceAll(name, character), text)
}
