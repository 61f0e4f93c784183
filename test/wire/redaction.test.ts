// What the request log keeps of a text: all that is not private, as it stood.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldNames, isHidden, redactJson, redactQuery } from '../../src/wire/redaction.js'

const NAMES = fieldNames({ secret: ['sign'], personal: ['receiver', 'name', 'phone'] })
const redact = (text: string) => redactJson(text, NAMES)

const SENDER = '{"zip":"1","country":"CN"}'
const LINES = '[{"sku":"A","name":"Ann"}]'

test.each([
  ['a text', '{"name":"Ann"}', '{"name":"[personal]"}'],
  ['whatever the case', '{"Name":"Ann","SIGN":"x"}', '{"Name":"[personal]","SIGN":"[secret]"}'],
  ['a number', '{"phone": 123}', '{"phone": "[personal]"}'],
  ['not what is empty', '{"name":"","phone":null}', '{"name":"","phone":null}'],
  [
    'all that is in it',
    '{"receiver":{"a":"x","b":[1,{"c":"y"}]},"d":"z"}',
    '{"receiver":{"a":"[personal]","b":["[personal]",{"c":"[personal]"}]},"d":"z"}',
  ],
  [
    'but countries',
    '{"receiver":{"country":"US","zip":"1"}}',
    '{"receiver":{"country":"US","zip":"[personal]"}}',
  ],
  [
    'JSON in a text',
    JSON.stringify({ receiver: SENDER }),
    JSON.stringify({ receiver: SENDER.replace('"1"', '"[personal]"') }),
  ],
  [
    'a list in a text',
    JSON.stringify({ lines: LINES }),
    JSON.stringify({ lines: LINES.replace('Ann', '[personal]') }),
  ],
  ['what could be JSON and is not', '{"lines":"[{\\"name\\":\\"Ann","b":1}', '{"lines":"[personal]","b":1}'],
  ['a name with escapes', '{"n\\u0061me":"Ann"}', '{"n\\u0061me":"[personal]"}'],
  ['not a text like a name', '{"sku":"name","b":["name" , "x:"]}', '{"sku":"name","b":["name" , "x:"]}'],
  [
    'numbers and blanks as they stand',
    '{ "id" : 600126245031041190.10 }',
    '{ "id" : 600126245031041190.10 }',
  ],
])('%s', (_title, text, kept) => {
  expect(redact(text)).toBe(kept)
})

test('what is private is in nothing that is kept, wherever it stands', () => {
  const hidden = fc.constantFrom('name', 'receiver', 'sign', 'Password')
  const value = fc.jsonValue({ maxDepth: 3 })
  fc.assert(
    fc.property(hidden, value, fc.boolean(), (name, around, nested) => {
      const secret = 'XYZZY-1234'
      const inner = { [name]: { deep: [secret, { more: secret }] }, around }
      const text = JSON.stringify({ a: [nested ? JSON.stringify(inner) : inner] })
      const kept = redact(text)
      expect(kept).not.toContain(secret)
      expect(() => JSON.parse(kept)).not.toThrow()
    }),
    { numRuns: 300 },
  )
})

test('JSON without private fields is kept as it is', () => {
  const names = fieldNames({ secret: [], personal: [] })
  fc.assert(
    fc.property(fc.json(), (text) => {
      const known = /password|secret|token|authorization|apikey|credentials|"\s*[{[]/i.test(text)
      if (!known) expect(JSON.parse(redactJson(text, names))).toEqual(JSON.parse(text))
    }),
    { numRuns: 300 },
  )
})

test('a query, by its names', () => {
  expect(redactQuery('page=1&sign=abc&name=&x=%E4%BD%A0', NAMES)).toBe(
    'page=1&sign=%5Bsecret%5D&name=&x=%E4%BD%A0',
  )
  const kept = redactQuery(`x=${encodeURIComponent('{"name":"Ann","sku":"A"}')}`, NAMES)
  expect(new URLSearchParams(kept).get('x')).toBe('{"name":"[personal]","sku":"A"}')
})

test('a field in what is private is private', () => {
  expect([
    isHidden('receiver.zip', NAMES),
    isHidden('items[0].name', NAMES),
    isHidden('items[0].sku', NAMES),
  ]).toEqual([true, true, false])
})
