/** `entrepot rule`: which fulfilment orders are sent to which connection. */
import { Command } from 'commander'
import { writeRule } from '../http/native/map-connections.js'
import type { RoutingRuleRecord } from '../order/connection-calls.js'
import { atDesk, type DeskOptions, deskCommand, readNumber } from './desk-command.js'
import { table } from './table.js'

interface AddOptions extends DeskOptions {
  readonly location?: string
  readonly skuPrefix?: string
  readonly country?: string
  readonly account?: string
  readonly priority?: number
}

export function ruleCommand(): Command {
  return new Command('rule')
    .description('Send fulfilment orders to a connection, by location, SKU, country or account.')
    .addCommand(
      deskCommand(
        'add',
        'Send to a connection from now on what all conditions hold for.',
        'rule add warehouse --location MAIN',
      )
        .argument('<connection>', 'its number or its name')
        .option('--location <code>', 'what ships from this stock location')
        .option('--sku-prefix <text>', 'what each SKU begins with')
        .option('--country <code>', 'where it goes')
        .option('--account <name>', 'who ordered')
        .option('--priority <number>', 'of several rules, the lowest counts (default: 100)', readNumber)
        .action((connection: string, options: AddOptions) =>
          atDesk(options, async (desk) => {
            const { location, skuPrefix, country, account, priority } = options
            const body = { connection, location, skuPrefix, country, account, priority }
            show(options, [await desk.addRule(body)])
          }),
        ),
    )
    .addCommand(
      deskCommand('list', 'List routing rules.', 'rule list').action((options: DeskOptions) =>
        atDesk(options, async (desk) => show(options, await desk.listRules())),
      ),
    )
    .addCommand(
      deskCommand('remove', 'Take a rule away; what it has sent stays sent.', 'rule remove 1')
        .argument('<id>', 'its number, as "entrepot rule list" shows it')
        .action((id: string, options: DeskOptions) =>
          atDesk(options, async (desk) => {
            const removed = await desk.removeRule(id)
            if (options.json) show(options, [removed])
            else console.log(`removed rule ${removed.ruleId}`)
          }),
        ),
    )
}

function show({ json }: DeskOptions, rules: readonly RoutingRuleRecord[]): void {
  if (json) {
    for (const one of rules) console.log(JSON.stringify(writeRule(one)))
    return
  }
  const rows = rules.map((one) => [
    String(one.ruleId),
    one.connection,
    String(one.priority),
    one.location ?? '',
    one.skuPrefix ?? '',
    one.country ?? '',
    one.account ?? '',
  ])
  console.log(table(['ID', 'CONNECTION', 'PRIORITY', 'LOCATION', 'SKU PREFIX', 'COUNTRY', 'ACCOUNT'], rows))
}
