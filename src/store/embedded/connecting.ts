// Short-lived connections to the embedded database: to see whether it answers, and to create ours in it.

import pg from 'pg'
import { type Cluster, connectionString, DATABASE } from './cluster.js'
import { codeOf } from './failure.js'

/** PostgreSQL shutting down, starting up, or up but without our database yet. */
const NOT_YET = ['57P01', '57P02', '57P03', '3D000']

/** Whether the database takes connections; one that refuses this one for a reason of its own does. */
export async function canConnect(url: string): Promise<boolean> {
  try {
    await withClient(url, async () => {})
    return true
  } catch (error) {
    return error instanceof pg.DatabaseError && !NOT_YET.includes(error.code ?? '')
  }
}

export async function ensureDatabase({ access, dataDir }: Cluster): Promise<void> {
  try {
    await withClient(connectionString(access, 'postgres'), async (client) => {
      const found = await client.query('select from pg_database where datname = $1', [DATABASE])
      if (found.rowCount === 0) await client.query(`create database ${DATABASE}`)
    })
  } catch (cause) {
    if (codeOf(cause) !== '28P01') throw cause
    throw new Error(
      `The password in ${dataDir}/database.json isn't the database's. ` +
        'Move the file away and start again: the database then gets a new password.',
      { cause },
    )
  }
}

async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  // A connection that breaks while idle raises an event, which without a listener would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return await use(client)
  } finally {
    await client.end().catch(() => {})
  }
}
