/** Operations that need a further permission for some of what they can be asked for. */
import type { Permission } from '../../order/people-calls.js'
import { refuse } from '../../order/rejection.js'
import type { Operation } from '../../wire/dialect.js'
import { lacking } from '../roles.js'

export function needing(
  operation: Operation,
  /** What a body needs beyond the operation's own permission; null: nothing. It has not been read by its shape yet. */
  furtherOf: (body: Readonly<Record<string, unknown>>) => Permission | null,
): Operation {
  return {
    ...operation,
    run: async (running, request) => {
      const { admitted } = running
      const further = furtherOf((request.body ?? {}) as Readonly<Record<string, unknown>>)
      if (further !== null && admitted !== null && !admitted.may(further)) {
        return refuse(lacking(admitted.role, further))
      }
      return operation.run(running, request)
    },
  }
}
