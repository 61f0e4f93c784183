// A shell that keeps its variables from one block to the next, for what texts print to be run as it is printed.
import { type ChildProcess, spawn } from 'node:child_process'
import { textOf } from './texts.js'

export class Shell {
  readonly #child
  #output = ''
  #told: () => void = () => {}
  #count = 0

  /** Begins in the folder given, with nothing in its environment but what is given. */
  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.#child = spawn('sh', [], { cwd: folder, env, stdio: ['pipe', 'pipe', 'inherit'] })
    this.#child.stdout.on('data', (chunk: Buffer) => {
      this.#output += chunk.toString()
      this.#told()
    })
  }

  /** What it prints. */
  async run(block: string): Promise<string> {
    const end = `@@ end of ${++this.#count} @@\n`
    this.#output = ''
    this.#child.stdin.write(`${block}\nprintf '%s\\n' '${end.trim()}'\n`)
    while (!this.#output.endsWith(end)) {
      await new Promise<void>((resolve) => {
        this.#told = resolve
      })
    }
    return this.#output.slice(0, -end.length)
  }

  end(): void {
    this.#child.kill()
  }
}

/** The commands that stand below a second heading of a text. */
export function blocksOf(path: string, title: string): readonly string[] {
  const section =
    textOf(path)
      .split('\n## ')
      .find((one) => one.startsWith(`${title}\n`)) ?? ''
  return [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block ?? '')
}

/** Its exit code. */
export async function stopped(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  return gone
}
