/** Finds the database for a command: the operator's, or the embedded one, running beside or started for it. */
import type { Config } from '../config.js'
import { findRunningEmbedded, startEmbedded } from '../store/embedded.js'
import { openPool } from '../store/pool.js'

export interface OpenDatabase {
  readonly connectionString: string
  /** Stops the embedded database if this process started it. */
  close(): Promise<void>
}

/** For the server, which owns the embedded database. */
export async function ownDatabase(config: Config): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined) return { connectionString: config.databaseUrl, close: nothing }
  const log = (message: string) => console.error(message)
  const embedded = await startEmbedded({ dataDir: config.dataDir, log })
  return { connectionString: embedded.connectionString, close: () => embedded.stop() }
}

/** For other commands: beside a running server, or without one. */
export async function borrowDatabase(config: Config): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined) return { connectionString: config.databaseUrl, close: nothing }
  const running = await findRunningEmbedded(config.dataDir)
  if (running !== undefined) return { connectionString: running, close: nothing }
  const own = await ownDatabase(config)
  return {
    ...own,
    close: async () => {
      await untilAlone(own.connectionString)
      await own.close()
    },
  }
}

const MOST_PATIENCE_MS = 30_000
const LOOK_AGAIN_MS = 100

/** A second command may have borrowed the database that the first one started: it is let finish. */
async function untilAlone(connectionString: string): Promise<void> {
  const pool = openPool(connectionString, () => {})
  try {
    for (const start = performance.now(); performance.now() - start < MOST_PATIENCE_MS; ) {
      const { rows } = await pool.query<{ others: number }>(
        `select count(*)::integer as others from pg_stat_activity
         where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      )
      if (rows[0]?.others === 0) return
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    }
  } finally {
    await pool.end()
  }
}

async function nothing(): Promise<void> {}
