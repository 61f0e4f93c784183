/** `entrepot export`: orders or stock levels as CSV. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Argument, Command } from 'commander'
import { exportOrders, exportStock } from '../bulk/exports.js'
import { namedAccount } from '../commit/calls/setup-accounts.js'
import { readConfig } from '../config.js'
import { IMPORT_KINDS, type ImportKind } from '../order/bulk-calls.js'
import { chooseAccount, chooseTenant, usualAccount } from './tenants.js'
import { withDatabase } from './with-database.js'

interface ExportOptions {
  readonly tenant?: string
  readonly account?: string
  readonly dialect?: string
  readonly output?: string
}

export function exportCommand(): Command {
  return new Command('export')
    .description('Write orders or stock levels as CSV, in the columns that an import reads.')
    .addArgument(new Argument('<kind>', 'what its rows are').choices(IMPORT_KINDS))
    .option(
      '--account <name>',
      'orders: only those of one account; stock: whose (default: demo, or the only one)',
    )
    .option('--dialect <name>', 'only orders that came by this dialect')
    .option('--output <file>', 'write there (default: to the standard output)')
    .option('--tenant <name>', 'whose (default: demo, or the only tenant)')
    .addHelpText(
      'after',
      `
Text that a spreadsheet would take for a formula has an apostrophe before it, which an import takes off again.

Examples:
  entrepot export orders --account shop-7 --output orders.csv
  entrepot export stock > stock.csv`,
    )
    .action(run)
}

async function run(kind: ImportKind, options: ExportOptions): Promise<void> {
  await withDatabase(readConfig(), async ({ pool }) => {
    const tenant = await chooseTenant(pool, options.tenant)
    const { tenantId } = tenant
    const { account, dialect, output } = options
    let file: Awaited<ReturnType<typeof exportOrders>>
    if (kind === 'orders') {
      if (account !== undefined) await chooseAccount(pool, tenant, account)
      file = await exportOrders(pool, tenantId, { account, dialect })
    } else {
      const named = await namedAccount(pool, tenantId, await usualAccount(pool, tenant, account))
      if (!named.ok) throw new Error('The account is gone')
      const { accountId, stockOwnerId, currency } = named.value
      const whose = { tenantId, accountId, ownerId: stockOwnerId, currency }
      file = await exportStock(pool, whose, { sku: null, location: null })
    }
    const content = Readable.from(file.content, { objectMode: false })
    if (output === undefined) await pipeline(content, process.stdout, { end: false }).catch(unlessClosed)
    else await pipeline(content, createWriteStream(output))
  })
}

/** Whoever reads may have read enough. */
function unlessClosed(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
}
