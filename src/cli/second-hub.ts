/**
 * `entrepot second-hub`: another demo beside the first, which the first sends orders to, so that somebody who has but one
 * machine sees an order go out and come back. The first one is told in its database, and may call this one address
 * although it is private (src/connect/private-targets.ts), for as long as the second runs.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Argument, Command, InvalidArgumentError } from 'commander'
import { type Config, readConfig } from '../config.js'
import { forgetTarget, nameTarget } from '../connect/private-targets.js'
import { dialects } from '../dialects/index.js'
import type { RoutingRuleRecord } from '../order/connection-calls.js'
import type { Dialect } from '../wire/dialect.js'
import { type ConnectionsDesk, openDesk } from './connections-desk.js'
import { demoPath } from './demo.js'
import type { HubReady } from './hub-thread.js'
import { makeKey } from './key.js'
import { serveUntilStopped } from './serve.js'
import { type CommandDatabase, withDatabase } from './with-database.js'

interface Options {
  readonly data: string
  readonly port: number
}

const NAME = 'second-hub'
const TENANT = 'demo'
const ACCOUNT = 'demo'
/** What is sent to it: few enough that all else of the demo stays as it is. */
const SKU = 'AMN00432_B_M'
const LOCATION = 'G007'

const SPEAKING: ReadonlyMap<string, Dialect> = new Map(
  dialects.flatMap((one) => (one.demoConnection === undefined ? [] : [[one.family, one]])),
)

export function secondHubCommand(): Command {
  return new Command('second-hub')
    .description('Run a second demo beside the first, which the first sends orders to, until it is stopped.')
    .addArgument(new Argument('<dialect>', 'what the first speaks to it').choices([...SPEAKING.keys()]))
    .option('--data <folder>', 'its own data directory', './data-second')
    .option('--port <number>', 'its port; 0 lets the system choose', readPort, 8081)
    .addHelpText(
      'after',
      `
The first hub is the one of DATA_DIR. The demo's ${SKU} of ${LOCATION} are sent to the second from then on, and no more
when it stops. The first may call its address for as long, and no other private one.

Example:
  entrepot second-hub ${[...SPEAKING.keys()][0]}`,
    )
    .action(run)
}

async function run(family: string, options: Options): Promise<void> {
  const first = readConfig()
  const dialect = SPEAKING.get(family)
  if (dialect === undefined) throw new Error(`There is no ${family}`)
  if (!existsSync(demoPath(first))) {
    throw new Error(`There is no demo in ${first.dataDir}: start the first hub before the second`)
  }
  const second: Config = {
    ...first,
    ...{ host: '127.0.0.1', port: options.port, dataDir: resolve(options.data), demo: true, work: true },
    ...{ databaseUrl: undefined, secretKey: undefined, allowPrivateTargets: false },
  }
  if (second.dataDir === first.dataDir) throw new Error('The second hub needs a data directory of its own')
  let origin = ''
  await serveUntilStopped(
    second,
    async (hub) => {
      origin = new URL(hub.url).origin
      await nameTarget(first.dataDir, origin)
      await atFirst(first, (desk) => wire(desk, dialect, hub, second))
      console.log(`Entrepôt listening on ${hub.url}`)
      console.log(`  credentials  ${demoPath(second)}`)
      console.log(
        `  connection   ${NAME}: orders for ${SKU} at the first hub are sent here, as ${dialect.title}`,
      )
      console.log(`  to see it    README.md, "A second hub"`)
    },
    async () => {
      await forgetTarget(first.dataDir, origin)
      await atFirst(first, unwire).catch((error: Error) => {
        console.error(`the first hub goes on sending to the connection ${NAME}: ${error.message}`)
      })
    },
  )
}

/** What an earlier one has left is used again. */
async function wire(desk: ConnectionsDesk, dialect: Dialect, hub: HubReady, second: Config): Promise<void> {
  const { family, demoConnection } = dialect
  if (demoConnection === undefined) throw new Error(`${family} has no connection of a demo`)
  const { store, settings, sku } = demoConnection
  const wish = { baseUrl: hub.url, mappings: { skus: { [SKU]: sku } }, settings, store, enabled: true }
  const known = await desk.find(NAME)
  if (known === null) {
    await desk.connect({
      name: NAME,
      dialect: family,
      ...wish,
      credentials: await newCredential(second, family),
    })
  } else if (known.family !== family) {
    throw new Error(`The first hub has a connection ${NAME} already, which speaks ${known.family}`)
  } else {
    await desk.change(NAME, wish)
    const { alive } = await desk.test(NAME)
    if (!alive) await desk.change(NAME, { credentials: await newCredential(second, family) })
  }
  const rules = await desk.listRules()
  if (rules.some(isOurs)) return
  await desk.addRule({ connection: NAME, location: LOCATION, skuPrefix: SKU, account: ACCOUNT })
}

/** Its own, not the one of demo.json: where a credential has one session, two who use it would end each other's. */
async function newCredential(second: Config, family: string): Promise<Readonly<Record<string, string>>> {
  const make = async ({ pool }: CommandDatabase) =>
    makeKey(second, pool, family, { tenant: TENANT, account: ACCOUNT })
  return (await withDatabase(second, make, 'left')).credential
}

async function unwire(desk: ConnectionsDesk): Promise<void> {
  const rules = await desk.listRules()
  for (const rule of rules.filter(isOurs)) await desk.removeRule(String(rule.ruleId))
}

function isOurs({ connection }: RoutingRuleRecord): boolean {
  return connection === NAME
}

function atFirst(config: Config, work: (desk: ConnectionsDesk) => Promise<void>): Promise<void> {
  return withDatabase(config, async ({ pool }) => work(await openDesk(config, pool, TENANT)), 'left')
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 65_536
  if (port > 65_535) throw new InvalidArgumentError('It must be a whole number from 0 to 65535.')
  return port
}
