/**
 * JSON from strangers. Native parsing does the work; what it would pass in silence (doubled keys, prototype
 * names, broken UTF-8 or UTF-16, digits beyond a double, NUL) is found by a cheap walk, and by a slower,
 * lossless parser only where the text gives cause.
 */
import { isUtf8 } from 'node:buffer'
import { isLosslessNumber, isSafeNumber, LosslessNumber, parse as parseLossless } from 'lossless-json'
import { accept, type Rejection, type Result, refuse } from '../order/rejection.js'

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | LosslessNumber
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

export const MOST_DEPTH = 32

/** JSON whose keys are sorted: the same for any two texts that say the same. */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (isLosslessNumber(value)) return value.toString()
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const object = value as { readonly [key: string]: JsonValue }
  const entries = Object.keys(object)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key] ?? null)}`)
  return `{${entries.join(',')}}`
}

export function readJson(body: Buffer): Result<JsonValue> {
  if (!isUtf8(body)) return unreadable('the body is not valid UTF-8')
  const text = body.toString('utf8')
  let value: JsonValue
  try {
    value = JSON.parse(text) as JsonValue
  } catch {
    return unreadable(whereBroken(text))
  }
  const walk: Walk = { keys: 0, fault: null }
  inspect(value, 0, walk)
  if (walk.fault !== null) {
    if ('path' in walk.fault) return refuse({ kind: 'invalid_field', faults: [walk.fault] })
    return unreadable(walk.fault.reason)
  }
  // Not as many key-like places as keys: a key came twice, or a text looks like one. Then, where blanks before a
  // colon hide such a place, and where a number has more digits than a double holds, the slow parser is asked.
  const suspicious = keyLikePlaces(text) !== walk.keys || SUSPICIOUS.test(text)
  return suspicious ? readLossless(text) : accept(value)
}

// A blank before a colon; a number, which no quote stands before, of sixteen characters or more.
const SUSPICIOUS = /"\s+:|(?:^|[[:,\s])-?\d[\d.]{15}/

/** Quotes before a colon, but for those that a text escapes: JSON in a text is full of them. */
function keyLikePlaces(text: string): number {
  let count = 0
  for (let at = text.indexOf('":'); at !== -1; at = text.indexOf('":', at + 2)) {
    let escapes = 0
    while (text[at - 1 - escapes] === '\\') escapes += 1
    if (escapes % 2 === 0) count += 1
  }
  return count
}

/** A JSON number literal, digit by digit, such as `22.2100`. */
export function numberLiteral(digits: string): LosslessNumber {
  return new LosslessNumber(digits)
}

/** JSON text in which number literals keep their digits; all else as JSON.stringify has it. */
export function writeJson(value: unknown): string {
  return written(value) ?? 'null'
}

function written(value: unknown): string | undefined {
  if (typeof value === 'string') return writtenText(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (isLosslessNumber(value)) return value.toString()
  if (Array.isArray(value)) {
    let text = ''
    for (const one of value) text += `${text === '' ? '' : ','}${written(one) ?? 'null'}`
    return `[${text}]`
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') return written(value.toJSON())
  let text = ''
  for (const [key, one] of Object.entries(value)) {
    const member = written(one)
    if (member !== undefined) text += `${text === '' ? '' : ','}${writtenText(key)}:${member}`
  }
  return `{${text}}`
}

// Calling JSON.stringify costs more than looking whether a text needs it: a quote, a control character, half a pair.
const ESCAPED = /["\\\p{Cc}\p{Cs}]/u

function writtenText(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`
}

/** For an answer that has no number literals: the same, faster. */
export function writePlainJson(value: unknown): string {
  return JSON.stringify(value)
}

function readLossless(text: string): Result<JsonValue> {
  try {
    const value = parseLossless(text, undefined, (digits) =>
      isSafeNumber(digits) ? Number(digits) : new LosslessNumber(digits),
    )
    return accept(value as JsonValue)
  } catch (error) {
    return unreadable(messageOf(error))
  }
}

/** The native parser's messages quote the body and often lack the position; the other parser's name it. */
function whereBroken(text: string): string {
  if (text.trim() === '') return 'the body is empty'
  try {
    parseLossless(text)
    return 'the body is not valid JSON'
  } catch (error) {
    return messageOf(error)
  }
}

function messageOf(error: unknown): string {
  if (error instanceof RangeError) return `the body is nested deeper than ${MOST_DEPTH} levels`
  return error instanceof Error
    ? `the body is not valid JSON: ${error.message}`
    : 'the body is not valid JSON'
}

interface Walk {
  keys: number
  fault: { path: string; problem: string } | { reason: string } | null
}

/** Looks at every key and text. Paths are only put together on the way back from a fault. */
function inspect(value: JsonValue, depth: number, walk: Walk): boolean {
  if (typeof value === 'string') return inspectText(value, walk)
  if (typeof value !== 'object' || value === null) return true
  if (depth >= MOST_DEPTH) {
    walk.fault = { reason: `the body is nested deeper than ${MOST_DEPTH} levels` }
    return false
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      if (!inspect(value[index] as JsonValue, depth + 1, walk)) return prefixed(walk, `[${index}]`)
    }
    return true
  }
  for (const key in value) {
    walk.keys += 1
    if (key === '__proto__' || textProblem(key) !== null) {
      walk.fault = { path: '', problem: 'is not a name that a field can have' }
      return prefixed(walk, key)
    }
    if (!inspect((value as Record<string, JsonValue>)[key] as JsonValue, depth + 1, walk)) {
      return prefixed(walk, key)
    }
  }
  return true
}

function inspectText(text: string, walk: Walk): boolean {
  const problem = textProblem(text)
  if (problem === null) return true
  walk.fault = { path: '', problem }
  return false
}

function prefixed(walk: Walk, step: string): false {
  if (walk.fault !== null && 'path' in walk.fault) {
    const { path, problem } = walk.fault
    const separator = path === '' || path.startsWith('[') ? '' : '.'
    walk.fault = { path: `${step}${separator}${path}`, problem }
  }
  return false
}

/** What makes a text unfit for storage and for the wire, or null. */
export function textProblem(text: string): string | null {
  if (text.includes('\u0000')) return 'contains the character U+0000'
  if (!text.isWellFormed()) return 'contains half of a surrogate pair'
  return null
}

/** A key that looks like a path itself is told in brackets: `to` and `x` make another path than `to.x`. */
export function childPath(parent: string, key: string): string {
  if (/[.[\]]/.test(key)) return `${parent}[${JSON.stringify(key)}]`
  return parent === '' ? key : `${parent}.${key}`
}

function unreadable(reason: string): { readonly ok: false; readonly rejection: Rejection } {
  return refuse({ kind: 'unreadable_body', reason })
}
