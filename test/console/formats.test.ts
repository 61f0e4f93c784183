// Amounts and times as people read them, and what makes a change sent again the same change.
import i18next from 'i18next'
import { beforeAll, describe, expect, test } from 'vitest'
import { answered, keyFor, wordsOf } from '../../console/src/unanswered.js'
import { clockText, moneyText, timeText } from '../../console/src/words.js'
import { LANGUAGES } from './stage.js'

beforeAll(async () => {
  await i18next.init({ lng: 'en', resources: {}, showSupportNotice: false })
})

describe.each(LANGUAGES)('in %s', (language) => {
  beforeAll(async () => {
    await i18next.changeLanguage(language)
  })

  test('no two currencies look alike', () => {
    const looks = Intl.supportedValuesOf('currency').map((one) => moneyText(0, one).replace(/[.\d]/g, ''))
    expect(looks.length).toBeGreaterThan(100)
    expect(new Set(looks).size).toBe(looks.length)
  })

  test('an hour after midnight begins with a nought', () => {
    const midnight = new Date(2026, 5, 1, 0, 10)
    expect(timeText(midnight.toISOString())).toMatch(/\b00:10$/)
    expect(clockText(midnight.getTime())).toBe('00:10')
  })
})

describe('a change without an answer', () => {
  const HOUR_MS = 3_600_000

  test('keeps its key, whoever sends it again, until it is answered', () => {
    const words = wordsOf('POST', '/v1/stock-movements', { sku: 'A', quantity: 1 })
    expect(keyFor(words, 'first', 0)).toBe('first')
    expect(keyFor(words, 'second', 1)).toBe('first')
    answered(words)
    expect(keyFor(words, 'third', 2)).toBe('third')
    answered(words)
  })

  test('gives its key to the other words of its dialog, so that they are refused if it was done', () => {
    const words = wordsOf('POST', '/v1/x', { quantity: 1 })
    const others = wordsOf('POST', '/v1/x', { quantity: 2 })
    keyFor(words, 'first', 0)
    expect(keyFor(words, 'second', 1)).toBe('first')
    expect(keyFor(others, 'second', 2)).toBe('first')
    expect(keyFor(wordsOf('POST', '/v1/x', { quantity: 3 }), 'third', 2)).toBe('third')
  })

  test('is forgotten after an hour', () => {
    const words = wordsOf('POST', '/v1/y', {})
    keyFor(words, 'fourth', 0)
    expect(keyFor(words, 'fifth', HOUR_MS)).toBe('fifth')
  })

  test('is told apart by its file', () => {
    const file = (text: string, lastModified: number) => new File([text], 'stock.csv', { lastModified })
    const words = (one: File) => wordsOf('POST', '/v1/imports?kind=stock', one)
    expect(words(file('a,b', 1))).toBe(words(file('a,b', 1)))
    expect(words(file('a,b', 1))).not.toBe(words(file('a,b', 2)))
    expect(words(file('a,b', 1))).not.toBe(words(file('a,b,c', 1)))
  })
})
