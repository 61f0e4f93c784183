/** The pages of the reference, as text. */
import { escapeHtml } from './guide/markdown.js'

export interface ReferenceDocument {
  readonly name: string
  readonly title: string
  readonly url: string
}

export function referencePage({ title, url }: ReferenceDocument): string {
  return page(
    `${title}: reference`,
    `<nav class="hub"><a href="/docs">The guide, and all APIs</a></nav>
<div id="reference" data-document="${escapeHtml(url)}"></div>
<script src="/docs/assets/reader.js"></script>
<script src="/docs/assets/start.js"></script>`,
  )
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/assets/docs.css">
</head>
<body>
${body}
</body>
</html>
`
}

/** Everything that would talk to somebody else is off; the policy would stop it anyway. */
export const PAGE_START = `const place = document.getElementById('reference')
Scalar.createApiReference(place, {
  url: place.dataset.document,
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
})
`

/** By class only: elements without one are the reader's own. */
export const PAGE_STYLE = `body { margin: 0; }
.hub { font-family: system-ui, sans-serif; color: #1b1b1b; background: #fff; }
.hub a { color: #0b57d0; }
nav.hub { padding: 0.6rem 1.5rem; font-size: 0.875rem; border-bottom: 1px solid #e4e4e4; }
@media (prefers-color-scheme: dark) {
  .hub { color: #e4e7eb; background: #14171a; }
  nav.hub { border-color: #343b43; }
  .hub a { color: #8ab4f8; }
}
`
