/** `entrepot serve`: the hub, until a signal ends it. */
import type { Config } from '../config.js'
import { startHub } from '../hub.js'
import { ownDatabase } from './database.js'
import { demoPath, loadDemoIfEmpty } from './demo.js'

const STOP_WITHIN_MS = 9_000

export async function serve(config: Config): Promise<void> {
  const database = await ownDatabase(config)
  const hub = await startHub(config, database.connectionString).catch(async (error: unknown) => {
    await database.close()
    throw error
  })
  const withDemo = config.demo && (await loadDemoIfEmpty(config, hub.pool, hub.lanes))
  console.log(`Entrepôt listening on ${hub.url}`)
  console.log(`  reference    ${hub.url}/docs`)
  if (withDemo) console.log(`  credentials  ${demoPath(config)}`)

  const stop = async (): Promise<void> => {
    // Whatever hangs, the process is gone in time; what was acknowledged is on disk.
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
    await hub.close()
    await database.close()
    process.exit(0)
  }
  process.once('SIGTERM', () => void stop())
  process.once('SIGINT', () => void stop())
}
