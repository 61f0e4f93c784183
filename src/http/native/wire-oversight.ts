/** The native API on the wire: what waits for a person, and how things go. */
import { Type } from 'typebox'
import { MOST_COUNTED, PROBLEM_KINDS } from '../../order/oversight-calls.js'
import { oneOf, wholeNumber } from '../../wire/fields.js'
import { listOf, paging } from './paging.js'
import { maybe, time } from './wire.js'

const MOST_HOURS = 168

export const ListProblems = Type.Object({
  ...paging,
  kind: Type.Optional(oneOf(PROBLEM_KINDS, { blankIsAbsent: false, description: 'Only of this kind' })),
})

const kind = () =>
  Type.Unsafe<(typeof PROBLEM_KINDS)[number]>({
    type: 'string',
    enum: [...PROBLEM_KINDS],
    description:
      '`forwarding_unknown`: sent, and nobody knows what became of it; `forwarding_parked`: it could not be sent; ' +
      '`connection_failing`: a platform does not work; `endpoint_paused`: a webhook endpoint is told nothing any ' +
      'more; `endpoint_failing`: it does not take what it is told; `review_failed`: something of the order keeps ' +
      'it from being shipped; `hold`: somebody asked to hold it; `shortage`: stock is missing; ' +
      '`requests_refused`: requests of the last day that a credential was refused',
  })

export const Problem = Type.Object({
  kind: kind(),
  since: time(),
  reason: maybe(Type.String()),
  field: maybe(
    Type.String({
      description:
        'The field of the order that the platform can not carry, or of the requests that is at fault',
    }),
  ),
  orderNumber: maybe(Type.Integer()),
  fulfilmentOrder: maybe(Type.String()),
  sellerOrderNumber: maybe(Type.String()),
  account: maybe(Type.String()),
  location: maybe(Type.String()),
  connection: maybe(Type.Object({ id: Type.Integer(), name: Type.String() })),
  webhookEndpoint: maybe(Type.Object({ id: Type.Integer(), url: Type.String() })),
  missing: Type.Array(Type.Object({ sku: Type.String(), quantity: Type.Integer() }), {
    description: 'What is short',
  }),
  requests: maybe(
    Type.Object({
      count: Type.Integer({ description: 'Of the newest 1,000 that were refused at all' }),
      newest: Type.Integer({ description: 'Its number in the request log' }),
      credential: maybe(Type.Integer({ description: 'null: it is not known' })),
      dialect: Type.String(),
      operation: maybe(Type.String()),
      refusal: Type.String(),
    }),
  ),
})

export const Problems = Type.Object({
  ...listOf(Problem).properties,
  counts: Type.Array(
    Type.Object({
      kind: kind(),
      count: Type.Integer({ description: `In all; ${MOST_COUNTED} stands for as many or more` }),
    }),
  ),
})

export const ReadOverview = Type.Object({
  hours: Type.Optional(
    wholeNumber(1, MOST_HOURS, { fromText: true, description: 'How far back; 24 if not given' }),
  ),
})

const hourly = (description: string) =>
  Type.Array(
    Type.Object({ hour: time(), dialect: Type.String(), word: Type.String(), count: Type.Integer() }),
    { description },
  )

export const Overview = Type.Object({
  hours: Type.Array(time(), { description: 'Their beginnings; the last one is under way' }),
  orders: hourly('Placed in an hour, by dialect; the word is empty'),
  refusals: hourly('Refused requests of credentials, by dialect; the word is the kind of the refusal'),
  commits: hourly('Batches of changes; the word is how many milliseconds they took at most, or `more`'),
  waiting: Type.Array(
    Type.Object({ status: Type.String(), fromHours: Type.Integer(), orders: Type.Integer() }),
    { description: 'Orders with a fulfilment order in this status, by how long ago they were placed' },
  ),
  atRisk: Type.Array(
    Type.Object({
      sku: Type.String(),
      location: Type.String(),
      available: Type.Integer(),
      reserved: Type.Integer(),
      missing: Type.Integer({ description: 'Pieces that orders wait for' }),
    }),
    { description: 'What orders wait for, and what is nearly all reserved; the worst first' },
  ),
})
