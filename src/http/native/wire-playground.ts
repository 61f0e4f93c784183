/** The native API on the wire: examples, and the playground. */
import { Type } from 'typebox'
import { code, oneOf, text } from '../../wire/fields.js'
import { maybe } from './wire.js'

const texts = (description: string) => Type.Unsafe<Record<string, string>>({ type: 'object', description })

export const Example = Type.Object({
  name: Type.String(),
  dialect: Type.String({ description: 'The name of its API' }),
  operation: maybe(Type.String()),
  title: Type.String(),
  sentence: Type.String(),
  method: Type.String(),
  path: Type.String({
    description:
      'Placeholders such as `{{create-order.data}}` stand for parts of the answer to another example',
  }),
  contentType: Type.String(),
  session: texts('What the credential is given besides, with placeholders'),
  isSigned: Type.Boolean({ description: 'false: it is sent as it stands' }),
  after: Type.Array(Type.String({ description: 'An example that is sent before it' })),
  body: maybe(Type.String()),
})

const MOST_BODY = 262_144

export const Play = Type.Object({
  dialect: code(32, { description: 'Which API it is for' }),
  method: oneOf(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: code(2_000, { description: 'With its query; one of that API’s' }),
  body: Type.Optional(text(MOST_BODY, { description: 'As it is to be sent', blankIsAbsent: false })),
  contentType: Type.Optional(code(100, { description: 'application/json if not given' })),
  credential: Type.Optional(texts("In that API's own words, as it was shown; without it, nothing is signed")),
  base: code(200, { description: 'Where the hub is: for the line and the programs' }),
})

export const Played = Type.Object({
  status: Type.Integer({ description: '0: no answer came' }),
  body: Type.String(),
  tookMs: Type.Number(),
  url: Type.String({ description: 'As it was sent' }),
  curl: Type.String({ description: 'The same as a line for a shell; a signature holds for some minutes' }),
  code: Type.Object(
    { typescript: Type.String(), python: Type.String(), php: Type.String(), java: Type.String() },
    { description: 'Programs that sign and send it' },
  ),
})
