// A folder with a `curl` and an `npx` of ours, for commands that are run as they are printed: not every machine has
// curl, and the hubs that are asked have ports of their own. HUBS says where the printed ones are.
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format } from 'node:util'
import { createProgram } from '../../src/cli/program.js'

const ENTREPOT = fileURLToPath(new URL('../../bin/entrepot.js', import.meta.url))

export interface Commands {
  /** To stand first in PATH. */
  readonly folder: string
  close(): Promise<void>
}

interface Call {
  readonly name: string
  readonly args: readonly string[]
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * `signHere`: this process does what `npx entrepot sign` would, one after the other, for pages with so many commands
 * that it counts how long a program takes to load.
 */
export async function makeCommands({ signHere = false } = {}): Promise<Commands> {
  const folder = await mkdtemp(join(tmpdir(), 'entrepot-commands-'))
  const socket = join(folder, 'socket')
  const server = await listen(socket)
  const program = `#!/bin/sh\nshift\nexec "${process.execPath}" "${ENTREPOT}" "$@"\n`
  for (const [name, script] of [
    ['curl', asks(socket, 'curl')],
    ['npx', signHere ? asks(socket, 'npx') : program],
  ] as const) {
    await writeFile(join(folder, name), script)
    await chmod(join(folder, name), 0o755)
  }
  await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}')
  return {
    folder,
    close: async () => {
      server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A program that has its work done by this process: it starts in a tenth of the time. */
function asks(socket: string, name: string): string {
  return `#!${process.execPath}
const call = { name: '${name}', args: process.argv.slice(2), folder: process.cwd(), env: process.env }
const socket = require('node:net').connect('${socket}', () => socket.write(JSON.stringify(call) + '\\n'))
socket.pipe(process.stdout)
`
}

async function listen(path: string): Promise<Server> {
  const server = createServer((socket) => {
    let told = ''
    socket.setEncoding('utf8').on('data', (text: string) => {
      told += text
      if (!told.endsWith('\n')) return
      const call = JSON.parse(told) as Call
      const printed = call.name === 'curl' ? curl(call) : entrepot(call)
      printed.then(
        (output) => socket.end(output),
        (error: unknown) => socket.end(`${call.name}: ${error}\n`),
      )
    })
  })
  await new Promise<void>((listening) => server.listen(path, listening))
  return server
}

async function curl({ args, folder, env }: Call): Promise<Buffer> {
  const headers: Record<string, string> = {}
  const request: RequestInit = { headers }
  const form = new FormData()
  let [url, isStream] = ['', false]
  const left = args.values()
  const next = () => left.next().value ?? ''
  for (const one of left) {
    if (one === '-s') continue
    // A stream, of which what comes first is printed.
    if (one === '-sN') {
      isStream = true
      continue
    }
    if (one === '-X') request.method = next()
    else if (one === '-H') {
      const [, name = '', value = ''] = /^([^:]+): (.*)$/s.exec(next()) ?? []
      headers[name] = value
    } else if (one === '-F') {
      const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(next()) ?? []
      form.append(name, value)
      request.body = form
    } else if (one === '--data-binary' || one === '-d') {
      const content = next()
      request.body = content.startsWith('@') ? await readFile(resolve(folder, content.slice(1))) : content
    } else url = one
  }
  if (request.body !== undefined) request.method ??= 'POST'
  const hubs = JSON.parse(env.HUBS ?? '{}') as Readonly<Record<string, string>>
  for (const [printed, real] of Object.entries(hubs)) url = url.replace(printed, real)
  const response = await fetch(url, request)
  if (!isStream) return Buffer.from(await response.arrayBuffer())
  const reader = response.body?.getReader()
  const first = await reader?.read()
  await reader?.cancel()
  return Buffer.from(first?.value ?? '')
}

/** What the command line's own code prints of it. */
async function entrepot({ args: [program, ...args], env }: Call): Promise<string> {
  if (program !== 'entrepot' || args[0] !== 'sign')
    throw new Error(`only signs: ${program} ${args.join(' ')}`)
  const lines: string[] = []
  const [{ log }, { DATA_DIR: dataDir }] = [console, process.env]
  console.log = (...values: unknown[]) => lines.push(`${format(...values)}\n`)
  process.env.DATA_DIR = env.DATA_DIR
  try {
    await (await createProgram(args)).parseAsync(args, { from: 'user' })
  } finally {
    console.log = log
    if (dataDir === undefined) delete process.env.DATA_DIR
    else process.env.DATA_DIR = dataDir
  }
  return lines.join('')
}
