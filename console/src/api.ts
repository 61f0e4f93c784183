/** The one way to the hub: JSON over fetch, with the session's cookie, its CSRF token, and refusals as values. */
import type { Session } from './types'

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

let csrfToken: string | null = null
let onSignedOut: () => void = () => {}

/** Called when the hub no longer knows the session. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener
}

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

export async function signOut(): Promise<void> {
  await send('DELETE', '/v1/session')
  csrfToken = null
}

function keep(session: Session): Session {
  csrfToken = session.csrfToken
  return session
}

export function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  return guarded(() => send<T>('GET', path, undefined, { signal }))
}

/**
 * A body that is a file is sent as it is. `key` tells a repeated change from a second one: give the same one again
 * when the answer was lost.
 */
export function change<T>(method: Method, path: string, body?: unknown, key?: string): Promise<T> {
  return guarded(async () => {
    try {
      return await send<T>(method, path, body, { key })
    } catch (error) {
      // Another page of this browser has signed in anew.
      if (!(error instanceof Refused) || error.problem.code !== 'csrf') throw error
      if ((await readSession()) === null) throw error
      return send<T>(method, path, body, { key })
    }
  })
}

async function guarded<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 401) onSignedOut()
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
    const response = await ask('GET', path, { signal })
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

interface Sending {
  readonly signal?: AbortSignal | undefined
  readonly key?: string | undefined
}

async function send<T>(method: Method, path: string, body?: unknown, sending: Sending = {}): Promise<T> {
  const { signal, key } = sending
  const isFile = body instanceof Blob
  const response = await ask(method, path, {
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': isFile ? 'text/csv' : 'application/json' }),
      ...(method !== 'GET' && csrfToken !== null && { 'x-csrf-token': csrfToken }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: isFile ? body : JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  })
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T
  throw new Refused(await problemOf(response))
}

async function ask(method: Method, path: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { method, credentials: 'same-origin', ...options })
  } catch (error) {
    if (options.signal?.aborted === true) throw error
    throw new Refused(ownProblem('unreachable'))
  }
}

async function problemOf(response: Response): Promise<Problem> {
  let said: Partial<Problem> = {}
  try {
    said = (await response.json()) as Partial<Problem>
  } catch {
    // A proxy's page: its status is all there is to say.
  }
  return {
    ...NOTHING_SAID,
    ...said,
    status: response.status,
    code: said.code ?? 'unknown',
    retryAfterSeconds: said.retryAfterSeconds ?? (Number(response.headers.get('retry-after')) || null),
  }
}
