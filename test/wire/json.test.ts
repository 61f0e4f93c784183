/** Bodies from strangers: what is read as it is, what is refused, and where the fault is said to be. */
import fc from 'fast-check'
import { isLosslessNumber } from 'lossless-json'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../src/order/rejection.js'
import {
  childPath,
  type JsonValue,
  MOST_DEPTH,
  numberLiteral,
  readJson,
  writeJson,
} from '../../src/wire/json.js'

const SEED = 8_259

function read(text: string): Result<JsonValue> {
  return readJson(Buffer.from(text))
}

/** The value; a number that no double holds as `#digits`; what is wrong, as the caller is told. */
function told(result: Result<JsonValue>): unknown {
  if (result.ok) return digits(result.value)
  const { rejection } = result
  if (rejection.kind === 'unreadable_body') return rejection.reason
  if (rejection.kind === 'invalid_field')
    return rejection.faults.map((fault) => `${fault.path}: ${fault.problem}`)
  return rejection
}

function digits(value: JsonValue): unknown {
  if (isLosslessNumber(value)) return `#${value}`
  if (Array.isArray(value)) return value.map(digits)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, digits(one)]))
}

const twice = (key: string, position: number) =>
  `the body is not valid JSON: Duplicate key '${key}' encountered at position ${position}`

describe('a key that comes twice is refused', () => {
  it.each<[title: string, text: string, expected: unknown]>([
    ['side by side', '{"a":1,"a":2}', twice('a', 8)],
    ['with a blank before the second colon', '{"a":1,"a" :2}', twice('a', 8)],
    ['with a blank before the first colon', '{"a" :1,"a":2}', twice('a', 9)],
    ['with blanks before both', '{"a"\n:1,"a"\t:2}', twice('a', 9)],
    ['spelled with an escape', '{"\\u0061":1,"a":2}', twice('a', 13)],
    ['within', '{"a":[1,{"b":1,"b":2}]}', twice('b', 16)],
    ['beside a key that ends in a backslash', '{"c\\\\":0,"b":1,"b":2}', twice('b', 16)],
    ['beside a text that holds JSON', '{"t":"{\\"a\\":1}","b":1,"b":2}', twice('b', 24)],
    ['of which the first is an object', '{"a":{"b":1},"a":2}', twice('a', 14)],
    ['of which the second is an object', '{"a":2,"a":{"b":1}}', twice('a', 8)],
    ['also where a text looks like a key', '{"a":"\\":","b":1,"b":2}', twice('b', 18)],
    ['null and then something', '{"a":null,"a":1}', twice('a', 11)],
    ['the empty key', '{"":1,"":2}', twice('', 7)],
  ])('%s', (_title, text, expected) => {
    expect(told(read(text))).toEqual(expected)
  })

  it.each<[title: string, text: string, expected: unknown]>([
    ['unless both say the same', '{"a":1,"a":1}', { a: 1 }],
    ['and in two objects it is two keys', '[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ['and a text that looks like a key is none', '{"a":"\\"a\\":2"}', { a: '"a":2' }],
    ['and case makes two of it', '{"a":1,"A":2}', { a: 1, A: 2 }],
  ])('%s', (_title, text, expected) => {
    expect(told(read(text))).toEqual(expected)
  })
})

describe('names and texts that can not be kept', () => {
  const NAME = 'is not a name that a field can have'
  const NUL = 'contains the character U+0000'
  const HALF = 'contains half of a surrogate pair'

  it.each<[title: string, text: string, expected: unknown]>([
    ['__proto__ is refused as a name', '{"__proto__":1}', [`__proto__: ${NAME}`]],
    ['__proto__ is refused within', '{"a":[{"__proto__":{}}]}', [`a[0].__proto__: ${NAME}`]],
    [
      '__proto__ is refused when it is spelled with an escape',
      '{"__proto\\u005f_":1}',
      [`__proto__: ${NAME}`],
    ],
    ['__proto__ is a text like any other', '{"a":"__proto__"}', { a: '__proto__' }],
    ['constructor is a name like any other', '{"constructor":{"a":1}}', { constructor: { a: 1 } }],
    [
      'hasOwnProperty is one, also twice',
      '{"hasOwnProperty":1,"hasOwnProperty":2}',
      twice('hasOwnProperty', 21),
    ],
    ['U+0000 is refused in a text', '{"a":{"b":"x\\u0000"}}', [`a.b: ${NUL}`]],
    ['U+0000 is refused in a name', '{"a\\u0000":1}', [`a\u0000: ${NAME}`]],
    ['the first half of a pair alone is refused', '{"a":["x","\\ud83d"]}', [`a[1]: ${HALF}`]],
    ['the second half of a pair alone is refused', '["\\ude00"]', [`[0]: ${HALF}`]],
    ['halves the wrong way round are refused', '[{"a":"\\ude00\\ud83d"}]', [`[0].a: ${HALF}`]],
    ['half of a pair is refused in a name', '{"a":{"\\ud83d":1}}', [`a.\ud83d: ${NAME}`]],
    ['two halves that are a pair are read', '"\\ud83d\\ude00"', '😀'],
    ['other control characters are read', '"\\u0001\\t\\u007f"', '\u0001\t\u007f'],
    ['the body may be a text alone', '"\\u0000"', [`: ${NUL}`]],
  ])('%s', (_title, text, expected) => {
    expect(told(read(text))).toEqual(expected)
  })
})

describe('bytes that are not UTF-8 are refused', () => {
  it.each<[title: string, bytes: readonly number[]]>([
    ['a byte that never occurs', [0xff]],
    ['a sequence that breaks off', [0xc3, 0x28]],
    ['a continuation without a start', [0x80]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a character in more bytes than it needs', [0xc0, 0xaf]],
    ['a character beyond the last', [0xf4, 0x90, 0x80, 0x80]],
  ])('%s', (_title, bytes) => {
    expect(told(readJson(Buffer.from([0x22, ...bytes, 0x22])))).toBe('the body is not valid UTF-8')
  })

  it('such as UTF-16', () => {
    expect(told(readJson(Buffer.from('\ufeff{}', 'utf16le')))).toBe('the body is not valid UTF-8')
  })
})

describe('depth', () => {
  const TOO_DEEP = `the body is nested deeper than ${MOST_DEPTH} levels`
  const arrays = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

  it.each<[title: string, text: string, isRead: boolean]>([
    ['as many arrays as are allowed', arrays(MOST_DEPTH), true],
    ['one more', arrays(MOST_DEPTH + 1), false],
    ['as many objects as are allowed', objects(MOST_DEPTH), true],
    ['one more of them', objects(MOST_DEPTH + 1), false],
    ['far more', arrays(50_000), false],
    ['far more that are never closed', '['.repeat(50_000), false],
    ['far more under a key that comes again', `{"a":${arrays(9_000)},"a":1}`, false],
    ['more under the key as it comes last', `{"a":1,"a":${arrays(MOST_DEPTH)}}`, false],
    ['many brackets in a text', JSON.stringify(arrays(100)), true],
  ])('%s', (_title, text, isRead) => {
    const result = read(text)
    expect(result.ok ? 'read' : told(result)).toBe(isRead ? 'read' : TOO_DEEP)
  })
})

describe('numbers', () => {
  it.each<[text: string, expected: unknown]>([
    ['0', 0],
    ['-1.5e3', -1500],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', '#9007199254740993'],
    ['-9007199254740993', '#-9007199254740993'],
    ['12345678901234567890', '#12345678901234567890'],
    ['0.1234567890123456789', '#0.1234567890123456789'],
    ['1.0000000000000000', 1],
    ['"1234567890123456789"', '1234567890123456789'],
    ['[1,"1234567890123456789",2]', [1, '1234567890123456789', 2]],
  ])('%s is read as %s', (text, expected) => {
    expect(told(read(text))).toEqual(expected)
  })

  it.each(['22.2100', '1.0', '-0.10', '12345678901234567890'])('%s is written to the digit', (text) => {
    expect(writeJson({ a: numberLiteral(text) })).toBe(`{"a":${text}}`)
  })

  it('whatever has none is written as JSON.stringify writes it', () => {
    const unit = fc.constantFrom('a', '"', '\\', '\n', '\0', '\u007f', 'é', '\u2028', '\ud83d', '\ude00', '/')
    const text = fc.string({ unit })
    const leaf = fc.oneof(text, fc.double(), fc.boolean(), fc.constantFrom(null, undefined, new Date(0)))
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(text, tie('value'), { maxKeys: 4 }),
      ),
    }))
    fc.assert(
      fc.property(value, (one) => {
        expect(writeJson(one)).toBe(JSON.stringify(one) ?? 'null')
      }),
    )
  })
})

describe('a body that is not JSON is refused with the place', () => {
  it.each<[text: string, reason: string]>([
    ['', 'the body is empty'],
    [' \n ', 'the body is empty'],
    ['{"a":1,}', "the body is not valid JSON: Quoted object key expected but got '}' at position 7"],
    ['{"a":nul}', "the body is not valid JSON: Object value expected after ':' at position 5"],
    ['[1 2]', "the body is not valid JSON: Comma ',' expected after value but got '2' at position 3"],
    ['{"a":1}x', "the body is not valid JSON: Expected end of input but got 'x' at position 7"],
    ["{'a':1}", "the body is not valid JSON: Quoted object key expected but got ''' at position 1"],
    ['\ufeff{}', "the body is not valid JSON: JSON value expected but got '\ufeff' at position 0"],
    ['["a\tb"]', "the body is not valid JSON: Invalid character '\t' at position 3"],
  ])('%j', (text, reason) => {
    expect(told(read(text))).toBe(reason)
  })

  it.each([
    '{',
    '[1',
    '{"a"',
    '{"a":"x',
    '01',
    '.5',
    '1.',
    '+1',
    'NaN',
    'undefined',
    '[,]',
    '"\\x41"',
    'nulll',
  ])('%s, too', (text) => {
    expect(told(read(text))).toMatch(/^the body is not valid JSON: .* at position \d+$/)
  })
})

describe('whatever JSON.stringify writes', () => {
  const names = fc.oneof(
    fc.string(),
    fc.constantFrom('a', 'b', 'a":1,"a', '":', '" :', '\\', '12345678901234567'),
  )
  const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      names,
      fc.constantFrom(null, true, 0, -1.5, 1e21, 5e-324, Number.MAX_SAFE_INTEGER),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(names, tie('value'), { maxKeys: 4 }),
    ),
  }))
  const isReadable = (text: string) => !text.includes('\\u0000') && !text.includes('"__proto__":')

  it.each([
    ['closely', undefined],
    ['with blanks', 2],
  ])(`%s is read as JSON.parse reads it (seed ${SEED})`, (_title, indent) => {
    fc.assert(
      fc.property(values, (value) => {
        const text = JSON.stringify(value, null, indent)
        fc.pre(isReadable(text))
        const result = read(indent === undefined ? text : text.replaceAll('": ', '" : '))
        const plain = result.ok ? JSON.parse(writeJson(result.value)) : told(result)
        expect(plain).toEqual(JSON.parse(indent === undefined ? text : text.replaceAll('": ', '" : ')))
      }),
      { seed: SEED, numRuns: 500 },
    )
  })
})

describe('a path', () => {
  it.each([
    ['', 'a', 'a'],
    ['a', 'b', 'a.b'],
    ['a[0]', 'b', 'a[0].b'],
  ])('%j and %j make %j', (parent, key, expected) => {
    expect(childPath(parent, key)).toBe(expected)
  })
})
