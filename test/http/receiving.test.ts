// Callbacks of platforms, as many at once as there is room for.
import fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { addReceiving } from '../../src/http/receiving.js'

const server = fastify()
afterAll(() => server.close())

test('more at once than there is room for are asked to come again, and then let in', async () => {
  const waiting: (() => void)[] = []
  const receive = async () => {
    await new Promise<void>((resolve) => waiting.push(resolve))
    return { status: 200, body: 'success' }
  }
  const watch = { told: () => {}, failed: () => {} }
  addReceiving(server, { receive, watch })
  const call = () => server.inject({ method: 'POST', url: '/callbacks/1/1' })

  // Sent by its `then`.
  const first = Array.from({ length: 64 }, () => call().then((answer) => answer.statusCode))
  await expect.poll(() => waiting.length).toBe(64)
  const refused = await call()
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1'])
  for (const answer of waiting.splice(0)) answer()
  expect(await Promise.all(first)).toEqual(Array(64).fill(200))

  const next = call().then((answer) => answer.statusCode)
  await expect.poll(() => waiting.length).toBe(1)
  waiting[0]?.()
  expect(await next).toBe(200)
})
