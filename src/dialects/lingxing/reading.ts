/** Reads a body by its shape: an absent one counts as empty, and every fault is told. */
import type { Static, TSchema } from 'typebox'
import { accept, type FieldFault, type Result, refuse } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { compileReader } from '../../wire/shape.js'

/** `check` says what the fields are not together. */
export function bodyReader<S extends TSchema>(
  shape: S,
  check: (value: Static<S>) => readonly FieldFault[] = () => [],
): (request: Pick<WireRequest, 'body'>) => Result<Static<S>> {
  const read = compileReader(shape)
  return ({ body }) => {
    const { value, faults } = read(body ?? {})
    const [first, ...others] = faults.length > 0 ? faults : check(value)
    return first === undefined ? accept(value) : refuse({ kind: 'invalid_field', faults: [first, ...others] })
  }
}
