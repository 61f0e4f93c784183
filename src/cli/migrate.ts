/** `entrepot migrate`: brings the database up to this version's schema. */
import { Command } from 'commander'
import { readConfig } from '../config.js'
import { migrate } from '../store/migrate.js'
import { withOpenDatabase } from './with-database.js'

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Bring the database up to this version (serve does it too).')
    .addHelpText(
      'after',
      `
Makes the embedded database if there is none. All or nothing: a failure changes nothing.

Example:
  DATABASE_URL=postgresql://entrepot@db.example/entrepot entrepot migrate`,
    )
    .action(async () => {
      await withOpenDatabase(readConfig(), async ({ connectionString }) => {
        const { applied } = await migrate(connectionString)
        for (const file of applied) console.log(`applied ${file}`)
        if (applied.length === 0) console.log('the database is up to date')
      })
    })
}
