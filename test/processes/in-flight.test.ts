// One request of an AppId at a time on a path, over two server processes; and a place that a client who went away
// held is free again.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lingxingAuth } from '../../src/dialects/lingxing/auth.js'
import { openPool, type Pool } from '../../src/store/pool.js'
import { type FreshDatabase, freshDatabase } from '../support/database.js'
import { eventually } from '../support/eventually.js'
import { CREATE_ORDER } from '../support/lingxing.js'
import { type ServerProcess, startServer } from '../support/server-process.js'

const PATH = '/order/amzod/api/createOrder'

let database: FreshDatabase
let directory: string
let pool: Pool
let servers: readonly [ServerProcess, ServerProcess]
let credential: Record<string, string>

beforeAll(async () => {
  database = await freshDatabase()
  directory = await mkdtemp(join(tmpdir(), 'entrepot-places-'))
  servers = await Promise.all([startServer(database, directory), startServer(database, directory)])
  pool = openPool(database.connectionString, () => {})
  const { lingxing } = JSON.parse(await readFile(join(directory, 'demo.json'), 'utf8'))
  const form = new FormData()
  form.set('appId', lingxing.appId)
  form.set('appSecret', lingxing.appSecret)
  const answer = await fetch(`${servers[0].url}/api/auth-server/oauth/access-token`, {
    method: 'POST',
    body: form,
  })
  const { data } = (await answer.json()) as { data: { access_token: string } }
  credential = { ...lingxing, accessToken: data.access_token }
})

afterAll(async () => {
  await pool?.end()
  for (const { process } of servers ?? []) process.kill('SIGKILL')
  await database?.drop()
  if (directory !== undefined) await rm(directory, { recursive: true })
})

async function order(server: ServerProcess, number: string, signal?: AbortSignal) {
  const body = JSON.stringify({ ...CREATE_ORDER, order_id: number })
  const { query } = lingxingAuth.sign(credential, { query: {}, body }, Date.now())
  const response = await fetch(`${server.url}${PATH}?${new URLSearchParams(query)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    ...(signal === undefined ? {} : { signal }),
  })
  return (await response.json()) as { code: number | string }
}

/** While this runs, nothing commits: what is under way stays so. */
async function whileNothingCommits(work: () => Promise<void>): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select 1 from lanes for update')
    await work()
  } finally {
    await client.query('rollback')
    client.release()
  }
}

async function placesHeld(): Promise<number> {
  const { rows } = await pool.query('select count(*)::integer as n from places_held where until > now()')
  return rows[0].n
}

test('a second request while the first is under way gets 3001008 from either process', async () => {
  let first: Promise<{ code: number | string }> | undefined
  await whileNothingCommits(async () => {
    first = order(servers[0], 'P-1')
    await eventually(async () => expect(await placesHeld()).toBe(1))
    expect((await order(servers[1], 'P-2')).code).toBe('3001008')
    expect((await order(servers[0], 'P-3')).code).toBe('3001008')
  })
  expect((await first)?.code).toBe(0)
  expect((await order(servers[1], 'P-4')).code).toBe(0)
})

test('who sends one request after the other is never refused, whichever process takes the next', async () => {
  const codes: (number | string)[] = []
  for (let index = 0; index < 200; index++) {
    const server = servers[index % 2] as ServerProcess
    codes.push((await order(server, `S-${index}`)).code)
  }
  expect(codes.filter((code) => code !== 0)).toEqual([])
})

test('a client that is killed gives its place back', async () => {
  const gone = new AbortController()
  let first: Promise<unknown> | undefined
  await whileNothingCommits(async () => {
    first = order(servers[0], 'Q-1', gone.signal).catch(() => {})
    await eventually(async () => expect(await placesHeld()).toBe(1))
    gone.abort()
    await first
  })
  await eventually(async () => expect((await order(servers[1], 'Q-2')).code).toBe(0))
})
