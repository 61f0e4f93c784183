/** A running hub: the store, the lanes, the engine and the HTTP server, wired together. */
import type { AddressInfo } from 'node:net'
import { createEngine } from './commit/engine.js'
import { Lanes } from './commit/lanes.js'
import type { Config } from './config.js'
import { dialects } from './dialects/index.js'
import { Authentication } from './http/authentication.js'
import { RateLimiter } from './http/rate-limiter.js'
import { createServer } from './http/server.js'
import { bareError, Watch } from './http/watch.js'
import { createLog } from './log.js'
import { migrate } from './store/migrate.js'
import { openPool, type Pool } from './store/pool.js'

export interface Hub {
  readonly url: string
  readonly pool: Pool
  readonly lanes: Lanes
  /** Stops accepting, finishes what is in flight, closes the store's connections. Safe to call twice. */
  close(): Promise<void>
}

/** Starts a hub on a database that is already up. */
export async function startHub(config: Config, connectionString: string): Promise<Hub> {
  const { log, flush } = createLog(config.logLevel)
  await migrate(connectionString)
  const pool = openPool(connectionString, (error) => log.warn({ err: bareError(error) }, 'connection lost'))
  const clock = () => Date.now()
  let lanes: Lanes | undefined
  const watch = new Watch(log, () => lanes?.waiting ?? 0)
  lanes = new Lanes(pool, clock, watch)
  const server = createServer({
    dialects,
    engine: createEngine(pool, lanes),
    authentication: new Authentication(pool, clock),
    rateLimiter: new RateLimiter(pool, clock),
    watch,
    log,
    notReady: () => notReady(pool),
  })
  await server.listen({ host: config.host, port: config.port })
  const { port } = server.server.address() as AddressInfo
  const host = config.host.includes(':') ? `[${config.host}]` : config.host

  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    await server.close()
    await lanes.drain()
    await pool.end()
    flush()
  }
  return {
    url: `http://${host}:${port}`,
    pool,
    lanes,
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

/** Migrations are done before the server listens, so only the database itself can be missing. */
async function notReady(pool: Pool): Promise<string | null> {
  try {
    await pool.query('select 1')
    return null
  } catch {
    return 'the database is away'
  }
}
