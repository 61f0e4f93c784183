/**
 * The reference: an OpenAPI document for each dialect, and pages to read them on. All of it comes from this
 * process, under a policy that lets the pages load nothing from elsewhere: it reads the same offline.
 */
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Dialect } from '../wire/dialect.js'
import type { Reference } from './guide/frame.js'
import { openApiOf } from './openapi.js'
import { PAGE_START, PAGE_STYLE, referencePage } from './reference-pages.js'

/** The reader's page styles its elements itself, as it goes. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HTML = 'text/html; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'
const STYLE = 'text/css; charset=utf-8'
const READER_AGE_SECONDS = 86_400

/** Where they are, for the guide's contents. */
export function addReference(server: FastifyInstance, dialects: readonly Dialect[]): readonly Reference[] {
  const documents = dialects.map(({ name, title }) => ({ name, title, url: `/openapi/${name}.json` }))
  server.get('/openapi/index.json', (_request, reply) => {
    reply.send({ documents })
  })
  for (const dialect of dialects) {
    // Made when first asked for: nobody waits for it at the start.
    let document: string | undefined
    server.get(`/openapi/${dialect.name}.json`, (_request, reply) => {
      document ??= JSON.stringify(openApiOf(dialect))
      reply.type('application/json; charset=utf-8').send(document)
    })
  }
  const page = (path: string, type: string, text: string) =>
    server.get(path, (_request, reply) => {
      guard(reply).type(type).send(text)
    })
  for (const one of documents) page(`/docs/${one.name}`, HTML, referencePage(one))
  page('/docs/assets/start.js', SCRIPT, PAGE_START)
  page('/docs/assets/docs.css', STYLE, PAGE_STYLE)
  addReader(server)
  return documents.map(({ name, title, url }) => ({ title, address: `/docs/${name}`, document: url }))
}

/** The reader is one large script: packed once, when first asked for. */
function addReader(server: FastifyInstance): void {
  let packed: Promise<Buffer> | undefined
  server.get('/docs/assets/reader.js', async (request, reply) => {
    guard(reply).type(SCRIPT).header('cache-control', `public, max-age=${READER_AGE_SECONDS}`)
    reply.header('vary', 'accept-encoding')
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(await readReader())
    packed ??= readReader().then(promisify(gzip))
    return reply.header('content-encoding', 'gzip').send(await packed)
  })
}

/** The package's own plugin writes scripts into its pages, which the policy forbids; only its bundle is used. */
function readReader(): Promise<Buffer> {
  const entry = import.meta.resolve('@scalar/fastify-api-reference')
  return readFile(new URL('./js/standalone.js', entry))
}

function guard(reply: FastifyReply): FastifyReply {
  return reply
    .header('content-security-policy', POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
}
