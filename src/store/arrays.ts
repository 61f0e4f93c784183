/**
 * Array parameters. A JSON array of numbers, booleans, nulls or strings without control characters is, but for
 * its brackets, an array literal of PostgreSQL, and JSON.stringify is the fastest way to write one.
 */

export function numberArray(values: readonly (number | null)[]): string {
  return bracketed(JSON.stringify(values))
}

export function flagArray(values: readonly boolean[]): string {
  return bracketed(JSON.stringify(values))
}

/** Each element is itself JSON text, which has no raw control characters. */
export function documentArray(documents: readonly (string | null)[]): string {
  return bracketed(JSON.stringify(documents))
}

export function textArray(texts: readonly (string | null)[]): string {
  const json = JSON.stringify(texts)
  // JSON writes a control character as an escape, which PostgreSQL would read as a letter.
  if (json.includes('\\') && texts.some((text) => text !== null && hasControl(text))) {
    return `{${texts.map((text) => (text === null ? 'null' : quoted(text))).join(',')}}`
  }
  return bracketed(json)
}

function bracketed(json: string): string {
  return `{${json.slice(1, -1)}}`
}

function hasControl(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) < 0x20) return true
  }
  return false
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}
