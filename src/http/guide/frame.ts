/** What stands around a page of the guide: its parts at the side, and what it is about itself. */

import { escapeHtml, type Heading, type ListedPart, type Rendered } from './markdown.js'
import { GUIDE } from './shelf.js'

/** A page of the reference, which is made from the shapes that requests are read by. */
export interface Reference {
  readonly title: string
  readonly address: string
  readonly document: string
}

export interface Frame {
  readonly parts: readonly ListedPart[]
  readonly references: readonly Reference[]
}

/** Fewer need no list. */
const LEAST_LISTED = 4

export function pageOf(frame: Frame, address: string, { title, html, headings }: Rendered): string {
  const sections = headings.filter(({ depth }) => depth === 2)
  const isContents = address === GUIDE
  const list = sections.length < LEAST_LISTED || isContents ? '' : sectionsOf(sections)
  const end = isContents ? referencesOf(frame.references) : ''
  return documentOf(frame, address, title, html.replace('</h1>\n', `</h1>\n${list}`) + end)
}

export function missingPage(frame: Frame): string {
  const html = `<h1>There is no such page</h1>\n<p>It may have moved: look for it in the contents.</p>`
  return documentOf(frame, '', 'There is no such page', html)
}

function documentOf(frame: Frame, address: string, title: string, content: string): string {
  const name = address === GUIDE ? 'Entrepôt: the guide' : `${title} – Entrepôt`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(name)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${GUIDE}/assets/guide.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header><a href="${GUIDE}">Entrepôt</a><a href="/console">Console</a></header>
<div class="columns">
<main id="content">
${content}
</main>
<nav aria-label="Contents">
${contentsOf(frame, address)}
</nav>
</div>
</body>
</html>
`
}

function contentsOf({ parts, references }: Frame, address: string): string {
  const all = [
    ...parts,
    {
      title: 'Reference',
      pages: references.map((one) => ({ label: one.title, address: one.address })),
    },
  ]
  return all
    .map(({ title, pages }) => {
      const links = pages.map(({ label, address: to }) => {
        const here = to === address ? ' aria-current="page"' : ''
        return `<li><a href="${escapeHtml(to)}"${here}>${escapeHtml(label)}</a></li>`
      })
      return `<h2>${escapeHtml(title)}</h2>\n<ul>\n${links.join('\n')}\n</ul>`
    })
    .join('\n')
}

function sectionsOf(sections: readonly Heading[]): string {
  const links = sections.map(
    ({ id, text }) => `<li><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`,
  )
  return `<details class="sections"><summary>On this page</summary>\n<ul>\n${links.join('\n')}\n</ul>\n</details>\n`
}

function referencesOf(references: readonly Reference[]): string {
  const rows = references.map(
    ({ title, address, document }) =>
      `<li><a href="${escapeHtml(address)}">${escapeHtml(title)}</a> (<a href="${escapeHtml(document)}">OpenAPI</a>)</li>`,
  )
  return `<h2 id="reference">Reference</h2>
<p>Every operation of every API that this hub serves, with its fields and its refusals.</p>
<ul>
${rows.join('\n')}
</ul>
<p>All documents: <a href="/openapi/index.json">/openapi/index.json</a>. Health: <a href="/healthz">/healthz</a>,
<a href="/readyz">/readyz</a>, <a href="/metrics">/metrics</a>.</p>
`
}
