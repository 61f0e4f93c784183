// A database of its own for each test file, cloned from the migrated template in some tens of milliseconds.

import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export const TEMPLATE = 'entrepot_template'

export interface FreshDatabase {
  name: string
  connectionString: string
  drop(): Promise<void>
}

/** `template` is the name of a database that nobody is connected to. */
export async function freshDatabase(template = TEMPLATE): Promise<FreshDatabase> {
  const name = inject('databasePrefix') + randomUUID().replaceAll('-', '')
  await administer(`create database ${name} template ${template} ${inject('copying')}`)
  return {
    name,
    connectionString: databaseUrl(inject('adminConnectionString'), name),
    drop: () => administer(`drop database if exists ${name} with (force)`),
  }
}

/** The same server and account, another database. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.toString()
}

/**
 * Two workers may clone at once; but a connection to the template, such as an autovacuum's, or that of a migration
 * which is just ending, makes PostgreSQL refuse (55006) for as long as it lasts.
 */
async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('adminConnectionString') })
  await client.connect()
  try {
    for (const deadline = Date.now() + 10_000; ; ) {
      try {
        await client.query(statement)
        return
      } catch (error) {
        const isBusy = error instanceof pg.DatabaseError && error.code === '55006'
        if (!isBusy || Date.now() > deadline) throw error
      }
    }
  } finally {
    await client.end()
  }
}
