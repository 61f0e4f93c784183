/** Lingxing's sign: MD5 of the sorted parameters, AES-encrypted under the AppId (facts/lingxing.md §3). */
import { type Cipher, createCipheriv, hash } from 'node:crypto'
import { isLosslessNumber, parse as parseLossless } from 'lossless-json'

/** Of the text that the parameters make. The AppId is 16 bytes long. */
export function signText(text: string, appId: string): string {
  const { cipher, padding } = cipherOf(appId)
  const digest = hash('md5', text, 'hex').toUpperCase()
  return Buffer.concat([cipher.update(digest, 'latin1'), padding]).toString('base64')
}

interface AppCipher {
  /** Each block is encrypted by itself, so one cipher serves any number of texts of whole blocks. */
  readonly cipher: Cipher
  /** A digest is two blocks long: the padding is always the same third one. */
  readonly padding: Buffer
}

const ciphers = new Map<string, AppCipher>()
const MOST_CIPHERS = 10_000

function cipherOf(appId: string): AppCipher {
  let found = ciphers.get(appId)
  if (found === undefined) {
    if (ciphers.size >= MOST_CIPHERS) ciphers.clear()
    const cipher = createCipheriv('aes-128-ecb', appId, null).setAutoPadding(false)
    found = { cipher, padding: cipher.update(Buffer.alloc(16, 16)) }
    ciphers.set(appId, found)
  }
  return found
}

/** Sorted by the bytes of their names; a parameter whose value is empty takes no part. */
export function textOf(parameters: ReadonlyMap<string, string>): string {
  const names: string[] = []
  for (const [name, value] of parameters) if (value !== '') names.push(name)
  // Units of UTF-16 sort as bytes of UTF-8 do, unless there are surrogates.
  if (names.some((name) => /[\ud800-\uffff]/.test(name))) {
    names.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
  } else {
    names.sort()
  }
  let text = ''
  for (const name of names) text += `${text === '' ? '' : '&'}${name}=${parameters.get(name)}`
  return text
}

export type BodyForm = ReadonlyMap<string, string>

/**
 * The parameters of a body, once for each way in which clients write nested values, the likeliest first; made as they
 * are asked for. Null: not an object.
 */
export function bodyParameters(body: Buffer): Iterable<BodyForm> | null {
  const text = body.toString('utf8')
  if (text.trim() === '') return [new Map()]
  const quick = quickMembers(text)
  if (quick !== null) return formsOf(text, quick)
  const slices = isObject(body) ? rawMembers(text) : null
  return slices === null ? null : slowForms(slices, null)
}

/** Whether a body holds what can be signed at all: an object, or nothing. */
export function isObject(body: Buffer): boolean {
  const text = body.toString('utf8')
  if (text.trim() === '') return true
  try {
    const value: unknown = JSON.parse(text)
    // Nested too deeply for the slower parser, too, it is none either.
    parseLossless(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** A client that signs what it sends needs no parser: what stands in the body is what stands in the text. */
function* formsOf(text: string, quick: BodyForm): Generator<BodyForm> {
  yield quick
  const isNested = [...quick.values()].some((value) => /^[{[]/.test(value))
  const slices = isNested && isObject(Buffer.from(text)) ? rawMembers(text) : null
  if (slices !== null) yield* slowForms(slices, quick)
}

function* slowForms(slices: BodyForm, earlier: BodyForm | null): Generator<BodyForm> {
  const seen = earlier === null ? [] : [earlier]
  for (const write of [asSent, withSortedKeys, withoutNulls, raw]) {
    const form = new Map([...slices].map(([name, slice]) => [name, valueText(slice, write)]))
    if (seen.some((other) => same(form, other))) continue
    seen.push(form)
    yield form
  }
}

/** The members of an object as they stand; null: it is none, or has escapes in a name. */
function quickMembers(text: string): BodyForm | null {
  const members = new Map<string, string>()
  let at = skipBlanks(text, 0)
  if (text[at] !== '{') return null
  at = skipBlanks(text, at + 1)
  while (text[at] === '"') {
    const nameEnd = text.indexOf('"', at + 1)
    const name = text.slice(at + 1, nameEnd)
    at = skipBlanks(text, nameEnd + 1)
    if (nameEnd === -1 || name.includes('\\') || text[at] !== ':') return null
    at = skipBlanks(text, at + 1)
    const end = valueEnd(text, at)
    if (end === -1) return null
    members.set(name, plainText(text.slice(at, end)))
    at = skipBlanks(text, end)
    if (text[at] === '}') return skipBlanks(text, at + 1) === text.length ? members : null
    if (text[at] !== ',') return null
    at = skipBlanks(text, at + 1)
  }
  return text[at] === '}' && members.size === 0 ? members : null
}

function plainText(slice: string): string {
  if (!slice.startsWith('"')) return slice
  return slice.includes('\\') ? (parsedText(slice) ?? slice) : slice.slice(1, -1)
}

/** Whatever is no text is found later, by who reads the whole body. */
function parsedText(slice: string): string | null {
  try {
    return JSON.parse(slice) as string
  } catch {
    return null
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) <= 0x20) at++
  return at
}

/** Where a value that begins at `from` ends; -1: it doesn't. */
function valueEnd(text: string, from: number): number {
  const first = text[from]
  if (first === '"') return textEnd(text, from)
  let at = from
  for (let depth = 0; at < text.length; at++) {
    const one = text[at]
    if (one === '"') {
      at = textEnd(text, at) - 1
      if (at < 0) return -1
    } else if (one === '{' || one === '[') depth++
    else if (one === '}' || one === ']') {
      if (depth === 0) return at
      depth--
      if (depth === 0) return at + 1
    } else if (depth === 0 && (one === ',' || one === ' ' || one === '\n' || one === '\r' || one === '\t')) {
      return at
    }
  }
  return -1
}

function textEnd(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0
    while (text[at - 1 - escapes] === '\\') escapes++
    if (escapes % 2 === 0) return at + 1
  }
  return -1
}

type WriteNested = (value: unknown, slice: string) => string

const asSent: WriteNested = (value) => write(value)
const withSortedKeys: WriteNested = (value) => write(value, { sorted: true })
const withoutNulls: WriteNested = (value) => write(value, { bare: true })
const raw: WriteNested = (_value, slice) => slice

/** A text without its quotes; a literal as it is; something nested by `writeNested`. */
function valueText(slice: string, writeNested: WriteNested): string {
  if (slice.startsWith('"')) return JSON.parse(slice) as string
  if (!slice.startsWith('{') && !slice.startsWith('[')) return slice
  return writeNested(parseLossless(slice), slice)
}

function write(value: unknown, options: { sorted?: boolean; bare?: boolean } = {}): string {
  if (isLosslessNumber(value)) return value.value
  if (Array.isArray(value)) return `[${value.map((one) => write(one, options)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, one]) => !(options.bare && one === null))
  if (options.sorted) members.sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, one]) => `${JSON.stringify(name)}:${write(one, options)}`).join(',')}}`
}

/** The members of an object's text, each as its slice of it. Null: not an object. */
function rawMembers(text: string): Map<string, string> | null {
  const members = new Map<string, string>()
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/gs
  let depth = 0
  let name: string | null = null
  let start = -1
  for (const match of text.matchAll(token)) {
    const [word] = match
    if (depth === 0 && word !== '{') return null
    if (depth === 1 && (word === ',' || word === '}')) {
      if (name !== null) members.set(name, text.slice(start, match.index).trim())
      name = null
      if (word === '}') return members
    } else if (depth === 1 && word === ':') {
      start = match.index + 1
    } else if (depth === 1 && name === null) {
      name = JSON.parse(word) as string
    }
    if (word === '{' || word === '[') depth += 1
    if (word === '}' || word === ']') depth -= 1
  }
  return null
}

function same(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return [...one].every(([name, value]) => other.get(name) === value)
}
