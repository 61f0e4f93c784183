/** Hours and spans of time, as charts name them and links carry them. */

const HOUR_MS = 3_600_000

/** In the person's own zone, which may lie half an hour apart. */
export function hourText(hour: string): string {
  const at = new Date(hour)
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':')
}

/** Of orders of this age, when they were placed. */
export function placedWithin(fromHours: number, toHours: number | undefined) {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString()
  return {
    createdFrom: toHours === undefined ? undefined : hoursAgo(toHours),
    createdTo: fromHours === 0 ? undefined : hoursAgo(fromHours),
  }
}

/** Its last millisecond, since both ends count. */
export function nextHour(hour: string): string {
  return new Date(Date.parse(hour) + HOUR_MS - 1).toISOString()
}
