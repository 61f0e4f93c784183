/** The native API on the wire: people who sign in, and their sessions. */
import { Type } from 'typebox'
import { ROLES } from '../../order/people-calls.js'
import { code, flag, instant, oneOf, orNull, text } from '../../wire/fields.js'
import { filter, paging } from './paging.js'
import { maybe, time } from './wire.js'

/** A name, an @ and a tenant's name. */
const LONGEST_SIGN_IN = 200
const LONGEST_PASSWORD = 200

const password = (description: string) => text(LONGEST_PASSWORD, { description })
const username = (description: string) => code(LONGEST_SIGN_IN, { description })
const role = () => oneOf(ROLES, { description: 'What they may do: see docs/roles.md' })
const account = (description: string) => orNull(code(64, { description }))

export const SignIn = Type.Object({
  username: username("`name`, or `name@tenant` of another tenant than the hub's first one"),
  password: password('Theirs'),
})

export const Session = Type.Object({
  user: Type.Object({
    username: Type.String(),
    role: Type.Unsafe<(typeof ROLES)[number]>({ type: 'string', enum: [...ROLES] }),
    tenant: Type.String({ description: 'By name' }),
  }),
  csrfToken: Type.String({ description: 'For the header X-CSRF-Token of each call that is no GET' }),
})

export const ChangeOwnPassword = Type.Object({
  currentPassword: password('The one that there is'),
  newPassword: password('Of 10 characters at least'),
})

export const UserPath = Type.Object({ username: username("Of the caller's tenant") })

const FOR_WHOM = "For whom they act where a call says nothing else; null: the tenant's first account"

export const CreateUser = Type.Object({
  username: code(64, { description: 'Letters, digits, points, underscores and hyphens; kept in lower case' }),
  role: role(),
  password: password('Of 10 characters at least'),
  account: Type.Optional(account(FOR_WHOM)),
})

export const ChangeUser = Type.Object({
  role: Type.Optional(role()),
  enabled: Type.Optional(flag({ description: 'false ends all their sessions, too' })),
  password: Type.Optional(password('A new one ends all their sessions, too')),
  account: Type.Optional(account(FOR_WHOM)),
})

export const User = Type.Object({
  username: Type.String(),
  role: Type.Unsafe<(typeof ROLES)[number]>({ type: 'string', enum: [...ROLES] }),
  account: maybe(Type.String()),
  enabled: Type.Boolean(),
  createdAt: time(),
  updatedAt: time(),
  signedInAt: maybe(time()),
})

const bound = () => Type.Optional(instant({ blankIsAbsent: false }))

export const ListAudit = Type.Object({
  ...paging,
  who: filter(64, 'Only by whoever has this name: a username, or the number of a key'),
  operation: filter(64, 'Only of this operation, by its name in the reference'),
  target: filter(300, 'Only done to this, such as `orders/1000000000001`'),
  from: bound(),
  to: bound(),
})

const anything = (description: string) => Type.Unsafe<unknown>({ description })

export const AuditRecord = Type.Object({
  number: Type.Integer(),
  at: time(),
  who: Type.Object({
    kind: Type.String({ description: 'person, key or command' }),
    name: Type.String({ description: 'The username, the number of the key, or who ran the command' }),
  }),
  operation: Type.String(),
  target: Type.String({ description: 'What it was done to' }),
  request: anything('What was sent, without secrets and what is personal'),
  before: anything('What it was done to, before; null: it was not there, or is not read by itself'),
  after: anything('What was answered'),
  requestId: maybe(Type.String()),
  outcome: Type.Unsafe<'begun' | 'done'>({
    type: 'string',
    enum: ['begun', 'done'],
    description:
      'begun: it is under way, or nobody knows what came of it, since the hub was killed meanwhile; there is no `after`',
  }),
})
