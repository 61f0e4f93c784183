/** What both generations' order lists are asked by (facts/kakaclo.md §6.4). */
import { type Static, Type } from 'typebox'
import type { OrderFilter, Paging, StatePattern } from '../../order/calls.js'
import { accept, type Result } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { instant, text, wholeNumber } from '../../wire/fields.js'
import { listed, readQuery } from '../../wire/query.js'
import type { Reader } from '../../wire/shape.js'
import { readInstant } from '../../wire/time.js'

const MOST_IDS = 250
const MOST_ROWS = 250
const MOST_PAGES = 2_147_483_647

/** What each status word that a caller may send stands for: one of the patterns must match. */
export type StateWords = Readonly<Record<string, readonly StatePattern[]>>

/** The query's shape, with the status words of a generation. */
export function listOrdersQuery(words: StateWords) {
  return Type.Object({
    status: Type.Optional(
      text(500, {
        check: (value) => checkStatus(words, value),
        description: `Comma list of ${Object.keys(words).join(', ')}`,
      }),
    ),
    createStartTime: Type.Optional(instant({ description: 'createDate at or after this time' })),
    createEndTime: Type.Optional(instant({ description: 'createDate at or before this time' })),
    updateStartTime: Type.Optional(instant({ description: 'modifyDate at or after this time' })),
    updateEndTime: Type.Optional(instant({ description: 'modifyDate at or before this time' })),
    ids: Type.Optional(
      text(8_000, { check: checkIds, description: `Comma list of at most ${MOST_IDS} order ids` }),
    ),
    pageNumber: Type.Optional(
      wholeNumber(1, MOST_PAGES, { fromText: true, blankIsAbsent: true, description: '1 if not given' }),
    ),
    pageSize: Type.Optional(
      wholeNumber(1, MOST_ROWS, { fromText: true, blankIsAbsent: true, description: '10 if not given' }),
    ),
  })
}

export type ListOrdersQuery = Static<ReturnType<typeof listOrdersQuery>>

export function readListQuery(
  reader: Reader<ListOrdersQuery>,
  words: StateWords,
  request: WireRequest,
): Result<{ filter: OrderFilter; paging: Paging }> {
  const read = readQuery(reader, request)
  if (!read.ok) return read
  const { status, createStartTime, createEndTime, updateStartTime, updateEndTime, ids } = read.value
  const { pageNumber = 1, pageSize = 10 } = read.value
  const states = status === undefined ? undefined : listed(status).flatMap((word) => words[word] ?? [])
  const filter: Partial<{ -readonly [K in keyof OrderFilter]: OrderFilter[K] | undefined }> = {
    states,
    // An id beyond what a double holds is nobody's.
    orderNumbers: ids === undefined ? undefined : listed(ids).map(Number).filter(Number.isSafeInteger),
    createdFrom: wholeSecond(createStartTime),
    createdTo: endOf(createEndTime),
    updatedFrom: wholeSecond(updateStartTime),
    updatedTo: endOf(updateEndTime),
  }
  return accept({ filter: withoutUndefined(filter), paging: { pageNumber, pageSize } })
}

function checkStatus(words: StateWords, value: string): string | null {
  const known = Object.keys(words)
  const entries = listed(value)
  const unknown = entries.find((word) => !known.includes(word))
  if (unknown !== undefined) {
    return `names "${unknown.slice(0, 40)}", but may only name ${known.join(', ')}`
  }
  return entries.length === 0 ? 'names no status' : null
}

function checkIds(value: string): string | null {
  const entries = listed(value)
  if (entries.length === 0) return 'names no id'
  if (entries.length > MOST_IDS) return `names ${entries.length} ids, more than the limit of ${MOST_IDS}`
  const broken = entries.find((id) => !/^\d{1,20}$/.test(id))
  return broken === undefined ? null : `names "${broken.slice(0, 40)}", which is no order id`
}

/**
 * Dates are printed in whole seconds, and a window is compared with what was printed: it holds all of its first
 * and of its last second, so that of adjoining windows none loses an order.
 */
function endOf(time: string | undefined): number | undefined {
  const at = wholeSecond(time)
  return at === undefined ? undefined : at + 999
}

function wholeSecond(time: string | undefined): number | undefined {
  const at = time === undefined ? null : readInstant(time)
  return at === null ? undefined : Math.floor(at / 1000) * 1000
}

function withoutUndefined(filter: object): OrderFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}
