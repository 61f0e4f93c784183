// Compiles src/ to dist/, unless dist/ is what the compiler made of these very sources: so that starting a built
// tree need not wait for the compiler to find that out.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)
const stamp = join(root, 'dist/.built-from')

if (existsSync(stamp) && readFileSync(stamp, 'utf8') === `${sourcesHash()} ${outputHash()}`) process.exit(0)

rmSync(stamp, { force: true })
const tsc = require.resolve('typescript/bin/tsc')
const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json')], { stdio: 'inherit' })
if (status === 0) writeFileSync(stamp, `${sourcesHash()} ${outputHash()}`)
process.exit(status ?? 1)

/** Of all that the compiler reads: the sources' text, its settings and its version. */
function sourcesHash() {
  const hash = createHash('sha256').update(require('typescript/package.json').version)
  for (const path of ['tsconfig.json', 'package-lock.json', ...filesBelow('src')]) {
    hash.update(`\n${path}\n`).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}

/** Of what it made: names, sizes and times, enough to see a file that is gone or was changed. */
function outputHash() {
  const hash = createHash('sha256')
  for (const path of filesBelow('dist')) {
    if (path === 'dist/.built-from') continue
    const { size, mtimeMs } = statSync(join(root, path))
    hash.update(`${path} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

/** @param {string} directory relative to the root */
function filesBelow(directory) {
  return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}
