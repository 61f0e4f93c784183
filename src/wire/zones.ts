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
