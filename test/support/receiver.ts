// An HTTP server that callbacks are sent to: keeps what it got, and answers as it is told.
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface TestReceiver {
  readonly url: string
  readonly got: readonly Received[]
  answer: { status: number; body: string; location?: string }
  /** Once so many have come in all. */
  until(count: number): Promise<readonly Received[]>
  close(): Promise<void>
}

export async function startReceiver(): Promise<TestReceiver> {
  const got: Received[] = []
  let told: () => void = () => {}
  const receiver = { answer: { status: 200, body: '' } as TestReceiver['answer'] }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    got.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
    const { status, body, location } = receiver.answer
    response.writeHead(status, location === undefined ? {} : { location }).end(body)
    told()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${port}/hooks`,
    got,
    until: async (count: number) => {
      while (got.length < count) {
        await new Promise<void>((resolve) => {
          told = resolve
        })
      }
      return got
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}
