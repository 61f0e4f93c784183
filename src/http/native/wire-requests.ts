/** The native API on the wire: the request log. */
import { Type } from 'typebox'
import { instant, oneOf, wholeNumber } from '../../wire/fields.js'
import { filter, paging } from './paging.js'
import { maybe, time } from './wire.js'

const bound = () => Type.Optional(instant({ blankIsAbsent: false }))

export const ListRequests = Type.Object({
  ...paging,
  credential: Type.Optional(
    wholeNumber(1, 2_147_483_647, { fromText: true, description: 'Only by the credential of this number' }),
  ),
  dialect: filter(32, 'Only of this API'),
  operation: filter(64, 'Only of this operation, by its name in the reference'),
  code: filter(200, 'Only those whose answer has this code, in its own words'),
  outcome: Type.Optional(
    oneOf(['accepted', 'refused'], { blankIsAbsent: false, description: 'Only what came to this' }),
  ),
  refusal: filter(64, 'Only what was refused for this reason, as `refusal` has it'),
  order: Type.Optional(
    wholeNumber(1, Number.MAX_SAFE_INTEGER, {
      fromText: true,
      description: 'Only what made or changed the order of this number, or meant to',
    }),
  ),
  from: bound(),
  to: bound(),
})

export const RequestPath = Type.Object({ id: wholeNumber(1, Number.MAX_SAFE_INTEGER, { fromText: true }) })

export const ServedDialect = Type.Object({
  name: Type.String(),
  title: Type.String(),
  family: Type.String({ description: 'APIs of one family share their credentials' }),
  operations: Type.Array(Type.String(), {
    description: 'Their names in the reference and in the request log',
  }),
})

const Fault = Type.Object({
  path: Type.String({ description: 'The field as it was sent: `items[1].sku`' }),
  problem: Type.String({ description: 'What is wrong with it' }),
  rule: Type.Optional(Type.String({ description: 'Which rule it breaks: required, type, length or value' })),
  limit: Type.Optional(Type.Number()),
})

export const LoggedRequest = Type.Object({
  id: Type.Integer(),
  requestId: Type.String({ description: 'As the answer and the log of the hub have it' }),
  at: time(),
  tookMs: Type.Number(),
  dialect: Type.String(),
  operation: maybe(Type.String({ description: 'null: its path is none of the API’s' })),
  credential: maybe(Type.Integer({ description: 'null: there is no such credential' })),
  method: Type.String(),
  path: Type.String(),
  status: Type.Integer(),
  code: maybe(Type.String({ description: 'What the answer calls its outcome' })),
  refusal: maybe(Type.String({ description: 'Why it was refused; null: it was not' })),
  faults: Type.Array(Fault),
  requestBytes: Type.Integer(),
  answerBytes: Type.Integer(),
})

export const LoggedRequestDetails = Type.Object({
  ...LoggedRequest.properties,
  query: maybe(Type.String()),
  reason: Type.Unsafe<Record<string, string | number> | null>({
    type: ['object', 'null'],
    description: 'What else the refusal says: numbers, limits, what there is',
  }),
  request: maybe(Type.String({ description: 'The body as it was sent, without what is private' })),
  answer: maybe(Type.String({ description: 'The answer, likewise' })),
})
