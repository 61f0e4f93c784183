// The built command, as a process of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const ENTREPOT = join(ROOT, 'bin/entrepot.js')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Builds it anew if a source has changed since. */
export async function bringUpToDate(): Promise<void> {
  const built = join(ROOT, 'dist/main.js')
  if (!existsSync(built) || newest(join(ROOT, 'src')) > newest(join(ROOT, 'dist'))) {
    await ended(spawn(process.execPath, [join(ROOT, 'scripts/build.mjs')], { cwd: ROOT }))
  }
}

/** What it printed, and how it ended. */
export function ended(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (chunk) => (stdout += String(chunk)))
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })))
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  return Math.max(...files.map((one) => statSync(join(one.parentPath, one.name)).mtimeMs))
}
