// The parts of the workbench that count, read and draw, apart from any page.
import { describe, expect, test } from 'vitest'
import { code128 } from '../../console/src/code128.js'
import { firstRows } from '../../console/src/csv.js'
import { missingOf, receiveScan, totalsOf } from '../../console/src/pages/inbound/receiving.js'
import { packagesOf, readGrams } from '../../console/src/pages/warehouse/boxes.js'
import { countScan, isComplete } from '../../console/src/pages/warehouse/counting.js'
import { changeOf, looksLikePart } from '../../console/src/pages/warehouse/job.js'

describe('Code 128', () => {
  // The standard's own examples: figure 1 of ISO/IEC 15417 as modules (1 is a bar), and the symbols of annex A.1.
  test('AIM is as in figure 1 of the standard', () => {
    const figure = [
      '11010010000',
      '10100011000',
      '11000100010',
      '10111011000',
      '10111011000',
      '1100011101011',
    ]
    expect(modulesOf('AIM')).toBe(figure.join(''))
  })

  test.each([
    ['AIM1234', [104, 33, 41, 45, 99, 12, 34, 87, 106], 'annex A.1'],
    ['1234', [105, 12, 34, 82, 106], 'digits alone'],
    ['12345', [105, 12, 34, 100, 21, 54, 106], 'an odd digit is left'],
  ] as const)('%s has the symbols %j: %s', (text, symbols, _why) => {
    expect(modulesOf(text)).toBe(symbols.map((one) => PRINTED[one]).join(''))
  })

  test('no two symbols are alike, each has eleven modules and an even number of them in bars', () => {
    const printable = Array.from({ length: 95 }, (_, value) => String.fromCharCode(32 + value))
    const pairs = Array.from({ length: 100 }, (_, value) => `${String(value).padStart(2, '0')}00`)
    for (const texts of [printable, pairs]) {
      const symbols = texts.map((text) => modulesOf(text).slice(11, 22))
      expect(new Set(symbols).size).toBe(texts.length)
      expect(
        symbols.filter((one) => !/^1.{9}0$/.test(one) || one.replaceAll('0', '').length % 2 > 0),
      ).toEqual([])
    }
  })

  test.each(['', '马克杯', 'a\nb'])('%j is none', (text) => expect(code128(text)).toBeNull())
})

function modulesOf(text: string): string {
  return (code128(text) ?? []).map((width, index) => (index % 2 === 0 ? '1' : '0').repeat(width)).join('')
}

/** Modules of symbols by their values, as tables of the standard are printed. */
const PRINTED: Readonly<Record<number, string>> = {
  12: '10110011100',
  21: '11011100100',
  33: '10100011000',
  34: '10001011000',
  41: '11000100010',
  45: '10111011000',
  54: '11101011000',
  82: '10010011110',
  87: '11110010100',
  99: '10111011110',
  100: '10111101110',
  104: '11010010000',
  105: '11010011100',
  106: '1100011101011',
}

describe('packing', () => {
  const rows = [
    { rowNumber: 1, sku: 'A', quantity: 2 },
    { rowNumber: 2, sku: 'A', quantity: 1 },
    { rowNumber: 3, sku: '2*B', quantity: 1 },
  ]
  test('counts row after row, refuses what is wrong or too much, and is then complete', () => {
    const first = countScan(rows, {}, '2*A')
    expect(first).toMatchObject({ kind: 'counted', counted: { 1: 2 } })
    const two = { 1: 2 }
    expect(countScan(rows, two, '2*A')).toEqual({ kind: 'surplus', sku: 'A', wanted: 3 })
    expect(countScan(rows, two, 'C')).toEqual({ kind: 'wrong', sku: 'C' })
    expect(countScan(rows, two, '2*B')).toMatchObject({ counted: { 1: 2, 3: 1 } })
    expect(isComplete(rows, two)).toBe(false)
    expect(isComplete(rows, { 1: 2, 2: 1, 3: 1 })).toBe(true)
  })
})

describe('receiving', () => {
  const NOTHING = { boxNumber: 1, box: null, manufacturedOn: null, expiresOn: null, weightMilligrams: null }
  const SIZES = { lengthMicrometres: null, widthMicrometres: null, heightMicrometres: null }
  const row = { ...NOTHING, ...SIZES, rowNumber: 1, sku: 'A', quantity: 5, received: 3, defective: 1 }
  test('is told as totals, good and defective, and knows a surplus', () => {
    const rows = [row, { ...row, rowNumber: 2, received: 0, defective: 0, quantity: 1 }]
    const one = receiveScan(rows, {}, '3*A', 'good')
    expect(one).toMatchObject({ kind: 'counted', isSurplus: false })
    const now = one.kind === 'counted' ? one.now : {}
    expect(missingOf(row, now)).toBe(0)
    const two = receiveScan(rows, now, 'A', 'defective')
    expect(two).toMatchObject({ isSurplus: true })
    expect(totalsOf(rows, two.kind === 'counted' ? two.now : {})).toEqual([
      { rowNumber: 1, received: 5, defective: 1 },
      { rowNumber: 2, received: 2, defective: 1 },
    ])
    expect(receiveScan(rows, {}, 'B', 'good')).toEqual({ kind: 'wrong', sku: 'B' })
  })
})

test('the first rows of a file', () => {
  const text = '\ufeffsku,name\r\nA,"two, ""quoted""\nlines"\r\n\r\nB,\r\nC,x'
  expect(firstRows(text, 3)).toEqual([
    ['sku', 'name'],
    ['A', 'two, "quoted"\nlines'],
    ['B', ''],
  ])
  expect(firstRows('', 3)).toEqual([])
})

describe('packages', () => {
  const row = (rowNumber: number, lineNumber: number, quantity: number) => ({
    ...{ rowNumber, lineNumber, quantity, sku: `S${lineNumber}`, unitPriceMinor: 1, cancelled: 0 },
  })
  const part = {
    ...{ number: '1-1', location: 'A', status: 'allocated', packages: [], shipments: [], times: {} },
    lines: [row(1, 1, 2), row(2, 2, 1), row(3, 1, 1)],
  }

  test('hold what was counted between one and the next, by the lines of the order', () => {
    const boxes = [
      { weightGrams: 500, counted: { 1: 2 } },
      { weightGrams: null, counted: { 1: 2, 2: 1, 3: 1 } },
    ]
    expect(packagesOf(part, boxes)).toEqual([
      { packageNumber: '1', weightGrams: 500, lines: [{ lineNumber: 1, quantity: 2 }] },
      {
        packageNumber: '2',
        lines: [
          { lineNumber: 2, quantity: 1 },
          { lineNumber: 1, quantity: 1 },
        ],
      },
    ])
  })

  test('are left to the hub where there is one, and nothing is known of it', () => {
    const counted = { 1: 2, 2: 1, 3: 1 }
    expect(packagesOf(part, [])).toBeUndefined()
    expect(packagesOf(part, [{ weightGrams: null, counted }])).toBeUndefined()
    expect(packagesOf(part, [{ weightGrams: 7, counted }])).toHaveLength(1)
  })

  test.each([
    ['1200', 1200],
    ['1200 g', 1200],
    ['1.2 kg', 1200],
    ['1,25KG', 1250],
    ['0', null],
    ['-5', null],
    ['MUG', null],
    ['1e9', null],
    ['9999999999', null],
  ])('%s weighs %s', (text, grams) => {
    expect(readGrams(text)).toBe(grams)
  })
})

describe('a fulfilment order that is being counted', () => {
  const row = (rowNumber: number, sku: string, quantity: number, cancelled = 0) => ({
    ...{ rowNumber, lineNumber: rowNumber, sku, quantity, cancelled, unitPriceMinor: 1 },
  })
  const box = (packageNumber: string) => ({ packageNumber, weightGrams: null, lines: [] })
  const part = {
    ...{ number: '1-1', location: 'A', status: 'allocated', packages: [], shipments: [], times: {} },
    lines: [row(1, 'A', 2), row(2, 'B', 1)],
  }
  const packed = { ...part, status: 'packed', packages: [box('1'), box('2')] }

  test.each([
    ['its time alone', part, { ...part, times: { allocated: 'now' } }, null],
    ['a piece that was taken out', part, { ...part, lines: [row(1, 'A', 2, 1), row(2, 'B', 1)] }, 'changed'],
    ['a row that is gone', part, { ...part, lines: [row(1, 'A', 2)] }, 'changed'],
    ['what was packed', part, packed, 'packedMeanwhile'],
    ['what is to be packed again', packed, part, 'changed'],
    ['a package that has left', packed, { ...packed, packages: [box('2')] }, 'packagesChanged'],
  ])('%s', (_what, before, after, what) => {
    expect(changeOf(before, after)).toBe(what)
  })

  test.each([
    ['1000000000001-1', true],
    ['1-1', true],
    ['1000000000001', false],
    ['1Z999AA10123456784', false],
    ['12345678901234567-1', false],
  ])('%s looks like a part: %s', (text, does) => {
    expect(looksLikePart(text)).toBe(does)
  })
})
