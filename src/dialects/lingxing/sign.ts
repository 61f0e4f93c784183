/** Lingxing's sign: MD5 of the sorted parameters, AES-encrypted under the AppId (facts/lingxing.md §3). */
import { createCipheriv, hash } from 'node:crypto'
import { isLosslessNumber, parse as parseLossless } from 'lossless-json'

/** Of the text that the parameters make. The AppId is 16 bytes long. */
export function signText(text: string, appId: string): string {
  const digest = hash('md5', text, 'hex').toUpperCase()
  const cipher = createCipheriv('aes-128-ecb', appId, null)
  return cipher.update(digest, 'utf8', 'base64') + cipher.final('base64')
}

/** Sorted by the bytes of their names; a parameter whose value is empty takes no part. */
export function textOf(parameters: Iterable<readonly [string, string]>): string {
  return [...parameters]
    .filter(([, value]) => value !== '')
    .sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

/** The parameters of a body, once for each way in which clients write nested values; null: not an object. */
export function bodyParameters(body: Buffer): readonly ReadonlyMap<string, string>[] | null {
  try {
    return parametersOf(body.toString('utf8'))
  } catch (error) {
    // Nested too deeply for any of the parsers.
    if (error instanceof RangeError) return null
    throw error
  }
}

function parametersOf(text: string): readonly ReadonlyMap<string, string>[] | null {
  if (text.trim() === '') return [new Map()]
  const quick = plainParameters(text)
  if (quick !== undefined) return quick
  const slices = rawMembers(text)
  if (slices === null) return null
  const forms = [asSent, withSortedKeys, withoutNulls, raw].map(
    (write) => new Map([...slices].map(([name, slice]) => [name, valueText(slice, write)])),
  )
  return forms.filter((form, index) => forms.findIndex((other) => same(form, other)) === index)
}

/**
 * A compact body, as most clients send it, is what the native writer makes of it, number by number; then the usual
 * form needs no slower parser. Undefined: it is not; null: not an object.
 */
function plainParameters(text: string): readonly ReadonlyMap<string, string>[] | null | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  if (text.includes(':null') || JSON.stringify(value) !== text) return undefined
  const members = Object.entries(value)
  const usual = new Map(members.map(([name, one]) => [name, plainText(one)]))
  if (!members.some(([, one]) => typeof one === 'object')) return [usual]
  const sorted = members.map(
    ([name, one]) =>
      [
        name,
        typeof one === 'object' ? valueText(JSON.stringify(one), withSortedKeys) : plainText(one),
      ] as const,
  )
  return [usual, new Map(sorted)]
}

function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
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
