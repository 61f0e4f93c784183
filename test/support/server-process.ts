// `entrepot serve` as a process of its own, on a database that is already there. It runs from the build, which
// `npm test` makes first.
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FreshDatabase } from './database.js'

const ENTREPOT = fileURLToPath(new URL('../../bin/entrepot.js', import.meta.url))

export interface ServerProcess {
  readonly process: ChildProcess
  readonly url: string
}

/** `program`: what is run instead, with its arguments. */
export function startServer(
  { connectionString }: Pick<FreshDatabase, 'connectionString'>,
  dataDir: string,
  settings: Record<string, string> = {},
  program: readonly string[] = [ENTREPOT, 'serve'],
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...program], {
    env: {
      ...process.env,
      DATABASE_URL: connectionString,
      DATA_DIR: dataDir,
      PORT: '0',
      HOST: '127.0.0.1',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return listening(child).then((url) => ({ process: child, url }))
}

/** Where a server that has just been started can be reached, as soon as it says so. */
export function listening(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    server.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const url = /listening on (http:\S+)/.exec(output)?.[1]
      if (url !== undefined) resolve(url)
    })
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output}`)))
  })
}

/** Ends at once, without a chance to finish anything. */
export async function killed({ process }: ServerProcess): Promise<void> {
  const gone = new Promise((resolve) => process.once('exit', resolve))
  process.kill('SIGKILL')
  await gone
}
