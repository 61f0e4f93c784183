/** Requests against shapes: what is read, which faults are told at which path, and what is kept beside. */
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { code, country, flag, instant, oneOf, orNull, text, wholeNumber } from '../../src/wire/fields.js'
import { readJson } from '../../src/wire/json.js'
import { compileReader, describe as describeValue } from '../../src/wire/shape.js'

const Line = Type.Object({
  sku: text(10, { aliases: ['itemSku'] }),
  quantity: wholeNumber(1, 99, { fromText: true, aliases: ['qty', 'count'] }),
})

const Request = Type.Object({
  number: Type.Optional(code(8, { fromText: true, aliases: ['Number'] })),
  name: text(5),
  speed: Type.Optional(oneOf(['Standard', 'Express'], { anyCase: true })),
  to: Type.Optional(Type.Object({ country: country() })),
  lines: Type.Array(Line, { minItems: 1, maxItems: 2 }),
  gift: Type.Optional(flag({ fromText: true })),
  since: Type.Optional(instant()),
  until: Type.Optional(orNull(wholeNumber(1, 9))),
  anything: Type.Optional(Type.Unsafe<object>({ type: 'object' })),
})

const readRequest = compileReader(Request)

/** What a body is read as; bodies are JSON text so that numbers keep their digits. */
function read(body: string) {
  const parsed = readJson(Buffer.from(body))
  if (!parsed.ok) throw new Error(`a test's body is broken: ${body}`)
  return readRequest(parsed.value)
}

const GOOD = { name: 'Ada', lines: [{ sku: 'A', quantity: 1 }] }
const withLine = (line: object) => ({ ...GOOD, lines: [line] })

function faultsOf(body: object): string[] {
  return read(JSON.stringify(body)).faults.map((fault) => `${fault.path}: ${fault.problem}`)
}

describe('a good request', () => {
  it.each<[title: string, body: object, expected: object]>([
    ['is read as it is', GOOD, GOOD],
    [
      'by another spelling has the canonical name',
      withLine({ itemSku: 'A', qty: 2 }),
      withLine({ sku: 'A', quantity: 2 }),
    ],
    [
      'may say the same in two spellings',
      withLine({ sku: 'A', quantity: 2, qty: 2 }),
      withLine({ sku: 'A', quantity: 2 }),
    ],
    ['may leave one of two spellings blank', withLine({ sku: ' ', itemSku: 'A', quantity: 1 }), GOOD],
    ['may leave the other one blank', withLine({ sku: 'A', itemSku: '', quantity: 1 }), GOOD],
    ['may leave one of two spellings null', withLine({ sku: 'A', quantity: null, qty: 1 }), GOOD],
    ['has no optional field that is null', { ...GOOD, speed: null, to: null }, GOOD],
    ['has no optional text that is blank', { ...GOOD, number: ' \t', speed: '' }, GOOD],
    ['keeps the blanks of a text', { ...GOOD, name: ' A ' }, { ...GOOD, name: ' A ' }],
    [
      'may write a whole number as text',
      withLine({ sku: 'A', quantity: ' 07 ' }),
      withLine({ sku: 'A', quantity: 7 }),
    ],
    ['may write a code as a number', { ...GOOD, number: 42 }, { ...GOOD, number: '42' }],
    ['may write true as text', { ...GOOD, gift: 'true' }, { ...GOOD, gift: true }],
    ['may write a choice in any case', { ...GOOD, speed: 'eXPRESS' }, { ...GOOD, speed: 'Express' }],
    [
      'may write a country in lower case',
      { ...GOOD, to: { country: 'us' } },
      { ...GOOD, to: { country: 'us' } },
    ],
    [
      'may have any object where any will do',
      { ...GOOD, anything: { a: [1] } },
      { ...GOOD, anything: { a: [1] } },
    ],
  ])('%s', (_title, body, expected) => {
    const reading = read(JSON.stringify(body))
    expect(reading.faults).toEqual([])
    expect(reading.value).toEqual(expected)
    expect(reading.extra).toBeNull()
  })

  it('may write a whole number with a fraction of nothing', () => {
    expect(read('{"name":"Ada","lines":[{"sku":"A","quantity":2.0}]}').value.lines).toEqual([
      { sku: 'A', quantity: 2 },
    ])
  })
})

const RANGE = 'must be a whole number from 1 to 99'

describe('a fault is told at the path as it was sent', () => {
  it.each<[body: object, ...expected: string[]]>([
    [{ lines: GOOD.lines }, 'name: is required, but is missing'],
    [{ ...GOOD, name: null }, 'name: is required, but is null'],
    [{ ...GOOD, name: '  ' }, 'name: is required, but is empty'],
    [{ ...GOOD, name: 7 }, 'name: must be a string, but is 7'],
    [{ ...GOOD, name: ['x'] }, 'name: must be a string, but is an array'],
    [withLine({ itemSku: 5, quantity: 1 }), 'lines[0].itemSku: must be a string, but is 5'],
    [withLine({ sku: 'A', qty: 0 }), `lines[0].qty: is 0, but ${RANGE}`],
    [withLine({ sku: 'A', count: 100 }), `lines[0].count: is 100, but ${RANGE}`],
    [withLine({ sku: 'A', quantity: 1.5 }), `lines[0].quantity: is 1.5, but ${RANGE}`],
    [withLine({ sku: 'A', quantity: '1.5' }), `lines[0].quantity: is "1.5", but ${RANGE}`],
    [withLine({ sku: 'A', quantity: '' }), `lines[0].quantity: is "", but ${RANGE}`],
    [withLine({ sku: 'A', quantity: '0x10' }), `lines[0].quantity: is "0x10", but ${RANGE}`],
    [withLine({ sku: 'A', quantity: true }), `lines[0].quantity: is true, but ${RANGE}`],
    [withLine({ sku: 'A', qty: null }), 'lines[0].qty: is required, but is null'],
    [withLine({ sku: 'A' }), 'lines[0].quantity: is required, but is missing'],
    [withLine({ itemSku: '', quantity: 1 }), 'lines[0].itemSku: is required, but is empty'],
    [{ ...GOOD, lines: [] }, 'lines: must have at least 1 entry'],
    [{ ...GOOD, lines: [1, 2, 3] }, 'lines: has 3 entries, more than the limit of 2'],
    [{ ...GOOD, lines: {} }, 'lines: must be an array, but is an object'],
    [{ ...GOOD, lines: [null, 5] }, 'lines[0]: must not be null', 'lines[1]: must be an object, but is 5'],
    [{ ...GOOD, speed: 'slow' }, 'speed: is "slow", but must be one of Standard, Express'],
    [{ ...GOOD, gift: 'yes' }, 'gift: must be true or false, but is "yes"'],
    [{ ...GOOD, gift: 1 }, 'gift: must be true or false, but is 1'],
    [{ ...GOOD, to: 'US' }, 'to: must be an object, but is "US"'],
    [{ ...GOOD, to: {} }, 'to.country: is required, but is missing'],
    [{ ...GOOD, to: { country: 'XX' } }, 'to.country: is "XX", which is no ISO 3166-1 alpha-2 country code'],
    [{ ...GOOD, since: 'today' }, 'since: is "today", which is no time like 2016-01-18T23:41:00Z'],
    [{ ...GOOD, number: 'a\nb' }, 'number: contains a control character'],
    [{ ...GOOD, Number: 'a\u007f' }, 'Number: contains a control character'],
    [{ ...GOOD, Number: '123456789' }, 'Number: is 9 characters long, more than the limit of 8'],
    [{ ...GOOD, anything: [1] }, 'anything: must be an object, but is an array'],
    [[], ': must be an object, but is an array'],
  ])('%j', (body, ...expected) => {
    expect(faultsOf(body)).toEqual(expected)
  })

  it.each([
    ['null', ': must be an object, but is null'],
    ['"x"', ': must be an object, but is "x"'],
    ['12345678901234567890', ': must be an object, but is 12345678901234567890'],
  ])('%s', (body, expected) => {
    expect(read(body).faults.map((fault) => `${fault.path}: ${fault.problem}`)).toEqual([expected])
  })

  it('without any body at all', () => {
    expect(readRequest(undefined).faults).toEqual([
      { path: '', problem: 'must be an object, but is missing', rule: 'type' },
    ])
  })
})

describe('two spellings that differ', () => {
  it.each<[body: object, expected: string]>([
    [
      withLine({ sku: 'A', itemSku: 'B', quantity: 1 }),
      'lines[0].itemSku: differs from lines[0].sku: send one of the two',
    ],
    [
      withLine({ itemSku: 'B', sku: 'A', quantity: 1 }),
      'lines[0].itemSku: differs from lines[0].sku: send one of the two',
    ],
    [
      withLine({ sku: 'A', qty: 1, count: 2 }),
      'lines[0].count: differs from lines[0].qty: send one of the two',
    ],
    [
      withLine({ sku: 'A', quantity: 1, qty: '1' }),
      'lines[0].qty: differs from lines[0].quantity: send one of the two',
    ],
    [{ ...GOOD, number: 'a', Number: 'b' }, 'Number: differs from number: send one of the two'],
  ])('%j are one fault', (body, expected) => {
    expect(faultsOf(body)).toEqual([expected])
  })

  it('of which a blank one is no text to differ, but a blank number is', () => {
    expect(faultsOf(withLine({ sku: 'A', quantity: 1, qty: '' }))).toEqual([
      'lines[0].qty: differs from lines[0].quantity: send one of the two',
    ])
  })
})

describe('of several faults', () => {
  it("the order is that of the shape, whatever the request's", () => {
    const body = { since: 'x', gift: 1, lines: [{ qty: 0, sku: '' }, {}], speed: 'x', number: [] }
    expect(read(JSON.stringify(body)).faults.map((fault) => fault.path)).toEqual([
      'number',
      'name',
      'speed',
      'lines[0].sku',
      'lines[0].qty',
      'lines[1].sku',
      'lines[1].quantity',
      'gift',
      'since',
    ])
  })

  it('fifty are told', () => {
    const many = compileReader(Type.Array(Type.Integer()))
    expect(many(Array.from({ length: 80 }, () => 'x')).faults).toHaveLength(50)
  })
})

describe('what means nothing to a shape', () => {
  it.each<[title: string, body: string, expected: Record<string, unknown>]>([
    [
      'is kept by its path',
      '{"x":1,"lines":[{"sku":"A","quantity":1,"y":{"z":[2]}}]}',
      { x: 1, 'lines[0].y': { z: [2] } },
    ],
    ['is kept where it is null or empty', '{"x":null,"y":"","z":[]}', { x: null, y: '', z: [] }],
    ['keeps the digits that a double has not', '{"x":12345678901234567890}', { x: '12345678901234567890' }],
    ['keeps them within, too', '{"x":{"y":[9007199254740993,1]}}', { x: { y: ['9007199254740993', 1] } }],
    ['keeps a decimal to the digit', '{"x":0.1234567890123456789}', { x: '0.1234567890123456789' }],
    ['keeps a decimal whose digits a dot divides', '{"x":12345678901.2345678}', { x: '12345678901.2345678' }],
    ['is told in brackets where its name looks like a path', '{"a.b":1,"a":1}', { '["a.b"]': 1, a: 1 }],
    ['is compared to the letter', '{"NAME":"x"}', { NAME: 'x' }],
    [
      'may be called as what every object has',
      '{"toString":1,"constructor":2}',
      { toString: 1, constructor: 2 },
    ],
  ])('%s', (_title, body, expected) => {
    expect(read(body).extra).toEqual(expected)
  })

  it('is not another spelling that was not needed', () => {
    expect(read('{"number":"1","Number":"1"}').extra).toBeNull()
  })

  it('is not looked for in an object of any kind', () => {
    expect(read('{"anything":{"x":1}}').extra).toBeNull()
  })
})

describe('the length of a text', () => {
  const FAMILY = '👨‍👩‍👧'

  it.each<[name: string, expected: readonly string[]]>([
    ['abcde', []],
    ['abcdef', ['name: is 6 characters long, more than the limit of 5']],
    ['😀😀😀😀😀', []],
    ['😀😀😀😀😀😀', ['name: is 6 characters long, more than the limit of 5']],
    ['中文中文中', []],
    [FAMILY, []],
    [`${FAMILY}e`, ['name: is 6 characters long, more than the limit of 5']],
  ])('of %s is counted in characters, not in units of UTF-16', (name, expected) => {
    expect(faultsOf({ ...GOOD, name })).toEqual(expected)
  })
})

describe('a field that may be null', () => {
  it.each<[body: object, expected: number | null | undefined]>([
    [{}, undefined],
    [{ until: null }, null],
    [{ until: 3 }, 3],
  ])('%j is read as it was meant', (more, expected) => {
    expect(read(JSON.stringify({ ...GOOD, ...more })).value.until).toBe(expected)
  })

  it('is checked like any other', () => {
    expect(faultsOf({ ...GOOD, until: 'x' })).toEqual([
      'until: is "x", but must be a whole number from 1 to 9',
    ])
  })
})

describe('a value in a message', () => {
  it.each<[title: string, value: string, expected: string]>([
    ['is quoted', 'a', '"a"'],
    ['is whole up to 40 characters', 'x'.repeat(40), `"${'x'.repeat(40)}"`],
    ['is shortened beyond', 'x'.repeat(41), `"${'x'.repeat(40)}…"`],
    ['is never cut within a character', '😀'.repeat(99), `"${'😀'.repeat(40)}…"`],
  ])('%s', (_title, value, expected) => {
    expect(describeValue(value)).toBe(expected)
  })
})
