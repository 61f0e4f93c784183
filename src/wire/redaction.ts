/**
 * JSON as it stood on the wire, without its secrets and what is personal. The text itself is gone through, so that
 * all else stays as it was sent: the order of its members, its blanks, numbers of any length.
 */
import type { PrivateFields } from './request-log.js'

export const SECRET = '[secret]'
export const PERSONAL = '[personal]'
/** A body or an answer of more characters is not kept. */
export const LONGEST_KEPT = 16_384

export interface FieldNames {
  readonly secret: ReadonlySet<string>
  readonly personal: ReadonlySet<string>
}

/** What no API of any kind is asked to keep. */
const ALWAYS_SECRET = ['password', 'secret', 'token', 'authorization', 'apikey', 'accesstoken', 'credentials']

export function fieldNames({ secret, personal }: PrivateFields): FieldNames {
  const lower = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()))
  return { secret: lower([...ALWAYS_SECRET, ...secret]), personal: lower(personal) }
}

/** Texts, brackets, signs and literals; blanks between them. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+|\s+/gs
const COLON_NEXT = /\s*:/y

type Hidden = typeof SECRET | typeof PERSONAL | null

/** JSON in a text in JSON, and so on. */
const MOST_NESTED = 4

/** `text` must be sound JSON. */
export function redactJson(text: string, names: FieldNames): string {
  return redact(text, names, null, 0)
}

function redact(text: string, names: FieldNames, outer: Hidden, nested: number): string {
  let kept = ''
  /** What was hidden around each object or list that is open. */
  const around: Hidden[] = []
  let within = outer
  /** Of the value that comes next. */
  let next = outer
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match
    const first = token[0]
    if (first === '{' || first === '[') {
      around.push(within)
      within = next
      kept += token
    } else if (first === '}' || first === ']') {
      within = around.pop() ?? outer
      next = within
      kept += token
    } else if (first === ',') {
      next = within
      kept += token
    } else if (first === '"' && isName(text, match.index + token.length)) {
      next = hiddenBy(token, within, names)
      kept += token
    } else if (first === '"') {
      kept += shownText(token, next, names, nested)
    } else {
      const isPlain = next === null || first === ':' || /^(\s|null$|true$|false$)/.test(token)
      kept += isPlain ? token : `"${next}"`
    }
  }
  return kept
}

function isName(text: string, end: number): boolean {
  COLON_NEXT.lastIndex = end
  return COLON_NEXT.test(text)
}

function hiddenBy(token: string, within: Hidden, { secret, personal }: FieldNames): Hidden {
  const name = textIn(token).toLowerCase()
  if (within === SECRET || secret.has(name)) return SECRET
  if (personal.has(name)) return PERSONAL
  return name.startsWith('country') ? null : within
}

/** What is empty is not hidden: that it is so is often what is wrong. */
function shownText(token: string, hidden: Hidden, names: FieldNames, nested: number): string {
  if (token === '""') return token
  const text = textIn(token)
  if (!/^\s*[{[]/.test(text)) return hidden === null ? token : `"${hidden}"`
  if (nested < MOST_NESTED && isJson(text)) return JSON.stringify(redact(text, names, hidden, nested + 1))
  // Nobody can tell what is in it.
  return `"${hidden ?? PERSONAL}"`
}

function textIn(token: string): string {
  return token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1)
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** `a=1&b=2`, each value by its name. */
export function redactQuery(query: string, names: FieldNames): string {
  const kept = new URLSearchParams()
  for (const [name, value] of new URLSearchParams(query)) {
    const hidden = hiddenBy(JSON.stringify(name), null, names)
    if (/^\s*[{[]/.test(value) && isJson(value)) kept.append(name, redact(value, names, hidden, 1))
    else kept.append(name, value === '' || hidden === null ? value : hidden)
  }
  return kept.toString()
}

/** Whether what is said of a field may quote what was sent in it. */
export function isHidden(path: string, names: FieldNames): boolean {
  return path
    .split(/[.[\]]+/)
    .some((name) => names.secret.has(name.toLowerCase()) || names.personal.has(name.toLowerCase()))
}
