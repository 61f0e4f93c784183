// Compiles src/ to dist/, and the console to dist/console/, each unless its output is what was made of these very
// sources: so that starting a built tree need not wait for a compiler to find that out.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { constants, gzipSync, brotliCompressSync as packBrotli } from 'node:zlib'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)

const CONSOLE = 'dist/console/'

await make({
  stamp: 'dist/.built-from',
  sources: ['tsconfig.json', 'package-lock.json', ...filesBelow('src')],
  tool: 'typescript',
  output: () => filesBelow('dist').filter((path) => !path.startsWith(CONSOLE)),
  run: () => {
    const tsc = require.resolve('typescript/bin/tsc')
    return spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json')], { stdio: 'inherit' }).status
  },
})

await make({
  stamp: 'dist/.console-built-from',
  // What it shares with the server, such as the table of roles, is part of it.
  sources: [
    'package-lock.json',
    ...filesBelow('console'),
    ...filesBelow('src/http').filter((path) => !path.includes('/native/')),
  ],
  tool: 'vite',
  output: () => filesBelow(CONSOLE),
  run: async () => {
    const { build } = await import('vite')
    await build({ configFile: join(root, 'console/vite.config.ts'), logLevel: 'warn' })
    for (const path of filesBelow(CONSOLE)) pack(join(root, path))
    return 0
  },
})

/**
 * @param {object} wish
 * @param {string} wish.stamp where it is noted what the output was made of
 * @param {string[]} wish.sources
 * @param {string} wish.tool the package whose version counts as a source
 * @param {() => string[]} wish.output
 * @param {() => number | null | Promise<number>} wish.run its exit status
 */
async function make({ stamp, sources, tool, output, run }) {
  const path = join(root, stamp)
  const state = () => `${sourcesHash(tool, sources)} ${outputHash(output(), stamp)}`
  if (existsSync(path) && readFileSync(path, 'utf8') === state()) return
  rmSync(path, { force: true })
  const status = await run()
  if (status !== 0) process.exit(status ?? 1)
  writeFileSync(path, state())
}

/** Of all that is read: the sources' text, and the tool's version. */
function sourcesHash(tool, sources) {
  const hash = createHash('sha256').update(require(`${tool}/package.json`).version)
  for (const path of sources) hash.update(`\n${path}\n`).update(readFileSync(join(root, path)))
  return hash.digest('hex')
}

/** Of what was made: names, sizes and times, enough to see a file that is gone or was changed. */
function outputHash(paths, stamp) {
  const hash = createHash('sha256')
  for (const path of paths) {
    if (path === stamp || path.endsWith('built-from')) continue
    const { size, mtimeMs } = statSync(join(root, path))
    hash.update(`${path} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

/** Packed once here, so that the server only sends. */
function pack(path) {
  if (!/\.(js|css|svg)$/.test(path)) return
  const content = readFileSync(path)
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
  writeFileSync(`${path}.br`, packBrotli(content, { params }))
}

/** @param {string} directory relative to the root; one that isn't there has no files */
function filesBelow(directory) {
  if (!existsSync(join(root, directory))) return []
  return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}
