// What the guide prints works as it is printed, one block after the other in one shell.
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Commands, makeCommands } from '../support/commands.js'
import { type FreshDatabase, freshDatabase } from '../support/database.js'
import { type ServerProcess, startServer } from '../support/server-process.js'
import { blocksOf, Shell, stopped } from '../support/shell.js'
import { ROOT } from '../support/texts.js'

let folder: string
let commands: Commands
const open: { readonly database: FreshDatabase; readonly server: ServerProcess; readonly shell: Shell }[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entrepot-guide-'))
  commands = await makeCommands()
  // Some commands name files of the checkout.
  await symlink(join(ROOT, 'src'), join(folder, 'src'))
})

afterAll(async () => {
  for (const { database, server, shell } of open) {
    shell.end()
    await stopped(server.process)
    await database.drop()
  }
  await commands.close()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

/** A shell in the folder in which a hub was started. */
async function shellBeside(dataDir: string, settings: Record<string, string>): Promise<Shell> {
  const database = await freshDatabase()
  const server = await startServer(database, join(folder, dataDir), { LOG_LEVEL: 'error', ...settings })
  const shell = new Shell(folder, {
    PATH: `${commands.folder}:${process.env.PATH}`,
    DATABASE_URL: database.connectionString,
    HUBS: JSON.stringify({ 'http://127.0.0.1:8080': server.url }),
  })
  open.push({ database, server, shell })
  return shell
}

test('a hub of your own: from nothing to a parcel', { timeout: 120_000 }, async () => {
  const shell = await shellBeside('data-own', { DEMO: 'off' })
  const blocks = blocksOf('docs/start.md', 'A hub of your own')
  const [start = '', who = '', keys = '', goods = '', order = '', parcel = '', proof = ''] = blocks
  expect(start).toBe('DEMO=off DATA_DIR=./data-own npm start\n')
  expect(await shell.run(who)).toContain('added user ann of tenant "Acme Trading" with the role admin')
  await shell.run(keys)
  const stocked = await shell.run(goods)
  expect(stocked).toContain('"onHand":20')
  expect(stocked).toContain('"balanceMinor":100000')
  const placed = await shell.run(order)
  expect(placed).toContain('"sellerOrderNumber":"OWN-1"')
  expect(placed).toContain('"financialStatus":"paid"')
  const shipped = await shell.run(parcel)
  expect(shipped).toContain('"status":"handed_over"')
  expect(shipped).toContain('"onHand":18,"reserved":0,"available":18')
  expect(await shell.run(proof)).toMatch(/all \d+ rules hold/)
})

test('integrating: requests that are signed, refused, repeated', { timeout: 120_000 }, async () => {
  const shell = await shellBeside('data', {})
  const text = 'docs/integrating.md'
  const signed = (await shell.run(blocksOf(text, 'The first request').join('\n'))).trim().split(/\n(?=curl )/)
  expect(signed).toHaveLength(3)
  const answers: string[] = []
  for (const line of signed) answers.push(await shell.run(line))
  expect(answers[0]).toContain('"code":10000')
  expect(answers[1]).toContain('"code":200')
  expect(answers[2]).toMatch(/^\{"code":/)
  const refused = JSON.parse(await shell.run(blocksOf(text, 'Refusals').join('\n')))
  expect(refused).toMatchObject({ status: 422, code: 'unknown_sku', field: 'lines[0].sku' })
  const twice = await shell.run(blocksOf(text, 'Retries, and why they are safe').join('\n'))
  expect(new Set(twice.match(/"onHand":\d+/g)).size).toBe(1)
  expect(twice.match(/"onHand":\d+/g)).toHaveLength(2)
  expect(await shell.run(blocksOf(text, 'Bad days').join('\n'))).toContain('"accessToken":')
  expect(await shell.run(blocksOf(text, 'Hearing of what happens').join('\n'))).toMatch(/^\{"data":/)
  expect(await shell.run(blocksOf(text, 'Told as it happens').join('\n'))).toContain('event: ready\n')
})
