/**
 * Golden exchanges, mapped: what the operation asks of the engine is what was recorded, and what the engine said is
 * written as the printed answer. No store and no server take part.
 */
import { describe, expect, test } from 'vitest'
import type { Engine } from '../../src/order/calls.js'
import type { Rejection, Result } from '../../src/order/rejection.js'
import { writeError } from '../../src/wire/dialect.js'
import { writeJson, writePlainJson } from '../../src/wire/json.js'
import { decode, encode, FAMILIES, fill, goldensOf, operationAt, wireRequest } from '../support/golden.js'
import { differences } from '../support/printed.js'

describe.each(FAMILIES)('%s', (family) => {
  const recorded = goldensOf(family).filter((each) => each.engine !== undefined)

  test.each(recorded.map((each) => [each.name, each.one.title, each] as const))(
    '%s: %s',
    async (_name, _title, each) => {
      const { one, engine: record } = each
      if (record === undefined) throw new Error('it has a record')
      const path = fill(one.path, record.known).split('?')[0] ?? ''
      const served = operationAt(family, one.method, path)
      if (served === undefined) throw new Error(`${one.method} ${path} is not served`)
      const { dialect, operation, params } = served
      const { at, account, known } = record
      const context = { requestId: 'recorded', at, account }
      const asked: unknown[] = []
      const engine = {
        [record.call]: async (_account: unknown, input: unknown): Promise<Result<unknown>> => {
          asked.push(encode(input))
          return record.rejection === undefined
            ? { ok: true, value: decode(record.output) }
            : { ok: false, rejection: record.rejection as Rejection }
        },
      } as unknown as Engine
      const answer = await operation.run(
        {
          engine,
          sessions: {} as never,
          signIns: {} as never,
          auditTrail: {} as never,
          listen: {} as never,
          playground: {} as never,
          account,
          admitted: null,
          context,
        },
        wireRequest(each, known, params, at),
      )
      expect(asked).toEqual([record.input])
      const { status, body } = answer.ok
        ? { status: operation.status ?? 200, body: answer.value }
        : writeError(dialect.errors, answer.rejection, {
            ...context,
            lines: operation.lines ?? 'lines',
            operation: operation.name,
            path,
          })
      const text = operation.exactNumbers ? writeJson(body) : writePlainJson(body)
      expect(differences(fill(each.response, known), text, one), text).toEqual([])
      expect(status).toBe(one.status)
    },
  )
})

test('every exchange that reaches the engine is recorded', () => {
  const all = FAMILIES.flatMap(goldensOf)
  expect(all.filter((each) => each.engine !== undefined).length).toBeGreaterThan(all.length / 2)
})
