/** The guide as it lies in `docs/`, as pages of this hub: they load nothing from elsewhere, and no script at all. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Frame, missingPage, pageOf, type Reference } from './frame.js'
import { listedIn, render } from './markdown.js'
import { CONTENTS, GUIDE, openShelf, type Shelf } from './shelf.js'
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
const FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

interface Page {
  readonly plain: string
  readonly packed: Buffer
}

interface Opened {
  readonly shelf: Shelf
  readonly frame: Frame
}

/** `root`: the checkout. Without its texts, only they are missing. */
export function addGuide(server: FastifyInstance, root: string, references: readonly Reference[]): void {
  // Read when first asked for, each page by itself: nobody waits for it at the start.
  const opening = new Kept<Opened>()
  const pages = new Kept<Page>()
  const opened = () => opening.of('', () => open(root, references))
  const sendPage = async (request: FastifyRequest, reply: FastifyReply, address: string) => {
    const guide = await opened()
    const path = guide.shelf.pages.get(address)
    if (path === undefined) return guard(reply).code(404).type(HTML).send(missingPage(guide.frame))
    return send(request, reply, await pages.of(address, () => makePage(guide, address, path)))
  }
  for (const path of [GUIDE, `${GUIDE}/`]) {
    server.get(path, (request, reply) => sendPage(request, reply, GUIDE))
  }
  server.get(`${GUIDE}/assets/guide.css`, (_request, reply) => {
    guard(reply).type(STYLE).send(GUIDE_STYLE)
  })
  server.get<{ Params: { '*': string } }>(`${GUIDE}/*`, async (request, reply) => {
    const address = `${GUIDE}/${request.params['*']}`
    const file = (await opened()).shelf.files.get(address)
    if (file === undefined) return sendPage(request, reply, address)
    return guard(reply, FILE_POLICY)
      .type(file.type)
      .send(await readFile(join(root, file.path)))
  })
}

/** Made once; what fails is tried again by who asks next. */
class Kept<T> {
  readonly #all = new Map<string, Promise<T>>()

  of(name: string, make: () => Promise<T>): Promise<T> {
    const found = this.#all.get(name)
    if (found !== undefined) return found
    const made = make()
    this.#all.set(name, made)
    made.catch(() => this.#all.delete(name))
    return made
  }
}

async function open(root: string, references: readonly Reference[]): Promise<Opened> {
  const shelf = await openShelf(root)
  const hasContents = shelf.addresses.has(CONTENTS)
  const parts = hasContents ? listedIn(await shelf.read(CONTENTS), CONTENTS, addressIn(shelf)) : []
  return { shelf, frame: { parts, references } }
}

async function makePage({ shelf, frame }: Opened, address: string, path: string): Promise<Page> {
  const plain = pageOf(frame, address, render(await shelf.read(path), path, addressIn(shelf)))
  return { plain, packed: await promisify(gzip)(plain) }
}

/** A folder is the page that tells of it. */
function addressIn({ addresses }: Shelf): (path: string) => string | null {
  return (path) => addresses.get(path) ?? addresses.get(`${path}/README.md`) ?? null
}

function send(request: FastifyRequest, reply: FastifyReply, { plain, packed }: Page) {
  guard(reply).type(HTML).header('vary', 'accept-encoding')
  if (!/\bgzip\b(?!;q=0(?:[,\s]|$))/.test(request.headers['accept-encoding'] ?? '')) return reply.send(plain)
  return reply.header('content-encoding', 'gzip').send(packed)
}

function guard(reply: FastifyReply, policy = POLICY): FastifyReply {
  return reply
    .header('content-security-policy', policy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
}
