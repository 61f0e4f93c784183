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

/** No two currencies look alike: one's sign alone stands for one of them at most. */
function moneyFormat(currency: string, signDisplay: 'auto' | 'exceptZero'): Intl.NumberFormat {
  const look = { style: 'currency', currency, currencyDisplay: 'symbol', signDisplay } as const
  return once(`money ${currency} ${signDisplay}`, (language) => new Intl.NumberFormat(language, look))
}

function inFormat(format: Intl.NumberFormat, minor: number): string {
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

/** `currency` is any code: one that is unknown here is shown as it is. */
export function moneyText(minor: number, currency: string): string {
  return inFormat(moneyFormat(currency, 'auto'), minor)
}

/** With a plus sign for what came. */
export function signedMoneyText(minor: number, currency: string): string {
  return inFormat(moneyFormat(currency, 'exceptZero'), minor)
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

/** Offered first where a person chooses one. */
export const USUAL_CURRENCIES = ['USD', 'CNY', 'EUR', 'GBP', 'JPY', 'AUD', 'CAD'] as const

export function timeText(at: string): string {
  return once(
    'time',
    (language) =>
      new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }),
  ).format(new Date(at))
}

/** The time of day alone, for what has just been. */
export function clockText(at: number): string {
  return once(
    'clock',
    (language) => new Intl.DateTimeFormat(language, { timeStyle: 'short', hourCycle: 'h23' }),
  ).format(at)
}

export function countryText(code: string): string {
  try {
    return once('country', (language) => new Intl.DisplayNames(language, { type: 'region' })).of(code) ?? code
  } catch {
    return code
  }
}

/** Named by the browser, and no countries: groups of them, and what is only kept for use by others. */
const NO_COUNTRIES = ['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ']

/** ISO 3166-1, as far as the browser knows them. */
export function countryCodes(): readonly string[] {
  return once('countries', (language) => {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    const codes = letters.flatMap((first) => letters.map((second) => first + second))
    // Codes that are no longer in use stand for another one.
    const isCurrent = (code: string) => new Intl.Locale(`und-${code}`).region === code
    return codes.filter(
      (code) => !NO_COUNTRIES.includes(code) && isCurrent(code) && names.of(code) !== undefined,
    )
  })
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** In the largest unit in which it is a whole number: `30 minutes`. */
export function durationText(seconds: number, display: 'long' | 'short' = 'long'): string {
  const [unit, size] = UNITS.find(([, one]) => seconds % one === 0 && seconds >= one) ?? UNITS[3]
  return once(
    `${unit} ${display}`,
    (language) => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: display }),
  ).format(seconds / size)
}

/** `256 MB`, in units of 1,024. */
export function bytesText(bytes: number): string {
  return once(
    'megabyte',
    (language) => new Intl.NumberFormat(language, { style: 'unit', unit: 'megabyte' }),
  ).format(bytes / 1024 / 1024)
}

/** A word of the API, such as a status; one that has no text yet is shown as it is. */
export function wordText(group: string, word: string): string {
  const key = `${group}.${word}`
  return i18next.exists(key) ? i18next.t(key) : word
}
