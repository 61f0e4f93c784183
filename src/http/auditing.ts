/** Carries an operation out, with what it was done to before and after it on record, where it changes something. */
import type { RejectionKind, Result } from '../order/rejection.js'
import type { Operation, Running, WireRequest } from '../wire/dialect.js'
import type { OpenEntry, SessionAnswer } from '../wire/people.js'

export async function carryOut(
  operation: Operation,
  running: Running,
  request: WireRequest,
): Promise<Result<unknown>> {
  const { account, admitted, auditTrail, context } = running
  if (admitted === null || account === null || operation.method === 'GET' || operation.recordsParts) {
    return operation.run(running, request)
  }
  const before = (await operation.readBefore?.(running, request)) ?? null
  let entry: OpenEntry | undefined
  const begin = async (): Promise<void> => {
    entry = await auditTrail.begin(account.tenantId, {
      at: context.at,
      who: admitted.who,
      operation: operation.name,
      target: targetOf(operation, request, null),
      request: request.body ?? null,
      before,
      requestId: context.requestId,
    })
  }
  // What is read wrong is refused before anything is begun; what asks the engine by itself begins at once.
  if (operation.call === 'none') await begin()
  const answer = await operation.run({ ...running, beforeChange: begin }, request)
  if (!answer.ok) {
    if (!LEAVE_OPEN.includes(answer.rejection.kind)) await entry?.drop()
    return answer
  }
  if (entry === undefined) throw new Error('a change is begun before it is made')
  const after = operation.session ? (answer.value as SessionAnswer).body : answer.value
  await entry.done({ target: targetOf(operation, request, after), after })
  return answer
}

/** Nobody knows whether it was done: so says its entry. */
const LEAVE_OPEN: readonly RejectionKind[] = ['unavailable', 'internal']

/** The members by which things are named, the telling one first. */
const NAMES = ['orderNumber', 'afterSaleNumber', 'username', 'sku', 'code', 'name', 'number', 'id'] as const
const LONGEST_TARGET = 300

/** `orders/1000000000001`: the path of the thing, without the act; of a new thing, with its name behind it. */
function targetOf({ method, paths: [path] }: Operation, { params }: WireRequest, after: unknown): string {
  const segments = path.split('/').slice(ROOT_SEGMENTS)
  const isAct = method === 'POST' && path.includes('/:')
  const named = segments.findLastIndex((segment) => segment.startsWith(':'))
  const kept = isAct ? segments.slice(0, named + 1) : segments
  const target = kept.map((segment) => (segment.startsWith(':') ? (params[segment.slice(1)] ?? '') : segment))
  const made = method === 'POST' && !isAct ? nameOf(after) : null
  return [...target, ...(made === null ? [] : [made])].join('/').slice(0, LONGEST_TARGET)
}

/** An empty one, and `v1`. */
const ROOT_SEGMENTS = 2

function nameOf(after: unknown): string | null {
  if (typeof after !== 'object' || after === null) return null
  for (const name of NAMES) {
    const value = (after as Readonly<Record<string, unknown>>)[name]
    if (typeof value === 'string' || typeof value === 'number') return String(value)
  }
  return null
}
