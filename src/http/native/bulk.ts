/**
 * Many acts in one request. Each row is what the same act would be on its own, with its own status and its own
 * answer; with an Idempotency-Key, each has that key and its place, so that the whole may be sent again.
 */
import type { Result } from '../../order/rejection.js'
import { accept, refuse } from '../../order/rejection.js'
import { isUnavailable } from '../../store/pool.js'
import {
  composedOperation,
  type Operation,
  type Running,
  type WireRequest,
  writeError,
} from '../../wire/dialect.js'
import type { JsonValue } from '../../wire/json.js'
import { compileReader } from '../../wire/shape.js'
import { carryOut } from '../auditing.js'
import { lacking } from '../roles.js'
import { errors } from './errors.js'
import { readPartNumber } from './map-acts.js'
import { fault, requestReader } from './reading.js'
import { actionHead, BulkReply, bulk } from './wire-bulk.js'

/** Rows of different orders that are under way at once. */
const AT_ONCE = 16
/** A row's key is the request's with the row's place behind it, and has to be a key still. */
const LONGEST_KEY = 250
const RETRY_AFTER_SECONDS = 1

/** How a row names what it is about, and the paths of the acts on such a thing. */
const TARGETS = [
  { field: 'order', root: '/v1/orders/:orderNumber/', parameter: 'orderNumber' },
  { field: 'fulfilmentOrder', root: '/v1/fulfilment-orders/:number/', parameter: 'number' },
  { field: 'afterSale', root: '/v1/after-sales/:number/', parameter: 'number' },
] as const

type Field = (typeof TARGETS)[number]['field']

/** A row that can be asked: which operation, about what. */
interface Asked {
  readonly operation: Operation
  readonly field: Field
  readonly number: string
  readonly request: WireRequest
  /** As it would be on its own. */
  readonly path: string
}

interface Answered {
  readonly status: number
  readonly body: unknown
}

export function actInBulk(operations: readonly Operation[]): Operation {
  const acts = new Map<string, Operation>()
  for (const operation of operations) {
    const target = TARGETS.find(({ root }) => operation.paths[0].startsWith(root))
    if (target === undefined || operation.method !== 'POST') continue
    acts.set(`${target.field} ${operation.paths[0].slice(target.root.length)}`, operation)
  }
  const names = [...new Set([...acts.keys()].map((key) => key.split(' ')[1] ?? ''))].sort()
  const readAll = requestReader({ route: 'POST /v1/bulk', body: bulk(names) })
  const readRow = rowReader(acts, names)
  const bulkOperation = composedOperation({
    name: 'actInBulk',
    permission: 'warehouse',
    method: 'POST',
    paths: ['/v1/bulk'],
    summary: 'Act on many orders, fulfilment orders and after-sales, with a result for each.',
    body: bulk(names),
    reply: BulkReply,
    run: async (running, request) => {
      if (running.account === null) throw new Error('an operation is served to an admitted caller')
      const asked = readAll(request, running.account)
      if (!asked.ok) return asked
      const key = request.headers['idempotency-key']
      if (typeof key === 'string' && key.length > LONGEST_KEY) {
        return fault(
          'Idempotency-Key',
          `must be at most ${LONGEST_KEY} characters, since each row adds its place`,
        )
      }
      const rows = asked.value.body.actions.map((row, index) => readRow(row, rowRequest(request, index)))
      const results = await carryOutAll(running, rows)
      const accepted = results.filter(({ status }) => status < 300).length
      return accept({ accepted, refused: results.length - accepted, results })
    },
  })
  return { ...bulkOperation, recordsParts: true }
}

/** The request that a row would be on its own, but for what it is about. */
function rowRequest(request: WireRequest, index: number): WireRequest {
  const { 'idempotency-key': key, ...headers } = request.headers
  return {
    ...request,
    params: {},
    query: {},
    headers: typeof key === 'string' ? { ...headers, 'idempotency-key': `${key}#${index}` } : headers,
  }
}

function rowReader(acts: ReadonlyMap<string, Operation>, names: readonly string[]) {
  const readHead = compileReader(actionHead(names))
  return (row: JsonValue, request: WireRequest): Result<Asked> => {
    const { value, faults } = readHead(row)
    const [first, ...others] = faults
    if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
    const named = TARGETS.filter(({ field }) => value[field] !== undefined)
    const [target] = named
    if (target === undefined || named.length > 1) {
      return fault(
        target?.field ?? 'order',
        'names what it is about: exactly one of order, fulfilmentOrder, afterSale',
      )
    }
    const { field, root, parameter } = target
    const operation = acts.get(`${field} ${value.act}`)
    if (operation === undefined) {
      const known = [...acts.keys()].filter((key) => key.startsWith(`${field} `))
      const choices = known.map((key) => key.slice(field.length + 1)).join(', ')
      return fault('act', `is "${value.act}", but ${field} knows ${choices}`)
    }
    const {
      order: _order,
      fulfilmentOrder: _part,
      afterSale: _afterSale,
      act,
      ...body
    } = row as Record<string, JsonValue>
    const number = String(value[field])
    const path = `${root.replace(`:${parameter}`, number)}${value.act}`
    return accept({
      operation,
      field,
      number,
      path,
      request: { ...request, params: { [parameter]: number }, body },
    })
  }
}

/** Rows of one order go one after the other, as they were sent. */
async function carryOutAll(running: Running, rows: readonly Result<Asked>[]): Promise<readonly Answered[]> {
  const results: Answered[] = []
  const byOrder = new Map<string, { index: number; asked: Asked }[]>()
  const orders = await Promise.all(rows.map((row) => (row.ok ? orderOf(running, row.value) : '')))
  for (const [index, row] of rows.entries()) {
    if (!row.ok) {
      results[index] = problemOf(running, row, '/v1/bulk', undefined)
      continue
    }
    const order = orders[index] ?? ''
    const others = byOrder.get(order)
    if (others === undefined) byOrder.set(order, [{ index, asked: row.value }])
    else others.push({ index, asked: row.value })
  }
  const queue = byOrder.values()
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (const group of queue) {
      for (const { index, asked } of group) results[index] = await perform(running, asked)
    }
  })
  const broken = (await Promise.allSettled(workers)).find((one) => one.status === 'rejected')
  if (broken !== undefined) throw broken.reason
  return results
}

async function orderOf({ engine, account }: Running, { field, number }: Asked): Promise<string> {
  if (field === 'order') return number
  if (field === 'fulfilmentOrder') {
    const part = readPartNumber(number)
    return part.ok ? String(part.value.orderNumber) : number
  }
  if (account === null) return number
  const found = await engine.readAnyAfterSale(account, { afterSaleNumber: Number(number) })
  return found.ok ? String(found.value.orderNumber) : number
}

async function perform(running: Running, asked: Asked): Promise<Answered> {
  const { operation, request, path } = asked
  const answer = refusalOf(running.admitted, operation) ?? (await told(carryOut(operation, running, request)))
  return answer.ok
    ? { status: operation.status ?? 200, body: answer.value }
    : problemOf(running, answer, path, operation)
}

/** Whoever may act on many may still lack the permission for one of the acts. */
function refusalOf(
  admitted: Running['admitted'],
  { permission }: Operation,
): ReturnType<typeof refuse> | null {
  if (admitted === null || permission === undefined || admitted.may(permission)) return null
  return refuse(lacking(admitted.role, permission))
}

/** What was done for other rows stays done and told, also if the store has gone away meanwhile. */
async function told(answer: Promise<Result<unknown>>): Promise<Result<unknown>> {
  try {
    return await answer
  } catch (error) {
    if (!isUnavailable(error)) throw error
    return refuse({ kind: 'unavailable', retryAfterSeconds: RETRY_AFTER_SECONDS })
  }
}

function problemOf(
  { context }: Running,
  { rejection }: Extract<Result<unknown>, { ok: false }>,
  path: string,
  operation: Operation | undefined,
): Answered {
  const lines = operation?.lines ?? 'lines'
  const { status, body } = writeError(errors, rejection, {
    ...context,
    lines,
    operation: operation?.name,
    path,
  })
  return { status, body }
}
