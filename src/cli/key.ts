/** `entrepot key`: credentials. A secret is shown once, when it is made; afterwards only its last characters. */
import { Command, InvalidArgumentError } from 'commander'
import { type Config, readConfig } from '../config.js'
import { type CredentialRow, listCredentials } from '../store/directory.js'
import type { Pool } from '../store/pool.js'
import { claimSealing, openSecretBox } from '../store/secret-box.js'
import { createCredential, type NewCredential, revokeCredential } from '../store/setup.js'
import { CREDENTIAL_KINDS, kindOf } from './credential-kinds.js'
import { putOnRecord } from './on-record.js'
import { table } from './table.js'
import { chooseAccount, chooseTenant } from './tenants.js'
import { withDatabase } from './with-database.js'

type Limit = NewCredential['limit']

interface CreateOptions {
  readonly account: string
  readonly tenant?: string
  readonly limit?: Limit
  readonly sandbox?: true
  readonly settings?: Readonly<Record<string, unknown>>
  readonly json?: true
}

export function keyCommand(): Command {
  return new Command('key')
    .description('Create, list and revoke credentials.')
    .addCommand(createCommand())
    .addCommand(
      new Command('list')
        .description('List the credentials of a tenant, without their secrets.')
        .option('--tenant <name>', 'whose credentials (default: demo, or the only tenant)')
        .addHelpText('after', '\nExample:\n  entrepot key list --tenant demo')
        .action(list),
    )
    .addCommand(
      new Command('revoke')
        .description('Revoke a credential, for good; running servers refuse it within a second.')
        .argument('<id>', 'its number, as "entrepot key list" shows it', readId)
        .option('--tenant <name>', 'whose credential (default: demo, or the only tenant)')
        .addHelpText('after', '\nExample:\n  entrepot key revoke 4 --tenant demo')
        .action(revoke),
    )
}

function createCommand(): Command {
  return new Command('create')
    .description('Create a credential for an account, and show it once.')
    .argument('<dialect>', `which API it is for: ${[...CREDENTIAL_KINDS.keys()].join(', ')}`)
    .requiredOption('--account <name>', 'whose it is')
    .option('--tenant <name>', "the account's tenant (default: demo, or the only tenant)")
    .option(
      '--limit <limit>',
      '"none", or a leaky bucket as <capacity>,<perSecond> (default: what the dialect documents)',
      readLimit,
    )
    .option('--sandbox', 'let it ask for faults, see docs/sandbox.md')
    .option(
      '--settings <json>',
      'what it may be used for: "addresses", and what its dialect\'s README names',
      readSettings,
    )
    .option('--json', 'print the credential alone, as one line of JSON')
    .addHelpText(
      'after',
      `
Examples:
  entrepot key create native --account demo
  entrepot key create native --account demo --limit 600,10 --json > key.json`,
    )
    .action(create)
}

async function create(dialect: string, options: CreateOptions): Promise<void> {
  const config = readConfig()
  await withDatabase(config, async ({ pool }) => {
    const made = await makeKey(config, pool, dialect, options)
    const credential = JSON.stringify(made.credential)
    if (options.json) {
      console.log(credential)
      return
    }
    const { credentialId, account, tenant } = made
    console.log(`created credential ${credentialId} for account "${account}" of tenant "${tenant}"`)
    console.log(`\n  ${credential}\n\nIt is not shown again.`)
  })
}

type KeyWish = Pick<CreateOptions, 'account' | 'tenant' | 'limit' | 'sandbox' | 'settings'>

export async function makeKey(config: Config, pool: Pool, dialect: string, wish: KeyWish) {
  const kind = kindOf(dialect)
  const tenant = await chooseTenant(pool, wish.tenant)
  const { accountId, name } = await chooseAccount(pool, tenant, wish.account)
  const wanted: NewCredential = {
    accountId,
    family: kind.family,
    limit: wish.limit ?? null,
    sandbox: wish.sandbox === true,
    form: kind.auth,
    ...(wish.settings === undefined ? {} : { settings: wish.settings }),
  }
  const box = await openSecretBox(config.dataDir, config.secretKey)
  const sealing = kind.auth.keeps === 'sealed' ? await claimSealing(pool, box) : null
  if (sealing !== null) throw new Error(sealing)
  const { credentialId, secret } = await createCredential(pool, tenant.tenantId, wanted, Date.now(), box)
  const { form: _form, ...kept } = wanted
  await putOnRecord(pool, tenant.tenantId, {
    operation: 'createCredential',
    target: `credentials/${credentialId}`,
    after: { id: credentialId, account: name, ...kept },
  })
  return { credentialId, credential: kind.writeCredential(secret), account: name, tenant: tenant.name }
}

async function list(options: { readonly tenant?: string }): Promise<void> {
  await withDatabase(readConfig(), async ({ pool }) => {
    const tenant = await chooseTenant(pool, options.tenant)
    const rows = (await listCredentials(pool, tenant.tenantId)).map((one) => [
      String(one.credentialId),
      one.family,
      one.account,
      `…${one.hint}`,
      limitOf(one),
      one.sandbox ? 'yes' : 'no',
      one.createdAt.toISOString(),
      one.revokedAt?.toISOString() ?? '',
    ])
    const header = ['ID', 'DIALECT', 'ACCOUNT', 'SECRET', 'LIMIT', 'SANDBOX', 'CREATED', 'REVOKED']
    console.log(table(header, rows))
  })
}

async function revoke(credentialId: number, options: { readonly tenant?: string }): Promise<void> {
  await withDatabase(readConfig(), async ({ pool }) => {
    const tenant = await chooseTenant(pool, options.tenant)
    if (!(await revokeCredential(pool, tenant.tenantId, credentialId, Date.now()))) {
      throw new Error(`Tenant "${tenant.name}" has no credential ${credentialId} that is still valid`)
    }
    await putOnRecord(pool, tenant.tenantId, {
      operation: 'revokeCredential',
      target: `credentials/${credentialId}`,
      after: { id: credentialId, revoked: true },
    })
    console.log(`revoked credential ${credentialId} of tenant "${tenant.name}"`)
  })
}

function limitOf({ rateCapacity, ratePerSecond }: CredentialRow): string {
  if (rateCapacity === null || ratePerSecond === null) return 'as documented'
  return rateCapacity === 0 ? 'none' : `${rateCapacity}, ${ratePerSecond}/s`
}

const MOST_A_SECOND = 1_000_000

/** "none" is a capacity of 0: see NewCredential. */
function readLimit(text: string): Limit {
  if (text === 'none') return { capacity: 0, perSecond: 0 }
  const match = /^(\d{1,7}),(\d{1,7})$/.exec(text)
  const [capacity, perSecond] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)]
  if (capacity < 1 || perSecond < 1 || capacity > MOST_A_SECOND || perSecond > MOST_A_SECOND) {
    throw new InvalidArgumentError('It must be "none", or two whole numbers from 1 such as 120,2.')
  }
  return { capacity, perSecond }
}

function readSettings(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return parsed as Readonly<Record<string, unknown>>
    }
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError('It must be a JSON object such as {"addresses":["192.0.2.1"]}.')
}

function readId(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be the number of a credential.')
  return Number(text)
}
