/**
 * OpenAPI 3.1 of a dialect, generated from what serves it: the operations' own schemas, and the error table's
 * own answers. Nothing is described twice, so the reference can't tell of what the hub doesn't do.
 */
import { VERSION } from '../version.js'
import type { Dialect, Operation } from '../wire/dialect.js'
import { type ErrorAnswer, errorAnswers } from './openapi/errors.js'
import { schemaOf } from './openapi/schema.js'

type Json = Readonly<Record<string, unknown>>

export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: Json
  readonly servers: readonly Json[]
  readonly security: readonly Json[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>
  readonly components: Json
}

export function openApiOf(dialect: Dialect): OpenApiDocument {
  const answers = errorAnswers(dialect)
  const paths: Record<string, Record<string, Json>> = {}
  for (const operation of dialect.operations) {
    const path = template(operation.paths[0])
    paths[path] ??= {}
    paths[path][operation.method.toLowerCase()] = operationOf(dialect, operation, answers)
  }
  const schemes = securitySchemes(dialect)
  return {
    openapi: '3.1.0',
    info: { title: dialect.title, version: VERSION, description: descriptionOf(dialect) },
    servers: [{ url: '/', description: 'this hub' }],
    security: [Object.fromEntries(Object.keys(schemes).map((name) => [name, []]))],
    paths,
    components: {
      securitySchemes: schemes,
      responses: Object.fromEntries(
        [...answers].map(([status, answer]) => [componentOf(status), responseOf(answer)]),
      ),
    },
  }
}

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 255 },
  description:
    'A text of your own: the same request with the same key is carried out once, and answered alike.',
}

function operationOf(
  { idempotencyKeys = false }: Dialect,
  operation: Operation,
  errors: ReadonlyMap<number, ErrorAnswer>,
): Json {
  const { name, summary, body, form = false } = operation
  const remarks = [alsoAt(operation), inFlightOf(operation)].filter((text) => text !== null)
  const parameters = [...pathParameters(operation), ...queryParameters(operation)]
  if (idempotencyKeys && operation.method === 'POST') parameters.push(IDEMPOTENCY_KEY)
  return {
    operationId: name,
    summary,
    ...(remarks.length > 0 && { description: remarks.join(' ') }),
    ...(parameters.length > 0 && { parameters }),
    // What opens a session needs none.
    ...(operation.call === 'open' && { security: [] }),
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: { [form ? 'multipart/form-data' : 'application/json']: { schema: schemaOf(body) } },
      },
    }),
    ...(operation.upload && { requestBody: { required: true, content: { 'text/csv': FILE } } }),
    responses: responsesOf(operation, errors),
  }
}

const FILE: Json = { schema: { type: 'string', format: 'binary' } }

/** Some dialects refuse with the status of success: then the body tells which of the two it is. */
function responsesOf(
  { reply, status = 200, file, stream }: Operation,
  errors: ReadonlyMap<number, ErrorAnswer>,
): Json {
  const schema = reply === undefined ? {} : schemaOf(reply)
  const refusal = errors.get(status)
  const success =
    refusal === undefined
      ? {
          description: 'Success',
          content: file
            ? { '*/*': FILE }
            : { [stream ? 'text/event-stream' : 'application/json']: { schema } },
        }
      : responseOf({
          ...refusal,
          description: `Success. Or: ${refusal.description}`,
          schema: { anyOf: [schema, refusal.schema] },
        })
  const others = [...errors.keys()].filter((one) => one !== status)
  return {
    [String(status)]: success,
    ...Object.fromEntries(
      others.map((one) => [String(one), { $ref: `#/components/responses/${componentOf(one)}` }]),
    ),
  }
}

function componentOf(status: number): string {
  return `status-${status}`
}

function responseOf({ description, contentType, schema, examples }: ErrorAnswer): Json {
  return { description, content: { [contentType]: { schema, examples } } }
}

function alsoAt({ paths: [, ...others] }: Operation): string | null {
  return others.length === 0 ? null : `Also served at ${others.map((path) => `\`${path}\``).join(', ')}.`
}

function inFlightOf({ inFlight, inFlightOfAccount }: Operation): string | null {
  const limits = [
    ['A credential', inFlight],
    ['All credentials of an account together', inFlightOfAccount],
  ] as const
  const remarks = limits.flatMap(([whose, most]) =>
    most === undefined
      ? []
      : [`${whose} may have ${most} such request${most === 1 ? '' : 's'} under way at a time.`],
  )
  return remarks.length === 0 ? null : remarks.join(' ')
}

/** `/orders/:id` as `/orders/{id}`. */
function template(path: string): string {
  return path.replace(/:([A-Za-z_]\w*)/g, '{$1}')
}

function pathParameters({ paths: [path] }: Operation): Json[] {
  return [...path.matchAll(/:([A-Za-z_]\w*)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters({ query }: Operation): Json[] {
  if (query === undefined) return []
  const { properties = {}, required = [] } = schemaOf(query)
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }))
}

/** Schemes other than the standard's own are the headers that a client sends, all of them. */
function securitySchemes({ auth }: Dialect): Record<string, Json> {
  if (auth.name === 'bearer') return { bearer: { type: 'http', scheme: 'bearer' } }
  const { in: place, names } = auth.sends
  return Object.fromEntries(names.map((name) => [name, { type: 'apiKey', in: place, name }]))
}

function descriptionOf({ family, rateLimit, bodyLimitBytes, notServed }: Dialect): string {
  const limit =
    rateLimit === null
      ? 'There is no rate limit unless a credential has one.'
      : `A credential may send ${rateLimit.capacity} requests at once, and ${rateLimit.perSecond} more a second, ` +
        'unless it has a limit of its own.'
  const paragraphs = [
    `Credentials are made by \`entrepot key create ${family} --account <name>\`.`,
    `${limit} A body may have up to ${bodyLimitBytes} bytes.`,
    'Text that is blank counts as not sent. Fields that are not listed are accepted.',
  ]
  if (notServed.length > 0) {
    const rows = notServed.map(({ method, path, reason, successor }) => {
      return `- \`${method} ${path}\`: ${[reason, successor].filter((text) => text !== null).join('; ')}`
    })
    paragraphs.push(`Known, and not served:\n\n${rows.join('\n')}`)
  }
  return paragraphs.join('\n\n')
}
