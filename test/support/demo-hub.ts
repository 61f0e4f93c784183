// A hub in this process, on a database of its own, with the demo tenant loaded: as `entrepot serve` starts it.

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPath, loadDemoIfEmpty } from '../../src/cli/demo.js'
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

export async function startDemoHub(): Promise<DemoHub> {
  const database = await freshDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'entrepot-demo-'))
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir })
  const hub = await startHub(config, database.connectionString)
  await loadDemoIfEmpty(config, hub.pool, hub.lanes)
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
