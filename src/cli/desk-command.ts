/** What commands at the desk of connections have in common: their options, and the database beneath. */
import { Command, InvalidArgumentError } from 'commander'
import { readConfig } from '../config.js'
import { type ConnectionsDesk, openDesk } from './connections-desk.js'
import { withDatabase } from './with-database.js'

export interface DeskOptions {
  readonly tenant?: string
  readonly json?: true
}

/** `example` is the whole command line, without the program's name. */
export function deskCommand(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .option('--tenant <name>', 'whose (default: demo, or the only tenant)')
    .option('--json', 'print what the native API would answer, a line each')
    .addHelpText('after', `\nExample:\n  entrepot ${example}`)
}

export async function atDesk(
  options: DeskOptions,
  work: (desk: ConnectionsDesk) => Promise<void>,
): Promise<void> {
  const config = readConfig()
  await withDatabase(config, async ({ pool }) => work(await openDesk(config, pool, options.tenant)))
}

export function readNumber(text: string): number {
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a number.')
}
