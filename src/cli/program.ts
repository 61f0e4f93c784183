/** The commands as a tree, with the help that teaches them. What each one does is in the file of its name. */
import { Command } from 'commander'
import { SETTINGS } from '../config.js'
import { VERSION } from '../version.js'
import { accountCommand } from './account.js'
import { auditCommand } from './audit.js'
import { exportCommand } from './export.js'
import { importCommand } from './import.js'
import { keyCommand } from './key.js'
import { demoCommand } from './load-demo.js'
import { migrateCommand } from './migrate.js'
import { serveCommand } from './serve.js'
import { signCommand } from './sign.js'
import { tenantCommand } from './tenant.js'
import { workCommand } from './work.js'

export function createProgram(): Command {
  const program = new Command('entrepot')
    .description(
      'A self-hosted order hub: the order APIs that sellers and suppliers already speak, over one engine.',
    )
    .version(VERSION)
    .addHelpText('after', () => `\nSettings, from the environment:\n${settingsTable()}\n${EPILOGUE}`)
  program.addCommand(serveCommand())
  program.addCommand(workCommand())
  program.addCommand(migrateCommand())
  program.addCommand(demoCommand())
  program.addCommand(tenantCommand())
  program.addCommand(accountCommand())
  program.addCommand(keyCommand())
  program.addCommand(signCommand())
  program.addCommand(importCommand())
  program.addCommand(exportCommand())
  program.addCommand(auditCommand())
  return strict(program, 'entrepot')
}

/** Wrong usage is thrown instead of ending the process, so that one place decides about exit codes. */
function strict(command: Command, path: string): Command {
  for (const one of command.commands) strict(one, `${path} ${one.name()}`)
  return command.exitOverride().showHelpAfterError(`(${path} --help tells more)`)
}

function settingsTable(): string {
  const width = Math.max(...SETTINGS.map(([name]) => name.length)) + 2
  return SETTINGS.map(([name, preset, meaning]) => {
    return `  ${name.padEnd(width)}${meaning} (${preset === '' ? 'not set' : preset})`
  }).join('\n')
}

const EPILOGUE = `
Commands work while the server runs, and while it does not: they find the embedded database through DATA_DIR,
or use DATABASE_URL.

Examples:
  entrepot serve                                  the hub, on http://127.0.0.1:8080
  PORT=9000 DATA_DIR=/srv/entrepot entrepot serve the same, elsewhere
  WORK=off entrepot serve                         the hub without its background work,
  entrepot work                                   which is done by as many of these as you like
  entrepot migrate                                the database made, or brought up to this version
  entrepot demo                                   the demo tenant, in an empty database
  entrepot tenant create "Acme Trading"           a tenant
  entrepot account create shop-7 --tenant "Acme Trading"
  entrepot key create native --account demo       a credential, shown once
  entrepot key list                               all credentials, without their secrets
  entrepot key revoke 4                           a credential that is refused from now on
  entrepot sign native GET /v1/orders             a request, signed, as a curl line
  entrepot import orders orders.csv --dry-run     a file's faults, row by row
  entrepot audit                                  proof that orders, stock and money agree`
