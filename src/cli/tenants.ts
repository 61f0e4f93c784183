/** Which tenant and which account a command is about. What is unknown is refused by naming what is known. */
import { namedAccount } from '../commit/calls/setup-accounts.js'
import type { AccountContext } from '../order/calls.js'
import { type AccountRow, listAccounts, listTenants, type TenantRow } from '../store/directory.js'
import type { Database } from '../store/pool.js'

const DEMO_TENANT = 'demo'

/** The one named; else the demo tenant; else the only one. */
export async function chooseTenant(database: Database, name: string | undefined): Promise<TenantRow> {
  const tenants = await listTenants(database)
  const [first, ...others] = tenants
  if (first === undefined)
    throw new Error('There is no tenant yet: run "entrepot tenant create <name>" first')
  if (name === undefined && others.length === 0) return first
  const chosen = tenants.find((one) => one.name === (name ?? DEMO_TENANT))
  if (chosen !== undefined) return chosen
  const known = `there is ${tenants.map((one) => one.name).join(', ')}`
  throw new Error(
    name === undefined
      ? `Say which tenant with --tenant: ${known}`
      : `There is no tenant "${name}": ${known}`,
  )
}

export async function chooseAccount(
  database: Database,
  tenant: TenantRow,
  name: string,
): Promise<AccountRow> {
  const accounts = await listAccounts(database, tenant.tenantId)
  const chosen = accounts.find((one) => one.name === name)
  if (chosen !== undefined) return chosen
  const known =
    accounts.length === 0
      ? 'it has none yet: run "entrepot account create <name>" first'
      : `there is ${accounts.map((one) => one.name).join(', ')}`
  throw new Error(`Tenant "${tenant.name}" has no account "${name}": ${known}`)
}

/** The one named; else the demo account; else the only one. By its name. */
export async function usualAccount(
  database: Database,
  tenant: TenantRow,
  name: string | undefined,
): Promise<string> {
  if (name !== undefined) return (await chooseAccount(database, tenant, name)).name
  const accounts = await listAccounts(database, tenant.tenantId)
  const [first, ...others] = accounts
  if (first !== undefined && others.length === 0) return first.name
  if (accounts.some((one) => one.name === DEMO_ACCOUNT)) return DEMO_ACCOUNT
  const known = accounts.map((one) => one.name).join(', ')
  throw new Error(`Say which account with --account: there is ${known === '' ? 'none yet' : known}`)
}

/** As the engine wants to know who asks. */
export async function homeOf(database: Database, tenant: TenantRow, name: string): Promise<AccountContext> {
  const named = await namedAccount(database, tenant.tenantId, name)
  if (!named.ok) throw new Error(`There is no account "${name}"`)
  const { accountId, stockOwnerId, currency } = named.value
  return { tenantId: tenant.tenantId, accountId, ownerId: stockOwnerId, currency }
}

/** Whoever sets a tenant up may be any of its accounts: the first. */
export async function operatorOf(database: Database, tenant: TenantRow): Promise<AccountContext> {
  const [first] = await listAccounts(database, tenant.tenantId)
  if (first !== undefined) return homeOf(database, tenant, first.name)
  throw new Error(`Tenant "${tenant.name}" has no account yet: run "entrepot account create <name>" first`)
}

const DEMO_ACCOUNT = 'demo'
