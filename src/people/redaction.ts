/** What of a request or an answer goes on record: no secret, nothing personal, and not without end. */
import { OWN_PRIVATE_FIELDS } from '../wire/private-fields.js'

const SECRET = '[secret]'
const PERSONAL = '[personal]'
const CUT = '[cut]'

const lower = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()))
const SECRETS = lower(OWN_PRIVATE_FIELDS.secret)
const PERSONS = lower(OWN_PRIVATE_FIELDS.personal)

const MOST_DEPTH = 8
const MOST_ENTRIES = 100
const LONGEST_TEXT = 500
/** In characters of JSON. */
const LONGEST_DOCUMENT = 16_384

export function redacted(value: unknown): unknown {
  const kept = keep('', value, 0)
  if ((JSON.stringify(kept)?.length ?? 0) <= LONGEST_DOCUMENT) return kept ?? null
  // What it is about can still be told by its plain members.
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return CUT
  return Object.fromEntries(
    Object.entries(kept).map(([name, one]) => [name, typeof one === 'object' && one !== null ? CUT : one]),
  )
}

function keep(name: string, value: unknown, depth: number): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value
  if (typeof value === 'number') return value
  const known = name.toLowerCase()
  if (SECRETS.has(known)) return SECRET
  if (PERSONS.has(known)) return PERSONAL
  if (typeof value === 'string') return shown(known, value)
  if (typeof value !== 'object') return String(value)
  if (depth >= MOST_DEPTH) return CUT
  if (Array.isArray(value)) {
    const kept = value.slice(0, MOST_ENTRIES).map((one: unknown) => keep(name, one, depth + 1))
    return value.length > MOST_ENTRIES ? [...kept, CUT] : kept
  }
  // A number that is kept as its literal.
  if ('isLosslessNumber' in value) return String(value)
  const members = Object.entries(value)
  const kept = members.slice(0, MOST_ENTRIES).map(([key, one]) => [key, keep(key, one, depth + 1)] as const)
  return Object.fromEntries(members.length > MOST_ENTRIES ? [...kept, [CUT, true]] : kept)
}

/** An address may carry a secret behind its path. */
function shown(name: string, text: string): string {
  const plain = name.endsWith('url') ? (text.split(/[?#]/, 1)[0] ?? '') : text
  return plain.length > LONGEST_TEXT ? `${plain.slice(0, LONGEST_TEXT)}${CUT}` : plain
}
