// Before all tests: one embedded PostgreSQL for the whole run, and in it a migrated template that each test file
// clones. TEST_DATABASE_URL, an administrator's URL of another server, takes its place.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../src/store/embedded.js'
import { migrate } from '../../src/store/migrate.js'
import { databaseUrl, TEMPLATE } from './database.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** An administrator's connection to the server the tests use. */
    adminConnectionString: string
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
  project.provide('adminConnectionString', server.connectionString)
  return server.stop
}

async function startTemporary(): Promise<{ connectionString: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'entrepot-test-'))
  const remove = () => rm(dataDir, { recursive: true, force: true })
  const messages: string[] = []
  try {
    const database = await startEmbedded({ dataDir, log: (message) => messages.push(message) })
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
    await client.query(`drop database if exists ${TEMPLATE} with (force)`)
    await client.query(`create database ${TEMPLATE}`)
    await migrate(databaseUrl(adminUrl, TEMPLATE))
  } finally {
    await client.end()
  }
}
