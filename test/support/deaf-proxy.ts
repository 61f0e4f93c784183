// Stands between a browser and a hub, and can make a stream deaf: nothing more comes of it, though nobody has closed it,
// as when a machine slept or its network changed.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface DeafProxy {
  readonly url: string
  /** What streams bring is lost until they may be heard again: of those that are open, and of those that begin. */
  deafen(): void
  /** Of those that begin from now on. */
  hearAgain(): void
  close(): Promise<void>
}

const STREAM = 'GET /v1/stream'

export async function startDeafProxy(to: string): Promise<DeafProxy> {
  const { hostname, port } = new URL(to)
  const sockets = new Set<Socket>()
  const streams = new Set<Socket>()
  const deaf = new Set<Socket>()
  let isDeaf = false
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => {})
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    near.on('data', (chunk) => {
      // A browser's next request on a connection that it has kept is another one's.
      if (chunk.includes(STREAM)) streams.add(near)
      else streams.delete(near)
      if (isDeaf && streams.has(near)) deaf.add(near)
      far.write(chunk)
    })
    far.on('data', (chunk) => {
      if (!deaf.has(near)) near.write(chunk)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    deafen: () => {
      isDeaf = true
      for (const stream of streams) deaf.add(stream)
    },
    hearAgain: () => {
      isDeaf = false
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
