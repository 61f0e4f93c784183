/** Money as decimal literals: to the digit, and never by way of a float. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeDecimal } from '../../src/wire/decimal.js'

const SEED = 616

describe('an amount is written', () => {
  it.each<[minor: number, places: number | 'trimmed', expected: string]>([
    [616, 4, '6.1600'],
    [616, 2, '6.16'],
    [0, 2, '0.00'],
    [0, 4, '0.0000'],
    [-0, 2, '0.00'],
    [1, 2, '0.01'],
    [10, 2, '0.10'],
    [-1, 2, '-0.01'],
    [-1234, 4, '-12.3400'],
    [483, 'trimmed', '4.83'],
    [460, 'trimmed', '4.6'],
    [400, 'trimmed', '4'],
    [5, 'trimmed', '0.05'],
    [50, 'trimmed', '0.5'],
    [0, 'trimmed', '0'],
    [-0, 'trimmed', '0'],
    [-150, 'trimmed', '-1.5'],
    [1000, 'trimmed', '10'],
    [Number.MAX_SAFE_INTEGER, 2, '90071992547409.91'],
  ])('%i with places %s as %s', (minor, places, expected) => {
    expect(writeDecimal(minor, places)).toBe(expected)
  })

  it(`so that its digits are the amount's (seed ${SEED})`, () => {
    const places = fc.constantFrom(2, 3, 4, 6, 'trimmed' as const)
    fc.assert(
      fc.property(fc.maxSafeInteger(), places, (minor, wanted) => {
        const text = writeDecimal(minor, wanted)
        expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d+)?$/)
        const [whole = '', fraction = ''] = text.split('.')
        expect(BigInt(whole.replace('-', '') + fraction.padEnd(2, '0').slice(0, 2))).toBe(
          BigInt(Math.abs(minor)),
        )
        expect(text.startsWith('-')).toBe(minor < 0)
        if (wanted !== 'trimmed') expect(fraction).toHaveLength(wanted)
        else expect(text).not.toMatch(/\.\d*0$/)
      }),
      { seed: SEED },
    )
  })
})
