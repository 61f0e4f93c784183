/** The one way to the hub: JSON over fetch, with the session's cookie, its CSRF token, and refusals as values. */
import { hubHeard, hubLost } from './heard.js'
import type { Session } from './types.js'
import { answered, keyFor, wordsOf } from './unanswered.js'

export interface Problem {
  /** 0: the hub was not reached. */
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly field: string | null
  readonly retryAfterSeconds: number | null
  /** Its kind, and what the detail says by name; null: it is no refusal of the hub's. */
  readonly refusal: string | null
  readonly parameters: Readonly<Record<string, unknown>>
  /** Each field at fault. */
  readonly errors: readonly { readonly field: string; readonly detail: string }[]
}

/** What was never answered by the hub, or is found by the console itself. */
export function ownProblem(code: string, status = 0): Problem {
  return { ...NOTHING_SAID, status, code }
}

const NOTHING_SAID = {
  detail: '',
  field: null,
  retryAfterSeconds: null,
  refusal: null,
  parameters: {},
  errors: [],
} as const

export class Refused extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** The one whose pages are shown. */
let shown: Session | null = null

interface SessionWatch {
  /** The hub no longer knows the session. */
  ended(): void
  /** Somebody else has signed in with this browser, in another page of it. */
  another(session: Session): void
}

let watch: SessionWatch = { ended: () => {}, another: () => {} }

export function watchSession(watching: SessionWatch): void {
  watch = watching
}

/** Null: nobody has signed in. Somebody else than before is told to the watch, and nothing is sent in their name. */
export async function readSession(): Promise<Session | null> {
  try {
    return keep(await send<Session>('GET', '/v1/session'))
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 401) return null
    throw error
  }
}

export async function signIn(username: string, password: string): Promise<Session> {
  return keep(await send<Session>('POST', '/v1/session', { username, password }))
}

/** Whoever is signed out already, is signed out. */
export async function signOut(): Promise<void> {
  try {
    await inOwnName(() => send('DELETE', '/v1/session'))
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.status !== 401) throw error
  }
}

function keep(found: Session): Session {
  if (shown !== null && !isSamePerson(shown, found)) {
    watch.another(found)
    throw new Refused(ownProblem('another_person'))
  }
  shown = found
  return found
}

function isSamePerson({ user: one }: Session, { user: other }: Session): boolean {
  return one.tenant === other.tenant && one.username === other.username
}

export function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  return guarded(() => send<T>('GET', path, undefined, { signal }))
}

/**
 * A body that is a file is sent as it is. `key` tells a repeated change from a second one: what got no answer is sent
 * with the key that it had, whoever sends it again.
 */
export function change<T>(method: Method, path: string, body?: unknown, key?: string): Promise<T> {
  return guarded(async () => {
    if (key === undefined) return inOwnName(() => send<T>(method, path, body))
    const words = wordsOf(method, path, body)
    const sent = keyFor(words, key, Date.now())
    try {
      const answer = await inOwnName(() => send<T>(method, path, body, { key: sent }))
      answered(words)
      return answer
    } catch (error) {
      if (error instanceof Refused && isAnswer(error.problem)) answered(words)
      throw error
    }
  })
}

/** Nothing was done, and nothing will be: any other failure may have come after the deed. */
export function isAnswer({ status }: Problem): boolean {
  return status >= 400 && status < 500
}

/** Once more, if another page of this browser has opened a new session for the same person. */
async function inOwnName<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.code !== 'csrf') throw error
    if ((await readSession()) === null) throw new Refused(ownProblem('not_authenticated', 401))
    return call()
  }
}

async function guarded<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 401) watch.ended()
    throw error
  }
}

/** For `change`; not `randomUUID`, which pages without TLS lack. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A file, as it comes in. */
export function download(path: string, signal: AbortSignal): Promise<Response> {
  return guarded(async () => {
    const response = await ask('GET', path, { signal }, signal)
    if (!response.ok) throw new Refused(await problemOf(response))
    return response
  })
}

/** A path with its query; what is undefined or empty is left out. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

/** How long an answer may take; a file takes as long as it does. */
const ANSWERED_WITHIN_MS = 30_000

interface Sending {
  readonly signal?: AbortSignal | undefined
  readonly key?: string | undefined
}

async function send<T>(method: Method, path: string, body?: unknown, sending: Sending = {}): Promise<T> {
  const { signal, key } = sending
  const isFile = body instanceof Blob
  const late = isFile ? [] : [AbortSignal.timeout(ANSWERED_WITHIN_MS)]
  const response = await ask(
    method,
    path,
    {
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': isFile ? 'text/csv' : 'application/json' }),
        ...(method !== 'GET' && shown !== null && { 'x-csrf-token': shown.csrfToken }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: isFile ? body : JSON.stringify(body) }),
      signal: AbortSignal.any([...(signal === undefined ? [] : [signal]), ...late]),
    },
    signal,
  )
  if (!response.ok) throw new Refused(await problemOf(response))
  return (response.status === 204 ? undefined : await bodyOf(response, signal)) as T
}

/** `given`: the caller's own signal, whose end is no failure. */
async function ask(
  method: Method,
  path: string,
  options: RequestInit,
  given: AbortSignal | undefined,
): Promise<Response> {
  try {
    const response = await fetch(path, { method, credentials: 'same-origin', ...options })
    // A proxy in front of it may say that it isn't there.
    if (response.status < 500) hubHeard()
    return response
  } catch (error) {
    if (given?.aborted === true) throw error
    hubLost()
    throw new Refused(ownProblem('unreachable'))
  }
}

/** A proxy's page, or an answer that was cut off, is none of the hub's. */
async function bodyOf(response: Response, given: AbortSignal | undefined): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    if (given?.aborted === true) throw error
    throw new Refused(ownProblem('broken_answer'))
  }
}

async function problemOf(response: Response): Promise<Problem> {
  return {
    ...NOTHING_SAID,
    code: 'unknown',
    retryAfterSeconds: Number(response.headers.get('retry-after')) || null,
    ...(await saidIn(response)),
    status: response.status,
  }
}

async function saidIn(response: Response): Promise<Partial<Problem>> {
  try {
    const said: unknown = await response.json()
    const { code } = (said ?? {}) as { readonly code?: unknown }
    if (typeof code === 'string') return said as Partial<Problem>
  } catch {
    // A proxy's page: its status is all there is to say.
  }
  return {}
}
