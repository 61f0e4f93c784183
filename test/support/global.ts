// Before all tests: one PostgreSQL for the whole run, and in it a migrated template that each test file
// clones. TEST_DATABASE_URL, an administrator's URL of another server, takes its place.

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/store/migrate.js'
import { databaseUrl, TEMPLATE } from './database.js'
import { startForgetful } from './forgetful-server.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** An administrator's connection to the server the tests use. */
    adminConnectionString: string
    /** How a database is copied; the server's own way if empty. */
    copying: string
    /** What the names of this run's databases begin with. */
    databasePrefix: string
    /** A directory for what lasts longer than one test file. */
    runDirectory: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const server = given ? { connectionString: given, stop: async () => {} } : await startTemporary()
  try {
    await makeTemplate(server.connectionString)
  } catch (error) {
    await server.stop()
    throw error
  }
  const databasePrefix = `test_${randomUUID().slice(0, 8)}_`
  const runDirectory = await mkdtemp(join(tmpdir(), 'entrepot-run-'))
  project.provide('adminConnectionString', server.connectionString)
  // Without syncing, copying files is what costs least.
  project.provide('copying', given ? '' : 'strategy file_copy')
  project.provide('databasePrefix', databasePrefix)
  project.provide('runDirectory', runDirectory)
  return async () => {
    if (given) await dropDatabases(given, databasePrefix)
    await server.stop()
    await rm(runDirectory, { recursive: true, force: true })
  }
}

async function dropDatabases(adminUrl: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      'select datname as name from pg_database where starts_with(datname, $1)',
      [prefix],
    )
    for (const { name } of rows) await client.query(`drop database if exists ${name} with (force)`)
  } finally {
    await client.end()
  }
}

async function startTemporary(): Promise<{ connectionString: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'entrepot-test-'))
  const remove = () => rm(dataDir, { recursive: true, force: true })
  const messages: string[] = []
  try {
    const database = await startForgetful(dataDir, (message) => messages.push(message))
    return {
      connectionString: database.connectionString,
      stop: async () => {
        await database.stop()
        await remove()
      },
    }
  } catch (cause) {
    await remove()
    throw new Error(`The tests' database doesn't start: ${messages.join('; ')}`, { cause })
  }
}

async function makeTemplate(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    // Nothing here pulls the plug: tests of durability start servers of their own. A setting of the account outranks
    // those that PostgreSQL is started with.
    await client.query('alter role current_user set synchronous_commit = off')
    await client.query(`drop database if exists ${TEMPLATE} with (force)`)
    await client.query(`create database ${TEMPLATE}`)
    await migrate(databaseUrl(adminUrl, TEMPLATE))
  } finally {
    await client.end()
  }
}
