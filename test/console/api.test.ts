// What comes back to the console, or doesn't: always a value, or a problem that can be shown.
import { afterEach, expect, test, vi } from 'vitest'
import { change, type Problem, Refused, read } from '../../console/src/api.js'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

async function problemOf(asking: Promise<unknown>): Promise<Problem> {
  try {
    await asking
  } catch (error) {
    if (error instanceof Refused) return error.problem
    throw error
  }
  throw new Error('it was not refused')
}

/** Answers each call by the next of these; tells the keys that were sent. */
function answering(...answers: readonly (() => Response | Promise<Response>)[]): readonly string[] {
  const keys: string[] = []
  const left = [...answers]
  vi.stubGlobal('fetch', async (_path: string, { headers }: { headers?: Record<string, string> }) => {
    keys.push(headers?.['idempotency-key'] ?? '')
    return (left.shift() ?? lost)()
  })
  return keys
}

const lost = (): Response => {
  throw new TypeError('network error')
}
const json = (status: number, body: unknown) => () => Response.json(body, { status })

test.each([
  ['a page of a proxy', 200, '<p>', 'broken_answer', 0],
  ['half an answer', 200, '{"data": [', 'broken_answer', 0],
  ['a refusal by a proxy', 502, '<p>', 'unknown', 502],
  ['a refusal that is nothing', 404, 'null', 'unknown', 404],
  ['a refusal without a code', 409, '{"code": 7}', 'unknown', 409],
  ['a refusal', 404, '{"code": "not_found", "detail": "gone"}', 'not_found', 404],
] as const)('%s', async (_what, status, body, code, shown) => {
  answering(() => new Response(body, { status }))
  const problem = await problemOf(read('/v1/items'))
  expect([problem.code, problem.status, problem.errors]).toEqual([code, shown, []])
})

test('what is never answered is over some day', async () => {
  const late = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort())
  vi.stubGlobal('fetch', (_path: string, { signal }: RequestInit) =>
    signal?.aborted === true ? Promise.reject(signal.reason) : Promise.resolve(Response.json({})),
  )
  expect((await problemOf(read('/v1/items'))).code).toBe('unreachable')
  expect(late).toHaveBeenCalledWith(30_000)
  const file = new File(['sku'], 'stock.csv')
  expect(await change('POST', '/v1/imports?kind=stock', file, 'key')).toEqual({})
})

test('a change keeps its key until the hub has said what became of it', async () => {
  const sent = answering(lost, json(503, { code: 'unavailable' }), () => new Response('<p>'), json(200, {}))
  for (const key of ['a', 'b', 'c']) await problemOf(change('POST', '/v1/x', { n: 1 }, key))
  await change('POST', '/v1/x', { n: 1 }, 'd')
  await problemOf(change('POST', '/v1/x', { n: 1 }, 'e'))
  expect(sent).toEqual(['a', 'a', 'a', 'a', 'e'])
})

test('a change that was refused begins anew', async () => {
  const sent = answering(json(422, { code: 'invalid_field' }), json(200, {}))
  await problemOf(change('POST', '/v1/z', {}, 'f'))
  await change('POST', '/v1/z', {}, 'g')
  expect(sent).toEqual(['f', 'g'])
})
