/** Lists come in slices: `limit` rows, and a cursor for the next ones, which callers hand back as it is. */
import { type TSchema, Type } from 'typebox'
import { accept, type Result } from '../../order/rejection.js'
import type { Position, Slice, Sliced } from '../../order/setup-calls.js'
import { code, wholeNumber } from '../../wire/fields.js'
import { textProblem } from '../../wire/json.js'
import { fault } from './reading.js'

const DEFAULT_LIMIT = 50
const MOST_LIMIT = 250
/** A cursor may hold a number and its scope, both of characters that take four bytes. */
export const LONGEST_CURSOR = 2048
/** The end of time in ECMAScript; as milliseconds or as a number of anything, the store can compare with it. */
const MOST_NUMBER = 8_640_000_000_000_000

/** The query of a list, with filters of its own. */
export const paging = {
  limit: Type.Optional(
    wholeNumber(1, MOST_LIMIT, {
      fromText: true,
      description: `Rows in an answer; ${DEFAULT_LIMIT} if not given`,
    }),
  ),
  cursor: Type.Optional(
    code(LONGEST_CURSOR, { blankIsAbsent: false, description: 'The nextCursor of the answer before' }),
  ),
}

/** A filter that is there but empty is a mistake, not the absence of one. */
export function filter(maxLength: number, description: string) {
  const check = (value: string) => (value === '' ? 'is empty' : null)
  return Type.Optional(code(maxLength, { blankIsAbsent: false, check, description }))
}

export type Kinds = readonly ('text' | 'number')[]

/** `kinds` are those of the list's sort key; `field` is what the cursor is called in the query. */
export function readSlice(
  { limit = DEFAULT_LIMIT, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  kinds: Kinds,
  field = 'cursor',
): Result<Slice> {
  if (cursor === undefined) return accept({ after: null, limit })
  const after = readCursor(cursor, kinds)
  return after === null ? fault(field, 'is no nextCursor of this list') : accept({ after, limit })
}

function readCursor(cursor: string, kinds: Kinds): Position | null {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return null
  }
  if (!Array.isArray(value) || value.length !== kinds.length) return null
  const position: (string | number)[] = []
  for (const [index, kind] of kinds.entries()) {
    const part: unknown = value[index]
    if (kind === 'text' && typeof part === 'string' && textProblem(part) === null) position.push(part)
    else if (kind === 'number' && isPosition(part)) position.push(part)
    else return null
  }
  return position
}

function isPosition(part: unknown): part is number {
  return typeof part === 'number' && Number.isInteger(part) && part >= 0 && part <= MOST_NUMBER
}

export function writeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

export function writeList<T>({ rows, next }: Sliced<T>, write: (row: T) => unknown) {
  return { data: rows.map(write), nextCursor: next === null ? null : writeCursor(next) }
}

export function listOf<S extends TSchema>(row: S) {
  return Type.Object({
    data: Type.Array(row),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
  })
}
