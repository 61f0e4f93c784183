/** Points in time as they come on the wire, and as they go. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readInstant, writeInstant } from '../../src/wire/time.js'

const SEED = 1_453_160_460

describe('a time is read', () => {
  it.each([
    ['2016-01-18T23:41:00Z', '2016-01-18T23:41:00.000Z', 'as ISO 8601 has it'],
    ['2016-01-18t23:41:00z', '2016-01-18T23:41:00.000Z', 'in lower case'],
    ['2016-01-18 23:41:00Z', '2016-01-18T23:41:00.000Z', 'with a blank in the middle'],
    ['2016-01-18T23:41:00', '2016-01-18T23:41:00.000Z', 'without a zone as UTC'],
    ['2016-01-18T23:41', '2016-01-18T23:41:00.000Z', 'without seconds'],
    ['2016-01-18T23:41+08:00', '2016-01-18T15:41:00.000Z', 'without seconds and with an offset'],
    ['2016-01-18', '2016-01-18T00:00:00.000Z', 'as a bare date'],
    ['"2016-01-18"', '2016-01-18T00:00:00.000Z', 'in quotes'],
    ['2016-01-18T23:41:00+08:00', '2016-01-18T15:41:00.000Z', 'east of Greenwich'],
    ['2016-01-18T23:41:00 08:00', '2016-01-18T15:41:00.000Z', 'where a query made a blank of the plus'],
    ['2016-01-18T23:41:00+0800', '2016-01-18T15:41:00.000Z', 'without the colon of the offset'],
    ['2016-01-18T23:41:00-05:30', '2016-01-19T05:11:00.000Z', 'west of Greenwich, into the next day'],
    ['2016-01-01T00:30:00+01:00', '2015-12-31T23:30:00.000Z', 'into the year before'],
    ['2016-01-18T23:41:00.5Z', '2016-01-18T23:41:00.500Z', 'with tenths'],
    ['2016-01-18T23:41:00.123456789Z', '2016-01-18T23:41:00.123Z', 'with more digits than count'],
    ['2016-01-18T23:41:00.9999Z', '2016-01-18T23:41:00.999Z', 'and is not rounded up'],
    ['2016-02-29', '2016-02-29T00:00:00.000Z', 'on a leap day'],
    ['1969-12-31T23:59:59Z', '1969-12-31T23:59:59.000Z', 'before 1970'],
  ])('%s is %s: %s', (text, expected) => {
    const read = readInstant(text)
    expect(read === null ? null : new Date(read).toISOString()).toBe(expected)
  })
})

describe('no time is', () => {
  it.each([
    '',
    'today',
    '2016',
    '2016-01',
    '2016-1-18',
    '18-01-2016',
    '01/18/2016',
    '2015-02-29',
    '2016-02-30',
    '2016-04-31',
    '2016-13-01',
    '2016-00-10',
    '2016-01-00',
    '0016-01-18T10:00:00Z',
    '2016-01-18T10:00:00+14:01',
    '2016-01-18T10:00:00-23:00',
    '2016-01-18T10:00:00+08:60',
    '2016-01-18T24:00:00Z',
    '2016-01-18T23:60:00Z',
    '2016-01-18T23:41:60Z',
    '2016-01-18T23',
    '2016-01-18Z',
    '2016-01-18T23:41:00+8',
    '2016-01-18T23:41:00,5Z',
    '2016-01-18T23:41:00.Z',
    ' 2016-01-18',
    '2016-01-18\n',
    "'2016-01-18'",
    '""2016-01-18""',
    '"',
    '""',
    '1453160460',
    '+002016-01-18',
    '２０１６-01-18',
  ])('%j', (text) => {
    expect(readInstant(text)).toBeNull()
  })
})

describe('a time is written', () => {
  it.each([
    [0, '1970-01-01T00:00:00Z'],
    [1_453_160_460_999, '2016-01-18T23:41:00Z'],
    [-1, '1969-12-31T23:59:59Z'],
  ])('%i as %s: in whole seconds', (milliseconds, expected) => {
    expect(writeInstant(milliseconds)).toBe(expected)
  })

  it(`and read again as the same (seed ${SEED})`, () => {
    const from = Date.UTC(1000, 0, 1) / 1000
    const to = Date.UTC(9999, 11, 31) / 1000
    fc.assert(
      fc.property(fc.integer({ min: from, max: to }), (seconds) => {
        expect(readInstant(writeInstant(seconds * 1000))).toBe(seconds * 1000)
      }),
      { seed: SEED },
    )
  })
})
