/** Days and times as Lingxing's services take and print them: Beijing's, where they don't say whose. */
import { text } from '../../wire/fields.js'
import { writeInChina } from '../../wire/zones.js'

export const DAY_MS = 86_400_000
export const BEIJING_AHEAD_MS = 8 * 3_600_000

/** `2023-04-27 09:28:29`. */
export function beijing(at: number): string {
  return writeInChina(at)
}

/** `2022-12-13`. */
export function calendarDay() {
  return text(10, { check: (value) => (isDay(value) ? null : 'is no day') })
}

function isDay(value: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value)
}

/** When a day begins in Beijing. */
export function startOfDay(day: string): number {
  return Date.parse(day) - BEIJING_AHEAD_MS
}
