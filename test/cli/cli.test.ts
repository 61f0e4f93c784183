// The commands as a person meets them: their own process, their own data directory, what they print and how they
// end. What is destructive or slow is shared by the cases in order.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SETTINGS } from '../../src/config.js'
import { freshDatabase } from '../support/database.js'
import { listening } from '../support/server-process.js'
import { bringUpToDate, ENTREPOT, type Ended, ended } from './entrepot.js'

let dataDir: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'entrepot-cli-'))
  await bringUpToDate()
}, 120_000)

afterAll(async () => {
  if (dataDir) await rm(dataDir, { recursive: true, force: true })
})

describe('without a database', () => {
  test('bare and --help print the same: every command, every setting with its default', async () => {
    const help = await entrepot(['--help'])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    for (const [name, preset, meaning] of SETTINGS) {
      const line = help.stdout.split('\n').find((one) => one.trim().startsWith(`${name} `))
      expect(line).toContain(meaning)
      expect(line).toContain(preset === '' ? '(not set)' : `(${preset})`)
    }
    for (const command of ['serve', 'migrate', 'demo', 'tenant', 'account', 'key', 'user', 'audit']) {
      expect(help.stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
      expect(help.stdout).toMatch(new RegExp(`^  entrepot ${command}\\b`, 'm'))
    }
    expect(await entrepot([])).toEqual(help)
  })

  test.each([
    [['serve'], { PORT: 'abc' }, 1, 'entrepot: PORT is "abc", but must be a whole number from 0 to 65535'],
    [
      ['audit'],
      { DATABASE_URL: 'mysql://x' },
      1,
      'entrepot: DATABASE_URL must start with postgres:// or postgresql://',
    ],
    [
      ['key', 'list'],
      { DATABASE_URL: 'postgresql://127.0.0.1:1/x' },
      1,
      'entrepot: DATABASE_URL: no server answers there: connect ECONNREFUSED 127.0.0.1:1',
    ],
    [
      ['key', 'list'],
      { DATA_DIR: '/no/such/place' },
      1,
      'entrepot: There is no data directory /no/such/place yet: run "entrepot migrate" first',
    ],
    [['frobnicate'], {}, 2, "error: unknown command 'frobnicate'\n(entrepot --help tells more)"],
    [['serv'], {}, 2, "error: unknown command 'serv'\n(Did you mean serve?)\n(entrepot --help tells more)"],
    [['serve', '--fast'], {}, 2, "error: unknown option '--fast'\n(entrepot serve --help tells more)"],
    [
      ['key', 'create', 'native'],
      {},
      2,
      "error: required option '--account <name>' not specified\n(entrepot key create --help tells more)",
    ],
    [
      ['key', 'create', 'native', '--account', 'x', '--limit', '5'],
      {},
      2,
      `error: option '--limit <limit>' argument '5' is invalid. It must be "none", or two whole numbers from 1 such as 120,2.\n(entrepot key create --help tells more)`,
    ],
    [
      ['key', 'create', 'native', '--account', 'x', '--settings', '[1]'],
      {},
      2,
      `error: option '--settings <json>' argument '[1]' is invalid. It must be a JSON object such as {"addresses":["192.0.2.1"]}.\n(entrepot key create --help tells more)`,
    ],
    [
      ['key', 'revoke', 'x'],
      {},
      2,
      "error: command-argument value 'x' is invalid for argument 'id'. It must be the number of a credential.\n(entrepot key revoke --help tells more)",
    ],
  ] as const)('%j with %j ends with %i and says why', async (argv, settings, code, message) => {
    expect(await entrepot(argv, settings)).toEqual({ code, stdout: '', stderr: `${message}\n` })
  })

  test('only a debugging person sees where it broke', async () => {
    const { stderr } = await entrepot(['key', 'list'], { DATA_DIR: '/no/such/place', LOG_LEVEL: 'debug' })
    expect(stderr).toMatch(/^Error: There is no data directory .*\n +at /)
  })
})

describe('sign', () => {
  test('a token is a header of the curl line, quoted for the shell', async () => {
    const credential = JSON.stringify({ accessToken: "it's" })
    const path = '/openapi/v1/payment/balance?a=1'
    const { code, stdout } = await entrepot(['sign', 'kakaclo', 'get', path, '--credential', credential])
    expect([code, stdout]).toEqual([
      0,
      `curl -s -X GET -H 'Authorization: Bearer it'\\''s' 'http://127.0.0.1:8080${path}'\n`,
    ])
  })

  test('a signature is one that the server accepts', async () => {
    const credential = { accessKey: 'k', accessSecret: 's', userId: 'u' }
    const argv = [
      'sign',
      'pandapon',
      'POST',
      '/open/order',
      '--credential',
      JSON.stringify(credential),
      '--json',
    ]
    const { headers } = JSON.parse((await entrepot(argv)).stdout)
    const { timestamp } = headers
    expect(headers).toEqual({
      'access-key': 'k',
      timestamp: expect.stringMatching(/^\d{13}$/),
      'nonce-str': 'nonce-str',
      'user-id': 'u',
      signature: createHash('md5').update(`k${timestamp}nonce-strs`).digest('hex').toUpperCase(),
    })
  })

  test('without a credential it says where it looked', async () => {
    const { code, stderr } = await entrepot(['sign', 'lingxing', 'GET', '/x'], { DATA_DIR: '/no/such/place' })
    expect([code, stderr]).toEqual([
      1,
      'entrepot: There is no credential of lingxing in /no/such/place/demo.json: give one with --credential\n',
    ])
  })
})

describe('on an embedded database', { timeout: 60_000 }, () => {
  test('an empty one is made by migrate, and lacks tenants', async () => {
    const made = await entrepot(['migrate'])
    expect(made).toMatchObject({ code: 0 })
    expect(made.stdout).toMatch(/^applied 0001\..*\.sql$/m)
    expect(await entrepot(['migrate'])).toMatchObject({ code: 0, stdout: 'the database is up to date\n' })
    expect(await entrepot(['key', 'list'])).toMatchObject({
      code: 1,
      stderr: 'entrepot: There is no tenant yet: run "entrepot tenant create <name>" first\n',
    })
  })

  test('the demo is loaded without a server, and again without harm', async () => {
    const loaded = await entrepot(['demo'])
    expect(loaded).toMatchObject({ code: 0 })
    expect(loaded.stdout).toContain(join(dataDir, 'demo.json'))
    const credentials = await readFile(join(dataDir, 'demo.json'), 'utf8')
    expect(await entrepot(['demo'])).toMatchObject({ code: 0 })
    expect(await readFile(join(dataDir, 'demo.json'), 'utf8')).toBe(credentials)
  })

  test('without a server: a key is one line of JSON, like its part of demo.json', async () => {
    await expectKey()
  })

  test('unknown names are refused by naming the known ones', async () => {
    const nobody = await entrepot(['key', 'create', 'native', '--account', 'nobody'])
    expect(nobody).toMatchObject({ code: 1, stdout: '' })
    expect(nobody.stderr).toMatch(
      /^entrepot: Tenant "demo" has no account "nobody": there is .*\bdemo\b.*\n$/,
    )
    const nothing = await entrepot(['key', 'create', 'nothing', '--account', 'demo'])
    expect(nothing.stderr).toMatch(/^entrepot: There is no dialect "nothing": there is native, .+\n$/)
  })

  test('beside a running server: keys work at once, and are refused when revoked', async () => {
    const server = spawn(process.execPath, [ENTREPOT, 'serve'], { env: environment({ PORT: '0' }) })
    const stopped = ended(server)
    try {
      const url = await listening(server)
      const key = await expectKey()
      const ask = async () =>
        (await fetch(`${url}/v1/items/x`, { headers: { authorization: `Bearer ${key}` } })).status
      expect(await ask()).not.toBe(401)

      const tenant = await entrepot(['tenant', 'create', 'Acme Trading'])
      expect(tenant).toMatchObject({ code: 0, stdout: 'created tenant 2 "Acme Trading"\n' })
      const taken = await entrepot(['tenant', 'rename', 'Acme Trading', 'demo'])
      expect(taken).toMatchObject({ code: 1, stderr: 'entrepot: There is a tenant "demo" already\n' })
      for (const [before, after] of [
        ['Acme Trading', 'Acme'],
        ['Acme', 'Acme Trading'],
      ] as const) {
        const named = await entrepot(['tenant', 'rename', before, after])
        expect(named.stdout).toBe(`tenant 2 is named "${after}" from now on\n`)
      }
      expect((await entrepot(['account', 'create', 'shop', '--tenant', 'Acme Trading'])).code).toBe(0)
      const accounts = await entrepot(['account', 'list', '--tenant', 'Acme Trading'])
      expect(accounts.stdout).toMatch(/^1 +shop +0\.00 USD/m)

      const keys = (await entrepot(['key', 'list'])).stdout.trim().split('\n')
      const last = keys.at(-1) ?? ''
      expect(last).toMatch(new RegExp(`native +demo +…${key.slice(-4)} +600, 10/s +yes`))
      expect(keys.join('\n')).not.toContain(key)
      expect(await entrepot(['key', 'revoke', last.split(' ')[0] ?? ''])).toMatchObject({ code: 0 })
      await expect.poll(ask).toBe(401)
      expect((await entrepot(['key', 'revoke', last.split(' ')[0] ?? ''])).code).toBe(1)

      await expectPeople(url)

      const audit = await entrepot(['audit', '--tenant', 'demo'])
      expect(audit).toMatchObject({ code: 0, stderr: '' })
      expect(audit.stdout).toMatch(/^all \d+ rules hold$/m)
    } finally {
      server.kill('SIGTERM')
    }
    expect((await stopped).code).toBe(0)
  })
})

describe('connections and rules', { timeout: 60_000 }, () => {
  const ADD = ['connection', 'add', 'warehouse', 'apicenter', 'https://platform.invalid']

  test('are made, listed, switched and taken away, as over the native API', async () => {
    const database = await freshDatabase()
    const settings = { DATABASE_URL: database.connectionString }
    const run = (...argv: string[]) => entrepot(argv, settings)
    const made = async (...argv: string[]) => {
      const { code, stdout, stderr } = await run(...argv, '--json')
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
    }
    try {
      await run('tenant', 'create', 'acme')
      expect((await run('connection', 'list')).stderr).toContain('Tenant "acme" has no account yet')
      await run('account', 'create', 'shop')
      const credentials = ['--credentials', '{"token":"hidden"}']
      const refused = await run(...ADD.with(4, 'http://127.0.0.1:1'), ...credentials)
      expect([refused.code, refused.stderr]).toEqual([
        1,
        'entrepot: baseUrl is at 127.0.0.1, which is not a public address; set ALLOW_PRIVATE_TARGETS=on to allow such\n',
      ])
      const more = [
        '--settings',
        '{"client_code":"C","client_type":1}',
        '--prefix',
        'A',
        '--calls-per-second',
        '5',
      ]
      const [connection] = await made(...ADD, ...credentials, ...more, '--mappings', '{"skus":{"MUG":"M"}}')
      expect(connection).toMatchObject({
        id: 1,
        name: 'warehouse',
        dialect: 'apicenter',
        mappings: { skus: { MUG: 'M' }, locations: {} },
        settings: { client_code: 'C', client_type: 1 },
        numberPrefix: 'A',
        callsPerSecond: 5,
        enabled: true,
      })
      expect(await made('connection', 'off', '1')).toMatchObject([{ enabled: false }])
      expect(await made('connection', 'on', 'warehouse')).toMatchObject([{ enabled: true }])
      const listed = await run('connection', 'list')
      expect(listed.stdout).toMatch(/^1 +warehouse +apicenter +https:\/\/platform\.invalid +on$/m)
      expect(listed.stdout).not.toContain('hidden')
      const tested = await run('connection', 'test', 'warehouse')
      expect([tested.code, tested.stdout]).toEqual([1, expect.stringContaining("it can't be used: ")])

      const rule = ['rule', 'add', 'warehouse', '--location', 'MAIN', '--account', 'shop', '--priority', '5']
      expect(await made(...rule)).toMatchObject([{ id: 1, location: 'MAIN', account: 'shop', priority: 5 }])
      expect((await run('rule', 'add', 'nobody')).stderr).toBe('entrepot: there is no connection nobody\n')
      expect((await run('rule', 'list')).stdout).toMatch(/^1 +warehouse +5 +MAIN +shop$/m)
      expect((await run('rule', 'remove', '1')).stdout).toBe('removed rule 1\n')
      expect(await made('rule', 'list')).toEqual([])
    } finally {
      await database.drop()
    }
  })

  test.each([
    [ADD, "error: required option '--credentials <json>' not specified"],
    [[...ADD, '--credentials', '[1]'], 'It must be a JSON object, or @ and the name of a file with one.'],
    [['rule', 'add', 'x', '--priority', 'high'], 'It must be a number.'],
    [['second-hub', 'nothing'], "command-argument value 'nothing' is invalid for argument 'dialect'"],
  ])('%j is wrong usage: %s', async (argv, message) => {
    const { code, stderr } = await entrepot(argv)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})

describe('audit', () => {
  test('ends with 1 and a line for each violation; with --json they are one document', async () => {
    const database = await freshDatabase()
    const DATABASE_URL = database.connectionString
    try {
      expect(await entrepot(['audit'], { DATABASE_URL })).toMatchObject({ code: 0 })
      await query(
        DATABASE_URL,
        `insert into tenants (tenant_id, name, created_at) values (7, 'acme', now());
         insert into accounts (tenant_id, account_id, name, stock_owner_id, out_of_stock, routing_policy, payment,
           currency, balance_minor, entry_count, created_at) values (7, 1, 'shop', 1, 'refuse', 'fewest_splits', 'balance', 'USD', 5, 0, now())`,
      )
      const told = await entrepot(['audit'], { DATABASE_URL })
      expect(told.code).toBe(1)
      expect(told.stdout).toMatch(/^FAIL {2}the balance of an account .*: 1 violations, \d+ ms$/m)
      expect(told.stdout).toMatch(/^ +tenant acme, account 1: balanceMinor 5, entriesMinor 0$/m)
      const json = await entrepot(['audit', '--json'], { DATABASE_URL })
      expect(json.code).toBe(1)
      expect(JSON.parse(json.stdout)).toMatchObject({ ok: false })
    } finally {
      await database.drop()
    }
  })
})

/** Somebody is added, signs in, is turned off, and gets a new password; all of it is on record. */
async function expectPeople(url: string): Promise<void> {
  const sign = async (username: string, password: string) => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ username, password })
    return (await fetch(`${url}/v1/session`, { method: 'POST', headers, body })).status
  }
  const { console: first } = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'))
  expect(first).toEqual({
    url: `${url}/console`,
    username: 'admin',
    password: expect.stringMatching(/^[\w-]{20}$/),
  })
  expect(await sign('admin', first.password)).toBe(200)

  const added = await entrepot(['user', 'add', 'Ann', '--role', 'operator'])
  expect(added).toMatchObject({ code: 0, stderr: '' })
  const shown = /^ {2}(\S{20})$/m.exec(added.stdout)?.[1] ?? ''
  expect(await sign('ann', shown)).toBe(200)
  expect(await entrepot(['user', 'add', 'ann'])).toMatchObject({
    code: 1,
    stderr: 'entrepot: there is a user ann already\n',
  })
  expect((await entrepot(['user', 'disable', 'admin'])).stderr).toMatch(/the last admin/)
  expect((await entrepot(['user', 'disable', 'ann'])).code).toBe(0)
  expect(await sign('ann', shown)).toBe(401)
  expect((await entrepot(['user', 'enable', 'ann'])).code).toBe(0)
  const given = await entrepot(['user', 'password', 'ann', '--password-stdin'], {}, 'a password of hers\n')
  expect(given).toMatchObject({ code: 0, stdout: 'user ann of tenant "demo" has a new password\n' })
  expect([await sign('ann', shown), await sign('ann', 'a password of hers')]).toEqual([401, 200])
  const listed = (await entrepot(['user', 'list'])).stdout
  expect(listed).toMatch(/^admin +admin +yes +20/m)
  expect(listed).toMatch(/^ann +operator +yes +20/m)

  const { native } = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'))
  const log = await fetch(`${url}/v1/audit-log?target=users/ann`, {
    headers: { authorization: `Bearer ${native.apiKey}` },
  })
  const text = await log.text()
  expect(JSON.parse(text).data.map((one: { operation: string }) => one.operation)).toEqual([
    ...['changeUser', 'changeUser', 'changeUser'],
    'createUser',
  ])
  for (const password of [shown, 'a password of hers']) expect(text).not.toContain(password)
}

async function expectKey(): Promise<string> {
  const options = ['--account', 'demo', '--limit', '600,10', '--sandbox', '--json']
  const { code, stdout, stderr } = await entrepot(['key', 'create', 'native', ...options])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^\{.*\}\n$/)
  const credential = JSON.parse(stdout) as { apiKey: string }
  const demo = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as { native: object }
  expect(Object.keys(credential)).toEqual(Object.keys(demo.native))
  return credential.apiKey
}

function entrepot(
  argv: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> {
  const child = spawn(process.execPath, [ENTREPOT, ...argv], { env: environment(settings) })
  // A command that ends without reading is no fault of the one that writes.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return ended(child)
}

/** Nothing of the developer's own settings. */
function environment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, DATA_DIR: dataDir, ...settings }
}

async function query(connectionString: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(text).finally(() => client.end())
}
