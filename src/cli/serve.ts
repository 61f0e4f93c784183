/** `entrepot serve`: the hub, until a signal ends it. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { Command } from 'commander'
import { type Config, readConfig } from '../config.js'
import { ownDatabase } from './database.js'
import { demoPath } from './demo.js'
import type { FirstUser } from './first-user.js'
import type { HubOrders, HubReady } from './hub-thread.js'

const STOP_WITHIN_MS = 9_000

/** Three semi-spaces of 64 MB: room for some thousand requests between two collections. */
const YOUNG_GENERATION_MB = 192

export function serveCommand(): Command {
  return new Command('serve')
    .description('Run the hub until it is stopped (SIGTERM or Ctrl-C: what is in flight is finished first).')
    .addHelpText(
      'after',
      `
Makes or updates the database, loads the demo tenant into an empty one, and prints where everything is.

Examples:
  entrepot serve
  PORT=9000 DEMO=off entrepot serve
  DATABASE_URL=postgresql://entrepot@db.example/entrepot HOST=0.0.0.0 entrepot serve`,
    )
    .action(() => serve(readConfig()))
}

export async function serve(config: Config): Promise<void> {
  await serveUntilStopped(config, async (hub) => {
    console.log(`Entrepôt listening on ${hub.url}`)
    console.log(`  console      ${hub.url}/console`)
    console.log(`  guide        ${hub.url}/docs`)
    if (hub.withDemo) console.log(`  credentials  ${demoPath(config)}`)
    const { firstUser } = hub
    if (firstUser !== null && firstUser.password !== null) {
      console.log(`  first user   ${firstUser.username}, password ${firstUser.password} (shown only now)`)
    }
  })
}

/** Never returns: the process ends with the hub. `begin` is told when it listens, `end` before it stops. */
export async function serveUntilStopped(
  config: Config,
  begin: (hub: HubReady) => Promise<void>,
  end: () => Promise<void> = async () => {},
): Promise<never> {
  const stopped = nextSignal()
  const database = await ownDatabase(config)
  try {
    const hub = await startThread({ config, connectionString: database.connectionString })
    await begin(hub)
    await Promise.race([stopped, hub.ended])
    // Whatever hangs, the process is gone in time; what was acknowledged is on disk.
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
    await end()
    await hub.close()
  } finally {
    await database.close()
  }
  process.exit(0)
}

export function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
}

interface HubThread {
  readonly url: string
  readonly withDemo: boolean
  readonly firstUser: FirstUser | null
  /** Rejects if the hub ends without having been asked to. */
  readonly ended: Promise<never>
  close(): Promise<void>
}

/**
 * The hub runs in a thread, since only a thread's young generation can be sized from within: requests live for
 * as long as their batch, and in V8's usual one most of them would be copied again and again on the way to its
 * end (docs/decisions/0007).
 */
async function startThread(orders: HubOrders): Promise<HubThread> {
  const thread = new Worker(new URL('./hub-thread.js', import.meta.url), {
    workerData: orders,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  })
  const exit = once(thread, 'exit')
  const failure = once(thread, 'error').then(([error]) => Promise.reject(error))
  const ended = Promise.race([
    failure,
    exit.then(() => Promise.reject(new Error('the hub ended unexpectedly'))),
  ])
  ended.catch(() => {})
  const [ready] = (await Promise.race([once(thread, 'message'), ended])) as [HubReady]
  return {
    ...ready,
    ended,
    close: async () => {
      thread.postMessage('stop')
      await Promise.race([exit, failure])
    },
  }
}
