/**
 * Reads a request against a schema. One TypeBox schema is the type, the check and the OpenAPI entry of a shape;
 * this reader, and not a general validator, checks it, since wire compatibility needs what those don't do:
 * faults in the order of the vendor's tables, at the path as the caller spelled it, several spellings of one
 * field, numbers sent as text, and unknown fields kept. See docs/decisions/0005.
 */

import { isDeepStrictEqual } from 'node:util'
import { isLosslessNumber } from 'lossless-json'
import type { Static, TSchema } from 'typebox'
import type { FieldFault } from '../order/rejection.js'
import { childPath, type JsonValue } from './json.js'

/** What a schema may say beyond JSON Schema's own words. */
export type FieldNotes = {
  /** Other spellings under which clients send the field. */
  readonly aliases?: readonly string[]
  /** Text that is empty or blank counts as absent: null and "" too. */
  readonly blankIsAbsent?: boolean
  /** A whole number may come as text, or as 2.0. */
  readonly fromText?: boolean
  /** Listed values match whatever their case; the listed spelling is read. */
  readonly anyCase?: boolean
  /** A check of its own: what is wrong with the value, or null. */
  readonly check?: (value: string) => string | null
  /** Of an amount: how many digits may stand before and behind its point. */
  readonly digits?: readonly [whole: number, places: number]
  /** Control characters are refused: the text is a number or code, not prose. */
  readonly identifier?: boolean
  /** Null is a value of its own, and not the field's absence. */
  readonly nullable?: boolean
}

/** A shape that has been read: canonical names, and what else the request carried, by its path. */
export interface Reading<T> {
  readonly value: T
  readonly extra: Readonly<Record<string, unknown>> | null
  readonly faults: readonly FieldFault[]
}

export type Reader<T> = (input: JsonValue | undefined) => Reading<T>

/** At most this many faults are told of one request. */
const MOST_FAULTS = 50

export function compileReader<S extends TSchema>(schema: S): Reader<Static<S>> {
  const read = compile(schema as AnySchema)
  return (input) => {
    const state: State = { faults: [], extra: null }
    const value = read(input, '', state)
    return { value: value as Static<S>, extra: state.extra, faults: state.faults }
  }
}

interface State {
  faults: FieldFault[]
  extra: Record<string, unknown> | null
}

type Read = (value: JsonValue | undefined, path: string, state: State) => unknown

/** The part of JSON Schema that shapes are made of. */
interface AnySchema extends FieldNotes {
  readonly type?: string
  readonly properties?: Readonly<Record<string, AnySchema>>
  readonly required?: readonly string[]
  readonly items?: AnySchema
  readonly enum?: readonly string[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
}

function compile(schema: AnySchema): Read {
  switch (schema.type) {
    case 'object':
      return schema.properties === undefined ? readAnyObject : compileObject(schema, schema.properties)
    case 'array':
      return compileArray(schema)
    case 'string':
      return compileText(schema)
    case 'integer':
      return compileWholeNumber(schema)
    case 'number':
      return compileAmount(schema)
    case 'boolean':
      return compileFlag(schema)
    default:
      return (value) => value
  }
}

function fault(
  state: State,
  path: string,
  problem: string,
  rule: NonNullable<FieldFault['rule']> = 'value',
  limit?: number,
): undefined {
  if (state.faults.length < MOST_FAULTS) {
    state.faults.push({ path, problem, rule, ...(limit === undefined ? {} : { limit }) })
  }
  return undefined
}

function compileObject(schema: AnySchema, properties: Readonly<Record<string, AnySchema>>): Read {
  const required = new Set(schema.required ?? [])
  const fields = Object.entries(properties).map(([name, field]) => ({
    name,
    spellings: [name, ...(field.aliases ?? [])],
    required: required.has(name),
    blankIsAbsent: field.blankIsAbsent === true,
    nullable: field.nullable === true,
    read: compile(field),
  }))
  const known = new Set(fields.flatMap((field) => field.spellings))
  return (input, path, state) => {
    if (!isObject(input)) return fault(state, path, `must be an object, but is ${describe(input)}`, 'type')
    const value: Record<string, unknown> = {}
    for (const field of fields) {
      const name = pick(input, field.spellings, field.blankIsAbsent, path, state)
      if (name === null) continue
      const sent = input[name]
      if (sent === null && field.nullable) {
        value[field.name] = null
        continue
      }
      if (isAbsent(sent, field.blankIsAbsent)) {
        if (field.required) fault(state, childPath(path, name), absence(sent), 'required')
        continue
      }
      value[field.name] = field.read(sent, childPath(path, name), state)
    }
    for (const name in input) {
      if (known.has(name)) continue
      state.extra ??= {}
      state.extra[childPath(path, name)] = plain(input[name])
    }
    return value
  }
}

/** The spelling that was sent, or the canonical one; null if two differ, which is then a fault. */
function pick(
  input: { readonly [key: string]: JsonValue },
  spellings: readonly string[],
  blankIsAbsent: boolean,
  path: string,
  state: State,
): string | null {
  let found: string | undefined
  for (const name of spellings) {
    const value = input[name]
    if (value === undefined) continue
    if (found === undefined || isAbsent(input[found], blankIsAbsent)) {
      found = name
    } else if (!isAbsent(value, blankIsAbsent) && !isDeepStrictEqual(input[found], value)) {
      fault(state, childPath(path, name), `differs from ${childPath(path, found)}: send one of the two`)
      return null
    }
  }
  return found ?? spellings[0] ?? ''
}

function isAbsent(value: JsonValue | undefined, blankIsAbsent: boolean): boolean {
  if (value === undefined || value === null) return true
  return blankIsAbsent && typeof value === 'string' && value.trim() === ''
}

function absence(value: JsonValue | undefined): string {
  if (value === undefined) return 'is required, but is missing'
  return value === null ? 'is required, but is null' : 'is required, but is empty'
}

function compileArray(schema: AnySchema): Read {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema
  const readItem = compile(schema.items ?? {})
  return (value, path, state) => {
    if (!Array.isArray(value))
      return fault(state, path, `must be an array, but is ${describe(value)}`, 'type')
    if (value.length < minItems)
      return fault(
        state,
        path,
        `must have at least ${minItems} ${minItems === 1 ? 'entry' : 'entries'}`,
        'required',
      )
    if (value.length > maxItems) {
      return fault(
        state,
        path,
        `has ${value.length} entries, more than the limit of ${maxItems}`,
        'length',
        maxItems,
      )
    }
    return value.map((item: JsonValue, index) => {
      const at = `${path}[${index}]`
      return item === null ? fault(state, at, 'must not be null', 'required') : readItem(item, at, state)
    })
  }
}

function compileText(schema: AnySchema): Read {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, check, identifier, fromText } = schema
  const choices = schema.enum
  const lower = new Map(choices?.map((choice) => [choice.toLowerCase(), choice]))
  return (sent, path, state) => {
    // A code that looks like a number is often sent as one.
    const value = fromText ? digitsOf(sent) : sent
    if (typeof value !== 'string')
      return fault(state, path, `must be a string, but is ${describe(value)}`, 'type')
    if (choices !== undefined) {
      const choice = schema.anyCase ? lower.get(value.toLowerCase()) : choices.find((one) => one === value)
      if (choice !== undefined) return choice
      return fault(state, path, `is ${describe(value)}, but must be one of ${choices.join(', ')}`)
    }
    // Length is counted in characters, not in UTF-16 units; only a long text needs the count.
    if (value.length > maxLength) {
      const length = [...value].length
      if (length > maxLength) {
        return fault(
          state,
          path,
          `is ${length} characters long, more than the limit of ${maxLength}`,
          'length',
          maxLength,
        )
      }
    }
    if (value.length < minLength)
      return fault(
        state,
        path,
        `must have at least ${minLength} ${minLength === 1 ? 'character' : 'characters'}`,
        'length',
      )
    if (identifier && hasControl(value)) return fault(state, path, 'contains a control character')
    const problem = check?.(value) ?? null
    return problem === null ? value : fault(state, path, problem)
  }
}

/** A whole number as its digits, however many; anything else as it is. */
function digitsOf(sent: JsonValue | undefined): JsonValue | undefined {
  if (Number.isSafeInteger(sent)) return String(sent)
  return isLosslessNumber(sent) && /^\d+$/.test(sent.value) ? sent.value : sent
}

function compileWholeNumber(schema: AnySchema): Read {
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER, fromText } = schema
  return (sent, path, state) => {
    const value =
      fromText && typeof sent === 'string' && /^-?\d{1,16}$/.test(sent.trim()) ? Number(sent) : sent
    if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum)
      return value
    return fault(
      state,
      path,
      `is ${describe(sent)}, but must be a whole number from ${minimum} to ${maximum}`,
      typeof value === 'number' ? 'value' : 'type',
    )
  }
}

/** Read as its literal, since amounts are never floats. */
function compileAmount({ digits: [whole, places] = [15, 4], fromText }: AnySchema): Read {
  const pattern = new RegExp(`^\\d{1,${whole}}(\\.\\d{1,${places}})?$`)
  const problem = `must be a number from 0 with at most ${whole} digits and ${places} decimals`
  return (sent, path, state) => {
    const isNumber = typeof sent === 'number' || isLosslessNumber(sent)
    const literal = isNumber ? String(sent) : fromText && typeof sent === 'string' ? sent.trim() : null
    if (literal !== null && pattern.test(literal)) return literal
    return fault(state, path, `${problem}, but is ${describe(sent)}`, literal === null ? 'type' : 'value')
  }
}

function compileFlag(schema: AnySchema): Read {
  return (sent, path, state) => {
    if (typeof sent === 'boolean') return sent
    if (schema.fromText && (sent === 'true' || sent === 'false')) return sent === 'true'
    return fault(state, path, `must be true or false, but is ${describe(sent)}`, 'type')
  }
}

const readAnyObject: Read = (value, path, state) =>
  isObject(value) ? plain(value) : fault(state, path, `must be an object, but is ${describe(value)}`, 'type')

function isObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value)
}

/** A value as it is told to the caller: short, and without nested content. */
export function describe(value: JsonValue | undefined): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (isLosslessNumber(value)) return shorten(value.toString())
  if (typeof value === 'object') return 'an object'
  return typeof value === 'string' ? `"${shorten(value)}"` : String(value)
}

function shorten(text: string): string {
  const characters = [...text.slice(0, 100)]
  return characters.length > 40 ? `${characters.slice(0, 40).join('')}…` : characters.join('')
}

/** Numbers beyond a double are kept as text. */
function plain(value: JsonValue | undefined): unknown {
  if (isLosslessNumber(value)) return value.toString()
  if (Array.isArray(value)) return value.map(plain)
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]))
  return value
}

function hasControl(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x20 || code === 0x7f) return true
  }
  return false
}
