/**
 * Golden exchanges: every dialect's `examples/<case>` is sent as it stands to a hub of its own, and the answer is
 * held against the printed one. `case.json` says which values can't be equal, such as ids and times.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { dialects } from '../../src/dialects/index.js'
import { type DemoHub, startDemoHub } from '../support/demo-hub.js'
import { differences } from '../support/printed.js'

interface Case {
  title: string
  method: string
  path: string
  headers: Record<string, string>
  status: number
  /** The state in which it starts; `after` names the cases that are sent before it. */
  state: 'demo'
  after?: string[]
  /** `exact`: every value. `shape`: every key, and the type of its value. */
  compare: 'exact' | 'shape'
  /** Keys that we print and the sample doesn't, as `data.list[].currencyCode`. */
  adds?: string[]
  /** Arrays whose order means nothing. */
  anyOrder?: string[]
  /** Signed as the dialect's clients do, with the demo's credential and these parts besides. */
  signed?: Record<string, string>
}

const DIALECTS = fileURLToPath(new URL('../../src/dialects/', import.meta.url))

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory).sort()
  } catch {
    return []
  }
}

function readText(...path: string[]): string | undefined {
  try {
    return readFileSync(join(DIALECTS, ...path), 'utf8')
  } catch {
    return undefined
  }
}

let hub: DemoHub | undefined
let isTouched = false

async function closeHub(): Promise<void> {
  await hub?.close()
  hub = undefined
}

// Reading changes nothing, nor does a refusal: only after other cases is a fresh hub needed.
afterEach(() => (isTouched ? closeHub() : undefined))
afterAll(closeHub)

for (const dialect of readdirSync(DIALECTS)) {
  const names = entriesOf(join(DIALECTS, dialect, 'examples'))
  if (names.length === 0) continue
  const caseOf = (name: string): Case => JSON.parse(readText(dialect, 'examples', name, 'case.json') ?? '')

  describe(dialect, () => {
    test.each(names.map((name) => [name, caseOf(name).title]))('%s: %s', async (name) => {
      const one = caseOf(name)
      isTouched = one.after !== undefined || (one.method !== 'GET' && one.status < 400)
      hub ??= await startDemoHub()
      const known = new Map<string, unknown>([['credentials', hub.credentials[dialect]]])
      for (const earlier of one.after ?? []) {
        known.set(earlier, JSON.parse((await send(dialect, earlier, caseOf(earlier), known)).text))
      }
      const answer = await send(dialect, name, one, known)
      const printed = fill(readText(dialect, 'examples', name, 'response.json') ?? '', known)
      expect(differences(printed, answer.text, one), answer.text).toEqual([])
      expect(answer.status).toBe(one.status)
      expect(answer.type).toBe('application/json; charset=utf-8')
    })
  })
}

async function send(dialect: string, name: string, one: Case, known: ReadonlyMap<string, unknown>) {
  const template = readText(dialect, 'examples', name, 'request.json')
  const body = template === undefined ? undefined : fill(template, known)
  const filled = (texts: Record<string, string>) =>
    Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, fill(value, known)]))
  const [path = '', query = ''] = fill(one.path, known).split('?')
  const parameters = new URLSearchParams(query)
  const headers = filled(one.headers)
  if (one.signed !== undefined) {
    const credential = { ...(known.get('credentials') as Record<string, string>), ...filled(one.signed) }
    const outgoing = { query: Object.fromEntries(parameters), body: body ?? '' }
    const { auth } = dialects.find((each) => each.family === dialect) ?? {}
    const signature = auth?.sign(credential, outgoing, Date.now())
    Object.assign(headers, signature?.headers)
    for (const [key, value] of Object.entries(signature?.query ?? {})) parameters.set(key, value)
  }
  const search = parameters.size === 0 ? '' : `?${one.signed === undefined ? query : parameters}`
  const response = await fetch(`${hub?.hub.url}${path}${search}`, {
    method: one.method,
    headers,
    ...(body === undefined ? {} : { body }),
  })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

/**
 * `{{v2-create-order.data}}`: what an earlier case was answered; `{{credentials.accessToken}}`: the demo's. A JSON
 * string that is nothing else becomes the value itself, so that a file stays JSON where a number is meant.
 */
function fill(text: string, known: ReadonlyMap<string, unknown>): string {
  return text.replace(/"\{\{([^}]+)\}\}"|\{\{([^}]+)\}\}/g, (_whole, alone?: string, within?: string) => {
    const path = alone ?? within ?? ''
    const [root = '', ...keys] = path.split('.')
    let value = known.get(root)
    for (const key of keys) value = (value as Record<string, unknown> | undefined)?.[key]
    if (value === undefined) throw new Error(`{{${path}}} stands for nothing that is known`)
    return alone === undefined ? String(value) : JSON.stringify(value)
  })
}
