/** The native API on the wire: addresses that are told what happens, and what has been told. */
import { Type } from 'typebox'
import { DELIVERY_STATES } from '../../order/callback-calls.js'
import { code, flag, instant, oneOf, orNull, text, wholeNumber } from '../../wire/fields.js'
import { paging } from './paging.js'
import { accountName, maybe, time } from './wire.js'

const MOST_NUMBER = 2_147_483_647
const MOST_ORDER_NUMBER = Number.MAX_SAFE_INTEGER
const LONGEST_URL = 2_048
const MOST_KINDS = 50
const WEEK_SECONDS = 604_800

const url = () => text(LONGEST_URL, { identifier: true, description: 'http or https, at a public address' })
const kinds = () =>
  Type.Array(code(64), { minItems: 1, maxItems: MOST_KINDS, description: 'The usual ones if not given' })
const options = () => Type.Unsafe<Record<string, unknown>>({ type: 'object' })

export const CreateEndpoint = Type.Object({
  url: url(),
  dialect: Type.Optional(
    code(32, { description: 'In whose words and custom it is told; native if not given' }),
  ),
  account: Type.Optional(accountName()),
  events: Type.Optional(kinds()),
  credential: Type.Optional(
    wholeNumber(1, MOST_NUMBER, { description: 'Whose secret signs, where the dialect has it so' }),
  ),
  options: Type.Optional(options()),
})

export const EndpointPath = Type.Object({ id: wholeNumber(1, MOST_NUMBER, { fromText: true }) })

export const ChangeEndpoint = Type.Object({
  url: Type.Optional(url()),
  events: Type.Optional(orNull(kinds())),
  options: Type.Optional(options()),
  enabled: Type.Optional(flag({ description: 'true also ends a pause' })),
})

export const RotateSecret = Type.Object({
  overlapSeconds: Type.Optional(
    wholeNumber(0, WEEK_SECONDS, { description: 'For how long both secrets sign; a day if not given' }),
  ),
})

export const Endpoint = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  dialect: Type.String(),
  account: maybe(Type.String()),
  events: Type.Union([Type.Array(Type.String()), Type.Null()]),
  credential: maybe(Type.Integer()),
  options: Type.Unsafe<Record<string, unknown>>({ type: 'object' }),
  enabled: Type.Boolean(),
  failingSince: maybe(time()),
  pausedAt: maybe(time()),
  previousSecretUntil: maybe(time()),
  due: Type.Integer({ description: 'Messages that are still to be delivered' }),
  undelivered: Type.Integer({ description: 'Messages that were given up' }),
  replaying: Type.Union([
    Type.Object({
      commits: Type.Integer({ description: 'Commits whose events are told again' }),
      told: Type.Integer({ description: 'Those whose messages have been queued by now' }),
    }),
    Type.Null(),
  ]),
  createdAt: time(),
  updatedAt: time(),
})

export const NewEndpoint = Type.Object({
  ...Endpoint.properties,
  secret: maybe(Type.String({ description: 'Shown once' })),
})

export const ListDeliveries = Type.Object({
  ...paging,
  state: Type.Optional(oneOf(DELIVERY_STATES, { blankIsAbsent: false, description: 'Only in this state' })),
})

const Attempt = Type.Object({
  at: time(),
  tookMs: Type.Integer(),
  url: Type.String(),
  status: maybe(Type.Integer({ description: 'Of the answer; null: there was none' })),
  answer: maybe(Type.String({ description: 'Its beginning' })),
  problem: maybe(Type.String()),
})

export const Delivery = Type.Object({
  number: Type.Integer(),
  messageId: Type.String(),
  event: Type.String(),
  subject: Type.String({ description: 'Messages of one subject are delivered in their order' }),
  state: Type.String({ description: 'due, delivered or undelivered' }),
  body: Type.String({ description: 'As it is sent' }),
  attempts: Type.Integer({ description: 'Since it was last queued' }),
  dueAt: maybe(time()),
  log: Type.Array(Attempt),
  createdAt: time(),
  endedAt: maybe(time()),
})

export const Replay = Type.Object({
  orderNumber: Type.Optional(
    wholeNumber(1, MOST_ORDER_NUMBER, {
      description: 'From an event of this order on; what was given up if not given',
    }),
  ),
  version: Type.Optional(wholeNumber(1, MOST_NUMBER, { description: 'Of the event; 1 if not given' })),
  from: Type.Optional(
    instant({ description: 'From what happened at this moment on, instead of from an event' }),
  ),
})

export const Replayed = Type.Object({ id: Type.Integer(), requeued: Type.Integer() })

export const GivenUp = Type.Object({ id: Type.Integer(), givenUp: Type.Integer() })

export const ListEndpoints = Type.Object({ ...paging })

export const TestedEndpoint = Type.Object({
  id: Type.Integer(),
  received: Type.Boolean({ description: 'Whether the answer says so, as the dialect has it' }),
  event: Type.String({ description: 'The message that was sent' }),
  messageId: Type.String(),
  attempt: Attempt,
})

/** What an endpoint can be made for. */
export const WebhookDialect = Type.Object({
  dialect: Type.String(),
  events: Type.Array(Type.String()),
  usualEvents: Type.Array(Type.String(), { description: 'Those that are told where none are chosen' }),
  scope: Type.String({
    description: '`tenant`: of all accounts, unless one is named; `account`: of one account',
  }),
  secret: Type.String({
    description: '`own`: one is made for each endpoint; `credential`: that of a credential signs',
  }),
  options: Type.Array(Type.String(), { description: 'Names of options' }),
  timeoutSeconds: Type.Integer(),
  retryAfterSeconds: Type.Array(Type.Integer(), {
    description: 'How long after each failed attempt the next one comes',
  }),
  waitsWhileDown: Type.Boolean({
    description: 'Whether nothing is given up while nothing at all is received',
  }),
})
