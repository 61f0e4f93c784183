/** `entrepot tenant`: whoever has orders, stock and accounts of their own on this hub. */
import { Command } from 'commander'
import { readConfig } from '../config.js'
import { listTenants } from '../store/directory.js'
import { createTenant } from '../store/setup.js'
import { renameTenant } from '../store/tenants.js'
import { putOnRecord } from './on-record.js'
import { table } from './table.js'
import { chooseTenant } from './tenants.js'
import { withDatabase } from './with-database.js'

export function tenantCommand(): Command {
  return new Command('tenant')
    .description('Create, rename and list tenants: companies that share nothing but the hub.')
    .addCommand(
      new Command('create')
        .description('Create a tenant; its accounts come next, see "entrepot account create".')
        .argument('<name>', 'any name that no other tenant has')
        .addHelpText('after', '\nExample:\n  entrepot tenant create "Acme Trading"')
        .action(create),
    )
    .addCommand(
      new Command('rename')
        .description('Give a tenant another name; people sign in as user@name, so tell them.')
        .argument('<name>', 'its name until now')
        .argument('<new-name>', 'any name that no other tenant has')
        .addHelpText('after', '\nExample:\n  entrepot tenant rename "Acme Trading" Acme')
        .action(rename),
    )
    .addCommand(
      new Command('list')
        .description('List all tenants.')
        .addHelpText('after', '\nExample:\n  entrepot tenant list')
        .action(list),
    )
}

async function create(name: string): Promise<void> {
  if (name.trim() === '') throw new Error('A tenant needs a name')
  await withDatabase(readConfig(), async ({ pool }) => {
    const tenantId = await createTenant(pool, name, Date.now())
    if (tenantId === null) throw new Error(`There is a tenant "${name}" already`)
    await putOnRecord(pool, tenantId, {
      operation: 'createTenant',
      target: `tenants/${name}`,
      after: { name },
    })
    console.log(`created tenant ${tenantId} "${name}"`)
  })
}

async function rename(before: string, name: string): Promise<void> {
  if (name.trim() === '') throw new Error('A tenant needs a name')
  await withDatabase(readConfig(), async ({ pool }) => {
    const { tenantId } = await chooseTenant(pool, before)
    if (!(await renameTenant(pool, tenantId, name))) throw new Error(`There is a tenant "${name}" already`)
    await putOnRecord(pool, tenantId, {
      operation: 'renameTenant',
      target: `tenants/${name}`,
      before: { name: before },
      after: { name },
    })
    console.log(`tenant ${tenantId} is named "${name}" from now on`)
  })
}

async function list(): Promise<void> {
  await withDatabase(readConfig(), async ({ pool }) => {
    const tenants = await listTenants(pool)
    const rows = tenants.map((one) => [String(one.tenantId), one.name])
    console.log(table(['ID', 'NAME'], rows))
  })
}
