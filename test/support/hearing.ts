// One who listens to the event stream, as a browser does.
import { request } from 'node:http'

export interface Heard {
  readonly topic: string
  readonly id: string | null
  /** What it says. */
  readonly data: {
    readonly names?: readonly string[] | null
    readonly topics?: readonly string[]
    readonly heartbeatMs?: number
  }
}

export interface Hearing {
  readonly status: number
  readonly header: (name: string) => string | undefined
  /** The next event of this topic; those before it are passed over. */
  next(topic: string): Promise<Heard>
  /** Resolves when the stream has ended. */
  readonly over: Promise<void>
  /** A refusal's body. */
  text(): Promise<string>
  close(): void
}

export function hear(url: string, headers: Readonly<Record<string, string>>): Promise<Hearing> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, agent: false }, (response) => {
      const blocks: string[] = []
      let rest = ''
      let all = ''
      let isOver = false
      let wake: () => void = () => {}
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        all += chunk
        rest += chunk
        const parts = rest.split('\n\n')
        rest = parts.pop() ?? ''
        blocks.push(...parts)
        wake()
      })
      // It is closed here, or cut off there.
      response.on('error', () => {})
      const over = new Promise<void>((done) => {
        response.on('close', () => {
          isOver = true
          wake()
          done()
        })
      })
      const block = async (topic: string): Promise<string> => {
        for (;;) {
          for (let one = blocks.shift(); one !== undefined; one = blocks.shift())
            if (one.includes(`event: ${topic}\n`)) return one
          if (isOver) throw new Error('the stream is over')
          await new Promise<void>((go) => {
            wake = go
          })
        }
      }
      resolve({
        status: response.statusCode ?? 0,
        header: (name) => response.headers[name]?.toString(),
        next: async (topic) => readEvent(await block(topic)),
        over,
        text: async () => {
          await over
          return all
        },
        close: () => sent.destroy(),
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}

function readEvent(block: string): Heard {
  const lines = block.split('\n').map((line) => line.split(/: (.*)/s, 2))
  const field = (name: string) => lines.find(([one]) => one === name)?.[1] ?? null
  return { topic: field('event') ?? '', id: field('id'), data: JSON.parse(field('data') ?? '{}') }
}
