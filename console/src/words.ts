/** Numbers, money, times and the hub's own words, as people write them in the language that is chosen. */
import i18next from 'i18next'

const locale = () => (i18next.language === 'zh' ? 'zh-CN' : 'en')

const made = new Map<string, unknown>()

/** Formatters are costly to make: one for each use and language. */
function once<T>(name: string, make: (locale: string) => T): T {
  const key = `${locale()} ${name}`
  const known = made.get(key) as T | undefined
  if (known !== undefined) return known
  const fresh = make(locale())
  made.set(key, fresh)
  return fresh
}

export function numberText(value: number): string {
  return once('number', (language) => new Intl.NumberFormat(language)).format(value)
}

/** With a plus sign for what came. */
export function signedText(value: number): string {
  return once('signed', (language) => new Intl.NumberFormat(language, { signDisplay: 'exceptZero' })).format(
    value,
  )
}

/** `currency` is any code: one that is unknown here is shown as it is. */
export function moneyText(minor: number, currency: string): string {
  const format = once(
    `money ${currency}`,
    (language) =>
      new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }),
  )
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(minor / 10 ** digits)
}

/** Minor units of one main unit's digits, for a field in which a person types an amount. */
export function digitsOf(currency: string): number {
  try {
    return (
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2
    )
  } catch {
    return 2
  }
}

export function timeText(at: string): string {
  return once(
    'time',
    (language) =>
      new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', hour12: false }),
  ).format(new Date(at))
}

export function countryText(code: string): string {
  try {
    return once('country', (language) => new Intl.DisplayNames(language, { type: 'region' })).of(code) ?? code
  } catch {
    return code
  }
}

/** A word of the API, such as a status; one that has no text yet is shown as it is. */
export function wordText(group: string, word: string): string {
  const key = `${group}.${word}`
  return i18next.exists(key) ? i18next.t(key) : word
}
