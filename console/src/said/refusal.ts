/** A refusal in words, by its kind and what it says of itself. */
import i18next from 'i18next'
import { moneyText, wordText } from '../words.js'
import { saidText } from './index.js'

/** As a problem of the native API and the request log name them: texts, numbers, lists of words. */
export type Parameters = Readonly<Record<string, unknown>>

/** Null: its kind is unknown, or lacks what its text is made of. */
export function refusalText(kind: string, parameters: Parameters): string | null {
  const values = valuesOf(parameters)
  const found = [`said.${kind}_but`, `said.${kind}`].find((key) => canSay(key, values))
  if (found !== undefined) return i18next.t(found, values)
  return values.reason ?? null
}

function canSay(key: string, values: Readonly<Record<string, string>>): boolean {
  if (!i18next.exists(key)) return false
  const text = i18next.t(key, { skipInterpolation: true })
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].every(([, name]) => name !== undefined && name in values)
}

/** The hub's own words among them are said in the language that is chosen. */
const SAID: ReadonlySet<string> = new Set(['what', 'state', 'reason', 'limit'])

function valuesOf(parameters: Parameters): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'string') values[name] = SAID.has(name) ? saidText(value) : value
    else if (typeof value === 'number') values[name] = String(value)
  }
  const { currency, dueMinor, balanceMinor, status, speed, offered } = parameters
  if (typeof currency === 'string' && typeof dueMinor === 'number' && typeof balanceMinor === 'number') {
    values.due = moneyText(dueMinor, currency)
    values.balance = moneyText(balanceMinor, currency)
  }
  if (typeof status === 'string')
    values.status = i18next.exists(`itemStatus.${status}`) ? wordText('itemStatus', status) : saidText(status)
  if (typeof speed === 'string') values.speed = wordText('speed', speed)
  if (Array.isArray(offered) && offered.length > 0) {
    values.offered = offered.map((one) => wordText('speed', String(one))).join(', ')
  }
  return values
}

/** The part of a problem that says why. */
export interface Why {
  readonly detail: string
  readonly refusal: string | null
  readonly parameters: Parameters
  readonly errors: readonly { readonly field: string; readonly detail: string }[]
}

export interface Told {
  readonly text: string
  /** As the hub said it, in English. */
  readonly isRaw: boolean
}

/** All that the hub said of a refusal. */
export function problemLines({ detail, errors, refusal, parameters }: Why): readonly Told[] {
  if (errors.length > 0) {
    return errors.map((one) => told(one.detail, `${one.field} ${saidText(one.detail)}`.trim()))
  }
  if (detail === '') return []
  return [told(detail, refusal === null ? null : refusalText(refusal, parameters))]
}

export function problemText(problem: Why): string {
  return problemLines(problem)
    .map(({ text }) => text)
    .join('; ')
}

function told(raw: string, found: string | null): Told {
  const text = found ?? saidText(raw)
  return { text, isRaw: text.endsWith(raw) }
}
