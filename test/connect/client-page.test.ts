/** docs/client.md: its example is typed, and does what it says when it is run as it is printed. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import ts from 'typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, startTestHub, type TestHub } from '../support/hub.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(`${ROOT}docs/client.md`, 'utf8')
const example = /```ts\n([\s\S]+?)```/.exec(page)?.[1] ?? ''

let hub: TestHub

beforeAll(async () => {
  hub = await startTestHub()
})
afterAll(() => hub.close())

test('it uses the package as its types say', () => {
  const name = `${ROOT}page-example.mts`
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (path) => path === name || fileExists(path)
  host.readFile = (path) => (path === name ? example : readFile(path))
  host.getSourceFile = (path, version, ...rest) =>
    path === name ? ts.createSourceFile(path, example, version) : getSourceFile(path, version, ...rest)
  const found = ts.getPreEmitDiagnostics(ts.createProgram([name], options, host))
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([])
}, 60_000)

test('it places an order, and reads it', async () => {
  const { token } = await openShop(hub)
  const target = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext }
  const script = ts.transpileModule(example, { compilerOptions: target }).outputText
  const env = { ...process.env, BASE_URL: hub.url, ACCESS_TOKEN: token }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    env,
  })
  expect(stdout).toMatch(/^MY-1001 is \d{13} there, and allocated\n$/)
}, 30_000)
