// Broken requests, made from good ones: each names what was done to it, so that a failure can be read. The
// same seed always makes the same requests.

/** A small seeded generator (mulberry32): numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface Mangled {
  readonly what: string
  readonly body: Buffer
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Random = () => number

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

const ODD_VALUES: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  32_768,
  '',
  '   ',
  'x'.repeat(5_000),
  '\u0001\u0002',
  '💥'.repeat(40),
  [],
  {},
  [null],
  [[[]]],
  { a: { b: null } },
  '9'.repeat(30),
  'null',
  '__proto__',
  "'; drop table orders; --",
  '<script>',
  '../../etc',
]

/** Values that JSON.stringify cannot write. */
const RAW_VALUES = [
  '12345678901234567890123',
  '-0',
  '1e400',
  '1E-7',
  '"\\ud800"',
  '"a\\u0000b"',
  '"\\udfff\\ud800"',
  'NaN',
  '01',
  '.5',
  "'single'",
  'undefined',
]

/** One broken request out of a good one. */
export function mangle(good: Json, random: Random): Mangled {
  const kind = pick(random, KINDS)
  return kind(structuredClone(good), random)
}

const KINDS: readonly ((good: Json, random: Random) => Mangled)[] = [
  function oddValue(good, random) {
    const value = pick(random, ODD_VALUES)
    const path = replaceSomewhere(good, random, () => value)
    return asJson(`${path} = ${JSON.stringify(value).slice(0, 30)}`, good)
  },
  function rawValue(good, random) {
    const raw = pick(random, RAW_VALUES)
    const path = replaceSomewhere(good, random, () => '@RAW@')
    return { what: `${path} = ${raw}`, body: Buffer.from(JSON.stringify(good).replace('"@RAW@"', raw)) }
  },
  function missing(good, random) {
    return asJson(`without ${replaceSomewhere(good, random, () => undefined)}`, good)
  },
  function truncated(good, random) {
    const text = JSON.stringify(good)
    const length = Math.floor(random() * text.length)
    return { what: `cut after ${length}`, body: Buffer.from(text.slice(0, length)) }
  },
  function flippedByte(good, random) {
    const body = Buffer.from(JSON.stringify(good))
    const at = Math.floor(random() * body.length)
    body[at] = Math.floor(random() * 256)
    return { what: `byte ${at} is ${body[at]}`, body }
  },
  function brokenUtf8(good, random) {
    const body = Buffer.from(JSON.stringify(good))
    const at = 1 + Math.floor(random() * (body.length - 1))
    const bytes = pick(random, [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf8, 0x88]])
    return {
      what: `broken UTF-8 at ${at}`,
      body: Buffer.concat([body.subarray(0, at), Buffer.from(bytes), body.subarray(at)]),
    }
  },
  function otherEncoding(good, random) {
    const text = JSON.stringify(good)
    return pick(random, [
      { what: 'UTF-16', body: Buffer.from(`\ufeff${text}`, 'utf16le') },
      { what: 'a byte order mark', body: Buffer.from(`\ufeff${text}`) },
      { what: 'Latin-1', body: Buffer.from(text.replace(/[A-Za-z]{3}/, 'é\u00fcß'), 'latin1') },
    ])
  },
  function doubledKey(good, random) {
    const text = JSON.stringify(good)
    const key = pick(random, Object.keys(Array.isArray(good) || good === null ? {} : (good as object)))
    return { what: `${key} twice`, body: Buffer.from(text.replace(/^\{/, `{"${key}":"other",`)) }
  },
  function prototypeName(good, random) {
    const name = pick(random, ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])
    const value = pick(random, ['{"admin":true}', '1', 'null', '"x"', '[]'])
    return { what: name, body: Buffer.from(JSON.stringify(good).replace('{', `{"${name}":${value},`)) }
  },
  function deep(good, random) {
    const depth = pick(random, [31, 32, 33, 200, 20_000])
    const open = pick(random, ['[', '{"a":'])
    const nested = `${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`
    const path = replaceSomewhere(good, random, () => '@RAW@')
    return {
      what: `${path} ${depth} deep`,
      body: Buffer.from(JSON.stringify(good).replace('"@RAW@"', nested)),
    }
  },
  function manyEntries(good, random) {
    const count = pick(random, [501, 5_000])
    const path = replaceSomewhere(good, random, (value) =>
      Array.isArray(value) ? Array.from({ length: count }, () => value[0] ?? null) : 'no list',
    )
    return asJson(`${path} × ${count}`, good)
  },
  function notAnObject(_good, random) {
    const body = pick(random, [
      '',
      ' ',
      'null',
      'true',
      '1',
      '"x"',
      '[]',
      '[{}]',
      '{',
      '}',
      '{}',
      '{}{}',
      '\u0000',
    ])
    return { what: `body ${JSON.stringify(body)}`, body: Buffer.from(body) }
  },
]

function asJson(what: string, value: Json): Mangled {
  return { what, body: Buffer.from(JSON.stringify(value)) }
}

/** Replaces a member somewhere inside; undefined takes it out. Returns its path. */
function replaceSomewhere(root: Json, random: Random, change: (value: Json) => Json | undefined): string {
  const places: { parent: { [key: string]: Json }; key: string; path: string }[] = []
  const visit = (value: Json, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    for (const key of Object.keys(value)) {
      const parent = value as { [key: string]: Json }
      const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
      places.push({ parent, key, path: at })
      visit(parent[key] as Json, at)
    }
  }
  visit(root, '')
  const { parent, key, path } = pick(random, places)
  const changed = change(parent[key] as Json)
  if (changed !== undefined) parent[key] = changed
  else if (Array.isArray(parent)) parent.splice(Number(key), 1)
  else delete parent[key]
  return path
}

/** Does `work` for each of a list, `width` of them at a time. */
export async function inParallel<T>(
  list: readonly T[],
  width: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const queue = list.values()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const one of queue) await work(one)
    }),
  )
}
