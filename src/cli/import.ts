/** `entrepot import`: orders or stock from a CSV file, row by row, each once however often it is run. */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Argument, Command } from 'commander'
import { type BulkParts, carryOut, HOLD_MS, rehearse } from '../bulk/carry-out.js'
import { type Ended, NOTHING_YET } from '../bulk/run-import.js'
import { LANE_SETTINGS } from '../commit/lane.js'
import { Lanes } from '../commit/lanes.js'
import { readConfig } from '../config.js'
import { readNewOrder } from '../http/native/map-orders.js'
import { IMPORT_KINDS, type ImportKind } from '../order/bulk-calls.js'
import type { AccountContext } from '../order/calls.js'
import { beginImport, findBrokenOff, type HeldImport, holdImport } from '../store/imports.js'
import { ImportDisplay } from './import-display.js'
import { putOnRecord } from './on-record.js'
import { chooseTenant, homeOf, usualAccount } from './tenants.js'
import { withDatabase } from './with-database.js'

interface ImportOptions {
  readonly tenant?: string
  readonly account?: string
  readonly dryRun?: true
}

/**
 * Small batches that follow each other closely: a large one is decided and written for so long that the database has
 * nothing to do meanwhile.
 */
const GROUP = 125
const GROUPS = 4
const PACE = { group: GROUP, groups: GROUPS, patienceMs: 30_000 }
const LANE = { ...LANE_SETTINGS, batchLimit: GROUP, behindFrom: GROUP, queueLimit: 2 * GROUP * GROUPS }
const READ_BYTES = 262_144

export function importCommand(): Command {
  return new Command('import')
    .description('Take orders or stock levels from a CSV file; docs/import.md tells the columns.')
    .addArgument(new Argument('<kind>', 'what its rows are').choices(IMPORT_KINDS))
    .argument('<file>', 'in UTF-8, with a header')
    .option('--dry-run', 'only print the faults, row by row, and change nothing')
    .option(
      '--account <name>',
      'whose they are where a row says nothing (default: demo, or the only account)',
    )
    .option('--tenant <name>', 'whose account (default: demo, or the only tenant)')
    .addHelpText(
      'after',
      `
Broken off, it goes on when it is run again with the same file; each order is placed once. Exit code 1: some rows
were refused, and each has a line.

Examples:
  entrepot import orders orders.csv --dry-run
  entrepot import orders orders.csv --account shop-7
  entrepot import stock counted.csv`,
    )
    .action(run)
}

async function run(kind: ImportKind, path: string, options: ImportOptions): Promise<void> {
  const { size } = await stat(path).catch(() => {
    throw new Error(`There is no file ${path}`)
  })
  await withDatabase(readConfig(), async ({ pool }) => {
    const tenant = await chooseTenant(pool, options.tenant)
    const account = await homeOf(pool, tenant, await usualAccount(pool, tenant, options.account))
    const display = new ImportDisplay(kind)
    const lanes = new Lanes(
      pool,
      () => Date.now(),
      {
        committed: () => {},
        failed: (error) => display.failed(error),
      },
      LANE,
    )
    const parts: BulkParts = { pool, lanes, clock: () => Date.now(), readOrder: readNewOrder, pace: PACE }
    const content = createReadStream(path, { highWaterMark: READ_BYTES })
    const ended = options.dryRun
      ? await rehearse(parts, kind, account, content, display.watcher(NOTHING_YET))
      : await takeIn(parts, kind, account, { path, sizeBytes: size, content }, display)
    if (!options.dryRun) {
      const after = { kind, account: account.accountId, ...ended.progress, problem: ended.problem }
      await putOnRecord(pool, tenant.tenantId, { operation: 'startImport', target: 'imports', after })
    }
    display.end(ended, options.dryRun === true)
    if (ended.progress.refused > 0 || ended.problem !== null) process.exitCode = 1
  })
}

interface File {
  readonly path: string
  readonly sizeBytes: number
  readonly content: AsyncIterable<Uint8Array>
}

async function takeIn(
  parts: BulkParts,
  kind: ImportKind,
  account: AccountContext,
  file: File,
  display: ImportDisplay,
): Promise<Ended> {
  const held = await hold(parts, kind, account, file)
  display.begin(held)
  const ended = await carryOut(parts, held, file.content, display.watcher(held.progress))
  if (ended.left) throw new Error(`Import ${held.importId} was cancelled, or another process goes on with it`)
  return ended
}

/** The import of this very file that was broken off, or a new one. */
async function hold(
  { pool, clock }: BulkParts,
  kind: ImportKind,
  { tenantId, accountId }: AccountContext,
  { path, sizeBytes }: File,
): Promise<HeldImport> {
  const digest = await digestOf(path)
  const wish = { tenantId, accountId, kind, dryRun: false, keptHere: false, digest, sizeBytes }
  const holder = randomUUID()
  // Whoever was at work on it a moment ago may be no more, or may be still at work.
  for (const since = performance.now(); performance.now() - since < 2 * HOLD_MS; await sleep(HOLD_MS / 20)) {
    const importId = (await findBrokenOff(pool, wish)) ?? (await beginImport(pool, wish, clock()))
    const at = clock()
    const held = await holdImport(pool, tenantId, importId, { holder, at, until: at + HOLD_MS })
    if (held !== null) return held
  }
  throw new Error('Another process is at work on an import of this file')
}

async function digestOf(path: string): Promise<Buffer> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer)
  return hash.digest()
}
