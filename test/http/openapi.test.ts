// The generated reference is complete, is valid OpenAPI 3.1 as far as its shapes go, and needs nobody else.

import { Ajv2020 } from 'ajv/dist/2020.js'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dialects as vendors } from '../../src/dialects/index.js'
import { addGuide } from '../../src/http/guide/routes.js'
import { native } from '../../src/http/native/index.js'
import { schemaOf } from '../../src/http/openapi/schema.js'
import { type OpenApiDocument, openApiOf } from '../../src/http/openapi.js'
import { addReference } from '../../src/http/reference.js'
import { code, oneOf, wholeNumber } from '../../src/wire/fields.js'
import { ROOT } from '../support/texts.js'

const dialects = [...vendors, native]

/** Words that only our reader knows must not leak: strict mode refuses every unknown keyword. */
const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, validateFormats: false })

type Node = Readonly<Record<string, unknown>>
type Described = Node & { responses: Readonly<Record<string, Node>> }

describe.each(dialects.map((dialect) => [dialect.name, dialect] as const))('%s', (_name, dialect) => {
  const document = openApiOf(dialect)
  const plain = JSON.parse(JSON.stringify(document)) as OpenApiDocument

  test('every operation is there, once', () => {
    const described = Object.entries(plain.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, one]) => `${method.toUpperCase()} ${path} ${(one as Described).operationId}`,
      ),
    )
    const served = dialect.operations.map(
      ({ method, paths: [path], name }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')} ${name}`,
    )
    expect(described.sort()).toEqual(served.sort())
    expect(new Set(served.map((one) => one.split(' ')[2])).size).toBe(served.length)
  })

  test('survives JSON as it is: no functions, nothing undefined', () => {
    expect(plain).toEqual(document)
  })

  test('every schema compiles, and every example fits its schema', () => {
    const media = [...find(plain, (node) => 'schema' in node)]
    expect(media.length).toBeGreaterThan(0)
    for (const { schema, examples } of media) {
      const validate = ajv.compile(schema as object)
      for (const { value } of Object.values((examples ?? {}) as Record<string, { value: unknown }>)) {
        expect(validate(value), JSON.stringify([value, validate.errors])).toBe(true)
      }
    }
  })

  test('every reference leads somewhere', () => {
    for (const { $ref } of find(plain, (node) => typeof node.$ref === 'string')) {
      expect(resolve(plain, String($ref)), String($ref)).toBeDefined()
    }
  })

  test('success and the usual refusals are described, and how to sign in', () => {
    for (const one of operationsOf(plain)) {
      const statuses = Object.keys(one.responses)
      // A vendor may refuse with the status of success: then that one shows refusals, too.
      const shown = [...find(one.responses, (node) => 'examples' in node)]
      expect(statuses.length + shown.length).toBeGreaterThan(1)
      expect(statuses.some((status) => status.startsWith('2'))).toBe(true)
    }
    const examples = JSON.stringify(plain)
    for (const kind of ['not_authenticated', 'invalid_field', 'out_of_stock', 'internal']) {
      expect(examples).toContain(`"${kind}":{"summary":`)
    }
    const schemes = Object.keys(plain.components.securitySchemes as object)
    expect(Object.keys(plain.security[0] ?? {})).toEqual(schemes)
    expect(schemes.length).toBeGreaterThan(0)
  })
})

describe('a shape as a schema', () => {
  test.each([
    [
      code(9, { aliases: ['Id', 'ID'] }),
      { type: 'string', maxLength: 9, description: 'Also read as `Id`, `ID`. No control characters.' },
    ],
    [
      wholeNumber(1, 5, { fromText: true, description: 'Pieces' }),
      { type: 'integer', minimum: 1, maximum: 5, description: 'Pieces. May be sent as text.' },
    ],
    [oneOf(['A', 'B'], { anyCase: true }), { type: 'string', enum: ['A', 'B'], description: 'In any case.' }],
  ])('keeps the standard words and tells the others: %#', (shape, schema) => {
    expect(JSON.parse(JSON.stringify(schemaOf(shape)))).toEqual(schema)
  })
})

describe('the pages', () => {
  let server: FastifyInstance

  beforeAll(() => {
    server = Fastify()
    addGuide(server, ROOT, addReference(server, dialects))
  })
  afterAll(() => server.close())

  test('the index names every dialect, by its page and its document', async () => {
    const { documents } = (await server.inject('/openapi/index.json')).json<{
      documents: { name: string; url: string }[]
    }>()
    expect(documents.map((one) => one.name)).toEqual(dialects.map((one) => one.name))
    const { body } = await server.inject('/docs')
    for (const { name, url } of documents) {
      expect(body).toContain(`href="/docs/${name}"`)
      expect(body).toContain(`href="${url}"`)
      expect((await server.inject(url)).json()).toMatchObject({ openapi: '3.1.0' })
    }
  })

  test('a page loads only from this hub, and everything that it loads is there', async () => {
    const page = await server.inject(`/docs/${dialects[0]?.name}`)
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/)
    const loaded = [...page.body.matchAll(/(?:src|href|data-document)="([^"]+)"/g)].map(
      ([, url]) => url ?? '',
    )
    expect(loaded).toHaveLength(6)
    for (const url of loaded.filter((one) => one !== 'data:,')) {
      expect(url).toMatch(/^\//)
      expect((await server.inject(url)).statusCode, url).toBe(200)
    }
  })

  test('the reader is sent packed to whoever can unpack it', async () => {
    const plain = await server.inject('/docs/assets/reader.js')
    const packed = await server.inject({
      url: '/docs/assets/reader.js',
      headers: { 'accept-encoding': 'gzip, br' },
    })
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 3)
  })
})

function operationsOf(document: OpenApiDocument): Described[] {
  return Object.values(document.paths).flatMap((methods) => Object.values(methods) as Described[])
}

function* find(node: unknown, wanted: (node: Node) => boolean): Generator<Node> {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node) && wanted(node as Node)) yield node as Node
  for (const one of Object.values(node)) yield* find(one, wanted)
}

function resolve(document: OpenApiDocument, reference: string): unknown {
  return reference
    .replace('#/', '')
    .split('/')
    .reduce((node: unknown, key) => (node as Node | undefined)?.[key], document)
}
