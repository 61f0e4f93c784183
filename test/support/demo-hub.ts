// A hub in this process, on a database of its own, with the demo tenant loaded: as `entrepot serve` starts it. And the
// same demo once more in it, as another tenant, for what needs one that nobody has touched.

import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { demoPath, loadDemo, loadDemoIfEmpty } from '../../src/cli/demo.js'
import { ensureFirstUser, writeConsoleUrl } from '../../src/cli/first-user.js'
import { readConfig } from '../../src/config.js'
import { type Hub, startHub } from '../../src/hub.js'
import { freshDatabase } from './database.js'

export interface Demo {
  readonly hub: Hub
  readonly dataDir: string
  /** `demo.json`: the credentials by family. */
  readonly credentials: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export interface DemoHub extends Demo {
  /** The demo as it is in the beginning, for somebody else. */
  anew(): Promise<Demo>
  close(): Promise<void>
}

/** A loaded demo without a hub, which others are copied from. */
interface Original {
  readonly databaseName: string
  readonly dataDir: string
}

let original: Promise<Original> | undefined

export async function startDemoHub(): Promise<DemoHub> {
  original ??= loadOriginal()
  const { databaseName, dataDir: from } = await original
  const database = await freshDatabase(databaseName)
  const dataDir = await mkdtemp(join(tmpdir(), 'entrepot-demo-'))
  await cp(from, dataDir, { recursive: true })
  const config = configOf(dataDir)
  const hub = await startHub(config, database.connectionString)
  await writeConsoleUrl(config, hub.url)
  let tenants = 1
  return {
    hub,
    dataDir,
    credentials: await credentialsIn(dataDir),
    anew: async () => {
      tenants += 1
      const other = join(dataDir, `demo-${tenants}`)
      await loadDemo(configOf(other), hub.pool, hub.lanes, `demo ${tenants}`)
      return { hub, dataDir: other, credentials: await credentialsIn(other) }
    },
    close: async () => {
      await hub.close()
      await database.drop()
      await rm(dataDir, { recursive: true })
    },
  }
}

/** It is removed at the end of the whole run. */
async function loadOriginal(): Promise<Original> {
  const database = await freshDatabase()
  const dataDir = await mkdtemp(join(inject('runDirectory'), 'demo-'))
  const config = configOf(dataDir)
  const hub = await startHub(config, database.connectionString)
  await loadDemoIfEmpty(config, hub.pool, hub.lanes)
  await ensureFirstUser(config, hub.pool, true)
  await hub.close()
  return { databaseName: database.name, dataDir }
}

async function credentialsIn(dataDir: string): Promise<Demo['credentials']> {
  return JSON.parse(await readFile(demoPath(configOf(dataDir)), 'utf8'))
}

/** Directories of one hub share its key. */
const SECRET_KEY = Buffer.alloc(32, 7).toString('base64')

function configOf(dataDir: string) {
  return readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir, SECRET_KEY })
}
