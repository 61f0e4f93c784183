// The playground: examples of every API, sent as their clients would send them, and programs that do the same.
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goldensOf, isNative } from '../support/golden.js'
import { startTestHub, type TestHub } from '../support/hub.js'
import { type NativeClient, openTenant } from './native-client.js'

let hub: TestHub
let client: NativeClient
let directory: string

beforeAll(async () => {
  hub = await startTestHub({ work: false })
  client = await openTenant(hub)
  directory = await mkdtemp(join(tmpdir(), 'entrepot-programs-'))
  // Programs sign by the machine's clock.
  hub.advance(Date.now() - hub.now())
})
afterAll(async () => {
  await hub.close()
  await rm(directory, { recursive: true, force: true })
})

/** Each is compared with its text in `programs/` (RECORD=1 records it anew), and run where its command is there. */
const PROGRAMS = [
  { language: 'typescript', file: 'order.mjs', command: process.execPath },
  { language: 'python', file: 'order.py', command: 'python3' },
  { language: 'php', file: 'order.php', command: 'php' },
  { language: 'java', file: 'Order.java', command: 'java' },
] as const

const FAMILIES = ['kakaclo', 'pandapon', 'lingxing', 'apicenter'] as const

async function credentialOf(dialect: string): Promise<Record<string, string>> {
  const made = await client.post('/v1/credentials', { account: 'shop', dialect, sandbox: true })
  return made.body.credential as Record<string, string>
}

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of many shapes.
async function play(wish: object): Promise<{ status: number; body: any }> {
  const base = hub.url
  return client.post('/v1/playground', { method: 'POST', base, ...wish })
}

/** Something that is well signed, and asks for what needs nothing. */
async function soundPlay(family: (typeof FAMILIES)[number]) {
  const credential = await credentialOf(family)
  const token =
    family === 'lingxing'
      ? await play({
          dialect: 'lingxing',
          path: `/api/auth-server/oauth/access-token?${new URLSearchParams({
            appId: credential.appId ?? '',
            appSecret: credential.appSecret ?? '',
          })}`,
        })
      : null
  const accessToken = token === null ? null : JSON.parse(token.body.body).data.access_token
  const wishes = {
    kakaclo: {
      dialect: 'kakaclo-v2',
      method: 'GET',
      path: '/openapi/v2/order/orders?pageNumber=1&pageSize=10',
    },
    pandapon: { dialect: 'pandapon', path: '/open/purchase/page', body: '{"pageNo":1,"pageSize":10}' },
    lingxing: {
      dialect: 'lingxing',
      path: '/order/amzod/api/orderList?x=%E4%BD%A0',
      body: '{ "page": 1, "page_size": 20, "sids": [1, 2], "note": "é\\n\\"你\\" }" }',
    },
    apicenter: { dialect: 'apicenter', path: '/apicenter/api/order/list', body: '{"page":1}' },
  }
  return { ...wishes[family], credential: { ...credential, ...(accessToken !== null && { accessToken }) } }
}

test('every golden exchange of an API is an example', async () => {
  const { body } = await client.get('/v1/examples')
  const all = FAMILIES.flatMap((family) => goldensOf(family).filter(({ one }) => !isNative(one)))
  expect(body.data?.map((one) => one.name).sort()).toEqual(all.map(({ name }) => name).sort())
  expect(body.data?.find((one) => one.name === 'v2-create-order')).toMatchObject({
    dialect: 'kakaclo-v2',
    operation: 'createOrder',
    isSigned: true,
  })
})

describe.each(FAMILIES)('%s', (family) => {
  test('a request is signed and sent, and stands in the request log', async () => {
    const wish = await soundPlay(family)
    const answer = await play(wish)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    const { refusal } = (await client.get('/v1/requests?limit=1&outcome=refused')).body.data?.[0] ?? {}
    expect(refusal, answer.body.body).not.toBe('not_authenticated')
    expect(answer.body.curl).toMatch(/^curl -s -X (GET|POST) /)
    const [entry] = (await client.get(`/v1/requests?limit=1&dialect=${wish.dialect}`)).body.data ?? []
    expect(entry).toMatchObject({ dialect: wish.dialect, credential: expect.any(Number) })
  })

  test.each(PROGRAMS)('its program in $language signs by itself', { timeout: 60_000 }, async (program) => {
    const { language, file, command } = program
    const wish = await soundPlay(family)
    const { code } = (await play(wish)).body
    const text: string = code[language]
    const kept = new URL(`programs/${family}.${language}.txt`, import.meta.url)
    const known = withoutValues(text, wish.credential)
    if (process.env.RECORD === '1') await writeFile(kept, known)
    expect(known).toBe(await readFile(kept, 'utf8'))
    if (!isThere(command)) {
      process.stderr.write(
        `${command} is missing: ${family}'s program in ${language} was read, and not run\n`,
      )
      return
    }
    const path = join(directory, file)
    await writeFile(path, language === 'typescript' ? withoutTypes(text) : text)
    const said = await run(command, path)
    const [last] = (await client.get(`/v1/requests?limit=1&dialect=${wish.dialect}`)).body.data ?? []
    expect([last?.refusal === 'not_authenticated', said.status], said.text).toEqual([false, 0])
    expect(said.text).toMatch(/"code" ?:/)
  })
})

/** What differs from run to run. */
function withoutValues(text: string, credential: Readonly<Record<string, string>>): string {
  return Object.entries(credential)
    .sort(([, a], [, b]) => b.length - a.length)
    .reduce(
      (rest, [name, value]) => rest.replaceAll(value, `{{${name}}}`),
      text.replaceAll(hub.url, '{{hub}}'),
    )
}

function isThere(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0
}

function withoutTypes(text: string): string {
  return ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022 } }).outputText
}

/** Without blocking the hub, which answers in this process. */
async function run(command: string, path: string): Promise<{ status: number | null; text: string }> {
  const { spawn } = await import('node:child_process')
  return new Promise((resolve) => {
    const child = spawn(command, [path])
    let text = ''
    child.stdout.on('data', (chunk) => (text += chunk))
    child.stderr.on('data', (chunk) => (text += chunk))
    child.on('close', (status) => resolve({ status, text }))
  })
}

test.each([
  ['the native API', { dialect: 'native', path: '/v1/orders' }, 'dialect'],
  ['a path of another API', { dialect: 'apicenter', path: '/v1/orders' }, 'path'],
  ['another host', { dialect: 'apicenter', path: '//example.com/apicenter/api/order' }, 'path'],
  [
    'half a credential',
    { dialect: 'lingxing', path: '/erp/sc/data/seller/lists', credential: { appId: 'x' } },
    'credential',
  ],
  ['no parts', { dialect: 'apicenter', path: '/apicenter/api/order', credential: {} }, 'credential'],
  [
    'a part that is no text',
    { dialect: 'apicenter', path: '/apicenter/api/order', credential: { token: 1 } },
    'credential.token',
  ],
  [
    'a token with a line break',
    { dialect: 'apicenter', path: '/apicenter/api/order', credential: { token: 'a\nb' } },
    'credential',
  ],
])('%s is refused by name', async (_title, wish, field) => {
  expect((await play(wish)).body).toMatchObject({ status: 422, field })
})

test('a credential that is not there is refused by its API, and the answer shown', async () => {
  const path = '/openapi/v2/order/orders'
  const answer = await play({ dialect: 'kakaclo-v2', path, body: '{}', credential: { accessToken: 'x' } })
  expect(answer.body).toMatchObject({ status: 401, body: expect.stringContaining('"code"') })
})
