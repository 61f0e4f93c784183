// Golden exchanges: `src/dialects/<vendor>/examples/<case>/` holds what is sent and answered (`request.json`,
// `response.json`), what the engine was asked and said in between (`engine.json`), and what the case is about
// (`case.json`).
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dialects } from '../../src/dialects/index.js'
import type { AccountContext } from '../../src/order/calls.js'
import type { Dialect, Operation, WireRequest } from '../../src/wire/dialect.js'
import { readJson } from '../../src/wire/json.js'
import type { UpstreamOutcome } from '../../src/wire/upstream.js'

export interface Case {
  title: string
  sentence: string
  method: string
  path: string
  headers: Record<string, string>
  status: number
  /** What it starts from; `after` names the cases that are sent before it. `new hub`: one that has had no order. */
  state: 'demo' | 'new hub'
  after?: string[]
  /** `exact`: every value. `shape`: every key, and the type of its value. */
  compare: 'exact' | 'shape'
  /** Keys that we print and the sample doesn't, as `data.list[].currencyCode`. */
  adds?: string[]
  /** Arrays whose order means nothing. */
  anyOrder?: string[]
  /** Arrays that may have no entry, although the sample shows the kind of one. */
  mayBeEmpty?: string[]
  /** Signed as the dialect's clients do, with the demo's credential and these parts besides. */
  signed?: Record<string, string>
  /** Who it is run as: all are served; an order is also placed by our client, on a stub that answers so. */
  side: ('server' | 'client')[]
  /** What our client makes of the answer. */
  outcome?: UpstreamOutcome
  /** The answer is also read by our client: as which exchange's, and what it makes of it. */
  reads?: Reading
  source: string
  mark: 'documented' | 'ours'
}

export interface Reading {
  exchange: 'find' | 'changes' | 'read' | 'trail' | 'cancel' | 'probe' | 'open'
  /** What was asked for, as far as the answer is read by it. */
  input?: unknown
  outcome?: unknown
}

/** What lay between request and answer when the case was recorded (RECORD=1 records anew). */
export interface EngineRecord {
  readonly call: string
  readonly input: unknown
  /** One of both. */
  readonly output?: unknown
  readonly rejection?: unknown
  readonly at: number
  readonly account: AccountContext
  /** What the placeholders of the case stood for. */
  readonly known: Readonly<Record<string, unknown>>
}

export interface Golden {
  readonly family: string
  readonly name: string
  readonly one: Case
  readonly request: string | undefined
  readonly response: string
  readonly engine: EngineRecord | undefined
}

/** Whether whoever comes after it could tell. */
export function changes({ after, method, status }: Case): boolean {
  return after !== undefined || (method !== 'GET' && status < 400)
}

/** A step over the native API, which other cases follow: it is sent and printed, and shows nothing of a dialect. */
export function isNative({ path }: Pick<Case, 'path'>): boolean {
  return path.startsWith('/v1/')
}

const DIALECTS = fileURLToPath(new URL('../../src/dialects/', import.meta.url))

export function pathOf(family: string, name: string, file: string): string {
  return join(DIALECTS, family, 'examples', name, file)
}

function textOf(family: string, name: string, file: string): string | undefined {
  try {
    return readFileSync(pathOf(family, name, file), 'utf8')
  } catch {
    return undefined
  }
}

export const FAMILIES: readonly string[] = [...new Set(dialects.map((one) => one.family))]

export function goldensOf(family: string): Golden[] {
  return readdirSync(join(DIALECTS, family, 'examples'))
    .sort()
    .map((name) => golden(family, name))
}

export function golden(family: string, name: string): Golden {
  const engine = textOf(family, name, 'engine.json')
  return {
    family,
    name,
    one: JSON.parse(textOf(family, name, 'case.json') ?? ''),
    request: textOf(family, name, 'request.json'),
    response: textOf(family, name, 'response.json') ?? '',
    engine: engine === undefined ? undefined : JSON.parse(engine),
  }
}

/**
 * `{{v2-create-order.data}}`: what an earlier case was answered; `{{credentials.accessToken}}`: the demo's. A JSON
 * string that is nothing else becomes the value itself, so that a file stays JSON where a number is meant.
 */
export function fill(text: string, known: Readonly<Record<string, unknown>>): string {
  return text.replace(/"\{\{([^}]+)\}\}"|\{\{([^}]+)\}\}/g, (_whole, alone?: string, within?: string) => {
    const path = alone ?? within ?? ''
    let value: unknown = known
    for (const key of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[key]
    if (value === undefined) throw new Error(`{{${path}}} stands for nothing that is known`)
    return alone === undefined ? String(value) : JSON.stringify(value)
  })
}

/** Which operation serves a path, and with which parameters; undefined: none. */
export function operationAt(
  family: string,
  method: string,
  path: string,
): { dialect: Dialect; operation: Operation; params: Record<string, string> } | undefined {
  for (const dialect of dialects.filter((one) => one.family === family)) {
    for (const operation of dialect.operations.filter((one) => one.method === method)) {
      for (const pattern of operation.paths) {
        const match = new RegExp(`^${pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`).exec(path)
        if (match !== null) return { dialect, operation, params: { ...match.groups } }
      }
    }
  }
  return undefined
}

/** The request as the pipeline hands it to the operation. */
export function wireRequest(
  { one, request }: Golden,
  known: Readonly<Record<string, unknown>>,
  params: Record<string, string>,
  at: number,
): WireRequest {
  const body = request === undefined ? undefined : readJson(Buffer.from(fill(request, known)))
  const query = new URL(fill(one.path, known), 'http://hub').searchParams
  return {
    params,
    query: Object.fromEntries(query),
    headers: {},
    address: '127.0.0.1',
    at,
    settings: null,
    body: body?.ok ? body.value : undefined,
  }
}

/** Maps and bytes as JSON, and back. */
export function encode(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, one) => {
      if (one instanceof Map) return { $map: [...one] }
      if (one?.type === 'Buffer') return { $base64: Buffer.from(one.data).toString('base64') }
      return one
    }),
  )
}

export function decode(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, one) => {
    if (Array.isArray(one?.$map)) return new Map(one.$map)
    return typeof one?.$base64 === 'string' ? Buffer.from(one.$base64, 'base64') : one
  })
}
