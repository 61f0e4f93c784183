// PostgreSQL's log, `postgres.log` in the data directory. PostgreSQL writes to the file by itself, so that nothing
// in it waits for this process; here the file is only kept from growing without bound.

import { closeSync, openSync } from 'node:fs'
import { copyFile, open, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'

export interface LogFile {
  /** Runs the function with the file open for appending, to hand it to a new process. */
  lend<Result>(use: (fileDescriptor: number) => Result): Result
  size(): Promise<number>
  /** What was written after the file had this size; the last few thousand characters of it. */
  readFrom(position: number): Promise<string>
  /** Stops watching the size. */
  close(): void
}

const LARGEST_LOG_BYTES = 5 * 1024 * 1024
const CHECK_INTERVAL_MS = 60_000
const LONGEST_EXCERPT_BYTES = 4_000

export function openLogFile(dataDir: string): LogFile {
  const path = join(dataDir, 'postgres.log')
  const watch = setInterval(() => shorten(path).catch(() => {}), CHECK_INTERVAL_MS).unref()
  const size = async () => (await stat(path)).size
  const lend: LogFile['lend'] = (use) => {
    const fileDescriptor = openSync(path, 'a', 0o600)
    try {
      return use(fileDescriptor)
    } finally {
      closeSync(fileDescriptor)
    }
  }
  lend(() => {})
  return {
    lend,
    size,
    readFrom: async (position) => {
      const end = await size()
      return readBetween(path, Math.max(position, end - LONGEST_EXCERPT_BYTES), end)
    },
    close: () => clearInterval(watch),
  }
}

/** The file is open for appending, so after the cut PostgreSQL goes on writing at its new end. */
async function shorten(path: string): Promise<void> {
  if ((await stat(path)).size <= LARGEST_LOG_BYTES) return
  await copyFile(path, `${path}.1`)
  await truncate(path, 0)
}

async function readBetween(path: string, start: number, end: number): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(Math.max(end - start, 0)),
      position: start,
    })
    return buffer.toString('utf8', 0, bytesRead).trim()
  } finally {
    await file.close()
  }
}
