/** The shop that a request is for, and whether its token may speak for it (facts/apicenter.md §0.1, §1). */
import { type Static, Type } from 'typebox'
import type { Rejection } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { text, wholeNumber } from '../../wire/fields.js'
import { compileReader } from '../../wire/shape.js'

/** The fields with which every request begins. */
export const Client = {
  client_code: text(128, { fromText: true }),
  client_type: Type.Optional(wholeNumber(1, 2, { fromText: true })),
}
export type Client = Static<ReturnType<typeof Type.Object<typeof Client>>>

const readShape = compileReader(Type.Object(Client))

/** Of a request that has been read before. */
export function clientOf({ body }: WireRequest): Client {
  return readShape(body).value
}

const OWN_PLATFORM = 1

/** One shop's order numbers are not another's. Documents without a client_type mean type 1. */
export function scopeOf({ client_code: code, client_type: type = OWN_PLATFORM }: Client): string {
  return `${code}/${type}`
}

/**
 * A token may be bound to shops and warehouses by its settings: `clients`, as `CK2023` or `CK2023/2`, and `centres`.
 * Without them it may name any of its tenant's.
 */
export function outOfScope(
  { settings }: WireRequest,
  asked: Client & { readonly centre_code?: string },
): Rejection | null {
  const { clients, centres } = settings ?? {}
  const { client_code: client, centre_code: centre } = asked
  if (Array.isArray(clients) && !clients.includes(client) && !clients.includes(scopeOf(asked))) {
    return scopeFault('client_code', client)
  }
  if (Array.isArray(centres) && centre !== undefined && !centres.includes(centre)) {
    return scopeFault('centre_code', centre)
  }
  return null
}

function scopeFault(field: string, value: string): Rejection {
  return { kind: 'not_permitted', fault: 'scope', reason: `${field}: ${value} is not allowed for this token` }
}
