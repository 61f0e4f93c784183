/**
 * The console's files, as the build has left them. Their names carry a hash, so that a browser asks for each only
 * once; the page itself is asked for each time, and stands at every address below /console that is no file's.
 */
import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sessionTokenOf } from './admission.js'
import { linksFor, type Manifest } from './console-links.js'

const ROOT = '/console'
const ASSETS = 'assets'
const MANIFEST = '.vite/manifest.json'
const YEAR_SECONDS = 31_536_000

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Components write styles of their own into the page: these carry the nonce. No script does. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    // Labels as PDF, as the console has read them itself.
    'frame-src blob:',
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

interface BuiltFile {
  readonly type: string
  readonly plain: Buffer
  /** By content coding, those that the build has packed. */
  readonly packed: ReadonlyMap<string, Buffer>
}

interface Built {
  readonly page: string
  readonly manifest: Manifest
  /** By name, without its folder. */
  readonly assets: ReadonlyMap<string, BuiltFile>
}

/** Best first. */
const CODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

/** `directory`: where the build is. Without one, only the console is missing. */
export function addConsole(server: FastifyInstance, directory: string): void {
  // Read when first asked for: nobody waits for it at the start.
  let reading: Promise<Built | null> | undefined
  const built = async (): Promise<Built | null> => {
    reading ??= readBuilt(directory)
    const found = await reading
    if (found === null) reading = undefined
    return found
  }
  server.get<{ Params: { name: string } }>(`${ROOT}/${ASSETS}/:name`, async (request, reply) => {
    const file = (await built())?.assets.get(request.params.name)
    return file === undefined ? sendMissing(reply, 'there is no such file') : sendFile(request, reply, file)
  })
  const sendPage = async (request: FastifyRequest, reply: FastifyReply) => {
    const found = await built()
    if (found === null) return sendMissing(reply, 'the console is not built: run npm run build')
    const { page, manifest } = found
    const nonce = randomBytes(16).toString('base64')
    const links = linksFor(manifest, request.url.slice(ROOT.length), sessionTokenOf(request) !== null)
    return guard(reply)
      .header('content-security-policy', policy(nonce))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page.replaceAll('__NONCE__', nonce).replace('</head>', `${links}</head>`))
  }
  server.get(ROOT, sendPage)
  server.get(`${ROOT}/*`, sendPage)
}

function sendFile(request: FastifyRequest, reply: FastifyReply, { type, plain, packed }: BuiltFile) {
  guard(reply).type(type).header('cache-control', `public, max-age=${YEAR_SECONDS}, immutable`)
  reply.header('vary', 'accept-encoding')
  const accepted = request.headers['accept-encoding'] ?? ''
  for (const [coding] of CODINGS) {
    const content = packed.get(coding)
    if (content === undefined || !new RegExp(`\\b${coding}\\b(?!;q=0(?:[,\\s]|$))`).test(accepted)) continue
    return reply.header('content-encoding', coding).send(content)
  }
  return reply.send(plain)
}

function sendMissing(reply: FastifyReply, detail: string) {
  return guard(reply).code(404).type('text/plain; charset=utf-8').send(detail)
}

function guard(reply: FastifyReply): FastifyReply {
  return reply
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cross-origin-opener-policy', 'same-origin')
}

async function readBuilt(directory: string): Promise<Built | null> {
  let page: string
  let manifest: Manifest
  let names: string[]
  try {
    page = await readFile(join(directory, 'index.html'), 'utf8')
    manifest = JSON.parse(await readFile(join(directory, MANIFEST), 'utf8')) as Manifest
    names = await readdir(join(directory, ASSETS))
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return null
    throw error
  }
  const contents = new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(directory, ASSETS, name))] as const),
    ),
  )
  const assets = new Map<string, BuiltFile>()
  for (const [name, plain] of contents) {
    const type = TYPES[extname(name)]
    if (type === undefined) continue
    const packed = CODINGS.flatMap(([coding, suffix]) => {
      const content = contents.get(name + suffix)
      return content === undefined ? [] : [[coding, content] as const]
    })
    assets.set(name, { type, plain, packed: new Map(packed) })
  }
  return { page, manifest, assets }
}
