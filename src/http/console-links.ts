/**
 * What a browser is going to need for a page of the console, named to it before it finds out by itself: a script names
 * the ones that it imports only once it has come, and a page asks for what it shows once all of them have run.
 */
import { type ConsolePage, consolePageAt } from './console-pages.js'

/** As Vite writes it: by source below console/, what has become of it and what it imports at once. */
export type Manifest = Readonly<
  Record<string, { readonly file: string; readonly imports?: readonly string[] } | undefined>
>

/** Started by what the page's markup names itself. */
const FRAME = 'src/main.tsx'

/** `address`: below /console/, with its query. Nobody needs a page's own script who has yet to sign in. */
export function linksFor(manifest: Manifest, address: string, mayBeSignedIn: boolean): string {
  const [path = '', query] = address.split('?', 2)
  const page = mayBeSignedIn ? consolePageAt(path) : undefined
  const reads = query === undefined ? (page?.reads ?? []) : []
  return [...reads.map(readLink), ...scriptsOf(manifest, page).map(scriptLink)].join('')
}

/** What is large is asked for first: a page's own script, then what it and the frame import. */
function scriptsOf(manifest: Manifest, page: ConsolePage | undefined): readonly string[] {
  const sources = new Set(page === undefined ? [FRAME] : [`src/pages/${page.script}.tsx`, FRAME])
  // What is added while it is gone through is gone through, too.
  for (const source of sources) for (const one of manifest[source]?.imports ?? []) sources.add(one)
  return [...sources].flatMap((source) => manifest[source]?.file ?? [])
}

/** Asked for as the console asks, so that its own question finds the answer. */
function readLink(path: string): string {
  return `<link rel="preload" href="${path}" as="fetch" crossorigin="anonymous">`
}

function scriptLink(file: string): string {
  return `<link rel="modulepreload" crossorigin href="/console/${file}">`
}
