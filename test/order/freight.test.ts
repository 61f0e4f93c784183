/** What shipping costs, and which rate it is counted by. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ShippingMethod, ShippingRate } from '../../src/order/catalogue.js'
import { buildTariff, freightMinor, rateFrom, rateOfMethod, speedOfMethod } from '../../src/order/freight.js'

const SEED = 4_711

const RATE: ShippingRate = {
  method: 'M',
  originCountry: 'CN',
  destinationCountry: 'US',
  currency: 'USD',
  firstMinor: 500,
  firstGrams: 250,
  stepMinor: 90,
  stepGrams: 100,
  daysMin: 3,
  daysMax: 5,
}

const METHOD: ShippingMethod = { code: 'M', name: 'M', speed: 'standard', purpose: 'order', enabled: true }

describe('freight', () => {
  it.each([
    [0, 500, 'nothing still costs the first weight'],
    [1, 500, 'so does a gram'],
    [250, 500, 'the first weight is included to the gram'],
    [251, 590, 'a gram more begins a step'],
    [350, 590, 'a step is included to the gram'],
    [351, 680, 'a gram more begins the next one'],
    [1_000_000, 900_320, 'a ton is counted in steps as well'],
  ])('of %i g is %i: %s', (grams, expected) => {
    expect(freightMinor(RATE, grams)).toBe(expected)
  })

  it(`is whole, and never less for more weight (seed ${SEED})`, () => {
    const some = fc.integer({ min: 1, max: 5_000 })
    fc.assert(
      fc.property(
        fc.tuple(some, some, some, some),
        some,
        some,
        ([first, grams, step, stepGrams], light, more) => {
          const rate = { ...RATE, firstMinor: first, firstGrams: grams, stepMinor: step, stepGrams }
          const [less, heavier] = [freightMinor(rate, light), freightMinor(rate, light + more)]
          expect(Number.isSafeInteger(less) && less >= first && heavier >= less).toBe(true)
        },
      ),
      { seed: SEED },
    )
  })
})

describe('the rate of a speed', () => {
  const find = (methods: readonly Partial<ShippingMethod>[], rates: readonly Partial<ShippingRate>[]) => {
    const tariff = buildTariff(
      methods.map((one) => ({ ...METHOD, ...one })),
      rates.map((one) => ({ ...RATE, ...one })),
    )
    return rateFrom(tariff, { speed: 'standard', currency: 'USD', country: 'US' }, { country: 'CN' })?.method
  }

  it.each<[string, readonly Partial<ShippingMethod>[], readonly Partial<ShippingRate>[], string | undefined]>(
    [
      ['is that of the method of this speed', [{}], [{}], 'M'],
      ['is not that of another speed', [{ speed: 'express' }], [{}], undefined],
      ['is not that of a method that is shut off', [{ enabled: false }], [{}], undefined],
      ['is not that of a method for quotes only', [{ purpose: 'quote' }], [{}], undefined],
      ['is not one in another currency', [{}], [{ currency: 'EUR' }], undefined],
      ['is not one from elsewhere', [{}], [{ originCountry: 'US' }], undefined],
      ['is not one to elsewhere', [{}], [{ destinationCountry: 'FR' }], undefined],
      ['is not one of a method that there is not', [], [{}], undefined],
      [
        'of two methods is that of the first by code',
        [{ code: 'B' }, { code: 'A' }],
        [{ method: 'B' }, { method: 'A' }],
        'A',
      ],
      [
        'is so in whatever order they come',
        [{ code: 'A' }, { code: 'B' }],
        [{ method: 'A' }, { method: 'B' }],
        'A',
      ],
      [
        'is the next one where the first is in another currency',
        [{ code: 'A' }, { code: 'B' }],
        [{ method: 'A', currency: 'EUR' }, { method: 'B' }],
        'B',
      ],
    ],
  )('%s', (_title, methods, rates, expected) => {
    expect(find(methods, rates)).toBe(expected)
  })
})

describe('a method by its code', () => {
  const tariff = buildTariff(
    [
      METHOD,
      { ...METHOD, code: 'Q', speed: 'express', purpose: 'quote' },
      { ...METHOD, code: 'OFF', enabled: false },
    ],
    [RATE, { ...RATE, method: 'Q' }, { ...RATE, method: 'OFF' }],
  )

  it.each([
    ['M', 'standard', 'M'],
    ['Q', 'express', 'Q'],
    ['OFF', undefined, undefined],
    ['NOPE', undefined, undefined],
  ])('%s has speed %s and rate %s', (code, speed, rate) => {
    expect(speedOfMethod(tariff, code)).toBe(speed)
    expect(rateOfMethod(tariff, code, 'CN', 'US')?.method).toBe(rate)
  })
})
