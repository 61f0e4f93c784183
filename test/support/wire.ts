// What lies between two hubs: it passes on what is asked and answered, and can be told to lose, spoil, delay or repeat it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What becomes of a call. `lost` is carried out and not answered, `half` is answered by the first bytes alone, `garbage`
 * by what is no JSON; `slow` is carried out, and answered when nobody waits any more; `repeat` is carried out twice;
 * `late` is carried out after a moment. `cut` never gets there, and `wait` is answered with HTTP 429.
 */
export type Fate = 'lost' | 'half' | 'garbage' | 'slow' | 'repeat' | 'late' | 'cut' | 'wait'

export interface Wire {
  readonly url: string
  /** The paths that were called so far, with their methods. */
  readonly calls: readonly string[]
  /** Of the next calls that count, one each; all further ones pass. */
  next(...fates: Fate[]): void
  /** Once all that is under way has come to its end. */
  idle(): Promise<void>
  close(): Promise<void>
}

export interface WireSettings {
  /** `POST /open/order`: the calls that count; all if not given. */
  readonly only?: string
  /** What becomes of a call that no fate is set for; undefined: it passes. */
  readonly fateOf?: (call: string) => Fate | undefined
}

/** `target`: where the other hub is, which may change. */
export async function openWire(
  target: { readonly url: string },
  { only, fateOf = () => undefined }: WireSettings = {},
): Promise<Wire> {
  const fates: Fate[] = []
  const calls: string[] = []
  const underWay = new Set<Promise<void>>()
  const server = createServer((request, response) => {
    const call = `${request.method} ${new URL(request.url ?? '/', 'http://wire').pathname}`
    calls.push(call)
    const counts = only === undefined || call === only
    const fate = (counts ? fates.shift() : undefined) ?? fateOf(call)
    const passing = pass(target.url, request, response, fate)
      .catch(() => void request.socket.destroy())
      .finally(() => underWay.delete(passing))
    underWay.add(passing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    next: (...more) => {
      fates.push(...more)
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

const KEPT = ['authorization', 'content-type', 'access-key', 'timestamp', 'nonce-str', 'user-id', 'signature']
const MOMENT_MS = 20

async function pass(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  fate?: Fate,
): Promise<void> {
  if (fate === 'cut') return void request.socket.destroy()
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  if (fate === 'wait') {
    response.writeHead(429, { 'retry-after': '3' }).end('{"code":429,"message":"later"}')
    return
  }
  if (fate === 'late') await new Promise((resolve) => setTimeout(resolve, MOMENT_MS))
  const headers = Object.fromEntries(
    KEPT.flatMap((name) =>
      request.headers[name] === undefined ? [] : [[name, String(request.headers[name])]],
    ),
  )
  const body = Buffer.concat(chunks)
  const { method = 'GET', url = '/' } = request
  const ask = () => fetch(target + url, { method, headers, ...(body.length > 0 && { body }) })
  const first = await ask()
  const text = await first.text()
  if (fate === 'lost') return void request.socket.destroy()
  const again = fate === 'repeat' ? await ask() : first
  const answer = { status: again.status, text: fate === 'repeat' ? await again.text() : text }
  if (fate === 'slow') {
    if (!response.closed) await new Promise((resolve) => response.once('close', resolve))
    return
  }
  const type = again.headers.get('content-type') ?? 'application/json'
  if (fate === 'half') {
    const length = Buffer.byteLength(answer.text)
    response.writeHead(answer.status, { 'content-type': type, 'content-length': length })
    response.write(answer.text.slice(0, answer.text.length / 2), () => request.socket.destroy())
    return
  }
  response.writeHead(answer.status, { 'content-type': type })
  response.end(fate === 'garbage' ? '<html>' : answer.text)
}
