// The ceiling: the same HTTP framework, the same requests, their bodies checked by a schema of the same shape, and a
// constant answer. What the hub reaches of this figure is what its own work leaves of the HTTP stack.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Fastify from 'fastify'
import { repositoryRoot } from './processes.mjs'
import { orderPath } from './workloads/kakaclo.mjs'

const text = (/** @type {number} */ maxLength) => ({ type: 'string', maxLength })
const requiredText = (/** @type {number} */ maxLength) => ({ type: 'string', minLength: 1, maxLength })

const body = {
  type: 'object',
  required: ['orderAddresses', 'orderItemsList'],
  properties: {
    orderAddresses: {
      type: 'object',
      required: ['country', 'phone', 'recipient', 'province'],
      properties: {
        country: requiredText(32),
        phone: requiredText(64),
        recipient: requiredText(32),
        province: requiredText(32),
        street1: text(64),
        street2: text(64),
        city: text(64),
        zip: text(32),
        ioss: text(32),
        vat: text(32),
      },
    },
    remark: text(500),
    orderItemsList: {
      type: 'array',
      minItems: 1,
      maxItems: 500,
      items: {
        type: 'object',
        required: ['sku', 'quantity'],
        properties: { sku: requiredText(64), quantity: { type: 'integer', minimum: 1, maximum: 32_767 } },
      },
    },
    salePlatform: text(64),
    customOrderId: text(64),
    channelType: text(16),
  },
}

const success = {
  type: 'object',
  required: ['code', 'message', 'data'],
  properties: { code: { type: 'integer' }, message: { type: 'string' }, data: { type: 'integer' } },
}

const server = Fastify({ logger: false })

server.post(orderPath, { schema: { body, response: { 200: success } } }, async () => ({
  code: 10_000,
  message: 'success',
  data: 1_000_000_371_651,
}))

const { dialects } = await import(join(repositoryRoot, 'dist/dialects/index.js'))
const { schemaOf } = await import(join(repositoryRoot, 'dist/http/openapi/schema.js'))

/** PandaPon's lists and receivers are texts that hold JSON, which only the hub looks into. */
const purchase = {
  type: 'object',
  required: ['receiver', 'orderLineList'],
  properties: {
    receiver: text(10_000),
    orderLineList: text(100_000),
    orderSource: text(32),
    sellerOrderNumber: text(64),
    purchaseAmount: { type: 'integer' },
  },
}

for (const [family, path, schema] of [
  ['pandapon', '/open/order', purchase],
  ['lingxing', '/order/amzod/api/createOrder', undefined],
  ['apicenter', '/apicenter/api/order', undefined],
]) {
  const { operations } = dialects.find((/** @type {{ family: string }} */ one) => one.family === family)
  const operation = operations.find((/** @type {{ paths: string[] }} */ one) =>
    one.paths.includes(path ?? ''),
  )
  const answer = JSON.parse(
    readFileSync(join(repositoryRoot, `src/dialects/${family}/examples/create-order/response.json`), 'utf8'),
  )
  server.post(String(path), { schema: { body: schema ?? schemaOf(operation.body) } }, async () => answer)
}

const address = await server.listen({
  host: process.env.HOST ?? '127.0.0.1',
  port: Number(process.env.PORT),
})
console.log(`listening on ${address}`)
process.once('SIGTERM', () => process.exit(0))
