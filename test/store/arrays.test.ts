/** Array literals, there and back through a real PostgreSQL: what it gives back is what was meant. */
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentArray, numberArray, textArray } from '../../src/store/arrays.js'
import { type FreshDatabase, freshDatabase } from '../support/database.js'

const SEED = 90_210

let database: FreshDatabase
let client: pg.Client

beforeAll(async () => {
  database = await freshDatabase()
  client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
})

afterAll(async () => {
  await client?.end()
  await database?.drop()
})

/** The elements as PostgreSQL has them, written by it as JSON, so that no reader of arrays of ours is asked. */
async function elements(literal: string, type: string): Promise<unknown[]> {
  const { rows } = await client.query<{ list: string }>(`select to_json($1::${type}[])::text as list`, [
    literal,
  ])
  return JSON.parse(rows[0]?.list ?? 'null')
}

describe('an array of texts', () => {
  it.each<[title: string, texts: readonly (string | null)[]]>([
    ['none', []],
    ['one', ['a']],
    ['the empty text', ['']],
    ['nothing', [null]],
    ['the text null, in any case, beside nothing', ['null', 'NULL', 'Null', null]],
    ['quotes', ['"', '""', 'a"b', "'", "''"]],
    ['backslashes', ['\\', '\\\\', '\\"', '\\n', '\\u0041', 'a\\']],
    ['what arrays are written with', ['{', '}', '{}', ',', 'a,b', '{a,b}', '[1:2]={a}']],
    ['blanks', [' ', ' a ', 'a b', '\u00a0', '\u3000']],
    ['line breaks and tabs', ['\n', '\r\n', 'a\tb', '\t']],
    [
      'each control character',
      Array.from({ length: 31 }, (_, index) => `a${String.fromCharCode(index + 1)}b`),
    ],
    ['control characters with quotes, backslashes and nothing', ['\n"\\', null, 'null', '', '\u0001{,}']],
    ['delete and other controls that JSON does not escape', ['\u007f', '\u0085', '\u2028\u2029', '\ufeff']],
    ['emoji', ['😀', '👨‍👩‍👧', '🇫🇷', 'a😀b']],
    ['emoji beside a line break', ['😀\n👨‍👩‍👧', '中文\t']],
    ['other scripts', ['中文', 'שלום', 'é', 'e\u0301', '\u{10ffff}', '\ud7ff', '\ue000', '\uffff']],
    ['what looks like other types', ['1', 'true', '1e5', '-0', 'NaN', '2016-01-18']],
    ['a long text', ['x"\\'.repeat(20_000), `${'y'.repeat(50_000)}\n`]],
  ])('%s', async (_title, texts) => {
    expect(await elements(textArray(texts), 'text')).toEqual(texts)
  })

  it(`of any kind (seed ${SEED})`, async () => {
    const part = fc.oneof(
      fc.constantFrom(
        '"',
        '\\',
        ',',
        '{',
        '}',
        '\n',
        '\u0001',
        '\u007f',
        'null',
        ' ',
        "'",
        '😀',
        'é',
        '\\u0041',
      ),
      fc.string({ unit: 'binary' }),
    )
    const text = fc.array(part, { maxLength: 6 }).map((parts) => parts.join('').replaceAll('\u0000', ''))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text), { maxLength: 8 }), async (texts) => {
        expect(await elements(textArray(texts), 'text')).toEqual(texts)
      }),
      { seed: SEED, numRuns: 300 },
    )
  })
})

describe('an array of numbers', () => {
  it.each<[title: string, numbers: readonly (number | null)[], type: string]>([
    ['none', [], 'bigint'],
    ['nothing', [null, 1, null], 'bigint'],
    ['up to the last that is safe', [0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER], 'bigint'],
    ['of 32 bits', [2_147_483_647, -2_147_483_648], 'integer'],
  ])('%s', async (_title, numbers, type) => {
    expect(await elements(numberArray(numbers), type)).toEqual(numbers)
  })
})

describe('an array of documents', () => {
  it.each<[title: string, documents: readonly unknown[]]>([
    ['none', []],
    ['the document null and no document', ['null', null]],
    ['objects', [{ a: 1 }, { a: { b: [1, 'x', null] } }, {}]],
    [
      'texts with quotes, backslashes and control characters',
      [{ a: '"\\\n\u0001\t' }, { '"': '\\"' }, '\\n'],
    ],
    ['emoji and other scripts', [{ a: '😀', 中: '文' }, '\u2028']],
    ['texts that look like arrays', [{ a: '{1,2}' }, '{}', 'NULL']],
  ])('%s', async (_title, documents) => {
    const written = documents.map((one) => (one === null ? null : JSON.stringify(one)))
    expect(await elements(documentArray(written), 'json')).toEqual(documents)
  })

  it(`of any kind (seed ${SEED})`, async () => {
    const document = fc
      .jsonValue({ stringUnit: 'binary' })
      .map((value) => JSON.stringify(value))
      .filter((text) => !text.includes('\\u0000'))
    await fc.assert(
      fc.asyncProperty(fc.array(document, { maxLength: 5 }), async (documents) => {
        const expected = documents.map((text) => JSON.parse(text))
        expect(await elements(documentArray(documents), 'json')).toEqual(expected)
      }),
      { seed: SEED, numRuns: 200 },
    )
  })
})
