// The settings PostgreSQL is started with. They go on its command line, which outranks its configuration files, so
// that an upgrade of the hub changes them too and a stray ALTER SYSTEM can't turn durability off.

import { statfs } from 'node:fs/promises'
import { totalmem } from 'node:os'
import type { Cluster } from './cluster.js'
import { run } from './run.js'
import { PORT } from './socket.js'

/** The arguments for `postgres`, some of them found out on this machine. */
export async function launchSettings(cluster: Cluster): Promise<string[]> {
  const settings = {
    ...FIXED,
    port: String(PORT),
    // The setting is a list; quotes keep a comma in the path from parting it.
    unix_socket_directories: `"${cluster.access.socketDirectory.replaceAll('"', '""')}"`,
    dynamic_shared_memory_type: await sharedMemoryType(),
    wal_compression: (await knowsLz4(cluster)) ? 'lz4' : 'off',
    shared_buffers: `${sharedBuffersMegabytes()}MB`,
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

const FIXED = {
  listen_addresses: '',
  max_connections: '60',
  timezone: 'UTC',
  log_timezone: 'UTC',

  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',

  huge_pages: 'off',
  wal_buffers: '16MB',
  // Filling each new log file with zeros first stops all commits for tens of milliseconds; a crash is as safe without.
  wal_init_zero: 'off',
  max_wal_size: '4GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  autovacuum: 'on',
  // The hub's statements are short; compiling them costs more than it saves.
  jit: 'off',

  // No personal data in the log: neither statements, nor their parameters, nor the errors of single statements,
  // whose messages quote values. Those errors reach the hub, which logs them by its own rules.
  log_destination: 'stderr',
  logging_collector: 'off',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
} as const

/** A quarter of the memory that this machine or container grants, within bounds; it is taken up only as it is used. */
function sharedBuffersMegabytes(): number {
  const granted = process.constrainedMemory()
  const bytes = granted > 0 && granted < totalmem() ? granted : totalmem()
  return Math.min(1024, Math.max(128, Math.floor(bytes / 4 / 1024 / 1024)))
}

/** Containers often have a /dev/shm of 64 MB, on which a parallel query would fail. */
const ENOUGH_SHARED_MEMORY_BYTES = 512 * 1024 * 1024

async function sharedMemoryType(): Promise<'posix' | 'mmap'> {
  try {
    const { bavail, bsize } = await statfs('/dev/shm')
    return bavail * bsize >= ENOUGH_SHARED_MEMORY_BYTES ? 'posix' : 'mmap'
  } catch {
    return 'mmap'
  }
}

/** Builds differ in what they can compress with; a setting's value is checked even when only asked for. */
async function knowsLz4({ account, binaries, directory }: Cluster): Promise<boolean> {
  const question = ['-D', directory, '-c', 'wal_compression=lz4', '-C', 'wal_compression']
  return (await run(account.launch(binaries.postgres, question, 'KILL'))).code === 0
}
