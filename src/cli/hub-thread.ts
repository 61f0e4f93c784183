/** The thread in which `entrepot serve` runs its hub: started with orders, says when it is ready, ends when told. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Config } from '../config.js'
import { startHub } from '../hub.js'
import { firstBug } from './bugs.js'
import { loadDemoIfEmpty } from './demo.js'
import { ensureFirstUser, type FirstUser, writeConsoleUrl } from './first-user.js'

export interface HubOrders {
  readonly config: Config
  readonly connectionString: string
}

export interface HubReady {
  readonly url: string
  /** True if this data directory has the demo's credentials. */
  readonly withDemo: boolean
  /** Null: it isn't made now. */
  readonly firstUser: FirstUser | null
}

const { config, connectionString } = workerData as HubOrders
let withDemo = false
let firstUser: FirstUser | null = null
const hub = await startHub(config, connectionString, {
  prepare: async (pool, lanes) => {
    withDemo = config.demo && (await loadDemoIfEmpty(config, pool, lanes))
    firstUser = await ensureFirstUser(config, pool, withDemo)
  },
})
void firstBug(hub).then(async () => {
  await hub.close().catch(hub.uncaught)
  hub.flush()
  process.exit(1)
})
if (withDemo) await writeConsoleUrl(config, hub.url)
const ready: HubReady = { url: hub.url, withDemo, firstUser }
parentPort?.postMessage(ready)
parentPort?.once('message', () => void hub.close())
