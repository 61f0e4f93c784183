// What the hub says of its own is said in the person's language: each refusal by its kind, each fault by its text.
import i18next from 'i18next'
import { beforeAll, describe, expect, test } from 'vitest'
import en from '../../console/src/said/en.json' with { type: 'json' }
import { learn, translated } from '../../console/src/said/index.js'
import { problemLines, refusalText, type Why } from '../../console/src/said/refusal.js'
import zh from '../../console/src/said/zh.json' with { type: 'json' }
import { errors } from '../../src/http/native/errors.js'
import { SAMPLES } from '../../src/http/openapi/errors.js'
import type { Rejection } from '../../src/order/rejection.js'
import { writeError } from '../../src/wire/dialect.js'
import { sayings } from './sayings.js'
import { LANGUAGES, type Language, readTexts } from './stage.js'

beforeAll(async () => {
  learn('en', en)
  learn('zh', zh)
  const resources = Object.fromEntries(
    LANGUAGES.map((language) => [language, { translation: readTexts(language) }]),
  )
  await i18next.init({
    lng: 'en',
    resources,
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  })
})

const REJECTIONS: readonly Rejection[] = [
  ...Object.values(SAMPLES).map(([, rejection]) => rejection),
  // What the samples are not asked for.
  { kind: 'no_shipping_rate', country: 'US', speed: 'express', offered: ['standard'] },
  { kind: 'unreadable_body', reason: 'the body is larger than the limit of 5 bytes' },
  {
    kind: 'not_permitted',
    fault: 'scope',
    reason: 'the role read-only lacks the permission people',
    permission: 'people',
  },
]

interface Problem extends Why {
  readonly code: string
}

function problemOf(rejection: Rejection): Problem {
  const context = { lines: 'lines', requestId: 'r', operation: undefined, path: '/', at: 0, account: null }
  const { body } = writeError(errors, rejection, context)
  return { errors: [], ...(body as Omit<Problem, 'errors'>) }
}

const READABLE: Readonly<Record<Language, RegExp>> = { en: /\p{Script=Latin}/u, zh: /\p{Script=Han}/u }

describe.each(LANGUAGES)('a refusal, in %s', (language) => {
  beforeAll(async () => {
    await i18next.changeLanguage(language)
  })

  test.each(REJECTIONS.map((rejection) => [rejection.kind, rejection] as const))('%s', (kind, rejection) => {
    const problem = problemOf(rejection)
    expect(problem.refusal).toBe(kind)
    for (const key of [
      `problems.${problem.code}.title`,
      `problems.${problem.code}.advice`,
      `refusal.${kind}`,
    ]) {
      expect(i18next.exists(key), key).toBe(true)
    }
    const lines = problemLines(problem)
    expect(lines.length).toBeGreaterThan(0)
    for (const { text, isRaw } of lines) {
      expect(text).toMatch(READABLE[language])
      expect(text).not.toMatch(/\{\{|undefined|null/)
      if (language === 'zh') expect(isRaw, text).toBe(false)
    }
  })
})

test('a refusal in the request log has no lists, and is told without them', async () => {
  await i18next.changeLanguage('zh')
  const told = refusalText('no_shipping_rate', { country: 'FR', speed: 'express' })
  expect(told).toBe('没有物流以此时效配送到 FR：快速。')
  expect(
    refusalText('insufficient_balance', { id: '5', dueMinor: 1290, balanceMinor: 0, currency: 'USD' }),
  ).toBe('订单 5 需要 US$12.90，账户余额为 US$0.00。')
})

describe('a text of the hub', () => {
  const all = sayings()

  test('has words in Chinese, whichever of them it is', () => {
    const untold = all.filter(({ text }) => !READABLE.zh.test(text) && translated(text, 'zh') === null)
    expect(all.length).toBeGreaterThan(300)
    expect(untold).toEqual([])
  })

  test('that is Chinese has words in English', () => {
    const untold = all.filter(({ text }) => READABLE.zh.test(text) && translated(text, 'en') === null)
    expect(untold).toEqual([])
  })

  test('keeps what was sent, and says its own words within others', () => {
    expect(translated('is "a {x} b", but must be one of A, B', 'zh')).toBe(
      '是"a {x} b"，但必须是以下之一：A, B',
    )
    expect(translated('must be an object, but is an array', 'zh')).toBe('必须是对象，但实际是数组')
    expect(translated('lines[0].sku is required, but is missing', 'zh')).toBe('lines[0].sku 必填，但未提供')
    expect(translated('there is no stock location NOWHERE', 'zh')).toBe('没有仓库 NOWHERE')
    expect(translated('foo is there twice; sku is required, but there is no such column', 'zh')).toBe(
      'foo 出现了两次；sku 必填，但文件中没有此列',
    )
    expect(translated('completed, fully_shipped', 'zh')).toBe('已完成、已发货')
  })

  test('that a person wrote is left alone', () => {
    for (const text of [
      'Ordered twice',
      'Please wrap it at home',
      'The address is being checked',
      '请尽快',
    ]) {
      expect(translated(text, 'zh'), text).toBeNull()
    }
  })
})
