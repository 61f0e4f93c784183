/** Points in time on the wire. Inside, time is milliseconds since 1970, UTC; there are no local time zones. */

// A `+` in a query that was not percent-encoded arrives as a blank.
const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+ -]\d{2}:?\d{2})?)?$/i

/**
 * `2016-01-18T23:41:00Z`, an offset (`+08:00`; a `+` that a query turned into a blank is understood), fractions
 * of a second, or a bare date. One surrounding pair of quotes is taken off. Null: none of these.
 */
export function readInstant(text: string): number | null {
  const bare = text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
  const match = INSTANT.exec(bare)
  if (match === null) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (y < 1000 || h > 23 || mi > 59 || s > 59) return null
  const offset = offsetMinutes(zone)
  if (offset === null) return null
  const utc = Date.UTC(y, mo - 1, d, h, mi, s, Number(fraction.padEnd(3, '0').slice(0, 3)))
  const back = new Date(utc)
  // Date.UTC rolls over what does not exist, such as 30 February.
  if (back.getUTCMonth() !== mo - 1 || back.getUTCDate() !== d) return null
  return utc - offset * 60_000
}

/** ISO 8601, UTC, whole seconds: `2016-01-18T23:41:00Z`. */
export function writeInstant(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/** Null: further from UTC than any place on earth. */
function offsetMinutes(zone: string): number | null {
  if (zone.toUpperCase() === 'Z') return 0
  const digits = zone.slice(1).replace(':', '')
  const [hours, rest] = [Number(digits.slice(0, 2)), Number(digits.slice(2))]
  const minutes = hours * 60 + rest
  if (rest > 59 || minutes > 14 * 60) return null
  return zone.startsWith('-') ? -minutes : minutes
}
