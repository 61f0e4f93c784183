// What nobody catches ends the process, as it can't be trusted any more; but it is told, and what is in flight is
// finished first.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.js'

const ENTREPOT = fileURLToPath(new URL('../../bin/entrepot.js', import.meta.url))
const THROWING = new URL('./throwing.mjs', import.meta.url).href

let database: FreshDatabase
let directory: string
let children: ChildProcess[] = []

beforeAll(async () => {
  database = await freshDatabase()
  directory = await mkdtemp(join(tmpdir(), 'entrepot-bugs-'))
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  children = []
  await database?.drop()
  if (directory !== undefined) await rm(directory, { recursive: true })
})

/** `said`: resolves once the process has written this. */
function start(command: string) {
  const child = spawn(process.execPath, [ENTREPOT, command], {
    env: {
      ...process.env,
      ...{ DATABASE_URL: database.connectionString, DATA_DIR: directory, PORT: '0', DEMO: 'off' },
      NODE_OPTIONS: `--import=${THROWING}`,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  children.push(child)
  let output = ''
  let look = () => {}
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    look()
  })
  const said = (wanted: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      look = () => {
        const found = wanted.exec(output)
        if (found !== null) resolve(found)
      }
      child.once('exit', () => reject(new Error(`it ended, and has said: ${output}`)))
      look()
    })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { child, said, ended }
}

const TOLD =
  /"level":60,.*"message":"a bug of this test","stack":"Error: a bug of this test\\n.*throwing\.mjs/

/** Its head is taken before `finish` sends the rest: the status of its answer. */
async function begunRequest(url: string): Promise<{ finish(): Promise<number | undefined> }> {
  const body = '{}'
  const sent = request(url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' },
  })
  const answered = new Promise<number | undefined>((resolve, reject) => {
    sent.once('response', (answer) => resolve(answer.resume().statusCode))
    sent.once('error', reject)
  })
  await new Promise<void>((resolve) => {
    sent.once('continue', resolve)
    sent.flushHeaders()
  })
  return {
    finish: () => {
      sent.end(body)
      return answered
    },
  }
}

test.each(['thrown', 'rejected'])('an error that is %s in a hub is told, and ends it', async (how) => {
  const { said, ended } = start('serve')
  const [, url = ''] = await said(/listening on (http:\S+)/)
  const begun = await begunRequest(`${url}/v1/session`)
  const other = fetch(`${url}/${how}`).catch(() => null)
  await said(TOLD)
  expect(await begun.finish()).toBe(422)
  expect(await ended).toBe(1)
  await other
})

test('so it is with a process that only works', async () => {
  const { child, said, ended } = start('work')
  await said(/Entrepôt working/)
  child.kill('SIGUSR2')
  await said(TOLD)
  expect(await ended).toBe(1)
})
