/** Bodies, pages and users, as all of PandaPon's operations send them (facts/pandapon.md §2, §6.2). */
import { Type } from 'typebox'
import type { OrderFilter, Paging } from '../../order/calls.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { code, text, wholeNumber } from '../../wire/fields.js'
import type { JsonValue } from '../../wire/json.js'
import type { Reader, Reading } from '../../wire/shape.js'
import { readInChina } from '../../wire/zones.js'
import { header } from './auth.js'

/** Ids and codes, which clients send as text or as numbers. */
export const digits = (maxLength: number) => code(maxLength, { fromText: true })

export const quantityField = wholeNumber(1, 999_999, { fromText: true })

/** Fen. */
export const priceField = (minimum: number) => wholeNumber(minimum, 1_000_000_000_000, { fromText: true })

export function readShape<T>(
  reader: Reader<T>,
  input: JsonValue | undefined,
): Result<Pick<Reading<T>, 'value' | 'extra'>> {
  const { value, extra, faults } = reader(input)
  const [fault] = faults
  return fault === undefined ? accept({ value, extra }) : refuse({ kind: 'invalid_field', faults: [fault] })
}

/** Where a body names a user, it must be the one of the header. */
export function userFault(userId: string | undefined, { headers }: WireRequest): Result<null> {
  if (userId === undefined || userId === header(headers, 'user-id')) return accept(null)
  const reason = 'the userId of the body is not of this developer'
  return refuse({ kind: 'not_authenticated', fault: 'other_user', reason })
}

const time = () =>
  Type.Optional(text(19, { check: (value) => (readInChina(value) === null ? 'is no time' : null) }))

const countField = (most: number) =>
  Type.Optional(wholeNumber(1, most, { fromText: true, blankIsAbsent: true }))

/** Fields of any page. */
export const pageFields = { pageNo: countField(1_000_000), pageSize: countField(100) }

/** Fields of a window of time, both ends included. */
export const windowFields = { startTime: time(), endTime: time() }

export function pagingOf({ pageNo = 1, pageSize = 20 }: { pageNo?: number; pageSize?: number }): Paging {
  return { pageNumber: pageNo, pageSize }
}

export function windowOf(value: {
  startTime?: string
  endTime?: string
}): Result<Pick<OrderFilter, 'createdFrom' | 'createdTo'>> {
  const [from, to] = [value.startTime, value.endTime].map((one) =>
    one === undefined ? null : readInChina(one),
  )
  if (typeof from === 'number' && typeof to === 'number' && from > to) {
    const late = { path: 'endTime', problem: 'is before startTime' }
    return refuse({ kind: 'invalid_field', faults: [late] })
  }
  return accept({
    ...(typeof from === 'number' && { createdFrom: from }),
    // Times are printed in whole seconds: the last one counts whole.
    ...(typeof to === 'number' && { createdTo: to + 999 }),
  })
}
