/** The database for the length of one command, in the state in which commands expect it. */
import { existsSync } from 'node:fs'
import type { Config } from '../config.js'
import { pendingMigrations } from '../store/migrate.js'
import { openPool, type Pool } from '../store/pool.js'
import { borrowDatabase, type OpenDatabase } from './database.js'

export interface CommandDatabase {
  readonly connectionString: string
  readonly pool: Pool
}

/** `end`: a signal ends the command and the database that was started for it; `left`: the command sees to it. */
type Signals = 'end' | 'left'

/** For commands on a database that has been set up; one that has not is refused, since only two commands do that. */
export async function withDatabase<T>(
  config: Config,
  use: (database: CommandDatabase) => Promise<T>,
  signals: Signals = 'end',
): Promise<T> {
  if (config.databaseUrl === undefined && !existsSync(config.dataDir)) {
    throw new Error(`There is no data directory ${config.dataDir} yet: run "entrepot migrate" first`)
  }
  return withOpenDatabase(
    config,
    async (database) => {
      if ((await pendingMigrations(database.connectionString)) > 0) {
        throw new Error('The database lacks migrations: run "entrepot migrate" first')
      }
      return use(database)
    },
    signals,
  )
}

/** In whatever state it is, and made if there is none. */
export async function withOpenDatabase<T>(
  config: Config,
  use: (database: CommandDatabase) => Promise<T>,
  signals: Signals = 'end',
): Promise<T> {
  const database = await borrowDatabase(config)
  const forget = signals === 'end' ? closeOnSignal(database) : () => {}
  const { connectionString } = database
  const pool = openPool(connectionString, () => {})
  try {
    return await use({ connectionString, pool })
  } finally {
    await pool.end()
    await database.close()
    forget()
  }
}

/** An embedded database that was started for the command does not outlive it. */
function closeOnSignal(database: OpenDatabase): () => void {
  const stop = (): void => void database.close().finally(() => process.exit(130))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  return () => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}
