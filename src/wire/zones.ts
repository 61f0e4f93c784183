/** Wall-clock times of named zones, for APIs that print and take them. Inside, time is UTC. */

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone)
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formatters.set(zone, formatter)
  }
  return formatter
}

const latest = new Map<string, { readonly second: number; readonly text: string }>()

/** `2023-05-22 20:00:00`, as clocks in a zone show it. Many answers share a second, so the last one is kept. */
export function writeZoned(milliseconds: number, zone: string): string {
  const second = Math.floor(milliseconds / 1000)
  const known = latest.get(zone)
  if (known?.second === second) return known.text
  const text = formatterOf(zone).format(milliseconds).replace(',', '')
  latest.set(zone, { second, text })
  return text
}

const CHINA_AHEAD_MS = 8 * 3_600_000

/** `2023-10-18 18:11:08`, as clocks in China show it, which know no summer time. */
export function writeInChina(milliseconds: number): string {
  return writeZoned(milliseconds, 'Asia/Shanghai')
}

/** Null: not such a time. */
export function readInChina(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return null
  const at = Date.parse(`${text.replace(' ', 'T')}Z`)
  return Number.isNaN(at) ? null : at - CHINA_AHEAD_MS
}
