/** `entrepot audit`: proves on the stored rows that orders, stock and money agree. Exit code 1: they don't. */
import { Command } from 'commander'
import { readConfig } from '../config.js'
import { audit, type CheckResult, type Violation } from '../store/audit.js'
import { listTenants } from '../store/directory.js'
import { chooseTenant } from './tenants.js'
import { withDatabase } from './with-database.js'

interface AuditOptions {
  readonly tenant?: string
  readonly json?: true
}

export function auditCommand(): Command {
  return new Command('audit')
    .description('Prove that orders, stock, money and history agree; changes and locks nothing.')
    .option('--tenant <name>', 'look at one tenant only (default: all)')
    .option('--json', 'print the results as one JSON document')
    .addHelpText(
      'after',
      `
Works on a live database. Exit code 0: all is well; 1: something is not, and each violation has a line.

Example:
  entrepot audit --tenant demo`,
    )
    .action(run)
}

async function run(options: AuditOptions): Promise<void> {
  await withDatabase(readConfig(), async ({ connectionString, pool }) => {
    const tenantId = options.tenant === undefined ? null : (await chooseTenant(pool, options.tenant)).tenantId
    const names = new Map((await listTenants(pool)).map((one) => [one.tenantId, one.name]))
    const report = (result: CheckResult): void => console.log(lines(result, names))
    const results = await audit(connectionString, tenantId, options.json ? () => {} : report)
    const broken = results.filter((one) => one.violations.length > 0)
    if (options.json) console.log(JSON.stringify({ ok: broken.length === 0, checks: results }, null, 2))
    else console.log(`\n${verdict(results.length, broken)}`)
    if (broken.length > 0) process.exitCode = 1
  })
}

function lines(result: CheckResult, names: ReadonlyMap<number, string>): string {
  const { violations, more, rule, milliseconds } = result
  const count = `${violations.length}${more ? '+' : ''}`
  const summary = `${violations.length === 0 ? 'ok  ' : 'FAIL'}  ${rule}: ${count} violations, ${milliseconds} ms`
  return [summary, ...violations.map((one) => `      ${line(one, names)}`)].join('\n')
}

function line({ tenantId, what, figures }: Violation, names: ReadonlyMap<number, string>): string {
  const told = Object.entries(figures).map(([name, value]) => `${name} ${value ?? 'missing'}`)
  return `tenant ${names.get(tenantId) ?? tenantId}, ${what}: ${told.join(', ')}`
}

function verdict(rules: number, broken: readonly CheckResult[]): string {
  if (broken.length === 0) return `all ${rules} rules hold`
  return `${broken.length} of ${rules} rules are broken: ${broken.map((one) => one.name).join(', ')}`
}
