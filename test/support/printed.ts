// Holds an answer against a printed one: number by number to the digit, or by keys and types alone.

import { isLosslessNumber, parse } from 'lossless-json'

export interface Comparison {
  readonly compare: 'exact' | 'shape'
  readonly adds?: readonly string[]
  readonly anyOrder?: readonly string[]
  /** Arrays that may have no entry, although the sample shows the kind of one. */
  readonly mayBeEmpty?: readonly string[]
}

/** What differs, in words with its path; nothing if the answer is as printed. Key order means nothing. */
export function differences(printed: string, answer: string, comparison: Comparison): string[] {
  const unused = new Set(comparison.adds ?? [])
  const given = arranged(parse(answer), '', comparison, unused)
  const wanted = arranged(parse(printed), '', { ...comparison, adds: [] }, new Set())
  const found =
    comparison.compare === 'exact'
      ? exact(wanted, given, '')
      : shape(emptied(wanted, '', comparison), given, '')
  return [...found, ...[...unused].map((path) => `${path}: said to be added, but is not in the answer`)]
}

/** An empty array says nothing of its entries. */
function emptied(value: unknown, path: string, comparison: Comparison): unknown {
  if (Array.isArray(value)) {
    return comparison.mayBeEmpty?.includes(path)
      ? []
      : value.map((item) => emptied(item, `${path}[]`, comparison))
  }
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, emptied(member, below(path, key), comparison)]),
  )
}

/** Without the keys that are added, and with arrays of any order in one. */
function arranged(value: unknown, path: string, comparison: Comparison, unused: Set<string>): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => arranged(item, `${path}[]`, comparison, unused))
    return comparison.anyOrder?.includes(path) ? items.sort((a, b) => (text(a) < text(b) ? -1 : 1)) : items
  }
  if (!isObject(value)) return value
  const kept: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const at = below(path, key)
    unused.delete(at)
    if (!comparison.adds?.includes(at)) kept[key] = arranged(member, at, comparison, unused)
  }
  return kept
}

function exact(printed: unknown, given: unknown, path: string): string[] {
  if (isObject(printed) && isObject(given)) return members(printed, given, path, exact)
  if (Array.isArray(printed) && Array.isArray(given)) {
    if (printed.length !== given.length) {
      return [`${path}: ${given.length} entries instead of ${printed.length}`]
    }
    return printed.flatMap((item, index) => exact(item, given[index], `${path}[${index}]`))
  }
  return text(printed) === text(given) ? [] : [`${path}: ${text(given)} instead of ${text(printed)}`]
}

/** A printed null and a printed empty array say nothing of the type. Entries may be any of the printed kinds. */
function shape(printed: unknown, given: unknown, path: string): string[] {
  if (printed === null) return []
  if (isObject(printed) && isObject(given)) return members(printed, given, path, shape)
  if (Array.isArray(printed) && Array.isArray(given)) {
    if (printed.length === 0) return []
    if (given.length === 0) return [`${path}: no entry`]
    return given.flatMap((item, index) => {
      const found = printed.map((kind) => shape(kind, item, `${path}[${index}]`))
      return found.some((one) => one.length === 0) ? [] : (found[0] ?? [])
    })
  }
  const [wanted, type] = [typeOf(printed), typeOf(given)]
  return wanted === type ? [] : [`${path}: ${type} instead of ${wanted}`]
}

function members(
  printed: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
  path: string,
  compare: (printed: unknown, given: unknown, path: string) => string[],
): string[] {
  return [...new Set([...Object.keys(printed), ...Object.keys(given)])].flatMap((key) => {
    const at = below(path, key)
    if (!(key in given)) return [`${at}: missing`]
    if (!(key in printed)) return [`${at}: not printed`]
    return compare(printed[key], given[key], at)
  })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value)
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return isLosslessNumber(value) ? 'number' : typeof value
}

/** Numbers to the digit, so that 6.1600 is not 6.16. */
function text(value: unknown): string {
  return isLosslessNumber(value) ? value.toString() : JSON.stringify(value)
}

function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
