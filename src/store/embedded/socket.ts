// Where PostgreSQL listens: a unix socket only, never TCP, so that the hub's database is nobody else's business.

import { createHash } from 'node:crypto'
import { chown, lstat, mkdir, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from './account.js'

/** PostgreSQL names its socket by a port even where there is none. */
export const PORT = 5432
const LONGEST_SOCKET_PATH_BYTES = 107

/**
 * In the data directory, or, where its path is too long for a socket, in the directory for temporary files under
 * a name made from it. Paths only; nothing is created yet.
 */
export function chooseSocketDirectory(dataDir: string): string {
  const inside = join(dataDir, 'socket')
  if (Buffer.byteLength(socketPath(inside)) <= LONGEST_SOCKET_PATH_BYTES) return inside
  const key = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  return join(tmpdir(), `entrepot-${key}`)
}

/** Creates the directory, for the account alone, and clears away what a killed PostgreSQL left in it. */
export async function prepareSocketDirectory(directory: string, account: Account): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await refuseForeignDirectory(directory, account)
  if (account.owner) await chown(directory, account.owner.uid, account.owner.gid)
  for (const name of await readdir(directory)) {
    if (name.startsWith('.s.PGSQL.')) await rm(join(directory, name), { force: true })
  }
}

/** Leaves nothing in the directory for temporary files once PostgreSQL is gone. */
export async function removeSocketDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true })
}

/** The name in a public directory can be guessed, so somebody else may have been there first. */
async function refuseForeignDirectory(directory: string, account: Account): Promise<void> {
  const found = await lstat(directory)
  const ours = found.uid === process.getuid?.() || found.uid === account.owner?.uid
  if (!found.isDirectory() || !ours || (found.mode & 0o077) !== 0) {
    throw new Error(
      `${directory} isn't a private directory of ours: remove it, or set TMPDIR to another place.`,
    )
  }
}

function socketPath(directory: string): string {
  return join(directory, `.s.PGSQL.${PORT}`)
}
