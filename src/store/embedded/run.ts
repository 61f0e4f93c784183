// Starting programs: the environment and working directory they all get, and running a short one to its end.

import { type ChildProcess, spawn } from 'node:child_process'

export interface Launch {
  readonly file: string
  readonly arguments: readonly string[]
  readonly uid?: number
  readonly gid?: number
}

export interface Outcome {
  /** The exit code; undefined when it was killed or could not be started at all. */
  readonly code: number | undefined
  readonly output: string
}

type Destination = 'ignore' | 'pipe' | number

/**
 * Detached, because a Ctrl-C in the terminal reaches the whole foreground group, and the database must outlive
 * the requests in flight. From `/`, since the account may not enter our own working directory.
 */
export function start(
  launch: Launch,
  standardStreams: [Destination, Destination, Destination],
): ChildProcess {
  return spawn(launch.file, launch.arguments, {
    stdio: standardStreams,
    detached: true,
    cwd: '/',
    env: environment(),
    ...(launch.uid !== undefined && { uid: launch.uid }),
    ...(launch.gid !== undefined && { gid: launch.gid }),
  })
}

/** Runs a program to its end, whatever that is; never throws. */
export async function run(launch: Launch, input = ''): Promise<Outcome> {
  try {
    return await outcomeOf(start(launch, ['pipe', 'pipe', 'pipe']), input)
  } catch (error) {
    // Some failures, such as not being allowed to change the user, are thrown instead of told by an event.
    return { code: undefined, output: String(error) }
  }
}

function outcomeOf(child: ChildProcess, input: string): Promise<Outcome> {
  return new Promise((resolve) => {
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    child.once('error', (error) => resolve({ code: undefined, output: error.message }))
    child.once('close', (code) => resolve({ code: code ?? undefined, output }))
    // A program that doesn't read its input may be gone before it is written.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

/** Only what the programs need: no PGPORT or PGOPTIONS of the user's, and none of our secrets. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, LD_LIBRARY_PATH } = process.env
  return {
    PATH: PATH ?? '/usr/local/bin:/usr/bin:/bin',
    ...(LD_LIBRARY_PATH && { LD_LIBRARY_PATH }),
    LC_ALL: 'C',
    TZ: 'UTC',
  }
}
