/** The commands as a tree, with the help that teaches them. What each one does is in the file of its name. */
import { Command } from 'commander'
import { SETTINGS } from '../config.js'
import { VERSION } from '../version.js'

/** In the order of the help. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.js')).serveCommand(),
  work: async () => (await import('./work.js')).workCommand(),
  migrate: async () => (await import('./migrate.js')).migrateCommand(),
  demo: async () => (await import('./load-demo.js')).demoCommand(),
  tenant: async () => (await import('./tenant.js')).tenantCommand(),
  account: async () => (await import('./account.js')).accountCommand(),
  key: async () => (await import('./key.js')).keyCommand(),
  user: async () => (await import('./user.js')).userCommand(),
  sign: async () => (await import('./sign.js')).signCommand(),
  connection: async () => (await import('./connection.js')).connectionCommand(),
  rule: async () => (await import('./rule.js')).ruleCommand(),
  'second-hub': async () => (await import('./second-hub.js')).secondHubCommand(),
  import: async () => (await import('./import.js')).importCommand(),
  export: async () => (await import('./export.js')).exportCommand(),
  audit: async () => (await import('./audit.js')).auditCommand(),
}

/** Of a command line that begins with a command's name, no other command is loaded: it starts twice as fast. */
export async function createProgram(argv: readonly string[]): Promise<Command> {
  const program = new Command('entrepot')
    .description(
      'A self-hosted order hub: the order APIs that sellers and suppliers already speak, over one engine.',
    )
    .version(VERSION)
    .addHelpText('after', () => `\nSettings, from the environment:\n${settingsTable()}\n${EPILOGUE}`)
  const [first = ''] = argv
  const names = Object.hasOwn(COMMANDS, first) ? [first] : Object.keys(COMMANDS)
  for (const name of names) program.addCommand(await load(name))
  return strict(program, 'entrepot')
}

function load(name: string): Promise<Command> {
  const command = COMMANDS[name]
  if (command === undefined) throw new Error(`there is no command ${name}`)
  return command()
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
  entrepot user add ann --role operator           somebody who signs in to the console
  entrepot sign native GET /v1/orders             a request, signed, as a curl line
  entrepot connection list                        other platforms that orders are sent to
  entrepot rule add warehouse --location MAIN     what is sent there
  entrepot import orders orders.csv --dry-run     a file's faults, row by row
  entrepot audit                                  proof that orders, stock and money agree`
