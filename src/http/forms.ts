/** Forms, in the encodings that clients use for them: multipart, URL-encoded, or the query string. */
import { accept, type Result, refuse } from '../order/rejection.js'
import { type JsonValue, textProblem } from '../wire/json.js'

/** The fields of a form; those of the body go before those of the query. Files are no fields. */
export async function readForm(
  body: Buffer | undefined,
  contentType: string | undefined,
  query: Readonly<Record<string, string | readonly string[]>>,
): Promise<Result<JsonValue>> {
  const fields: Record<string, string> = Object.create(null)
  for (const name in query) {
    const value = query[name]
    const last = typeof value === 'string' ? value : value?.at(-1)
    if (last !== undefined) fields[name] = last
  }
  if (body !== undefined && body.length > 0) {
    try {
      const type = contentType ?? 'application/x-www-form-urlencoded'
      const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
      for (const [name, value] of form) if (typeof value === 'string') fields[name] = value
    } catch {
      return refuse({ kind: 'unreadable_body', reason: 'the body is not a form of the type that it says' })
    }
  }
  for (const name in fields) {
    for (const text of [name, fields[name] ?? '']) {
      const problem = textProblem(text)
      if (problem !== null) return refuse({ kind: 'invalid_field', faults: [{ path: name, problem }] })
    }
  }
  return accept({ ...fields })
}
