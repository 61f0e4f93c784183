/** `entrepot work`: the background work alone, beside servers that leave it out. */
import { Command } from 'commander'
import { ImportWorker } from '../bulk/import-worker.js'
import { CallbackWorker } from '../callbacks/worker.js'
import { DueWork } from '../commit/due-work.js'
import { Lanes } from '../commit/lanes.js'
import { Listing } from '../commit/listing.js'
import { type Config, readConfig } from '../config.js'
import { targetRulesOf } from '../connect/private-targets.js'
import { callTarget, keptConnections } from '../connect/targets.js'
import { dialects } from '../dialects/index.js'
import { CallLog } from '../forward/call-log.js'
import { Forwarder } from '../forward/forwarder.js'
import { platformsOf } from '../forward/platforms.js'
import { native } from '../http/native/index.js'
import { readNewOrder } from '../http/native/map-orders.js'
import { Watch } from '../http/watch.js'
import { callbacksOf } from '../hub.js'
import { createLog } from '../log.js'
import { LogSweeper } from '../store/log-sweeper.js'
import type { Pool } from '../store/pool.js'
import { claimSealing, openSecretBox } from '../store/secret-box.js'
import { firstBug } from './bugs.js'
import { nextSignal } from './serve.js'
import { withDatabase } from './with-database.js'

export function workCommand(): Command {
  return new Command('work')
    .description(
      'Do the background work until stopped: reviews of drafts and refunds, unpaid orders that expire, imports, ' +
        'the listing of orders, orders that are sent to other platforms, callbacks, old requests and changes in the logs.',
    )
    .addHelpText(
      'after',
      `
The server does it by itself, unless it runs with WORK=off. Any number of these may run: one at a time looks for what
is due, and another one goes on when it is gone.

Example:
  DATABASE_URL=postgresql://entrepot@db.example/entrepot entrepot work`,
    )
    .action(() => work(readConfig()))
}

async function work(config: Config): Promise<void> {
  const stopped = nextSignal()
  await withDatabase(config, ({ pool }) => workUntil(stopped, config, pool), 'left')
}

async function workUntil(stopped: Promise<void>, config: Config, pool: Pool): Promise<void> {
  const { log, flush } = createLog(config.logLevel)
  const clock = () => Date.now()
  let lanes: Lanes | undefined
  const watch = new Watch(log, () => lanes?.waiting ?? 0)
  lanes = new Lanes(pool, clock, watch)
  const dueWork = new DueWork(pool, lanes, clock, (error) => watch.failed(error, 'due work'))
  const imports = new ImportWorker({ pool, lanes, clock, readOrder: readNewOrder }, (error) =>
    watch.failed(error, 'imports'),
  )
  const listing = new Listing(
    pool,
    () => (lanes?.waiting ?? 0) > 0,
    (error) => watch.failed(error, 'listing'),
  )
  const box = await openSecretBox(config.dataDir, config.secretKey)
  const sealing = await claimSealing(pool, box)
  if (sealing !== null) log.error(sealing)
  const rules = targetRulesOf(config)
  const kept = keptConnections()
  const platforms = platformsOf(dialects)
  const callLog = new CallLog(pool, (error) => watch.failed(error, 'calls of forwardings'))
  const forwarding = { pool, lanes, clock, box, platforms, rules }
  const forwarder = new Forwarder(
    config.requestLogDays === 0 ? forwarding : { ...forwarding, callLog },
    (error) => watch.failed(error, 'forwarding'),
  )
  const callbacks = new CallbackWorker(
    {
      ...{ pool, clock },
      box,
      callbacks: callbacksOf([...dialects, native]),
      post: (call) => callTarget(call, rules, kept),
      failed: (error) => watch.failed(error, 'callbacks'),
      paused: (endpoint) => log.warn(endpoint, 'a webhook endpoint has failed for days and is paused'),
    },
    () => (lanes?.waiting ?? 0) > 0,
  )
  const sweeper = new LogSweeper({
    ...{ pool, clock },
    ...{ requestLogDays: config.requestLogDays, auditLogDays: config.auditLogDays },
    failed: (error) => watch.failed(error, 'log sweeper'),
  })
  dueWork.start()
  forwarder.start()
  listing.start()
  callbacks.start()
  imports.start()
  sweeper.start()
  console.log('Entrepôt working')
  const bug = firstBug({ uncaught: (error) => watch.uncaught(error), flush }).then(() => {
    process.exitCode = 1
  })
  await Promise.race([stopped, bug])
  await sweeper.close()
  await forwarder.close()
  await imports.close()
  await callbacks.close()
  await dueWork.close()
  await listing.close()
  await lanes.drain()
  flush()
}
