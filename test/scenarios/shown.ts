// JSON as a page shows it: the members that matter, short texts, numbers to the digit, as few lines as are readable.
import { isLosslessNumber, type LosslessNumber, parse } from 'lossless-json'

export interface Showing {
  /** `data.list[].{id,status}`: the members to show, in the answer's order; all if not given. */
  readonly show?: string | undefined
  /** Members that are told as `…`. */
  readonly varying: readonly string[]
}

type Shown = null | boolean | string | LosslessNumber | readonly Shown[] | { readonly [key: string]: Shown }

/** Undefined: everything below. */
type Wanted = Map<string, Wanted> | undefined

const WIDTH = 100
const LONGEST_TEXT = 120

export function shownAs(text: string, { show, varying }: Showing): string {
  const wanted = show === undefined ? undefined : readWanted(show)
  return pretty(picked(parse(text) as Shown, wanted, new Set(varying)), 0)
}

/** `a.{b,c[].d}` as `a → b, c → d`: lists are looked through. */
export function readWanted(show: string): Wanted {
  const wanted: Map<string, Wanted> = new Map()
  for (const path of splitTop(show)) {
    const [, head = '', rest] = /^([^.{]+?)(?:\[\])?(?:\.(.*))?$/s.exec(path.trim()) ?? []
    if (head === '') throw new Error(`"${path}" names no member`)
    const below = rest === undefined ? undefined : readWanted(rest.replace(/^\{(.*)\}$/s, '$1'))
    const before = wanted.get(head)
    wanted.set(head, below && before ? new Map([...before, ...below]) : below)
  }
  return wanted
}

/** At the commas that no brace encloses. */
function splitTop(text: string): string[] {
  const parts = ['']
  let depth = 0
  for (const char of text) {
    if (char === '{') depth += 1
    if (char === '}') depth -= 1
    if (char === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += char
  }
  return parts
}

function picked(value: Shown, wanted: Wanted, varying: ReadonlySet<string>): Shown {
  if (Array.isArray(value)) return value.map((one: Shown) => picked(one, wanted, varying))
  if (typeof value === 'string')
    return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([key]) => wanted === undefined || wanted.has(key))
  return Object.fromEntries(
    kept.map(([key, one]) => [key, varying.has(key) ? '…' : picked(one, wanted?.get(key), varying)]),
  )
}

function isObject(value: Shown): value is { readonly [key: string]: Shown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value)
}

/** On one line what fits there. */
function pretty(value: Shown, depth: number): string {
  const short = onOneLine(value)
  if (short.length + depth * 2 <= WIDTH) return short
  const indent = '  '.repeat(depth + 1)
  const end = `\n${'  '.repeat(depth)}`
  if (Array.isArray(value)) {
    return `[\n${value.map((one: Shown) => indent + pretty(one, depth + 1)).join(',\n')}${end}]`
  }
  if (!isObject(value)) return short
  const members = Object.entries(value).map(
    ([key, one]) => `${indent}${JSON.stringify(key)}: ${pretty(one, depth + 1)}`,
  )
  return `{\n${members.join(',\n')}${end}}`
}

function onOneLine(value: Shown): string {
  if (isLosslessNumber(value)) return value.toString()
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const members = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${onOneLine(one)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}
