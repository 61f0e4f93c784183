// What may be called, and what came of a call: on servers of the test's own.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { forgetTarget, nameTarget, targetRulesOf } from '../../src/connect/private-targets.js'
import {
  callTarget,
  isPrivateAddress,
  keptConnections,
  type TargetCall,
  targetProblem,
} from '../../src/connect/targets.js'

const closings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closings.splice(0)) await close()
})

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closings.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

const CALL = { method: 'POST', headers: {}, body: '{}', timeoutMs: 5_000, mostBytes: 1_000 } as const
const to = (url: string, rest: Partial<TargetCall> = {}): TargetCall => ({ ...CALL, url, ...rest })
const OPEN = { allowPrivate: true }
const SHUT = { allowPrivate: false }

describe('addresses', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'no address',
  ])('%s is not public', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })

  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])(
    '%s is public',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false)
    },
  )

  test.each([
    ['http://127.0.0.1/', /not a public address/],
    ['http://0x7f.1/', /at 127\.0\.0\.1/],
    ['http://2130706433/', /at 127\.0\.0\.1/],
    ['http://[::1]:80/', /at ::1/],
    ['http://[::ffff:7f00:1]/', /not a public address/],
    ['http://localhost/', /not a public address/],
    ['http://api.localhost./', /not a public address/],
    ['ftp://example.com/', /http:\/\/ or https:\/\//],
    ['file:///etc/passwd', /http:\/\/ or https:\/\//],
    ['https://someone:secret@example.com/', /a name or a password/],
    ['no url', /is no URL/],
    [`https://example.com/${'x'.repeat(2_048)}`, /more than 2048/],
  ])('%s is refused', (url, problem) => {
    expect(targetProblem(url, SHUT)).toMatch(problem)
  })

  test('others are not; and private ones are not where they are allowed', () => {
    expect(targetProblem('https://api.example.com/orders?x=1', SHUT)).toBeNull()
    expect(targetProblem('http://127.0.0.1:8080', OPEN)).toBeNull()
    expect(targetProblem('http://localhost:8080', OPEN)).toBeNull()
  })
})

describe('single addresses that the operator has named', () => {
  test('count at once, by their whole origin, and until they are forgotten', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'entrepot-targets-'))
    closings.push(() => rm(dataDir, { recursive: true }))
    const rules = targetRulesOf({ dataDir, allowPrivateTargets: false })
    const port = await serve((_request, response) => response.end())
    const origin = `http://127.0.0.1:${port}`
    expect(await callTarget(to(`${origin}/a`), rules)).toMatchObject({ kind: 'unsent' })
    await nameTarget(dataDir, origin)
    await nameTarget(dataDir, 'http://10.0.0.1')
    expect(await callTarget(to(`${origin}/a`), rules)).toMatchObject({ kind: 'answered' })
    for (const other of [
      `https://127.0.0.1:${port}`,
      'http://127.0.0.1',
      'http://127.0.0.1:1',
      'http://10.0.0.1:80.x',
    ]) {
      expect(targetProblem(other, rules)).not.toBeNull()
    }
    expect(targetProblem('http://10.0.0.1:80/', rules)).toBeNull()
    await forgetTarget(dataDir, origin)
    expect(targetProblem(origin, rules)).toContain('not a public address')
    expect(targetProblem('http://10.0.0.1/', rules)).toBeNull()
  })

  test('a name counts wherever it leads; others that lead there do not', async () => {
    const port = await serve((_request, response) => response.end())
    const lookup = async () => [{ address: '127.0.0.1', family: 4 }]
    const rules = {
      ...SHUT,
      lookup,
      isNamed: (origin: string) => origin === `http://warehouse.internal:${port}`,
    }
    expect(await callTarget(to(`http://warehouse.internal:${port}/`), rules)).toMatchObject({
      kind: 'answered',
    })
    expect(await callTarget(to(`http://office.internal:${port}/`), rules)).toMatchObject({ kind: 'unsent' })
  })
})

describe('calls', () => {
  test('carry method, headers and body, and bring status, headers and body back', async () => {
    const port = await serve(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      response.writeHead(429, { 'Retry-After': '7' })
      response.end(`${request.method} ${request.url} ${request.headers['x-one']} ${Buffer.concat(chunks)}`)
    })
    const call = to(`http://127.0.0.1:${port}/a?b=1`, { headers: { 'X-One': '1' }, body: '{"é":1}' })
    const answer = await callTarget(call, OPEN)
    if (answer.kind !== 'answered') throw new Error(answer.reason)
    expect(answer.status).toBe(429)
    expect(answer.headers['retry-after']).toBe('7')
    expect(answer.body.toString()).toBe('POST /a?b=1 1 {"é":1}')
  })

  test('a header that can not be sent sends nothing', async () => {
    const headers = { Authorization: 'Bearer a\nb' }
    const answer = await callTarget(to('http://127.0.0.1:1/', { headers }), OPEN)
    expect(answer).toMatchObject({ kind: 'unsent', reason: expect.stringMatching(/header/) })
  })

  test('a redirect is an answer, and is not followed', async () => {
    let asked = 0
    const port = await serve((_request, response) => {
      asked += 1
      response.writeHead(302, { Location: '/elsewhere' }).end()
    })
    const answer = await callTarget(to(`http://127.0.0.1:${port}/`), OPEN)
    expect(answer).toMatchObject({ kind: 'answered', status: 302 })
    expect(asked).toBe(1)
  })

  test('a name that leads to a private address is refused at the connection, whatever it led to before', async () => {
    let asked = 0
    const port = await serve((_request, response) => {
      asked += 1
      response.end()
    })
    const url = `http://api.example.com:${port}/`
    expect(targetProblem(url, SHUT)).toBeNull()
    const lookup = async () => [{ address: '127.0.0.1', family: 4 }]
    const answer = await callTarget(to(url), { allowPrivate: false, lookup })
    expect(answer).toEqual({ kind: 'unsent', reason: 'api.example.com has no public address' })
    expect(asked).toBe(0)
    expect(await callTarget(to(url), { allowPrivate: true, lookup })).toMatchObject({ kind: 'answered' })
    expect(asked).toBe(1)
  })

  test('what found no connection is known not to have been sent', async () => {
    const port = await serve(() => {})
    await closings.pop()?.()
    expect(await callTarget(to(`http://127.0.0.1:${port}/`), OPEN)).toMatchObject({ kind: 'unsent' })
    expect(await callTarget(to(`http://127.0.0.1:${port}/`), SHUT)).toMatchObject({ kind: 'unsent' })
  })

  test('what was cut after the connection may have been received', async () => {
    const server = createSocketServer((socket) => socket.once('data', () => socket.destroy()))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closings.push(async () => {
      server.close()
    })
    const { port } = server.address() as AddressInfo
    expect(await callTarget(to(`http://127.0.0.1:${port}/`), OPEN)).toMatchObject({ kind: 'unanswered' })
  })

  test('a kept connection is used again, and what falls into its end is sent on a new one', async () => {
    const kept = keptConnections()
    const ports = new Set<number | undefined>()
    let asked = 0
    const port = await serve((request, response) => {
      asked += 1
      ports.add(request.socket.remotePort)
      // The fourth request is read, and then its connection ends.
      if (asked === 4) request.socket.destroy()
      else response.end()
    })
    const call = () => callTarget(to(`http://127.0.0.1:${port}/`), OPEN, kept)
    for (let count = 0; count < 4; count++) expect(await call()).toMatchObject({ kind: 'answered' })
    expect([asked, ports.size]).toEqual([5, 2])
    // The new one is not kept, and where nobody answers any more, no connection is made.
    await closings.pop()?.()
    expect(await call()).toMatchObject({ kind: 'unsent' })
  })

  test('an answer that never ends, and one that is too long, are none', async () => {
    const slow = await serve((_request, response) => void response.write('begun'))
    const late = await callTarget(to(`http://127.0.0.1:${slow}/`, { timeoutMs: 100 }), OPEN)
    expect(late).toEqual({ kind: 'unanswered', reason: 'no answer within 100 ms' })
    const long = await serve((_request, response) => response.end('x'.repeat(1_001)))
    const answer = await callTarget(to(`http://127.0.0.1:${long}/`), OPEN)
    expect(answer).toEqual({ kind: 'unanswered', reason: 'the answer has more than 1000 bytes' })
  })
})
