/** A request signed as a dialect's clients sign it, and the line for a shell that sends it. */
import type { AuthScheme } from './auth.js'

export interface SignedCall {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
}

/** `at` is the client's time, in milliseconds since 1970. */
export function signCall(
  auth: AuthScheme,
  credential: Readonly<Record<string, string>>,
  { url, body }: { readonly url: URL; readonly body: string },
  at: number,
): SignedCall {
  const { headers, query } = auth.sign(credential, { query: Object.fromEntries(url.searchParams), body }, at)
  const signed = new URL(url)
  for (const [name, value] of Object.entries(query)) signed.searchParams.set(name, value)
  return { url: signed, headers }
}

/** `content` is what curl is told to send: text, or `@` and a file's name; undefined: nothing. */
export function curlLine(
  method: string,
  { url, headers }: SignedCall,
  content: string | undefined,
  contentType = 'application/json',
): string {
  const named = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  const sent =
    content === undefined
      ? []
      : [`-H ${quoted(`Content-Type: ${contentType}`)}`, `--data-binary ${quoted(content)}`]
  return ['curl', '-s', '-X', method.toUpperCase(), ...named, ...sent, quoted(String(url))].join(' ')
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./?&-]+$/.test(text) && !/[?&]/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
