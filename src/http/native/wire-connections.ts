/** The native API on the wire: connections to other platforms, rules that use them, and what was forwarded. */
import { Type } from 'typebox'
import { FORWARDING_STATES } from '../../order/forwarding.js'
import { code, country, flag, oneOf, orNull, text, wholeNumber } from '../../wire/fields.js'
import { filter, paging } from './paging.js'
import { locationCode, maybe, time } from './wire.js'

const LONGEST_URL = 2_048
const MOST_NUMBER = 2_147_483_647
const MOST_PRIORITY = 1_000_000
const MOST_CALLS_A_SECOND = 1_000

const connectionName = () =>
  code(64, {
    description: 'A name of your own; not only digits',
    check: (value: string) => (/^\d+$/.test(value) ? 'must have something else than digits' : null),
  })

/** Members are read one by one: see readTexts. */
const texts = (description: string) =>
  Type.Unsafe<Readonly<Record<string, unknown>>>({ type: 'object', description })

const fields = {
  baseUrl: code(LONGEST_URL, { description: 'Where the platform is, without the paths of its API' }),
  credentials: texts("As the platform handed it out: that dialect's part of demo.json, for example"),
  pushSecret: Type.Optional(
    code(256, {
      description:
        'What the platform signs with what it tells by itself, where that is a secret besides; kept with the credentials',
    }),
  ),
  mappings: Type.Optional(
    Type.Object(
      {
        skus: Type.Optional(texts('Our SKUs and theirs; one that is not named is the same there')),
        locations: Type.Optional(
          texts('Our locations and their codes; one that is not named is not told there'),
        ),
        shippingMethods: Type.Optional(
          texts(
            "Our carriers' services or speeds, and theirs; a service that is not named is the same there",
          ),
        ),
      },
      { description: 'Our words, and the words of the platform' },
    ),
  ),
  settings: Type.Optional(texts("Fields that only this platform's requests have, under their names there")),
  store: Type.Optional(
    orNull(
      Type.Object(
        { name: code(128), marketplace: code(32) },
        { description: 'The store there that it sells for, where the platform asks for one' },
      ),
    ),
  ),
  numberPrefix: Type.Optional(
    code(12, {
      blankIsAbsent: false,
      description: 'Stands before our numbers there, where several hubs share a credential',
      check: (value: string) =>
        /^[A-Za-z0-9-]*$/.test(value) ? null : 'must be of letters, digits and hyphens',
    }),
  ),
  callsPerSecond: Type.Optional(
    orNull(wholeNumber(1, MOST_CALLS_A_SECOND, { description: 'null: what the platform documents' })),
  ),
  enabled: Type.Optional(flag({ description: 'Whether anything is sent; true if not given' })),
}

export const CreateConnection = Type.Object({
  name: connectionName(),
  dialect: code(32, { description: 'What the platform speaks: a family of dialects' }),
  ...fields,
})

/** What is not given stays as it is; what is given replaces what was there. */
export const ChangeConnection = Type.Object({
  name: Type.Optional(connectionName()),
  ...fields,
  baseUrl: Type.Optional(fields.baseUrl),
  credentials: Type.Optional(fields.credentials),
})

export const ConnectionPath = Type.Object({ id: wholeNumber(1, MOST_NUMBER, { fromText: true }) })

const anyTexts = () => Type.Record(Type.String(), Type.String())

export const Connection = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  dialect: Type.String(),
  baseUrl: Type.String(),
  mappings: Type.Object({ skus: anyTexts(), locations: anyTexts(), shippingMethods: anyTexts() }),
  settings: Type.Record(Type.String(), Type.Unknown()),
  store: maybe(Type.Object({ name: Type.String(), marketplace: Type.String() })),
  numberPrefix: Type.String(),
  callsPerSecond: maybe(Type.Number()),
  enabled: Type.Boolean(),
  callbackUrl: maybe(
    Type.String({
      description: 'Where the platform may tell by itself what becomes of orders, as this hub was asked',
    }),
  ),
  problem: maybe(Type.String({ description: 'What keeps it from working' })),
  pausedUntil: maybe(time()),
  polledUntil: maybe(time()),
  createdAt: time(),
  updatedAt: time(),
})

export const ConnectionTest = Type.Object({
  alive: Type.Boolean(),
  reason: maybe(Type.String({ description: 'Why it is not' })),
  elapsedMs: Type.Integer(),
})

/** A rule without conditions sends everything. */
const conditions = {
  location: Type.Optional(orNull(locationCode())),
  skuPrefix: Type.Optional(
    orNull(code(64, { description: 'What each SKU of the fulfilment order begins with' })),
  ),
  country: Type.Optional(orNull(country({ description: 'Where it goes' }))),
  account: Type.Optional(orNull(code(64, { description: 'Name of the account that ordered' }))),
  priority: Type.Optional(
    wholeNumber(0, MOST_PRIORITY, { description: 'The lowest is asked first; 100 if not given' }),
  ),
}

const ruleConnection = () => code(64, { description: 'Its id or its name' })

export const CreateRoutingRule = Type.Object({ connection: ruleConnection(), ...conditions })

/** What is not given stays as it is; where null is given, a rule no longer asks for it. */
export const ChangeRoutingRule = Type.Object({
  connection: Type.Optional(ruleConnection()),
  ...conditions,
  priority: Type.Optional(wholeNumber(0, MOST_PRIORITY, { description: 'The lowest is asked first' })),
})

export const RoutingRulePath = ConnectionPath

export const RoutingRule = Type.Object({
  id: Type.Integer(),
  connection: Type.Object({ id: Type.Integer(), name: Type.String() }),
  location: maybe(Type.String()),
  skuPrefix: maybe(Type.String()),
  country: maybe(Type.String()),
  account: maybe(Type.String()),
  priority: Type.Integer(),
})

/** Named as the fulfilment order is. */
export const ForwardingPath = Type.Object({
  number: code(32, { description: 'Number of the fulfilment order, such as 1000000000001-1' }),
})

export const ListForwardings = Type.Object({
  ...paging,
  state: Type.Optional(oneOf(FORWARDING_STATES, { blankIsAbsent: false, description: 'Only in this state' })),
  connection: filter(10, 'Only of the connection of this id'),
  order: Type.Optional(
    wholeNumber(1, Number.MAX_SAFE_INTEGER, {
      fromText: true,
      description: 'Only the fulfilment orders of the order of this number',
    }),
  ),
})

export const Forwarding = Type.Object({
  fulfilmentOrder: Type.String(),
  connection: Type.Object({ id: Type.Integer(), name: Type.String() }),
  state: Type.String({
    description:
      '`due`: to be sent; `unknown`: sent, and not answered; `sent`: it is there; `parked`: a person has to do ' +
      'something; `withdrawn`: a change here came before it was sent; `done`: nothing more will come of it',
  }),
  number: Type.String({ description: 'The number that it has been given there' }),
  upstreamNumber: maybe(Type.String({ description: "The platform's own number" })),
  upstreamStatus: maybe(Type.String()),
  upstreamWord: maybe(Type.String({ description: "How it stands there, in the platform's own word" })),
  attempts: Type.Integer({ description: 'How often it was sent' }),
  problem: maybe(Type.String()),
  field: maybe(Type.String({ description: 'The field of the order that the platform can not carry' })),
  nextAt: maybe(time()),
  createdAt: time(),
  updatedAt: time(),
})

export const ListForwardingCalls = Type.Object(paging)

export const ForwardingCallPath = Type.Object({
  ...ForwardingPath.properties,
  id: wholeNumber(1, Number.MAX_SAFE_INTEGER, { fromText: true }),
})

export const ForwardingCall = Type.Object({
  id: Type.Integer(),
  purpose: Type.String({
    description:
      '`place`: the order; `find`: whether it is there; `read`: how it stands; `trail`: where its parcels are; ' +
      '`cancel`; `pay`',
  }),
  at: time(),
  tookMs: Type.Number(),
  method: Type.String(),
  path: Type.String(),
  status: maybe(Type.Integer({ description: 'HTTP; null: no answer came' })),
  outcome: Type.String({ description: 'What the answer, or its lack, was taken for' }),
  reason: maybe(Type.String({ description: 'What the platform, or the network, said about it' })),
  requestBytes: Type.Integer(),
  answerBytes: Type.Integer(),
})

export const ForwardingCallDetails = Type.Object({
  ...ForwardingCall.properties,
  query: maybe(Type.String()),
  request: maybe(Type.String({ description: 'The body as it was sent, without what is private' })),
  answer: maybe(Type.String({ description: 'The answer, likewise' })),
})

export const SettleForwarding = Type.Object({
  outcome: oneOf(['sent', 'given_up'], {
    description: '`sent`: it is there, and is followed; `given_up`: it is not, and is not sent any more',
  }),
  upstreamNumber: Type.Optional(code(64, { description: "The platform's own number, if it is there" })),
  reason: Type.Optional(text(200)),
})
