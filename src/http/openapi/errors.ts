/**
 * How a dialect says no, as OpenAPI responses: every row of its error table is asked for its answer to a sample
 * rejection, and the answers are put together by their HTTP status.
 */
import type { Rejection, RejectionKind } from '../../order/rejection.js'
import { type Dialect, writeError } from '../../wire/dialect.js'
import type { Schema } from './schema.js'

/** What each refusal means, for the reader of a reference. */
export const SAMPLES: { readonly [K in RejectionKind]: readonly [string, Extract<Rejection, { kind: K }>] } =
  {
    unknown_route: [
      'The path is not served',
      { kind: 'unknown_route', method: 'GET', path: '/no/such/path', methods: [], successor: null },
    ],
    not_authenticated: [
      'The credential is missing or unknown',
      { kind: 'not_authenticated', fault: 'unknown', reason: 'the credential sent is unknown' },
    ],
    not_permitted: [
      'The credential does not allow it',
      { kind: 'not_permitted', fault: 'scope', reason: 'the credential does not allow it' },
    ],
    rate_limited: [
      'Too many requests: see the header Retry-After',
      { kind: 'rate_limited', of: 'credential', limit: '120, 2 per second', retryAfterSeconds: 1 },
    ],
    unreadable_body: [
      'The body is not what the operation reads',
      { kind: 'unreadable_body', reason: 'the body is empty' },
    ],
    invalid_field: [
      'A field is wrong: which, and why',
      { kind: 'invalid_field', faults: [{ path: 'field', problem: 'is required, but is missing' }] },
    ],
    key_reused: ['A key was used with another content', { kind: 'key_reused', key: 'key-1' }],
    not_found: [
      'What is asked about does not exist',
      { kind: 'not_found', what: 'order', id: '1000000000001' },
    ],
    already_exists: ['It exists already', { kind: 'already_exists', what: 'item', id: 'SKU-1' }],
    seller_number_taken: [
      "The seller's number has an order with other content",
      { kind: 'seller_number_taken', sellerOrderNumber: 'A-1', orderNumber: 1_000_000_000_001 },
    ],
    duplicate_line: ['A line comes twice', { kind: 'duplicate_line', lineNumber: 2, sku: 'SKU-1' }],
    over_budget: [
      'The lines cost more than the budget',
      { kind: 'over_budget', declaredMinor: 500, budgetMinor: 400 },
    ],
    no_line_orderable: ['None of the lines can be ordered', { kind: 'no_line_orderable', lines: [] }],
    unknown_store: ['A store is unknown', { kind: 'unknown_store', name: 'shop-1' }],
    unknown_sku: ['A SKU is unknown', { kind: 'unknown_sku', lineNumber: 1, sku: 'SKU-1' }],
    sku_not_orderable: [
      "A SKU can't be ordered",
      { kind: 'sku_not_orderable', lineNumber: 1, sku: 'SKU-1', status: 'off_shelf' },
    ],
    out_of_stock: [
      'There is less than asked for',
      { kind: 'out_of_stock', lineNumber: 1, sku: 'SKU-1', asked: 5, available: 2 },
    ],
    no_shipping_rate: [
      'Nothing ships there in this way',
      { kind: 'no_shipping_rate', country: 'AQ', speed: 'express', offered: ['standard'] },
    ],
    stock_out_of_range: [
      'The stock level would leave its bounds',
      {
        kind: 'stock_out_of_range',
        sku: 'SKU-1',
        location: 'A',
        reason: '1 piece would be left, while 2 are reserved',
      },
    ],
    not_allowed_in_state: [
      'It is too late, or too early',
      { kind: 'not_allowed_in_state', what: 'order', id: '1000000000001', state: 'packed' },
    ],
    more_than_left: [
      'More is asked for than is left',
      { kind: 'more_than_left', what: 'line', id: 1, asked: 5, left: 2 },
    ],
    insufficient_balance: [
      'The balance does not suffice',
      {
        kind: 'insufficient_balance',
        id: '1000000000001',
        dueMinor: 500,
        balanceMinor: 400,
        currency: 'USD',
      },
    ],
    overloaded: ['Too much is waiting: try again', { kind: 'overloaded', retryAfterSeconds: 1 }],
    unavailable: ['The store is away: try again', { kind: 'unavailable', retryAfterSeconds: 1 }],
    internal: ['A fault of the hub, with a number to report', { kind: 'internal', correlationId: 'm3k-1f' }],
  }

type Examples = Record<string, { readonly summary: string; readonly value: unknown }>

export interface ErrorAnswer {
  readonly description: string
  readonly contentType: string
  readonly schema: Schema
  readonly examples: Readonly<Examples>
}

/** By HTTP status. */
export function errorAnswers(dialect: Dialect): ReadonlyMap<number, ErrorAnswer> {
  const byStatus = new Map<number, { contentType: string; examples: Examples }>()
  for (const [summary, rejection] of Object.values(SAMPLES)) {
    const context = {
      lines: 'lines',
      requestId: 'm3k-1f',
      operation: undefined,
      path: '/no/such/path',
      at: 0,
      account: null,
    }
    const { status, body, contentType = 'application/json' } = writeError(dialect.errors, rejection, context)
    const answers = byStatus.get(status) ?? { contentType, examples: {} }
    byStatus.set(status, answers)
    answers.examples[rejection.kind] = { summary, value: body }
  }
  return new Map(
    [...byStatus].map(([status, { contentType, examples }]) => {
      const all = Object.values(examples)
      const description = `${all.map((one) => one.summary).join('. ')}.`
      return [status, { description, contentType, examples, schema: shapeOf(all.map((one) => one.value)) }]
    }),
  )
}

/** The shape that a few values have in common; error bodies are small and flat. */
function shapeOf(values: readonly unknown[]): Schema {
  const types = [...new Set(values.map(typeOf))]
  const [type] = types
  if (type === undefined) return {}
  if (types.length > 1) return { type: types }
  if (type !== 'object') return { type }
  const objects = values as readonly Readonly<Record<string, unknown>>[]
  const names = [...new Set(objects.flatMap((one) => Object.keys(one)))]
  return {
    type,
    properties: Object.fromEntries(
      names.map((name) => [name, shapeOf(objects.filter((one) => name in one).map((one) => one[name]))]),
    ),
    required: names.filter((name) => objects.every((one) => name in one)),
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value
}
