// People sign in: what the cookie is like, what a page must prove, and when there is no way in.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.js'
import { call, clientOf, type NativeClient, openTenant } from './native-client.js'
import { at, cookieOf, makeUser, PASSWORD, signedIn, signIn } from './sign-in-client.js'

let hub: TestHub
let client: NativeClient
let ann: string

beforeAll(async () => {
  hub = await startTestHub({ trustedProxies: ['127.0.0.0/8'] })
})
afterAll(() => hub.close())
beforeEach(async () => {
  client = await openTenant(hub)
  await makeUser(client, 'ann', 'operator')
  ann = await at(hub, client, 'ann')
})

test('whoever signs in is told who they are, and is who they are until they sign out', async () => {
  const answer = await signIn(hub, ann, PASSWORD)
  expect(answer.status).toBe(200)
  const tenant = ann.split('@')[1]
  const user = { username: 'ann', role: 'operator', tenant }
  expect(answer.body).toEqual({ user, csrfToken: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const browser = await signedIn(hub, ann)
  const known = await browser.get('/v1/session')
  expect([known.status, known.body]).toEqual([200, { user, csrfToken: browser.csrfToken }])
  expect((await browser.get('/v1/orders')).status).toBe(200)
  const gone = await browser.send('DELETE', '/v1/session')
  expect([gone.status, gone.text]).toEqual([204, ''])
  expect(gone.headers.get('set-cookie')).toMatch(/^entrepot_session=; Path=\/; Max-Age=0; HttpOnly/)
  for (const path of ['/v1/session', '/v1/orders']) {
    const after = await browser.get(path)
    expect([after.status, after.body.code]).toEqual([401, 'not_authenticated'])
  }
})

test('the cookie is for this site alone, out of scripts’ reach, and for TLS alone behind a proxy that has it', async () => {
  const plain = (await signIn(hub, ann, PASSWORD)).headers.get('set-cookie') ?? ''
  expect(plain).toMatch(/^entrepot_session=[\w]{30,60}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/)
  const secure = await signIn(hub, ann, PASSWORD, { 'x-forwarded-proto': 'https' })
  expect(secure.headers.get('set-cookie')).toMatch(/; SameSite=Strict; Secure$/)
  const strict = await startTestHub()
  try {
    const other = await openTenant(strict)
    await makeUser(other, 'ann', 'admin')
    const unbelieved = await signIn(strict, 'ann', PASSWORD, { 'x-forwarded-proto': 'https' })
    expect(unbelieved.status).toBe(200)
    expect(unbelieved.headers.get('set-cookie')).not.toContain('Secure')
  } finally {
    await strict.close()
  }
})

test('a change needs the token that only the hub’s own page knows', async () => {
  const browser = await signedIn(hub, ann)
  const other = await signedIn(hub, ann)
  const place = { name: 'Main', country: 'US' }
  for (const token of ['', 'x', other.csrfToken]) {
    const answer = await browser.send('DELETE', '/v1/session', undefined, { 'x-csrf-token': token })
    expect([answer.status, answer.body.code]).toEqual([403, 'csrf'])
  }
  const without = await call(hub, '/v1/stock-locations/MAIN', {
    method: 'PUT',
    headers: { cookie: browser.cookie, 'content-type': 'application/json' },
    body: JSON.stringify(place),
  })
  expect([without.status, without.body.code]).toEqual([403, 'csrf'])
  expect((await browser.get('/v1/session')).status).toBe(200)
})

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'nobody is signed in by a form of another site: %s',
  async (type) => {
    const answer = await signIn(hub, ann, PASSWORD, { 'content-type': type })
    expect([answer.status, answer.body.code]).toEqual([403, 'csrf'])
    expect(answer.headers.get('set-cookie')).toBeNull()
  },
)

test('a wrong name, a wrong password and a user who is off are told alike', async () => {
  await makeUser(client, 'off', 'operator')
  await client.patch('/v1/users/off', { enabled: false })
  const off = await at(hub, client, 'off')
  const nobody = await at(hub, client, 'nobody')
  const answers = [
    await signIn(hub, ann, 'not the password'),
    await signIn(hub, nobody, PASSWORD),
    await signIn(hub, 'ann@no such tenant', PASSWORD),
    await signIn(hub, off, PASSWORD),
  ]
  for (const { status, body, headers } of answers) {
    expect(status).toBe(401)
    expect(body).toEqual(answers[0]?.body)
    expect(headers.get('set-cookie')).toBeNull()
  }
})

test('a name and a password are read in any case and composition, and a stray blank is no other name', async () => {
  await client.post('/v1/users', { username: 'Zoë', role: 'admin', password: 'pässwörter' })
  const zoe = await at(hub, client, ' ZOË')
  expect((await signIn(hub, zoe, 'pässwörter'.normalize('NFD'))).status).toBe(200)
  expect((await client.get(`/v1/users/${encodeURIComponent('zoë')}`)).body).toMatchObject({
    username: 'zoë',
    account: null,
    enabled: true,
    signedInAt: '2026-01-15T08:30:00.500Z',
  })
})

test('after ten wrong passwords a name waits, twice as long each time; other names do not', async () => {
  await makeUser(client, 'bob', 'operator')
  const bob = await at(hub, client, 'bob')
  const from = (address: string) => ({ 'x-forwarded-for': address })
  const wrong = async (address: string) => signIn(hub, ann, 'wrong password', from(address))
  const first = await Promise.all(Array.from({ length: 12 }, (_, index) => wrong(`192.0.2.${index}`)))
  expect(first.map(({ status }) => status).sort()).toEqual([...Array(10).fill(401), 429, 429])
  const waiting = await signIn(hub, ann, PASSWORD, from('192.0.2.99'))
  expect(waiting.status).toBe(429)
  expect(waiting.body).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 30 })
  expect(waiting.headers.get('retry-after')).toBe('30')
  expect((await signIn(hub, bob, PASSWORD, from('192.0.2.99'))).status).toBe(200)
  hub.advance(30_000)
  expect((await wrong('192.0.2.5')).status).toBe(401)
  expect((await signIn(hub, ann, PASSWORD)).headers.get('retry-after')).toBe('60')
  hub.advance(60_000)
  expect((await signIn(hub, ann, PASSWORD)).status).toBe(200)
  // All is forgiven.
  expect((await wrong('192.0.2.7')).status).toBe(401)
  expect((await signIn(hub, ann, PASSWORD)).status).toBe(200)
})

test('from one address fifty names are tried, and no more for a while', { timeout: 60_000 }, async () => {
  const from = { 'x-forwarded-for': '198.51.100.1' }
  const statuses: number[] = []
  for (let count = 0; count < 52; count++) {
    statuses.push((await signIn(hub, `nobody-${count}@nowhere`, 'wrong password', from)).status)
  }
  expect(statuses).toEqual([...Array(50).fill(401), 429, 429])
  expect((await signIn(hub, ann, PASSWORD, from)).status).toBe(429)
  expect((await signIn(hub, ann, PASSWORD, { 'x-forwarded-for': '198.51.100.2' })).status).toBe(200)
})

test('a session ends after twelve hours without use, and after seven days in any case', async () => {
  const HOUR = 3_600_000
  const idle = await signedIn(hub, ann)
  hub.advance(12 * HOUR)
  expect((await idle.get('/v1/session')).status).toBe(401)
  const busy = await signedIn(hub, ann)
  for (let hours = 11; hours < 168; hours += 11) {
    hub.advance(11 * HOUR)
    expect((await busy.get('/v1/session')).status, `after ${hours} hours`).toBe(200)
  }
  hub.advance(3 * HOUR)
  expect((await busy.get('/v1/session')).status).toBe(401)
})

test('who is turned off, or gets a new password, is out at once; a new role holds at once', async () => {
  const browser = await signedIn(hub, ann)
  await client.patch('/v1/users/ann', { role: 'read-only' })
  expect((await browser.get('/v1/session')).body).toMatchObject({ user: { role: 'read-only' } })
  await client.patch('/v1/users/ann', { enabled: false })
  expect((await browser.get('/v1/session')).status).toBe(401)
  await client.patch('/v1/users/ann', { enabled: true })
  expect((await browser.get('/v1/session')).status).toBe(401)
  const again = await signedIn(hub, ann)
  await client.patch('/v1/users/ann', { password: 'another password' })
  expect((await again.get('/v1/session')).status).toBe(401)
  expect((await signIn(hub, ann, PASSWORD)).status).toBe(401)
  expect((await signIn(hub, ann, 'another password')).status).toBe(200)
})

test('one’s own password is changed by who knows it; other sessions are over', async () => {
  const [here, there] = [await signedIn(hub, ann), await signedIn(hub, ann)]
  const change = (currentPassword: string, newPassword: string) =>
    here.send('POST', '/v1/session/password', { currentPassword, newPassword })
  expect((await change('not this one', 'quite another')).body).toMatchObject({
    status: 422,
    field: 'currentPassword',
  })
  expect((await change(PASSWORD, 'short')).body).toMatchObject({ status: 422, field: 'newPassword' })
  expect((await change(PASSWORD, 'quite another')).status).toBe(200)
  expect((await here.get('/v1/session')).status).toBe(200)
  expect((await there.get('/v1/session')).status).toBe(401)
  expect((await signIn(hub, ann, PASSWORD)).status).toBe(401)
  expect((await signIn(hub, ann, 'quite another')).status).toBe(200)
})

test('a cookie that is none of ours is refused, and a key goes before a cookie', async () => {
  for (const cookie of ['entrepot_session=', 'entrepot_session=x', `entrepot_session=${'9'.repeat(4000)}`]) {
    const answer = await call(hub, '/v1/orders', { headers: { cookie } })
    expect([answer.status, answer.body.code]).toEqual([401, 'not_authenticated'])
  }
  const { cookie } = await signedIn(hub, ann)
  const both = await call(hub, '/v1/orders', {
    headers: { cookie, authorization: `Bearer ${client.apiKey}x` },
  })
  expect(both.status).toBe(401)
  const stranger = clientOf(hub, client.apiKey)
  expect((await stranger.get('/v1/session')).body).toMatchObject({ status: 403, code: 'not_allowed' })
  expect((await stranger.delete('/v1/session')).body).toMatchObject({ status: 403, code: 'not_allowed' })
})

test('nothing of a password or a session is in the database as it is', async () => {
  const answer = await signIn(hub, ann, PASSWORD)
  const token = cookieOf(answer).split('=')[1] ?? ''
  expect(token.length).toBeGreaterThan(30)
  const { rows } = await hub.pool.query<{ row: string }>(
    `select row_to_json(u)::text as row from users u
     union all select row_to_json(s)::text from user_sessions s
     union all select row_to_json(a)::text from sign_in_attempts a`,
  )
  const all = rows.map(({ row }) => row).join('\n')
  expect(all).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
  for (const secret of [PASSWORD, token, String(answer.body.csrfToken)]) expect(all).not.toContain(secret)
})
