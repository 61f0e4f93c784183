/** From the overview's counts to the bars of its charts. */
import type { TFunction } from 'i18next'
import type { Overview } from '../../types'
import type { Series } from './chart'

type Hourly = Overview['orders'][number]

const DAY_HOURS = 24

/** One stack of bars for each name, the greatest first. */
export function stackedBy(
  hours: Overview['hours'],
  counts: readonly Hourly[],
  nameOf: (count: Hourly) => string,
): { readonly names: readonly string[]; readonly series: readonly Series[] } {
  const totals = new Map<string, number>()
  for (const one of counts) totals.set(nameOf(one), (totals.get(nameOf(one)) ?? 0) + one.count)
  const names = [...totals].sort(([, a], [, b]) => b - a).map(([name]) => name)
  const series = names.map((name) => ({
    name,
    values: hours.map((hour) =>
      counts
        .filter((one) => one.hour === hour && nameOf(one) === name)
        .reduce((all, { count }) => all + count, 0),
    ),
  }))
  return { names, series }
}

export interface WaitingRow {
  readonly status: string
  /** By age. */
  readonly values: readonly number[]
}

const STATUSES = ['drafted', 'shortage', 'hold', 'allocated', 'packed']

export function ageOrders(waiting: Overview['waiting']): {
  readonly ages: readonly number[]
  readonly rows: readonly WaitingRow[]
} {
  const ages = [...new Set(waiting.map(({ fromHours }) => fromHours))].sort((a, b) => a - b)
  const rows = STATUSES.map((status) => ({
    status,
    values: ages.map(
      (age) => waiting.find((one) => one.status === status && one.fromHours === age)?.orders ?? 0,
    ),
  }))
  return { ages, rows: rows.filter(({ values }) => values.some((one) => one > 0)) }
}

/** Days: up to the next age, or without an end. */
export function ageText(t: TFunction, fromHours: number, toHours: number | undefined): string {
  const from = fromHours / DAY_HOURS
  if (toHours === undefined) return t('overview.daysAndMore', { from })
  return t('overview.days', { from, to: toHours / DAY_HOURS })
}
