// The files of the embedded database: PostgreSQL's own directory, made by initdb at the first start, and
// `database.json`, by which the hub's commands find and enter it.

import { randomBytes } from 'node:crypto'
import { chown, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account } from './account.js'
import type { Binaries } from './binaries.js'
import { codeOf } from './failure.js'
import { run } from './run.js'
import { PORT, prepareSocketDirectory } from './socket.js'

export interface Cluster {
  readonly dataDir: string
  /** PostgreSQL's data directory. */
  readonly directory: string
  readonly binaries: Binaries
  readonly account: Account
  readonly access: DatabaseAccess
}

/** What is in `database.json`. */
export interface DatabaseAccess {
  readonly socketDirectory: string
  readonly password: string
}

const MAJOR_VERSION = '18'
const USER = 'entrepot'
export const DATABASE = 'entrepot'

export function clusterDirectory(dataDir: string): string {
  return join(dataDir, 'postgres')
}

/** As both pg and psql read it; the host before the slash is only there for programs that insist on one. */
export function connectionString(access: DatabaseAccess, database: string = DATABASE): string {
  const socket = new URLSearchParams({ host: access.socketDirectory, port: String(PORT) })
  return `postgresql://${USER}:${access.password}@localhost/${database}?${socket}`
}

export async function loadAccess(dataDir: string): Promise<DatabaseAccess | undefined> {
  try {
    return JSON.parse(await readFile(accessPath(dataDir), 'utf8'))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Makes whatever is missing on disk, so that PostgreSQL can be started. The caller holds the lock. */
export async function prepareCluster(options: {
  dataDir: string
  binaries: Binaries
  account: Account
  socketDirectory: string
  log: (message: string) => void
}): Promise<Cluster> {
  const { dataDir, binaries, account, socketDirectory } = options
  const directory = clusterDirectory(dataDir)
  const saved = await loadAccess(dataDir)
  const access = { socketDirectory, password: saved?.password ?? randomBytes(32).toString('base64url') }
  const cluster = { dataDir, directory, binaries, account, access }

  await prepareSocketDirectory(socketDirectory, account)
  await removeHalfMade(dataDir)
  const version = await readVersion(directory)
  if (version === undefined) {
    options.log(`Creating the database in ${directory}`)
    await saveAccess(dataDir, access)
    await initialise(cluster)
    return cluster
  }
  if (version !== MAJOR_VERSION) {
    throw new Error(
      `${directory} was made by PostgreSQL ${version}, and this Entrepôt brings ${MAJOR_VERSION}.`,
    )
  }
  await giveTo(account, directory)
  if (saved === undefined) await setPassword(cluster)
  await saveAccess(dataDir, access)
  return cluster
}

/**
 * initdb works in a directory beside the final one, which is then renamed: whenever the process is killed, the
 * final one is complete or not there.
 */
async function initialise(cluster: Cluster): Promise<void> {
  const { account, access, binaries, dataDir, directory } = cluster
  const workshop = await mkdtemp(join(dataDir, HALF_MADE_PREFIX))
  const passwordFile = join(workshop, 'password')
  await writeFile(passwordFile, access.password, { mode: 0o600 })
  await giveTo(account, passwordFile)
  await giveTo(account, workshop)
  const made = join(workshop, 'postgres')
  const initdb = ['-D', made, `--username=${USER}`, `--pwfile=${passwordFile}`, ...INITDB_OPTIONS]
  const outcome = await run(account.launch(binaries.initdb, initdb, 'KILL'))
  if (outcome.code !== 0) {
    await rm(workshop, { recursive: true, force: true })
    throw new Error(`The database in ${directory} couldn't be created: ${outcome.output.trim()}`)
  }
  await rename(made, directory)
  await syncDirectory(dataDir)
  await rm(workshop, { recursive: true, force: true })
}

const HALF_MADE_PREFIX = 'postgres.new-'

/** The built-in locale doesn't change with the operating system's, which would silently break every index. */
const INITDB_OPTIONS = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
]

/** What a start that was killed left; an initdb of it that still runs keeps its own directory busy, no harm. */
async function removeHalfMade(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith(HALF_MADE_PREFIX)) continue
    await rm(join(dataDir, name), { recursive: true, force: true }).catch(() => {})
  }
}

async function readVersion(directory: string): Promise<string | undefined> {
  try {
    return (await readFile(join(directory, 'PG_VERSION'), 'utf8')).trim()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** PostgreSQL insists on owning its files; after a copy by root, or a first start as another user, it doesn't. */
async function giveTo({ owner }: Account, path: string): Promise<void> {
  const found = await stat(path)
  if (!owner || found.uid === owner.uid) return
  const inside = found.isDirectory() ? await readdir(path, { recursive: true }) : []
  // The top comes last: if this is cut short, the next start sees the old owner there and does it again.
  for (const name of inside) await chown(join(path, name), owner.uid, owner.gid)
  await chown(path, owner.uid, owner.gid)
}

/** For a data directory whose `database.json` was lost: single-user mode asks for no password. */
async function setPassword({ account, access, binaries, directory }: Cluster): Promise<void> {
  const launch = account.launch(binaries.postgres, ['--single', '-D', directory, 'postgres'], 'KILL')
  const outcome = await run(launch, `alter role ${USER} password '${access.password}'\n`)
  if (outcome.code !== 0) {
    throw new Error(`The password of the database in ${directory} couldn't be set: ${outcome.output.trim()}`)
  }
}

async function saveAccess(dataDir: string, access: DatabaseAccess): Promise<void> {
  const temporary = `${accessPath(dataDir)}.new`
  await rm(temporary, { force: true })
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(access, undefined, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, accessPath(dataDir))
  await syncDirectory(dataDir)
}

function accessPath(dataDir: string): string {
  return join(dataDir, 'database.json')
}

/** A rename survives a power cut only once its directory is on disk. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path)
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
