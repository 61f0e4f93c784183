/** Reading query parameters: as bodies are read, and a parameter sent twice is a fault that names it. */
import { accept, type FieldFault, type Result, refuse } from '../order/rejection.js'
import type { WireRequest } from './dialect.js'
import type { JsonValue } from './json.js'
import type { Reader } from './shape.js'

export function readQuery<T>(reader: Reader<T>, { query }: WireRequest): Result<T> {
  const { value, faults } = reader(query as { readonly [key: string]: JsonValue })
  const [fault] = faults
  if (fault === undefined) return accept(value)
  const named: FieldFault = Array.isArray(query[fault.path])
    ? { path: fault.path, problem: 'was sent more than once' }
    : fault
  return refuse({ kind: 'invalid_field', faults: [named] })
}

/** `a, b` as two entries; blanks around them and empty entries are nothing. */
export function listed(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}
