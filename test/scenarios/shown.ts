// JSON as a page shows it: the members that matter, short texts, numbers to the digit, as few lines as are readable.
import { isLosslessNumber, type LosslessNumber, parse } from 'lossless-json'

export interface Showing {
  /** `data.list[0]`: only what is there. */
  readonly at?: string | undefined
  /** `data.list[].{id,status}`: the members to show, in the answer's order; all if not given. */
  readonly show?: string | undefined
  /** Members that are told as `…`. */
  readonly varying: readonly string[]
}

type Shown = null | boolean | string | LosslessNumber | readonly Shown[] | { readonly [key: string]: Shown }

/** Undefined: everything below. */
type Wanted = Map<string, Wanted> | undefined

const WIDTH = 110
const LONGEST_TEXT = 120

export function shownAs(text: string, { at, show, varying }: Showing): string {
  const wanted = show === undefined ? undefined : readWanted(show)
  return pretty(picked(valueAt(parse(text) as Shown, at ?? ''), wanted, new Set(varying)), 0)
}

function valueAt(whole: Shown, path: string): Shown {
  let value = whole
  for (const step of path.split(/[.[\]]+/).filter((one) => one !== '')) {
    const next: Shown | undefined = Array.isArray(value)
      ? value[Number(step)]
      : isObject(value)
        ? value[step]
        : undefined
    if (next === undefined) throw new Error(`there is nothing at ${path}`)
    value = next
  }
  return value
}

/** `a.{b,c[].d}` as `a → b, c → d`: lists are looked through. */
function readWanted(show: string): Wanted {
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

/** On one line what fits there; else as many members on each line as fit. */
function pretty(value: Shown, depth: number): string {
  const short = onOneLine(value)
  const room = WIDTH - depth * 2
  if (short.length <= room) return short
  if (Array.isArray(value)) {
    return broken(
      '[',
      filled(
        value.map((one: Shown) => pretty(one, depth + 1)),
        room - 2,
      ),
      ']',
      depth,
    )
  }
  if (!isObject(value)) return short
  const members = Object.entries(value).map(
    ([key, one]) => `${JSON.stringify(key)}: ${pretty(one, depth + 1)}`,
  )
  return broken('{', filled(members, room - 2), '}', depth)
}

function broken(open: string, lines: readonly string[], close: string, depth: number): string {
  const indent = '  '.repeat(depth + 1)
  return `${open}\n${lines.map((line) => indent + line).join('\n')}\n${'  '.repeat(depth)}${close}`
}

/** What has lines of its own keeps them. */
function filled(members: readonly string[], room: number): string[] {
  const lines: string[] = []
  let isOpen = false
  for (const [index, member] of members.entries()) {
    const text = index === members.length - 1 ? member : `${member},`
    const fits = isOpen && !text.includes('\n') && (lines.at(-1)?.length ?? 0) + text.length < room
    if (fits) lines[lines.length - 1] += ` ${text}`
    else lines.push(text)
    isOpen = !text.includes('\n')
  }
  return lines
}

function onOneLine(value: Shown): string {
  if (isLosslessNumber(value)) return value.toString()
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const members = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${onOneLine(one)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}
