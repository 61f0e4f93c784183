/** A shape as plain JSON Schema: the notes that only our reader knows become sentences of its description. */
import type { TSchema } from 'typebox'
import type { FieldNotes } from '../../wire/shape.js'

export interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly [keyword: string]: unknown
}

/** What a shape may hold: JSON Schema's words, and our notes. */
type NotedSchema = Schema & FieldNotes

export function schemaOf(shape: TSchema): Schema {
  return plain(shape as NotedSchema)
}

function plain(noted: NotedSchema): Schema {
  const { aliases, blankIsAbsent, fromText, anyCase, check, identifier, digits, nullable, ...schema } = noted
  const notes = sentences(noted)
  const description = [sentence(schema.description), ...notes].filter((text) => text !== '').join(' ')
  const kept: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(schema)) kept[keyword] = withoutNotes(keyword, value)
  if (description !== '') kept.description = description
  if (nullable && typeof schema.type === 'string') kept.type = [schema.type, 'null']
  return kept
}

/** Only below some keywords lie schemas; a property may well be called `check`. */
function withoutNotes(keyword: string, value: unknown): unknown {
  switch (keyword) {
    case 'properties':
    case 'patternProperties':
    case '$defs':
      return Object.fromEntries(
        Object.entries(value as Record<string, NotedSchema>).map(([name, one]) => [name, plain(one)]),
      )
    case 'items':
    case 'additionalProperties':
    case 'not':
      return typeof value === 'object' ? plain(value as NotedSchema) : value
    case 'anyOf':
    case 'oneOf':
    case 'allOf':
    case 'prefixItems':
      return (value as NotedSchema[]).map(plain)
    default:
      return value
  }
}

/** That blank text counts as absent is nearly everywhere so: the document's introduction says it once. */
function sentences({ type, aliases, fromText, anyCase, identifier, digits }: NotedSchema): string[] {
  const notes: string[] = []
  if (digits !== undefined) notes.push(`At most ${digits[0]} digits and ${digits[1]} decimals.`)
  if (aliases !== undefined && aliases.length > 0) {
    notes.push(`Also read as ${aliases.map((name) => `\`${name}\``).join(', ')}.`)
  }
  if (anyCase) notes.push('In any case.')
  if (fromText) notes.push(type === 'string' ? 'May be sent as a number.' : 'May be sent as text.')
  if (identifier) notes.push('No control characters.')
  return notes
}

function sentence(description: string | undefined): string {
  return description === undefined || /[.!?]$/.test(description) ? (description ?? '') : `${description}.`
}
