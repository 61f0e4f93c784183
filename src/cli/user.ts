/** `entrepot user`: people who sign in to the console. A password that is made here is shown once. */
import { text } from 'node:stream/consumers'
import { Argument, Command, Option } from 'commander'
import { readConfig } from '../config.js'
import { errors } from '../http/native/errors.js'
import type { AccountContext, Serving } from '../order/calls.js'
import {
  type PeopleCalls,
  ROLES,
  type Role,
  type UserChange,
  type UserRecord,
} from '../order/people-calls.js'
import type { Result } from '../order/rejection.js'
import { peopleCalls } from '../people/calls.js'
import type { TenantRow } from '../store/directory.js'
import type { Pool } from '../store/pool.js'
import { writeError } from '../wire/dialect.js'
import { newPassword } from './first-user.js'
import { putOnRecord } from './on-record.js'
import { table } from './table.js'
import { chooseTenant } from './tenants.js'
import { withDatabase } from './with-database.js'

interface OfTenant {
  readonly tenant?: string
}

interface WithPassword extends OfTenant {
  readonly passwordStdin?: true
}

export function userCommand(): Command {
  return new Command('user')
    .description('People who sign in to the console: add, list, turn off, give a new password.')
    .addCommand(
      withPassword('add', 'Add a user.')
        .addOption(new Option('--role <role>', 'what they may do, see docs/roles.md').choices(ROLES))
        .option('--account <name>', "for whom they act (default: the tenant's first account)")
        .addHelpText(
          'after',
          `
Examples:
  entrepot user add ann --role operator
  entrepot user add bob --role warehouse --tenant "Acme Trading" --password-stdin < password.txt`,
        )
        .action(add),
    )
    .addCommand(
      new Command('list')
        .description('List the users of a tenant.')
        .option('--tenant <name>', 'whose users (default: demo, or the only tenant)')
        .addHelpText('after', '\nExample:\n  entrepot user list')
        .action(list),
    )
    .addCommand(
      withPassword('password', 'Give a user a new password; all their sessions are over.')
        .addHelpText('after', '\nExample:\n  entrepot user password ann')
        .action(setPassword),
    )
    .addCommand(turning('disable', 'Turn a user off: all their sessions are over.', false))
    .addCommand(turning('enable', 'Turn a user on again.', true))
}

function withPassword(name: string, description: string): Command {
  return new Command(name)
    .description(`${description} The password is made and shown once, unless it is given.`)
    .addArgument(new Argument('<username>', 'letters, digits, points, underscores and hyphens'))
    .option('--tenant <name>', 'whose user (default: demo, or the only tenant)')
    .option('--password-stdin', 'read the password from the standard input')
}

function turning(name: string, description: string, enabled: boolean): Command {
  return new Command(name)
    .description(description)
    .argument('<username>')
    .option('--tenant <name>', 'whose user (default: demo, or the only tenant)')
    .addHelpText('after', `\nExample:\n  entrepot user ${name} ann`)
    .action(async (username: string, options: OfTenant) => {
      const { tenant } = await change(username, { enabled }, options)
      console.log(`${name}d user ${username} of tenant "${tenant.name}"`)
    })
}

async function add(
  username: string,
  {
    role = 'operator',
    account,
    ...options
  }: WithPassword & { readonly role?: Role; readonly account?: string },
): Promise<void> {
  const { password, shown } = await passwordOf(options)
  const wish = { username, role, account: account ?? null, password }
  const { tenant, value } = await ask(options, async (calls, account, pool) => {
    const made = await calls.createUser(account, { wish, key: null })
    if (made.ok) {
      const what = { operation: 'createUser', target: `users/${made.value.username}` }
      await putOnRecord(pool, account.tenantId, { ...what, after: made.value })
    }
    return made
  })
  console.log(`added user ${value.username} of tenant "${tenant.name}" with the role ${role}`)
  show(shown)
}

async function setPassword(username: string, options: WithPassword): Promise<void> {
  const { password, shown } = await passwordOf(options)
  const { tenant } = await change(username, { password }, options)
  console.log(`user ${username} of tenant "${tenant.name}" has a new password`)
  show(shown)
}

async function list(options: OfTenant): Promise<void> {
  const { value } = await ask(options, (calls, account) =>
    calls.listUsers(account, { after: null, limit: MOST_LISTED }),
  )
  const rows = value.rows.map((user: UserRecord) => [
    user.username,
    user.role,
    user.account ?? '',
    user.enabled ? 'yes' : 'no',
    user.signedInAt === null ? 'never' : new Date(user.signedInAt).toISOString(),
  ])
  console.log(table(['USERNAME', 'ROLE', 'ACCOUNT', 'ENABLED', 'SIGNED IN'], rows))
}

const MOST_LISTED = 10_000

async function passwordOf({ passwordStdin }: WithPassword) {
  if (passwordStdin) return { password: (await text(process.stdin)).replace(/\r?\n$/, ''), shown: null }
  const password = newPassword()
  return { password, shown: password }
}

function show(password: string | null): void {
  if (password !== null) console.log(`\n  ${password}\n\nIt is not shown again.`)
}

type Asking = Pick<Serving<PeopleCalls>, 'createUser' | 'listUsers' | 'changeUser'>

/** As the native API is asked, by the rules that hold there. */
async function ask<T>(
  options: OfTenant,
  call: (calls: Asking, account: AccountContext, pool: Pool) => Promise<Result<T>>,
): Promise<{ readonly tenant: TenantRow; readonly value: T }> {
  return withDatabase(readConfig(), async ({ pool }) => {
    const tenant = await chooseTenant(pool, options.tenant)
    // Users are the tenant's, whatever account asks.
    const account = { tenantId: tenant.tenantId, accountId: 0, ownerId: 0, currency: '' }
    const answer = await call(
      peopleCalls({ pool, clock: () => Date.now(), changed: () => {} }),
      account,
      pool,
    )
    if (answer.ok) return { tenant, value: answer.value }
    const context = {
      requestId: '',
      at: Date.now(),
      account: null,
      lines: '',
      operation: undefined,
      path: '',
    }
    const { detail } = writeError(errors, answer.rejection, context).body as { readonly detail: string }
    throw new Error(detail)
  })
}

function change(username: string, wish: UserChange, options: OfTenant) {
  return ask(options, async (calls, account, pool) => {
    const changed = await calls.changeUser(account, { username, change: wish })
    if (changed.ok) {
      const { username: name } = changed.value
      const what = { operation: 'changeUser', target: `users/${name}` }
      await putOnRecord(pool, account.tenantId, { ...what, after: { ...changed.value, ...wish } })
    }
    return changed
  })
}
