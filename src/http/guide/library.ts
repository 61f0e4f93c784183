/** Which texts of the checkout are pages of the guide, and at which addresses they are served. */
import { readdir, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'

/** Where the guide begins; every page's address is this one, or below it. */
export const GUIDE = '/docs'
export const CONTENTS = 'docs/README.md'

export interface Library {
  /** By address: the file's path in the checkout. */
  readonly pages: ReadonlyMap<string, string>
  /** By path in the checkout: the page's address. */
  readonly addresses: ReadonlyMap<string, string>
  /** By address. */
  readonly images: ReadonlyMap<string, Image>
  /** The text of a file of the checkout. */
  read(path: string): Promise<string>
}

export interface Image {
  readonly type: string
  readonly content: Buffer
}

const IMAGES: Readonly<Record<string, string>> = { '.png': 'image/png', '.svg': 'image/svg+xml' }
const AT_THE_ROOT = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md']

/** `root`: the checkout. */
export async function openLibrary(root: string): Promise<Library> {
  const inDocs = await filesBelow(root, 'docs')
  const vendors = (await namesIn(join(root, 'src/dialects'))).map((name) => `src/dialects/${name}/README.md`)
  const read = (path: string) => readFile(join(root, path), 'utf8')
  const candidates = [...inDocs.filter((path) => path.endsWith('.md')), ...AT_THE_ROOT, ...vendors]
  const found = await Promise.all(candidates.map(async (path) => ((await isThere(read(path))) ? [path] : [])))
  const addresses = new Map(found.flat().map((path) => [path, addressOf(path)]))
  const images = new Map<string, Image>()
  for (const path of inDocs) {
    const type = IMAGES[posix.extname(path)]
    if (type !== undefined) images.set(`/${path}`, { type, content: await readFile(join(root, path)) })
  }
  return { pages: new Map([...addresses].map(([path, address]) => [address, path])), addresses, images, read }
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
