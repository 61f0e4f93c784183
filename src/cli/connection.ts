/** `entrepot connection`: other platforms that orders are sent to. */
import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import { writeConnection } from '../http/native/map-connections.js'
import type { ConnectionRecord } from '../order/connection-calls.js'
import { CREDENTIAL_KINDS } from './credential-kinds.js'
import { atDesk, type DeskOptions, deskCommand, readNumber } from './desk-command.js'
import { table } from './table.js'

interface AddOptions extends DeskOptions {
  readonly credentials: object
  readonly mappings?: object
  readonly settings?: object
  readonly store?: object
  readonly prefix?: string
  readonly callsPerSecond?: number
  readonly off?: true
}

const PLATFORMS = [...CREDENTIAL_KINDS.keys()].filter((one) => one !== 'native').join(', ')

export function connectionCommand(): Command {
  return new Command('connection')
    .description('Connect other platforms that orders are sent to; see also "entrepot rule".')
    .addCommand(addCommand())
    .addCommand(
      deskCommand('list', 'List connections, without their secrets.', 'connection list').action(
        (options: DeskOptions) => atDesk(options, async (desk) => show(options, await desk.list())),
      ),
    )
    .addCommand(
      deskCommand(
        'test',
        'Ask the platform something that only works with a good credential.',
        'connection test warehouse',
      )
        .argument('<connection>', 'its number or its name')
        .action(test),
    )
    .addCommand(
      deskCommand(
        'poll',
        'Have what has changed there asked for now, instead of at its next time.',
        'connection poll warehouse',
      )
        .argument('<connection>', 'its number or its name')
        .action((named: string, options: DeskOptions) =>
          atDesk(options, async (desk) => show(options, [await desk.poll(named)])),
        ),
    )
    .addCommand(switchCommand('on', 'Send to it from now on.', true))
    .addCommand(switchCommand('off', 'Send nothing more to it; what is due waits.', false))
}

function addCommand(): Command {
  return deskCommand(
    'add',
    'Connect a platform.',
    'connection add warehouse acme https://platform.example --credentials @key.json',
  )
    .argument('<name>', 'a name of your own; not only digits')
    .argument('<dialect>', `what it speaks: ${PLATFORMS}`)
    .argument('<baseUrl>', 'where it is, without the paths of its API')
    .requiredOption('--credentials <json>', 'as it handed them out, or @ and a file with them', readObject)
    .option(
      '--mappings <json>',
      'our words and its words: {"skus":{…},"locations":{…},"shippingMethods":{…}}',
      readObject,
    )
    .option('--settings <json>', 'fields that only its requests have, under their names there', readObject)
    .option('--store <json>', 'the store there that it sells for: {"name":…,"marketplace":…}', readObject)
    .option('--prefix <text>', 'stands before our numbers there')
    .option('--calls-per-second <number>', 'at most (default: what the platform documents)', readNumber)
    .option('--off', 'send nothing to it yet')
    .action((name: string, dialect: string, baseUrl: string, options: AddOptions) =>
      atDesk(options, async (desk) => {
        const { credentials, mappings, settings, store, prefix, callsPerSecond, off } = options
        const made = await desk.connect({
          ...{ name, dialect, baseUrl, credentials, mappings, settings, store, callsPerSecond },
          ...(prefix !== undefined && { numberPrefix: prefix }),
          ...(off && { enabled: false }),
        })
        show(options, [made])
      }),
    )
}

function switchCommand(name: string, description: string, enabled: boolean): Command {
  return deskCommand(name, description, `connection ${name} warehouse`)
    .argument('<connection>', 'its number or its name')
    .action((named: string, options: DeskOptions) =>
      atDesk(options, async (desk) => show(options, [await desk.change(named, { enabled })])),
    )
}

async function test(named: string, options: DeskOptions): Promise<void> {
  await atDesk(options, async (desk) => {
    const tested = await desk.test(named)
    const { alive, reason, elapsedMs } = tested
    if (options.json) console.log(JSON.stringify(tested))
    else console.log(alive ? `it answers, in ${elapsedMs} ms` : `it can't be used: ${reason}`)
    if (!alive) process.exitCode = 1
  })
}

function show({ json }: DeskOptions, connections: readonly ConnectionRecord[]): void {
  if (json) {
    for (const one of connections) console.log(JSON.stringify(writeConnection(one, null)))
    return
  }
  const rows = connections.map((one) => [
    String(one.connectionId),
    one.name,
    one.family,
    one.baseUrl,
    one.enabled ? 'on' : 'off',
    one.problem ?? '',
  ])
  console.log(table(['ID', 'NAME', 'DIALECT', 'BASE URL', 'STATE', 'PROBLEM'], rows))
}

/** Of a file, so that a secret need not be in the list of processes. */
function readObject(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text.startsWith('@') ? readFileSync(text.slice(1), 'utf8') : text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError('It must be a JSON object, or @ and the name of a file with one.')
}
