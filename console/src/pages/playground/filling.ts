/** Placeholders of examples: `{{create-order.data.id}}` is a part of what the example create-order was answered. */

/** By the names of examples, and `credentials`. */
export type Known = Readonly<Record<string, unknown>>

const PLACEHOLDER = /"\{\{([^}]+)\}\}"|\{\{([^}]+)\}\}/g

/** What is not known yet stays as it is; a text of JSON that is nothing else becomes the value itself. */
export function fill(text: string, known: Known): string {
  return text.replace(PLACEHOLDER, (whole, alone?: string, within?: string) => {
    const value = valueAt(known, alone ?? within ?? '')
    if (value === undefined) return whole
    return alone === undefined ? String(value) : JSON.stringify(value)
  })
}

/** The examples whose answers are still missing. */
export function missingIn(text: string): readonly string[] {
  const names = [...text.matchAll(PLACEHOLDER)].map(
    ([, alone, within]) => (alone ?? within ?? '').split('.', 1)[0],
  )
  return [...new Set(names)].filter((name) => name !== undefined)
}

function valueAt(known: Known, path: string): unknown {
  let value: unknown = known
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  return value
}

/** The parts of a credential; null: the text is none. */
export function readParts(text: string): Readonly<Record<string, string>> | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, String(part)]))
  } catch {
    return null
  }
}
