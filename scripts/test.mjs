// `npm test`: everything that must hold, on a fresh machine. Stops at the first part in which something fails.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { haveBrowser } from './browser.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (path) => [process.execPath, `${root}node_modules/${path}`]

/** One after the other. */
const BUILD = [['build', process.execPath, 'scripts/build.mjs']]
const TYPES = [['types', ...bin('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.test.json']]
const OTHERS = [
  ["console's types", ...bin('typescript/bin/tsc'), '-p', 'console/tsconfig.json'],
  ['style', ...bin('@biomejs/biome/bin/biome'), 'check', '.'],
  ['pages', process.execPath, 'scripts/dialect-pages.mjs', '--check'],
  ['coverage', process.execPath, 'scripts/coverage.mjs', '--check'],
  ['loopback', process.execPath, 'scripts/loopback.mjs', '--check'],
  ['roles', process.execPath, 'scripts/roles.mjs', '--check'],
]
const TESTS = [['tests', ...bin('vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]]

if (!haveBrowser()) process.exit(1)

await together([BUILD])
// They don't look at each other's output.
await together([TYPES, OTHERS])
await together([TESTS])

/** Each list step by step, all lists at once; ends the process when one of their steps has failed. */
async function together(lists) {
  const isAlone = lists.length === 1
  const failed = (await Promise.all(lists.map((steps) => inTurn(steps, isAlone)))).filter(Boolean)
  if (failed.length === 0) return
  for (const { name } of failed) console.error(`\n${name} failed`)
  process.exit(failed[0].status)
}

/** The step that failed, if one did. What is not alone is heard when it has ended. */
async function inTurn(steps, isAlone) {
  for (const [name, command, ...args] of steps) {
    if (isAlone) console.log(`\n— ${name}`)
    const child = spawn(command, args, { cwd: root, stdio: isAlone ? 'inherit' : ['ignore', 'pipe', 'pipe'] })
    let told = ''
    child.stdout?.on('data', (chunk) => (told += chunk))
    child.stderr?.on('data', (chunk) => (told += chunk))
    const status = await new Promise((ended) => child.once('close', (code) => ended(code ?? 1)))
    if (!isAlone) console.log(`\n— ${name}\n${told.trimEnd()}`)
    if (status !== 0) return { name, status }
  }
  return undefined
}
