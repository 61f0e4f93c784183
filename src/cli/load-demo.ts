/** `entrepot demo`: the demo tenant, without a server. */
import { Command } from 'commander'
import { Lanes } from '../commit/lanes.js'
import { readConfig } from '../config.js'
import { migrate } from '../store/migrate.js'
import { demoPath, loadDemoIfEmpty } from './demo.js'
import { ensureFirstUser } from './first-user.js'
import { withOpenDatabase } from './with-database.js'

export function demoCommand(): Command {
  return new Command('demo')
    .description('Load the demo tenant into an empty database (serve does it too, unless DEMO=off).')
    .addHelpText(
      'after',
      `
A database that has tenants is left as it is. The credentials are written to demo.json in DATA_DIR.

Example:
  entrepot demo && cat ./data/demo.json`,
    )
    .action(loadDemo)
}

async function loadDemo(): Promise<void> {
  const config = readConfig()
  await withOpenDatabase(config, async ({ connectionString, pool }) => {
    await migrate(connectionString)
    let failure: unknown
    const lanes = new Lanes(pool, () => Date.now(), {
      committed: () => {},
      failed: (error) => {
        failure = error
      },
    })
    const loaded = await loadDemoIfEmpty(config, pool, lanes)
    if (loaded) await ensureFirstUser(config, pool, true)
    await lanes.drain()
    if (failure !== undefined) throw failure
    if (!loaded) {
      throw new Error('The database has tenants of its own already: the demo is for an empty one')
    }
    console.log(`the demo tenant is there; its credentials are in ${demoPath(config)}`)
  })
}
