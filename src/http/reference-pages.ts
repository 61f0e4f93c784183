/** The pages of the reference, as text. */

export interface ReferenceDocument {
  readonly name: string
  readonly title: string
  readonly url: string
}

export function indexPage(documents: readonly ReferenceDocument[]): string {
  const rows = documents.map(
    ({ name, title, url }) =>
      `<li><a href="/docs/${escapeHtml(name)}">${escapeHtml(title)}</a> <a class="document" href="${escapeHtml(url)}">OpenAPI</a></li>`,
  )
  return page(
    'Entrepôt: reference',
    `<main class="hub">
<h1>Entrepôt</h1>
<p>The APIs that this hub serves. Credentials are made by <code>entrepot key create</code>; those of the demo are in
<code>demo.json</code> in its data directory.</p>
<ul>
${rows.join('\n')}
</ul>
<p>All documents: <a href="/openapi/index.json">/openapi/index.json</a>. Health: <a href="/healthz">/healthz</a>,
<a href="/readyz">/readyz</a>, <a href="/metrics">/metrics</a>.</p>
</main>`,
  )
}

export function referencePage({ title, url }: ReferenceDocument): string {
  return page(
    `${title}: reference`,
    `<nav class="hub"><a href="/docs">All APIs</a></nav>
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

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (character) => names[character] ?? character)
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
main.hub { max-width: 42rem; margin: 4rem auto; padding: 0 1.5rem; line-height: 1.6; }
main.hub li { margin: 0.4rem 0; font-size: 1.1rem; }
main.hub .document { margin-left: 0.6rem; font-size: 0.8rem; }
nav.hub { padding: 0.6rem 1.5rem; font-size: 0.875rem; border-bottom: 1px solid #e4e4e4; }
`
