/** Makes a directory and those above it. Node's own recursive mkdir never ends where a file system refuses them. */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codeOf } from './failure.js'

export async function makeDirectory(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode })
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    const above = dirname(path)
    if (codeOf(error) !== 'ENOENT' || above === path) throw refusal(path, error)
    await makeDirectory(above, 0o755)
    await mkdir(path, { mode }).catch((again: unknown) => {
      if (codeOf(again) !== 'EEXIST') throw refusal(path, again)
    })
  }
}

function refusal(path: string, cause: unknown): Error {
  return new Error(
    `The directory ${path} can't be made (${codeOf(cause) ?? 'unknown reason'}): choose another DATA_DIR`,
    { cause },
  )
}
