/** A running hub: the store, the lanes, the engine and the HTTP server, wired together. */
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { bulkCalls, MOST_OPEN } from './bulk/calls.js'
import { ImportWorker } from './bulk/import-worker.js'
import { MOST_FILE_BYTES } from './bulk/receive-file.js'
import { callbackCalls, MOST_ENDPOINTS } from './callbacks/calls.js'
import { KEEP_DAYS } from './callbacks/dispatcher.js'
import { CallbackWorker } from './callbacks/worker.js'
import { tenantCalls } from './commit/calls/tenant.js'
import { DueWork } from './commit/due-work.js'
import { createEngine } from './commit/engine.js'
import { Lanes } from './commit/lanes.js'
import { Listing } from './commit/listing.js'
import type { Config } from './config.js'
import { targetRulesOf } from './connect/private-targets.js'
import { callTarget, keptConnections, type TargetCall } from './connect/targets.js'
import { dialects } from './dialects/index.js'
import { CallLog } from './forward/call-log.js'
import { connectionCalls } from './forward/calls.js'
import { Forwarder } from './forward/forwarder.js'
import { upstreamFirst } from './forward/guarding.js'
import type { Platforms } from './forward/parts.js'
import { platformsOf } from './forward/platforms.js'
import { receiveCallback } from './forward/receiving.js'
import { Authentication } from './http/authentication.js'
import { HourlyCounts } from './http/hourly-counts.js'
import { InFlight } from './http/in-flight.js'
import { native } from './http/native/index.js'
import { readNewOrder } from './http/native/map-orders.js'
import { RateLimiter } from './http/rate-limiter.js'
import { createServer } from './http/server.js'
import { createSessions } from './http/sessions.js'
import { Spoiling, type SpoilingSettings } from './http/spoiling.js'
import { bareError, Watch } from './http/watch.js'
import { createLog } from './log.js'
import { Broadcast, type NewsSettings } from './news/broadcast.js'
import type { Engine } from './order/calls.js'
import type { TenantLimits } from './order/tenant-calls.js'
import { GroupedAuditTrail } from './people/audit-trail.js'
import { peopleCalls } from './people/calls.js'
import { PeopleSignIns } from './people/sign-ins.js'
import { viewCalls } from './people/views.js'
import { requestCalls } from './requests/calls.js'
import { QueuedRequestLog } from './requests/request-log.js'
import { LogSweeper, MOST_KEPT } from './store/log-sweeper.js'
import { migrate } from './store/migrate.js'
import { openPool, type Pool } from './store/pool.js'
import { claimSealing, openSecretBox } from './store/secret-box.js'
import type { Callbacks } from './wire/callbacks.js'
import type { Dialect } from './wire/dialect.js'

/** From dist/ as from src/. */
const CONSOLE = fileURLToPath(new URL('../dist/console', import.meta.url))
const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** More commands than one batch takes: the hub has as much to do as it can. */
const MANY_WAITING = 64

const EXAMPLES = fileURLToPath(new URL('../src/dialects', import.meta.url))

export interface Hub {
  readonly url: string
  readonly pool: Pool
  readonly lanes: Lanes
  /** Stops accepting, finishes what is in flight, closes the store's connections. Safe to call twice. */
  close(): Promise<void>
}

/** What a process has of its hub when it ends by a bug. */
export interface StartedHub extends Hub {
  /** Told of what nobody has caught, for the log; `flush` writes that at once. */
  readonly uncaught: (error: unknown) => void
  readonly flush: () => void
}

export interface HubOptions {
  /** Milliseconds since 1970. */
  readonly clock?: () => number
  /** What must be there before the first request is taken. */
  readonly prepare?: (pool: Pool, lanes: Lanes) => Promise<void>
  /** What connections can speak; every dialect that has a client if not given. */
  readonly platforms?: Platforms
  readonly spoiling?: SpoilingSettings
  readonly news?: NewsSettings
}

/** Starts a hub on a database that is already up. */
export async function startHub(
  config: Config,
  connectionString: string,
  {
    clock = () => Date.now(),
    prepare,
    platforms = platformsOf(dialects),
    spoiling: spoilingSettings,
    news: newsSettings,
  }: HubOptions = {},
): Promise<StartedHub> {
  const { log, flush } = createLog(config.logLevel)
  await migrate(connectionString)
  const pool = openPool(connectionString, (error) => log.warn({ err: bareError(error) }, 'connection lost'))
  let lanes: Lanes | undefined
  const hourly = new HourlyCounts(pool, clock, (error) => watch.failed(error, 'hourly counts'))
  const watch: Watch = new Watch(log, () => lanes?.waiting ?? 0, hourly)
  lanes = new Lanes(pool, clock, watch)
  await prepare?.(pool, lanes)
  const box = await openSecretBox(config.dataDir, config.secretKey)
  const sealing = await claimSealing(pool, box)
  // Only credentials whose secrets sign are touched: whoever has none of those need not care.
  if (sealing !== null) log.error(sealing)
  const dueWork = new DueWork(pool, lanes, clock, (error) => watch.failed(error, 'due work'))
  // Where the work is done elsewhere, drafts are found there.
  const reviewSoon = config.work ? dueWork.soon.bind(dueWork) : () => {}
  const imports = new ImportWorker({ pool, lanes, clock, readOrder: readNewOrder }, (error) =>
    watch.failed(error, 'imports'),
  )
  const listing = new Listing(
    pool,
    () => (lanes?.waiting ?? 0) > 0,
    (error) => watch.failed(error, 'listing'),
  )
  const rules = targetRulesOf(config)
  const kept = keptConnections()
  const callLog = new CallLog(pool, (error) => watch.failed(error, 'calls of forwardings'))
  const forwarding = {
    ...{ pool, lanes, clock, box, platforms, rules },
    ...(config.requestLogDays > 0 && { callLog }),
  }
  const forwarder = new Forwarder(forwarding, (error) => watch.failed(error, 'forwarding'))
  const authentication = new Authentication(pool, box, clock)
  const all = [...dialects, native]
  const forms = new Map(all.map((one) => [one.family, one.auth]))
  const told = {
    ...{ pool, box, clock, rules },
    callbacks: callbacksOf(all),
    post: (call: TargetCall) => callTarget(call, rules, kept),
  }
  const callbacks = new CallbackWorker(
    {
      ...told,
      failed: (error) => watch.failed(error, 'callbacks'),
      paused: (endpoint) => log.warn(endpoint, 'a webhook endpoint has failed for days and is paused'),
    },
    () => (lanes?.waiting ?? 0) > 0,
  )
  const auditTrail = new GroupedAuditTrail(pool, (entry, error) => {
    log.error({ ...entry, err: bareError(error) }, 'a change is not in the audit log')
  })
  const signIns = new PeopleSignIns(pool, clock, auditTrail)
  const news = new Broadcast(
    {
      database: pool,
      isBusy: () => (lanes?.waiting ?? 0) > 0,
      failed: (error) => watch.failed(error, 'news'),
    },
    newsSettings,
  )
  signIns.changed = () => news.check()
  const requestLog = new QueuedRequestLog({
    database: pool,
    isBusy: () => (lanes?.waiting ?? 0) >= MANY_WAITING,
    dropped: () => watch.unlogged(),
    failed: (error) => watch.failed(error, 'request log'),
  })
  const sweeper = new LogSweeper({
    ...{ pool, clock },
    ...{ requestLogDays: config.requestLogDays, auditLogDays: config.auditLogDays },
    failed: (error) => watch.failed(error, 'log sweeper'),
  })
  const engine = {
    ...createEngine(pool, lanes, clock, { box, forms }, reviewSoon),
    ...bulkCalls(pool, clock, () => imports.soon()),
    ...connectionCalls(forwarding),
    ...callbackCalls({ ...told, changed: () => callbacks.soon() }),
    ...peopleCalls({ pool, clock, changed: () => signIns.forget() }),
    ...requestCalls(pool, () => requestLog.flush()),
    ...tenantCalls(pool, limitsOf(config)),
    ...viewCalls(pool, clock),
  }
  const spoiling = new Spoiling(spoilingSettings)
  const server = createServer({
    dialects: all,
    engine: countedUp(forgetting(upstreamFirst(engine, forwarding), authentication, news), hourly),
    authentication,
    sessions: createSessions(pool, authentication, all, clock),
    signIns,
    auditTrail,
    news,
    rateLimiter: new RateLimiter(pool, clock),
    inFlight: new InFlight(pool, clock),
    spoiling,
    receive: (connection, request) => receiveCallback(forwarding, connection, request),
    watch,
    requestLog: config.requestLogDays === 0 ? null : requestLog,
    clock,
    trustedProxies: config.trustedProxies,
    notReady: () => notReady(pool),
    consoleDirectory: CONSOLE,
    guideRoot: ROOT,
    examplesDirectory: EXAMPLES,
  })
  await server.listen({ host: config.host, port: config.port })
  hourly.start()
  if (config.work) dueWork.start()
  if (config.work) imports.start()
  if (config.work) listing.start()
  if (config.work) forwarder.start()
  if (config.work) callbacks.start()
  if (config.work) sweeper.start()
  const { port } = server.server.address() as AddressInfo
  const host = config.host.includes(':') ? `[${config.host}]` : config.host

  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    const closed = server.close()
    spoiling.close()
    await news.close()
    await closed
    await sweeper.close()
    await requestLog.close()
    await forwarder.close()
    await imports.close()
    await callbacks.close()
    await dueWork.close()
    await listing.close()
    await lanes.drain()
    await hourly.close()
    await pool.end()
    flush()
  }
  return {
    url: `http://${host}:${port}`,
    pool,
    lanes,
    uncaught: (error) => watch.uncaught(error),
    flush,
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

/** What is kept of each tenant. */
function limitsOf({ requestLogDays }: Config): TenantLimits {
  return {
    requestLogDays,
    requestLogRows: MOST_KEPT,
    deliveryDays: KEEP_DAYS,
    webhookEndpoints: MOST_ENDPOINTS,
    openImports: MOST_OPEN,
    importBytes: MOST_FILE_BYTES,
  }
}

/** By family, for all of its dialects. */
export function callbacksOf(all: readonly Dialect[]): ReadonlyMap<string, Callbacks> {
  return new Map(all.flatMap((one) => (one.callbacks === undefined ? [] : [[one.family, one.callbacks]])))
}

/** A credential revoked by this process is refused by it at once, and hears no more. */
function forgetting(engine: Engine, authentication: Authentication, news: Broadcast): Engine {
  return {
    ...engine,
    revokeCredential: async (account, input) => {
      const revoked = await engine.revokeCredential(account, input)
      authentication.forget()
      news.check()
      return revoked
    },
  }
}

/** The overview tells what this process has counted up to now. */
function countedUp(engine: Engine, hourly: HourlyCounts): Engine {
  return {
    ...engine,
    readOverview: async (account, input) => {
      await hourly.write()
      return engine.readOverview(account, input)
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
