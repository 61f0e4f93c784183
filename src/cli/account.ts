/** `entrepot account`: the customers of a tenant, each with orders, a balance and credentials of its own. */
import { Command, InvalidArgumentError, Option } from 'commander'
import { readConfig } from '../config.js'
import { ROUTING_POLICIES, type RoutingPolicyName } from '../order/routing.js'
import { listAccounts } from '../store/directory.js'
import { createAccount } from '../store/setup.js'
import { putOnRecord } from './on-record.js'
import { table } from './table.js'
import { chooseAccount, chooseTenant } from './tenants.js'
import { withDatabase } from './with-database.js'

interface CreateOptions {
  readonly tenant?: string
  readonly currency: string
  readonly payment: 'balance' | 'none'
  readonly routing: RoutingPolicyName
  readonly stockOf?: string
  readonly outOfStock: 'refuse' | 'shortage'
}

export function accountCommand(): Command {
  return new Command('account')
    .description("Create and list a tenant's accounts.")
    .addCommand(
      new Command('create')
        .description('Create an account; its credentials come next, see "entrepot key create".')
        .argument('<name>', 'any name that no other account of the tenant has')
        .option('--tenant <name>', 'whose account (default: demo, or the only tenant)')
        .option('--currency <code>', 'what its balance is kept in', readCurrency, 'USD')
        .addOption(
          new Option('--payment <how>', 'balance: orders are paid from it; none: money is settled elsewhere')
            .choices(['balance', 'none'])
            .default('balance'),
        )
        .addOption(
          new Option('--routing <policy>', 'which stock location ships an order')
            .choices(ROUTING_POLICIES)
            .default('fewest_splits'),
        )
        .option(
          '--stock-of <account>',
          'draw on the catalogue and stock of another account (default: its own)',
        )
        .addOption(
          new Option('--out-of-stock <policy>', 'refuse such an order, or let it wait for its stock')
            .choices(['refuse', 'shortage'])
            .default('refuse'),
        )
        .addHelpText(
          'after',
          '\nExample:\n  entrepot account create shop-7 --stock-of supplier --currency CNY',
        )
        .action(create),
    )
    .addCommand(
      new Command('list')
        .description('List the accounts of a tenant, with their balances.')
        .option('--tenant <name>', 'whose accounts (default: demo, or the only tenant)')
        .addHelpText('after', '\nExample:\n  entrepot account list --tenant demo')
        .action(list),
    )
}

async function create(name: string, options: CreateOptions): Promise<void> {
  if (name.trim() === '') throw new Error('An account needs a name')
  await withDatabase(readConfig(), async ({ pool }) => {
    const tenant = await chooseTenant(pool, options.tenant)
    const owner = options.stockOf === undefined ? null : await chooseAccount(pool, tenant, options.stockOf)
    const account = {
      name,
      stockOwnerId: owner?.accountId ?? null,
      outOfStock: options.outOfStock,
      refundReviewMs: 0,
      unpaidExpiryMs: null,
      routingPolicy: options.routing,
      payment: options.payment,
      currency: options.currency,
    } as const
    const accountId = await createAccount(pool, tenant.tenantId, account, Date.now())
    if (accountId === null) throw new Error(`Tenant "${tenant.name}" has an account "${name}" already`)
    await putOnRecord(pool, tenant.tenantId, {
      operation: 'createAccount',
      target: `accounts/${name}`,
      after: { id: accountId, ...account },
    })
    console.log(`created account ${accountId} "${name}" of tenant "${tenant.name}"`)
    console.log(
      `\nNext, a credential for it:\n  entrepot key create native --account "${name}" --tenant "${tenant.name}"`,
    )
    if (options.payment === 'balance') {
      console.log(`and money, with that key: POST /v1/accounts/${encodeURIComponent(name)}/top-ups`)
    }
  })
}

async function list(options: { readonly tenant?: string }): Promise<void> {
  await withDatabase(readConfig(), async ({ pool }) => {
    const tenant = await chooseTenant(pool, options.tenant)
    const rows = (await listAccounts(pool, tenant.tenantId)).map((one) => [
      String(one.accountId),
      one.name,
      one.payment === 'none' ? 'settled elsewhere' : amountOf(one.balanceMinor, one.currency),
      one.routingPolicy,
      one.stockOwner,
    ])
    console.log(table(['ID', 'NAME', 'BALANCE', 'ROUTING', 'STOCK OF'], rows))
  })
}

/** `12.30 USD`: by whole numbers, since money is no fraction. */
function amountOf(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const places = format.resolvedOptions().maximumFractionDigits ?? 2
  const digits = String(minor).padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  return `${places === 0 ? whole : `${whole}.${digits.slice(-places)}`} ${currency}`
}

function readCurrency(text: string): string {
  const code = text.toUpperCase()
  if (!/^[A-Z]{3}$/.test(code)) throw new InvalidArgumentError('It must be an ISO 4217 code such as USD.')
  return code
}
