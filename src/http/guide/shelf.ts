/** Which texts of the checkout are pages of the guide, and at which addresses they are served. */
import { readdir, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'

/** Where the guide begins; every page's address is this one, or below it. */
export const GUIDE = '/docs'
export const CONTENTS = 'docs/README.md'

export interface Shelf {
  /** By address: the file's path in the checkout. */
  readonly pages: ReadonlyMap<string, string>
  /** By path in the checkout: the address of the page, or of the file. */
  readonly addresses: ReadonlyMap<string, string>
  /** Pictures and golden exchanges, which are sent as they are, by address. */
  readonly files: ReadonlyMap<string, ServedFile>
  /** The text of a file of the checkout. */
  read(path: string): Promise<string>
}

export interface ServedFile {
  readonly type: string
  readonly path: string
}

const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
}
const EXCHANGE = /^src\/dialects\/(\w+)\/(examples\/[\w-]+\/(?:case|request|response)\.json)$/
const AT_THE_ROOT = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md']

/** `root`: the checkout. */
export async function openShelf(root: string): Promise<Shelf> {
  const inDocs = await filesBelow(root, 'docs')
  const vendors = (await namesIn(join(root, 'src/dialects'))).map((name) => `src/dialects/${name}/README.md`)
  const read = (path: string) => readFile(join(root, path), 'utf8')
  const candidates = [...inDocs.filter((path) => path.endsWith('.md')), ...AT_THE_ROOT, ...vendors]
  const found = await Promise.all(candidates.map(async (path) => ((await isThere(read(path))) ? [path] : [])))
  const addresses = new Map(found.flat().map((path) => [path, addressOf(path)]))
  const files = new Map<string, ServedFile>()
  const exchanges = (await filesBelow(root, 'src/dialects')).filter((path) => EXCHANGE.test(path))
  for (const path of [...inDocs, ...exchanges]) {
    const type = TYPES[posix.extname(path)]
    if (type === undefined) continue
    const address = `/${path.replace(EXCHANGE, 'docs/dialects/$1/$2')}`
    files.set(address, { type, path })
    addresses.set(path, address)
  }
  const pages = new Map(found.flat().map((path) => [addressOf(path), path]))
  return { pages, addresses, files, read }
}

/** `docs/decisions/README.md` is `/docs/decisions`, and what lies elsewhere has a place among the others. */
function addressOf(path: string): string {
  const name = path
    .replace(/^src\/dialects\/(\w+)\/README\.md$/, 'docs/dialects/$1/served.md')
    .replace(/^(\w+)\.md$/, (_whole, word: string) => `docs/${word.toLowerCase()}.md`)
  return `/${name.replace(/(\/README)?\.md$/, '')}`
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => posix.relative(root, posix.join(entry.parentPath, entry.name)))
      .sort()
  } catch {
    return []
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch {
    return []
  }
}

async function isThere(reading: Promise<string>): Promise<boolean> {
  try {
    await reading
    return true
  } catch {
    return false
  }
}
