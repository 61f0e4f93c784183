// A process of its own that owns an embedded database, so that a test can kill it as an operating system would.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export interface Owner {
  readonly connectionString: string
  readonly postmaster: number
  /** Kills it with SIGKILL, and resolves when it is gone. */
  kill(): Promise<void>
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const OWNER = `
import { startEmbedded } from './store/embedded.js'
const database = await startEmbedded({ dataDir: process.argv[2], log: () => {} })
console.log(JSON.stringify({ connectionString: database.connectionString, postmaster: database.processId() }))
`

/** Starts the owner; resolves when its database runs. */
export async function startOwner(dataDir: string, environment: NodeJS.ProcessEnv): Promise<Owner> {
  const program = await compileOwner()
  const child = spawn(process.execPath, [join(program, 'owner.js'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  const kill = async () => {
    const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined
    child.kill('SIGKILL')
    await exited
    await rm(program, { recursive: true, force: true })
  }
  return { ...(await readFirstLine(child)), kill }
}

/** Node.js doesn't read TypeScript, and the tests don't depend on a build. */
async function compileOwner(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'entrepot-owner-'))
  const source = join(ROOT, 'src', 'store')
  const files = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.ts'))
  for (const name of files) {
    const { outputText } = ts.transpileModule(await readFile(join(source, name), 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        verbatimModuleSyntax: true,
      },
    })
    const compiled = join(directory, 'store', name.replace(/\.ts$/, '.js'))
    await mkdir(dirname(compiled), { recursive: true })
    await writeFile(compiled, outputText)
  }
  await writeFile(join(directory, 'package.json'), '{ "type": "module" }')
  await writeFile(join(directory, 'owner.js'), OWNER)
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'))
  return directory
}

async function readFirstLine(child: ChildProcess): Promise<{ connectionString: string; postmaster: number }> {
  let output = ''
  for await (const chunk of child.stdout ?? []) {
    output += chunk
    const end = output.indexOf('\n')
    if (end >= 0) return JSON.parse(output.slice(0, end))
  }
  throw new Error('The owner ended before its database ran.')
}
