/**
 * Reads a native request: path, query, body and Idempotency-Key against their shapes, with all faults of all of
 * them. What is not known is a fault as well: a filter or a misspelt field is never ignored.
 */
import { hash } from 'node:crypto'
import { isLosslessNumber } from 'lossless-json'
import { type Static, type TSchema, Type } from 'typebox'
import type { CommandKey } from '../../order/caller.js'
import type { AccountContext } from '../../order/calls.js'
import { accept, type FieldFault, type Result, refuse } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import type { JsonValue } from '../../wire/json.js'
import { compileReader, type Reading } from '../../wire/shape.js'

const NOTHING = Type.Object({})
type Nothing = typeof NOTHING

interface Shapes<P extends TSchema, Q extends TSchema, B extends TSchema> {
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** True where a body's unknown fields are kept. */
  readonly keepsExtra?: boolean
  /** `POST /v1/accounts`: the route that an Idempotency-Key counts for; without it, keys aren't looked at. */
  readonly route?: string
}

export interface Asked<P extends TSchema, Q extends TSchema, B extends TSchema> {
  readonly params: Static<P>
  readonly query: Static<Q>
  readonly body: Static<B>
  readonly extra: Reading<unknown>['extra']
  readonly key: CommandKey | null
}

export type RequestReader<P extends TSchema, Q extends TSchema, B extends TSchema> = (
  request: WireRequest,
  account: AccountContext,
) => Result<Asked<P, Q, B>>

/** A body that wasn't sent, where that is allowed, is read as an empty one. */
export function requestReader<
  P extends TSchema = Nothing,
  Q extends TSchema = Nothing,
  B extends TSchema = Nothing,
>(shapes: Shapes<P, Q, B>): RequestReader<P, Q, B> {
  const readParams = compileReader((shapes.params ?? NOTHING) as P)
  const readQuery = compileReader((shapes.query ?? NOTHING) as Q)
  const readBody = compileReader((shapes.body ?? NOTHING) as B)
  const { keepsExtra = false, route } = shapes
  return (request, account) => {
    const params = readParams(request.params)
    const query = readQuery(request.query)
    const body = readBody(request.body ?? {})
    const key = route === undefined ? { value: null, faults: [] } : readKey(request, route, account)
    const [first, ...others] = [
      ...key.faults,
      ...params.faults,
      ...query.faults,
      ...unknownNames(query.extra, 'parameter'),
      ...body.faults,
      ...(keepsExtra ? [] : unknownNames(body.extra, 'field')),
    ]
    if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
    const { value, extra } = body
    return accept({ params: params.value, query: query.value, body: value, extra, key: key.value })
  }
}

/** A request read, then mapped. */
export function mapped<A, T>(reading: Result<A>, map: (asked: A) => T): Result<T> {
  return reading.ok ? accept(map(reading.value)) : reading
}

export function fault(path: string, problem: string): ReturnType<typeof refuse> {
  return refuse({ kind: 'invalid_field', faults: [{ path, problem }] })
}

export function unknownNames(extra: Reading<unknown>['extra'], what: string): FieldFault[] {
  return Object.keys(extra ?? {}).map((path) => ({ path, problem: `is no ${what} of this call` }))
}

const KEY_HEADER = 'Idempotency-Key'
const LONGEST_KEY = 255

function readKey(
  request: WireRequest,
  route: string,
  account: AccountContext,
): { value: CommandKey | null; faults: FieldFault[] } {
  const sent = request.headers['idempotency-key']
  if (sent === undefined) return { value: null, faults: [] }
  if (typeof sent !== 'string' || !/^[\x20-\x7e]+$/.test(sent) || sent.length > LONGEST_KEY) {
    const problem = `must be 1 to ${LONGEST_KEY} printable ASCII characters`
    return { value: null, faults: [{ path: KEY_HEADER, problem }] }
  }
  const query = Object.keys(request.query).length === 0 ? '' : `\n${canonical(request.query)}`
  const asked = `${route}\n${canonical(request.params)}\n${canonical(request.body ?? null)}${query}`
  const value = { key: storedKey(account, sent), contentHash: hash('sha256', asked, 'base64url') }
  return { value, faults: [] }
}

/** Keys of one API mean nothing to another one, and those of one account nothing to another one. */
function storedKey({ accountId }: AccountContext, key: string): string {
  return `native/${accountId}/${key}`
}

/** The same text for the same content, in whatever order the fields came. */
function canonical(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (isLosslessNumber(value)) return value.toString()
  if (Array.isArray(value)) return `[${value.map((one: JsonValue) => canonical(one)).join(',')}]`
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`
}
