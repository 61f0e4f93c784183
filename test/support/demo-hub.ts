// A hub in this process, on a database of its own, with the demo tenant loaded: as `entrepot serve` starts it.

import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { demoPath, loadDemoIfEmpty } from '../../src/cli/demo.js'
import { ensureFirstUser, writeConsoleUrl } from '../../src/cli/first-user.js'
import { readConfig } from '../../src/config.js'
import { type Hub, startHub } from '../../src/hub.js'
import { freshDatabase } from './database.js'

export interface DemoHub {
  readonly hub: Hub
  readonly dataDir: string
  /** `demo.json`: the credentials by family. */
  readonly credentials: Readonly<Record<string, Readonly<Record<string, string>>>>
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
  return {
    hub,
    dataDir,
    credentials: JSON.parse(await readFile(demoPath(config), 'utf8')),
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

function configOf(dataDir: string) {
  return readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir })
}
