// The parts of the workbench that count, read and draw, apart from any page.
import { describe, expect, test } from 'vitest'
import { code128 } from '../../console/src/code128.js'
import { firstRows } from '../../console/src/csv.js'
import { missingOf, receiveScan, totalsOf } from '../../console/src/pages/inbound/receiving.js'
import { countScan, isComplete } from '../../console/src/pages/work/counting.js'

describe('Code 128', () => {
  // Start, data, check and stop of each, from the tables of the standard.
  test.each([
    ['A', [104, 33, 34, 106]],
    ['PJJ123C', [104, 48, 42, 42, 17, 18, 19, 35, 55, 106]],
    ['1234', [105, 12, 34, 82, 106]],
    ['12345', [105, 12, 34, 100, 21, 54, 106]],
    ['a1234', [104, 65, 99, 12, 34, 24, 106]],
  ] as const)('%s', (text, symbols) => {
    expect(code128(text)).toEqual(symbols.flatMap((one) => [...(KNOWN[one] ?? '')].map(Number)))
  })

  test('every symbol has eleven modules, and the stop thirteen', () => {
    const all = code128(Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join(''))
    const modules = (all ?? []).reduce((sum, width) => sum + width, 0)
    expect((modules - 13) % 11).toBe(0)
    expect(all?.slice(-7)).toEqual([2, 3, 3, 1, 1, 1, 2])
  })

  test.each(['', '马克杯', 'a\nb'])('%j is none', (text) => expect(code128(text)).toBeNull())
})

const KNOWN: Readonly<Record<number, string>> = {
  12: '112232',
  17: '123221',
  18: '223211',
  19: '221132',
  21: '213212',
  24: '311222',
  33: '111323',
  34: '131123',
  35: '131321',
  42: '112331',
  48: '313121',
  54: '311123',
  55: '311321',
  65: '121124',
  82: '121241',
  99: '113141',
  100: '114131',
  104: '211214',
  105: '211232',
  106: '2331112',
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
