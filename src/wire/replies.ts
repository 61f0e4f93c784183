/** Reading what other platforms answer: members that may be missing, blank, or of another type than documented. */
import type { JsonValue } from './json.js'
import { member, type Setback, type UpstreamOrder, type UpstreamPage, within } from './upstream.js'

/** Null: absent, null or blank, which answers use alike. */
export function filled(body: JsonValue | undefined, name: string): string | null {
  const value = member(body, name)
  return value === undefined || value.trim() === '' ? null : value
}

/** Null: no whole number, nor the digits of one. */
export function wholeMember(body: JsonValue | undefined, name: string): number | null {
  const value = member(body, name)
  if (value === undefined || !/^-?\d{1,15}$/.test(value)) return null
  return Number(value)
}

/** The entries of a list; none where it is absent, null or no list. */
export function entriesOf(body: JsonValue | undefined, name: string): readonly JsonValue[] {
  const value = within(body, name)
  return Array.isArray(value) ? (value as readonly JsonValue[]) : []
}

/** An answer that says that all went well, and does not hold what was asked for. */
export function garbled(reason: string): Setback {
  return { kind: 'unknown', reason: `the answer can't be read: ${reason}` }
}

/**
 * The rows of a page. A list that is missing is no empty one: what can't be read must not be taken for an order that is
 * not there.
 */
export function readPage(
  list: JsonValue | undefined,
  readOrder: (row: JsonValue) => UpstreamOrder,
  hasMore: (rows: number) => boolean,
): UpstreamPage | Setback {
  if (!Array.isArray(list)) return garbled('it has no list of orders')
  const rows = list as readonly JsonValue[]
  if (rows.some((row) => typeof row !== 'object' || row === null || Array.isArray(row))) {
    return garbled('its list holds what is no order')
  }
  const orders = rows.map(readOrder)
  if (orders.some((order) => order.number === null && order.upstreamNumber === null)) {
    return garbled('its list holds an order without a number')
  }
  return { kind: 'page', orders, hasMore: hasMore(rows.length) }
}

/** Of a page, the orders that have the number that we gave. */
export function only(number: string, answer: UpstreamPage | Setback): UpstreamPage | Setback {
  if (answer.kind !== 'page') return answer
  return { ...answer, orders: answer.orders.filter((order) => order.number === number) }
}
