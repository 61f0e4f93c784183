// A person at a browser: signs in, keeps the cookie, and sends what is asked of a page that is the hub's own.
import type { Role } from '../../src/order/people-calls.js'
import type { TestHub } from '../support/hub.js'
import { type Answer, type Body, call, type NativeClient } from './native-client.js'

export const PASSWORD = 'horse staple 9'

export interface Browser {
  readonly cookie: string
  readonly csrfToken: string
  get(path: string): Promise<Answer>
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

export async function makeUser(client: NativeClient, username: string, role: Role): Promise<void> {
  const made = await client.post('/v1/users', { username, role, password: PASSWORD })
  if (made.status !== 201) throw new Error(made.text)
}

/** As it is asked and answered, whatever comes of it. */
export function signIn(
  hub: TestHub,
  username: string,
  password: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return call(hub, '/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ username, password }),
  })
}

export async function signedIn(hub: TestHub, username: string, password = PASSWORD): Promise<Browser> {
  const answer = await signIn(hub, username, password)
  if (answer.status !== 200) throw new Error(answer.text)
  return browserOf(hub, cookieOf(answer), String(answer.body.csrfToken))
}

export function cookieOf(answer: Answer): string {
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

function browserOf(hub: TestHub, cookie: string, csrfToken: string): Browser {
  const send: Browser['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(hub.url + path, {
      method,
      headers: {
        cookie,
        ...(method === 'GET' ? {} : { 'x-csrf-token': csrfToken }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    // A stream does not end by itself.
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
    if (isStream) await response.body?.cancel()
    const text = isStream ? '' : await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    const parsed = (isJson ? JSON.parse(text) : {}) as Body
    return { status: response.status, headers: response.headers, text, body: parsed }
  }
  return { cookie, csrfToken, get: (path) => send('GET', path), send }
}

/** A user's name as they sign in to a tenant that is not the hub's first. */
export async function at(hub: TestHub, client: NativeClient, username: string): Promise<string> {
  const { rows } = await hub.pool.query<{ name: string }>('select name from tenants where tenant_id = $1', [
    client.tenantId,
  ])
  return `${username}@${rows[0]?.name}`
}
