// `npm run docs`: writes docs/coverage.md. With --check it writes nothing, and fails if the page is not what it would
// write. Either way it fails if an operation has no golden example of its success. It reads the build.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { coverageOf } from './coverage-page.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { dialects } = await import(join(root, 'dist/dialects/index.js'))

const families = [...new Set(dialects.map((one) => one.family))]
const examples = families.flatMap((family) => {
  const folder = join(root, 'src/dialects', family, 'examples')
  return readdirSync(folder).map((name) => {
    const { method, path } = JSON.parse(readFileSync(join(folder, name, 'case.json'), 'utf8'))
    return { family, name, method, path }
  })
})
const { page, missing } = coverageOf(dialects, examples)
const path = 'docs/coverage.md'
let isStale = false
if (textOf(path) !== page) {
  if (process.argv.includes('--check')) {
    console.error(`${path} is not what the dialects say: run "npm run docs"`)
    isStale = true
  } else {
    writeFileSync(join(root, path), page)
    console.log(`wrote ${path}`)
  }
}
for (const operation of missing) console.error(`no golden example shows ${operation} as it succeeds`)
process.exit(isStale || missing.length > 0 ? 1 : 0)

function textOf(file) {
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch {
    return undefined
  }
}
