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

/** `2023-05-22 20:00:00`, as clocks in a zone show it. */
export function writeZoned(milliseconds: number, zone: string): string {
  return formatterOf(zone).format(milliseconds).replace(',', '')
}

/** How far a zone's clocks are ahead of UTC then, in minutes. */
export function zoneOffsetMinutes(milliseconds: number, zone: string): number {
  const shown = Date.parse(`${writeZoned(milliseconds, zone).replace(' ', 'T')}Z`)
  return Math.round((shown - milliseconds) / 60_000)
}
