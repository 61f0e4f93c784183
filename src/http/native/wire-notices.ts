/** The native API on the wire: inbound notices. */
import { type Static, Type } from 'typebox'
import type { NoticeEvent, NoticeStatus } from '../../order/notice.js'
import { code, day, flag, oneOf, text, wholeNumber } from '../../wire/fields.js'
import { filter, paging } from './paging.js'
import { locationCode, maybe, sku, time } from './wire.js'

const MOST_ROWS = 2_000
const MOST_PIECES = 1_000_000
const MOST_RECEIVED = 100_000_000
const MOST_VERSION = 2_147_483_647
const MOST_MILLIGRAMS = 1_000_000_000_000
const MOST_MICROMETRES = 10_000_000_000

const STATUSES = [
  'announced',
  'confirmed',
  'receiving',
  'closed',
  'withdrawn',
] as const satisfies readonly NoticeStatus[]

export const NoticePath = Type.Object({ number: code(64, { description: 'Number of an inbound notice' }) })

const account = filter(64, 'Of the account of this name')
const scope = (description: string) =>
  Type.Optional(code(160, { blankIsAbsent: false, description: `What tells numbers apart. ${description}` }))

export const NoticeQuery = Type.Object({
  account,
  scope: scope('Needed where several notices have the number'),
})

export const NoticeEventQuery = Type.Object({ ...paging, ...NoticeQuery.properties })

export const PutNoticeQuery = Type.Object({
  account: filter(64, "An account of the tenant; the key's own if not given"),
  scope: scope('None if not given'),
})

const micrometres = () => Type.Optional(wholeNumber(0, MOST_MICROMETRES))

export const PutNotice = Type.Object({
  number: Type.Optional(code(64)),
  location: locationCode(),
  isReturn: Type.Optional(flag({ description: 'The goods come back from customers; false if not given' })),
  announcedOn: Type.Optional(day()),
  expectedOn: Type.Optional(day()),
  remark: Type.Optional(text(500)),
  rows: Type.Array(
    Type.Object({
      sku: sku(),
      quantity: wholeNumber(1, MOST_PIECES),
      box: Type.Optional(
        code(64, { description: 'Rows that share it lie in one box; a box of its own if not given' }),
      ),
      manufacturedOn: Type.Optional(day()),
      expiresOn: Type.Optional(day()),
      weightMilligrams: Type.Optional(wholeNumber(0, MOST_MILLIGRAMS, { description: "The box's" })),
      lengthMicrometres: micrometres(),
      widthMicrometres: micrometres(),
      heightMicrometres: micrometres(),
    }),
    { minItems: 1, maxItems: MOST_ROWS },
  ),
})
export type PutNotice = Static<typeof PutNotice>

export const ReceiveNotice = Type.Object({
  version: Type.Optional(
    wholeNumber(1, MOST_VERSION, {
      description:
        "The notice's when it was read: if it has changed since, nothing is counted. Any, if not given",
    }),
  ),
  rows: Type.Optional(
    Type.Array(
      Type.Object({
        rowNumber: wholeNumber(1, 2_147_483_647),
        received: wholeNumber(0, MOST_RECEIVED, { description: 'How many have come so far, in all' }),
        defective: Type.Optional(
          wholeNumber(0, MOST_RECEIVED, {
            description:
              'Of these, how many can not be sold: never fewer than before; as before if not given',
          }),
        ),
      }),
      { maxItems: MOST_ROWS, description: 'All that was announced has come, if not given' },
    ),
  ),
})

const status = () => Type.Unsafe<NoticeStatus>({ type: 'string', enum: [...STATUSES] })

const head = {
  number: Type.String(),
  scope: Type.String(),
  account: Type.String(),
  dialect: Type.String(),
  location: Type.String(),
  status: status(),
  version: Type.Integer(),
  isReturn: Type.Boolean(),
  announcedOn: maybe(Type.String()),
  expectedOn: maybe(Type.String()),
  remark: maybe(Type.String()),
  times: Type.Unsafe<Record<string, string>>({
    type: 'object',
    description: 'When it came to each status',
    additionalProperties: { type: 'string', format: 'date-time' },
  }),
  createdAt: time(),
  updatedAt: time(),
}

export const Notice = Type.Object({
  ...head,
  rows: Type.Array(
    Type.Object({
      rowNumber: Type.Integer(),
      boxNumber: Type.Integer(),
      box: maybe(Type.String()),
      sku: Type.String(),
      quantity: Type.Integer(),
      received: Type.Integer({ description: 'Pieces so far, good or not' }),
      defective: Type.Integer({ description: 'Of these, how many can not be sold' }),
      manufacturedOn: maybe(Type.String()),
      expiresOn: maybe(Type.String()),
      weightMilligrams: maybe(Type.Integer()),
      lengthMicrometres: maybe(Type.Integer()),
      widthMicrometres: maybe(Type.Integer()),
      heightMicrometres: maybe(Type.Integer()),
    }),
  ),
  extra: Type.Unsafe<Record<string, unknown> | null>({ type: ['object', 'null'] }),
})

export const NoticeSummary = Type.Object({
  ...head,
  rowCount: Type.Integer(),
  quantity: Type.Integer({ description: 'Pieces announced, in all rows' }),
  received: Type.Integer({ description: 'Pieces received, in all rows' }),
})

const EVENTS = [
  'announced',
  'replaced',
  'confirmed',
  'received',
  'closed',
  'withdrawn',
] as const satisfies readonly NoticeEvent['kind'][]

export const NoticeEventRecord = Type.Object({
  version: Type.Integer(),
  kind: Type.Unsafe<NoticeEvent['kind']>({ type: 'string', enum: [...EVENTS] }),
  at: time(),
  status: status(),
  data: Type.Unsafe<Record<string, unknown> | null>({
    type: ['object', 'null'],
    description: 'Of `received`: the rows that were counted, with how many of each have come so far',
  }),
})

export const ListNotices = Type.Object({
  ...paging,
  account,
  location: filter(32, 'Only to the location of this code'),
  status: Type.Optional(oneOf(STATUSES, { blankIsAbsent: false })),
})
