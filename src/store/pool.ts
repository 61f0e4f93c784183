/** Connections to PostgreSQL, and what an error of it says about the outcome of a statement. */
import pg from 'pg'

// Whole numbers of the store are below 2^53 (money, order numbers, counts): they are read as numbers.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

export type Pool = pg.Pool
export type Client = pg.PoolClient | pg.Client
/** A connection lent by the pool, to be given back with `release`. */
export type LentClient = pg.PoolClient
/** A pool or one connection: whatever a statement can be sent to. */
export type Database = Pick<pg.Pool, 'query'>

const STATEMENT_TIMEOUT_MS = 15_000

export function openPool(connectionString: string, onError: (error: Error) => void): Pool {
  const pool = new pg.Pool({
    connectionString,
    max: 16,
    connectionTimeoutMillis: 3_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // A database that hangs without closing the connection must not hang its callers.
    query_timeout: STATEMENT_TIMEOUT_MS + 2_000,
    keepAlive: true,
    // A statement is sent at once, also while one before it is under way: the lanes send batches in pairs.
    pipeline: true,
    application_name: 'entrepot',
  })
  // A connection that breaks is dropped, and whoever waits on it is told by its own promise; without these
  // listeners, for idle connections and for lent ones, it would end the process.
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Runs statements in one transaction on one connection. */
export async function inTransaction<T>(pool: Pool, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken = false
  try {
    await client.query('begin')
    const value = await work(client)
    await client.query('commit')
    return value
  } catch (error) {
    broken = isUnavailable(error)
    if (!broken) await client.query('rollback').catch(() => (broken = true))
    throw error
  } finally {
    client.release(broken)
  }
}

/** The tenant has moved on since it was loaded: raised by the store's own functions. */
export const STALE = 'EN001'
export const UNIQUE_VIOLATION = '23505'

/** SQLSTATE of an error that the database answered with, or undefined if it did not answer. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** True if the database is away, starting, stopping, out of resources, or did not answer in time. */
export function isUnavailable(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined) return /^(08|53|57|58)/.test(state)
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return true
  // The driver gives its own errors no codes.
  return /connection (terminated|ended)|timeout|not queryable|connection error|ended by the database/i.test(
    error.message,
  )
}

/** True if the same statements may succeed at once: serialization failures and deadlocks. */
export function isTransient(error: unknown): boolean {
  const state = sqlState(error)
  return state === '40001' || state === '40P01' || state === '55P03'
}
