// The README's examples, as they are printed, one after the other in one shell, against processes of their own.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Commands, makeCommands } from '../support/commands.js'
import { type FreshDatabase, freshDatabase } from '../support/database.js'
import { listening, type ServerProcess, startServer } from '../support/server-process.js'
import { blocksOf, Shell, stopped } from '../support/shell.js'

/** Above what a start on a busy machine takes. */
const PATIENCE = { timeout: 60_000, interval: 300 }

let database: FreshDatabase
let folder: string
let commands: Commands
let first: ServerProcess
let shell: Shell
let second: ChildProcess | undefined

beforeAll(async () => {
  database = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'entrepot-readme-'))
  commands = await makeCommands()
  first = await startServer(database, join(folder, 'data'), { LOG_LEVEL: 'error' })
}, 60_000)

afterAll(async () => {
  shell?.end()
  for (const child of [second, first?.process]) if (child !== undefined) await stopped(child)
  await database.drop()
  await commands.close()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

test('both examples work as printed, and the tracking number comes back through the first API', {
  timeout: 240_000,
}, async () => {
  const [place = '', look = ''] = blocksOf('README.md', 'A first order')
  const [run = '', send = '', see = '', ship = '', back = ''] = blocksOf('README.md', 'A second hub')

  shell = new Shell(folder, {
    ...environment(),
    HUBS: JSON.stringify({ 'http://127.0.0.1:8080': first.url }),
  })
  expect(JSON.parse(await shell.run(place))).toEqual({
    code: 10_000,
    message: 'success',
    data: 1_000_000_000_001,
  })
  const looked = await shell.run(look)
  expect(looked).toContain('"customOrderId":"FIRST-1"')
  expect(looked).toContain('"sellerOrderNumber":"FIRST-1"')

  const url = await startSecond(run)
  // Its own hub is told where the second one is only now: what was set before is still known.
  await shell.run(
    `export HUBS='${JSON.stringify({ 'http://127.0.0.1:8080': first.url, 'http://127.0.0.1:8081': url })}'`,
  )
  await shell.run(send)
  const number = (await shell.run('echo "$ORDER"')).trim()
  const state = async () => {
    const answer = await shell.run(linesOf(send).at(-1) ?? '')
    return JSON.parse(answer)
  }
  await expect.poll(state, PATIENCE).toMatchObject({ state: 'sent', connection: { name: 'second-hub' } })

  const seen = await shell.run(see)
  expect(seen).toContain(`"seller_fulfillment_order_id":"${number}-1"`)
  expect(seen).toContain('"msku":"msku123"')
  expect(seen).toContain(`"sellerOrderNumber":"${number}-1"`)
  expect(await shell.run(ship)).toContain('"status":"handed_over"')
  expect(await shell.run(back)).toContain('second-hub')
  const listed = () => shell.run(linesOf(back).at(-1) ?? '')
  await expect.poll(listed, PATIENCE).toContain('"trackingCode":"JD014600003SE"')

  // Afterwards the first hub sends nothing there any more, and may not call it.
  if (second !== undefined) expect(await stopped(second)).toBe(0)
  expect(await shell.run('npx entrepot rule list --json')).toBe('')
  expect(await readFile(join(folder, 'data/private-targets'), 'utf8')).toBe('')
  const alive = JSON.parse(await shell.run('npx entrepot connection test second-hub --json'))
  expect(alive).toMatchObject({ alive: false, reason: expect.stringContaining('not a public address') })
})

/** As printed, but for its port. */
function startSecond(command: string): Promise<string> {
  const words = `${command.trim()} --port 0`.split(' ')
  const [program = '', ...rest] = words
  const child = spawn(join(commands.folder, program), rest, {
    cwd: folder,
    env: { ...environment(), LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  second = child
  return listening(child)
}

function environment(): NodeJS.ProcessEnv {
  const { PATH } = process.env
  return { PATH: `${commands.folder}:${PATH}`, DATABASE_URL: database.connectionString }
}

function linesOf(block: string): string[] {
  return block.trim().split('\n')
}
