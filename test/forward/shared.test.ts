// What several server processes share of one connection: its token, its turns and its places.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type KeptSession, SessionKeeper } from '../../src/connect/session-keeper.js'
import { SharedPace } from '../../src/forward/shared-pace.js'
import { shelfOf } from '../../src/forward/shelf.js'
import { readConnection } from '../../src/store/connections.js'
import { secretBox } from '../../src/store/secret-box.js'
import { takeTurn } from '../../src/store/turns.js'
import type { OpenedSession, UpstreamSession } from '../../src/wire/upstream.js'
import { openTenant } from '../http/native-client.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { stubPlatforms } from './stub-platform.js'

const TIMEOUT_MS = 5_000
const LIFE_SECONDS = 7_200
const box = secretBox(Buffer.alloc(32, 7))

let hub: TestHub
let name: { tenantId: number; connectionId: number }

beforeAll(async () => {
  hub = await startTestHub({ work: false, allowPrivateTargets: true, platforms: stubPlatforms })
  const client = await openTenant(hub)
  const wish = { name: 'far', dialect: 'stub', baseUrl: 'http://127.0.0.1:9', credentials: { token: 't' } }
  const made = await client.post('/v1/connections', wish)
  name = { tenantId: client.tenantId, connectionId: Number(made.body.id) }
})
afterAll(() => hub.close())

/** One process: it counts what it opens. */
async function startKeeper(opened: string[]) {
  const connection = await readConnection(hub.pool, name.tenantId, name.connectionId)
  if (connection === null) throw new Error('the connection has been made')
  const parts = { ...hub, box, clock: hub.now, platforms: stubPlatforms, rules: { allowPrivate: true } }
  const session: UpstreamSession = {
    open: {
      write: () => {
        throw new Error('it is opened here')
      },
      readReply: () => ({ kind: 'no_session' }),
    },
    credential: (credential, { accessToken }) => ({ ...credential, accessToken }),
  }
  const open = async (): Promise<OpenedSession> => {
    const accessToken = `token ${opened.length + 1}`
    opened.push(accessToken)
    return { kind: 'opened', accessToken, refreshToken: null, lifeSeconds: LIFE_SECONDS }
  }
  const clock = { now: hub.now, wait: () => new Promise<void>((resolve) => setImmediate(resolve)) }
  return new SessionKeeper(session, { id: 'x' }, open, clock, shelfOf(parts, connection, TIMEOUT_MS))
}

test('a token is opened by one process, used by all, and renewed by one of them', async () => {
  const opened: string[] = []
  const keepers = await Promise.all([1, 2, 3].map(() => startKeeper(opened)))
  const tokens = async () => {
    const all = await Promise.all(keepers.map((one) => one.credential()))
    return all.map((one) => (one.kind === 'credential' ? one.credential.accessToken : one.kind))
  }
  expect(await tokens()).toEqual(['token 1', 'token 1', 'token 1'])
  hub.advance(LIFE_SECONDS * 1_000 - 200_000)
  expect(await tokens()).toEqual(['token 2', 'token 2', 'token 2'])
  // The platform knows it no more, as each of them is told.
  for (const one of keepers) one.drop({ id: 'x', accessToken: 'token 2' })
  expect(await tokens()).toEqual(['token 3', 'token 3', 'token 3'])
  expect(opened).toEqual(['token 1', 'token 2', 'token 3'])
  const { rows } = await hub.pool.query<{ session_sealed: Buffer }>('select session_sealed from connections')
  const [row] = rows
  if (row === undefined) throw new Error('there is one connection')
  expect((JSON.parse(box.open(row.session_sealed)) as KeptSession).accessToken).toBe('token 3')
})

test('turns are handed out one after the other, whoever asks', async () => {
  const waits = []
  // One in a thousand seconds, so that the time which this takes doesn't matter.
  for (let turn = 0; turn < 4; turn++) waits.push(await takeTurn(hub.pool, name, 0.001))
  expect(waits.map((wait) => Math.round(wait / 1_000_000))).toEqual([0, 1, 2, 3])
  expect(await takeTurn(hub.pool, { ...name, connectionId: 99 }, 0.001)).toBe(0)
})

test('no more are under way on one path than the platform allows', async () => {
  const processes = [1, 2, 3].map(
    () => new SharedPace(hub.pool, name, { perSecond: null, inFlight: 2 }, TIMEOUT_MS),
  )
  let underWay = 0
  let most = 0
  const work = async (): Promise<string> => {
    underWay += 1
    most = Math.max(most, underWay)
    await hub.pool.query('select 1')
    underWay -= 1
    return 'done'
  }
  const done = await Promise.all([...processes, ...processes].map((one) => one.turn('/orders', work)))
  expect(done).toEqual(Array(6).fill('done'))
  expect(most).toBeLessThanOrEqual(2)
  const blocked = new SharedPace(hub.pool, name, { perSecond: null, inFlight: 1 }, 0)
  const none = await blocked.turn('/other', () => blocked.turn('/other', work))
  expect(none).toBeNull()
})
