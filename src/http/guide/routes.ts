/** The guide as it lies in `docs/`, as pages of this hub: they load nothing from elsewhere, and no script at all. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Frame, missingPage, pageOf, type Reference } from './frame.js'
import { CONTENTS, GUIDE, type Library, openLibrary } from './library.js'
import { listedIn, render } from './markdown.js'
import { GUIDE_STYLE } from './style.js'

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HTML = 'text/html; charset=utf-8'
const STYLE = 'text/css; charset=utf-8'
/** Pictures are drawn with a style of their own. */
const IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
const IMAGE_AGE_SECONDS = 3_600

interface Page {
  readonly plain: string
  readonly packed: Buffer
}

interface Opened {
  readonly library: Library
  readonly frame: Frame
}

/** `root`: the checkout. Without its texts, only they are missing. */
export function addGuide(server: FastifyInstance, root: string, references: readonly Reference[]): void {
  // Read when first asked for, each page by itself: nobody waits for it at the start.
  let opening: Promise<Opened> | undefined
  const pages = new Map<string, Promise<Page>>()
  const sendPage = async (request: FastifyRequest, reply: FastifyReply, address: string) => {
    opening ??= open(root, references)
    const opened = await opening
    const path = opened.library.pages.get(address)
    if (path === undefined) return guard(reply).code(404).type(HTML).send(missingPage(opened.frame))
    const page = pages.get(address) ?? makePage(opened, address, path)
    pages.set(address, page)
    return send(request, reply, await page)
  }
  for (const path of [GUIDE, `${GUIDE}/`]) {
    server.get(path, (request, reply) => sendPage(request, reply, GUIDE))
  }
  server.get(`${GUIDE}/assets/guide.css`, (_request, reply) => {
    guard(reply).type(STYLE).send(GUIDE_STYLE)
  })
  server.get<{ Params: { '*': string } }>(`${GUIDE}/*`, async (request, reply) => {
    const address = `${GUIDE}/${request.params['*']}`
    opening ??= open(root, references)
    const image = (await opening).library.images.get(address)
    if (image === undefined) return sendPage(request, reply, address)
    return guard(reply)
      .type(image.type)
      .header('content-security-policy', IMAGE_POLICY)
      .header('cache-control', `public, max-age=${IMAGE_AGE_SECONDS}`)
      .send(image.content)
  })
}

async function open(root: string, references: readonly Reference[]): Promise<Opened> {
  const library = await openLibrary(root)
  const hasContents = library.addresses.has(CONTENTS)
  const parts = hasContents ? listedIn(await library.read(CONTENTS), CONTENTS, addressIn(library)) : []
  return { library, frame: { parts, references } }
}

async function makePage({ library, frame }: Opened, address: string, path: string): Promise<Page> {
  const plain = pageOf(frame, address, render(await library.read(path), path, addressIn(library)))
  return { plain, packed: await promisify(gzip)(plain) }
}

/** A folder is the page that tells of it. */
function addressIn({ addresses, images }: Library): (path: string) => string | null {
  return (path) => {
    const address = addresses.get(path) ?? addresses.get(`${path}/README.md`)
    return address ?? (images.has(`/${path}`) ? `/${path}` : null)
  }
}

function send(request: FastifyRequest, reply: FastifyReply, { plain, packed }: Page) {
  guard(reply).type(HTML).header('vary', 'accept-encoding')
  if (!/\bgzip\b(?!;q=0(?:[,\s]|$))/.test(request.headers['accept-encoding'] ?? '')) return reply.send(plain)
  return reply.header('content-encoding', 'gzip').send(packed)
}

function guard(reply: FastifyReply): FastifyReply {
  return reply
    .header('content-security-policy', POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
}
