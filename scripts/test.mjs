// `npm test`: everything that must hold, on a fresh machine. Stops at the first step that fails.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { haveBrowser } from './browser.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (path) => [process.execPath, `${root}node_modules/${path}`]

const steps = [
  ['build', process.execPath, 'scripts/build.mjs'],
  ['types', ...bin('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.test.json'],
  ["console's types", ...bin('typescript/bin/tsc'), '-p', 'console/tsconfig.json'],
  ['style', ...bin('@biomejs/biome/bin/biome'), 'check', '.'],
  ['pages', process.execPath, 'scripts/dialect-pages.mjs', '--check'],
  ['coverage', process.execPath, 'scripts/coverage.mjs', '--check'],
  ['loopback', process.execPath, 'scripts/loopback.mjs', '--check'],
  ['roles', process.execPath, 'scripts/roles.mjs', '--check'],
  ['tests', ...bin('vitest/vitest.mjs'), 'run', ...process.argv.slice(2)],
]

if (!haveBrowser()) process.exit(1)

for (const [name, command, ...args] of steps) {
  console.log(`\n— ${name}`)
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) {
    console.error(`\n${name} failed`)
    process.exit(status ?? 1)
  }
}
