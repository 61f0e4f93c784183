// One data directory, one server. The lock is a listening socket, not a file: the kernel closes it at any death of
// the process, SIGKILL included, so it can't be left behind.

import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { codeOf } from './failure.js'

export class DataDirectoryInUse extends Error {
  constructor(dataDir: string) {
    super(
      `Another Entrepôt server uses the data directory ${dataDir}: ` +
        'stop that one first, or give this one a DATA_DIR of its own.',
    )
    this.name = 'DataDirectoryInUse'
  }
}

/** Takes the lock, or throws DataDirectoryInUse at once. The answer gives it back. */
export async function takeLock(dataDir: string): Promise<() => Promise<void>> {
  const abstract = await listen(await abstractName(dataDir)).catch((error) => {
    throw codeOf(error) === 'EADDRINUSE' ? new DataDirectoryInUse(dataDir) : error
  })
  try {
    const release = await takeSocketFile(dataDir)
    return async () => {
      await release()
      await close(abstract)
    }
  } catch (error) {
    await close(abstract)
    throw error
  }
}

/** Whether a live server has the directory: somebody answers at its lock. */
export async function isLocked(dataDir: string): Promise<boolean> {
  try {
    if (await answers(await abstractName(dataDir))) return true
    return await withDirectory(dataDir, (directory) => answers(socketFile(directory)))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

/**
 * Abstract names belong to a network namespace, so two containers that share a volume don't see each other's. A
 * socket file on the volume is seen by both; it stays behind at a kill, but then nobody answers at it. (A volume
 * that can't hold sockets goes without this second lock.)
 */
async function takeSocketFile(dataDir: string): Promise<() => Promise<void>> {
  const directory = await open(dataDir)
  const path = socketFile(directory)
  try {
    if (await answers(path)) throw new DataDirectoryInUse(dataDir)
    await rm(path, { force: true })
    const server = await listen(path).catch(() => undefined)
    return async () => {
      if (server) await close(server)
      await directory.close()
    }
  } catch (error) {
    await directory.close()
    throw error
  }
}

/** By way of the open directory, since the path of a socket may have only 107 bytes. */
function socketFile(directory: FileHandle): string {
  return join('/proc/self/fd', String(directory.fd), 'server.lock')
}

async function withDirectory<Result>(path: string, use: (directory: FileHandle) => Promise<Result>) {
  const directory = await open(path)
  try {
    return await use(directory)
  } finally {
    await directory.close()
  }
}

/**
 * Named by device and inode, so that two paths to one directory are one lock. It is filled up to all 108 bytes
 * because older versions of Node.js pad a shorter name and newer ones don't: the same text would be two names.
 */
async function abstractName(dataDir: string): Promise<string> {
  const { dev, ino } = await stat(dataDir)
  return `\0${`entrepot:${dev}:${ino}:`.padEnd(107, '.')}`
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen(path, () => resolve(server.unref()))
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
