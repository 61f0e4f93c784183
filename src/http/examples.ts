/** The golden exchanges of the dialects, as they lie beside their code: read once, when somebody asks. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dialect } from '../wire/dialect.js'
import type { Example } from '../wire/playground.js'
import { operationAt } from './routes.js'

interface Case {
  readonly title: string
  readonly sentence: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly signed?: Readonly<Record<string, string>>
  readonly after?: readonly string[]
}

/** Where there are none, it has none. */
export async function readExamples(directory: string, dialects: readonly Dialect[]): Promise<Example[]> {
  const families = [...new Set(dialects.map((one) => one.family))]
  const all = await Promise.all(
    families.map(async (family) => {
      const folder = join(directory, family, 'examples')
      const names = await readdir(folder).catch(() => [])
      const found = await Promise.all(
        names.sort().map((name) => readExample(join(folder, name), name, dialects)),
      )
      return found.filter((one) => one !== null)
    }),
  )
  return all.flat()
}

/** Null: it is a step over the native API. */
async function readExample(
  folder: string,
  name: string,
  dialects: readonly Dialect[],
): Promise<Example | null> {
  const one = JSON.parse(await readFile(join(folder, 'case.json'), 'utf8')) as Case
  const served = operationAt(dialects, one.method, one.path.split('?', 1)[0] ?? '')
  if (served === null) return null
  const body = await readFile(join(folder, 'request.json'), 'utf8').catch(() => null)
  const { title, sentence, method, path, headers, signed, after = [] } = one
  // A token that stands where it belongs is what signing writes; one that does not is what the example is about.
  const carries = Object.entries(headers).some(([, value]) => /^Bearer \{\{credentials\.\w+\}\}$/.test(value))
  return {
    ...{ name, title, sentence, method, path, after, body },
    dialect: served.dialect.name,
    operation: served.operation?.name ?? null,
    contentType: headers['Content-Type'] ?? 'application/json',
    session: signed ?? {},
    isSigned: signed !== undefined || carries,
  }
}
