/**
 * Which private addresses may be called. ALLOW_PRIVATE_TARGETS opens all of them; the file `private-targets` in the data
 * directory opens single ones, an origin a line, and counts at once. Whoever can write there can read the sealing key, so
 * that nobody gains by it; those who may only name addresses over an API can't.
 */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writePrivateFile } from '../private-file.js'
import type { TargetRules } from './targets.js'

const FILE = 'private-targets'

export interface PrivateTargets {
  readonly dataDir: string
  readonly allowPrivateTargets: boolean
}

export function targetRulesOf({ dataDir, allowPrivateTargets }: PrivateTargets): TargetRules {
  const path = join(dataDir, FILE)
  // Asked only of an address that is refused otherwise, so that it is read seldom.
  return { allowPrivate: allowPrivateTargets, isNamed: (origin) => originsIn(readNow(path)).includes(origin) }
}

/** Until `forgetTarget`, also for servers that are running. `origin` is of the form `http://127.0.0.1:8081`. */
export async function nameTarget(dataDir: string, origin: string): Promise<void> {
  await change(dataDir, (origins) => (origins.includes(origin) ? origins : [...origins, origin]))
}

export async function forgetTarget(dataDir: string, origin: string): Promise<void> {
  await change(dataDir, (origins) => origins.filter((one) => one !== origin))
}

async function change(dataDir: string, to: (origins: readonly string[]) => readonly string[]): Promise<void> {
  const path = join(dataDir, FILE)
  const before = originsIn(await readFile(path, 'utf8').catch(() => ''))
  const lines = to(before).map((one) => `${one}\n`)
  await writePrivateFile(path, lines.join(''))
}

function readNow(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function originsIn(text: string): string[] {
  return text.split(/\s+/).filter((one) => one !== '')
}
