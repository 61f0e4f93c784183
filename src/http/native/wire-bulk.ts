/** The native API on the wire: many acts in one request. */
import { Type } from 'typebox'
import { code, oneOf, wholeNumber } from '../../wire/fields.js'
import type { JsonValue } from '../../wire/json.js'

const MOST_ACTIONS = 500

const ofOne = 'Exactly one of the three'

/** What a row is about, and which act it is; the act's own fields stand beside them. */
export function actionHead(acts: readonly string[]) {
  return Type.Object({
    order: Type.Optional(wholeNumber(1, Number.MAX_SAFE_INTEGER, { fromText: true, description: ofOne })),
    fulfilmentOrder: Type.Optional(code(24, { description: `${ofOne}: <orderNumber>-<sequence>` })),
    afterSale: Type.Optional(wholeNumber(1, Number.MAX_SAFE_INTEGER, { fromText: true, description: ofOne })),
    act: oneOf(acts, { description: 'The last part of its path; its other fields are those of its body' }),
  })
}

/** A row that is broken is refused alone, so that each is read on its own. */
export function bulk(acts: readonly string[]) {
  return Type.Object({
    actions: Type.Array(Type.Unsafe<JsonValue>(Type.Union([actionHead(acts)])), {
      minItems: 1,
      maxItems: MOST_ACTIONS,
      description: 'Those of one order are carried out in their order, others at the same time',
    }),
  })
}

export const BulkReply = Type.Object({
  accepted: Type.Integer(),
  refused: Type.Integer(),
  results: Type.Array(
    Type.Object({
      status: Type.Integer({
        description: 'The HTTP status that the act alone would have been answered with',
      }),
      body: Type.Unsafe<object>({ type: 'object', description: 'Its answer: a result, or a problem' }),
    }),
    { description: 'In the order of the actions' },
  ),
})
