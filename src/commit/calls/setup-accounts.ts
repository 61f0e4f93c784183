/** Accounts, their balances and their ledgers. */
import type { Serving } from '../../order/calls.js'
import type { AccountPolicies } from '../../order/catalogue.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { AccountRecord, AccountWish, SetupCalls } from '../../order/setup-calls.js'
import { listAccounts, listLedger, readAccount, saveEntryNote } from '../../store/accounts.js'
import { setPolicies } from '../../store/policies.js'
import type { Client, Database, Pool } from '../../store/pool.js'
import { createAccount } from '../../store/setup.js'
import type { Lanes } from '../lanes.js'
import { once } from '../once.js'
import { callerOf } from './orders.js'
import { patiently } from './patience.js'
import { payAllWaiting } from './payments.js'

type AccountCalls = Pick<
  SetupCalls,
  'createAccount' | 'changePolicies' | 'readAccount' | 'listAccounts' | 'topUpAccount' | 'listLedger'
>

export function accountCalls(pool: Pool, lanes: Lanes, clock: () => number): Serving<AccountCalls> {
  return {
    createAccount: async (account, { wish, key }) => {
      const at = clock()
      const work = (client: Client) => makeAccount(client, account.tenantId, wish, at)
      return once(pool, { account, key, at, work })
    },
    changePolicies: async (account, { name, change }) => {
      const work = (client: Client) => changePolicies(client, account.tenantId, name, change)
      return once(pool, { account, key: null, at: clock(), work })
    },
    readAccount: ({ tenantId }, { name }) => namedAccount(pool, tenantId, name),
    listAccounts: async ({ tenantId }, slice) => accept(await listAccounts(pool, tenantId, slice)),
    topUpAccount: async (account, { name, amountMinor, note, key }) => {
      const { tenantId } = account
      const named = await namedAccount(pool, tenantId, name)
      if (!named.ok) return named
      const { accountId, currency } = named.value
      const caller = callerOf(account)
      const topped = await lanes.of(tenantId).submit({ kind: 'top_up', caller, key, accountId, amountMinor })
      if (!topped.ok) return topped
      const { balanceMinor, moreWaiting, entryNumber } = topped.value
      if (note !== null && entryNumber !== undefined) {
        await patiently(() => saveEntryNote(pool, tenantId, accountId, entryNumber, note))
      }
      if (moreWaiting) await payAllWaiting(lanes.of(tenantId), caller, accountId)
      return accept({ balanceMinor, currency })
    },
    listLedger: async ({ tenantId }, { name, ...slice }) => {
      const named = await namedAccount(pool, tenantId, name)
      if (!named.ok) return named
      return accept(await listLedger(pool, tenantId, named.value.accountId, slice))
    },
  }
}

async function changePolicies(
  client: Client,
  tenantId: number,
  name: string,
  change: Partial<AccountPolicies>,
): Promise<Result<AccountRecord>> {
  const named = await namedAccount(client, tenantId, name)
  if (!named.ok) return named
  await setPolicies(client, tenantId, named.value.accountId, { ...named.value, ...change })
  return namedAccount(client, tenantId, name)
}

export async function namedAccount(
  database: Database,
  tenantId: number,
  name: string,
): Promise<Result<AccountRecord>> {
  const account = await readAccount(database, tenantId, name)
  return account === null ? refuse({ kind: 'not_found', what: 'account', id: name }) : accept(account)
}

async function makeAccount(
  client: Client,
  tenantId: number,
  { stockOwner, ...wish }: AccountWish,
  at: number,
): Promise<Result<AccountRecord>> {
  let stockOwnerId: number | null = null
  if (stockOwner !== null && stockOwner !== wish.name) {
    const owner = await readAccount(client, tenantId, stockOwner)
    if (owner === null) {
      const problem = `is "${stockOwner}", and there is no such account`
      return refuse({ kind: 'invalid_field', faults: [{ path: 'stockOwner', problem }] })
    }
    if (owner.stockOwnerId !== owner.accountId) {
      const problem = `is ${stockOwner}, which has no stock of its own: name ${owner.stockOwner}, whose it uses`
      return refuse({ kind: 'invalid_field', faults: [{ path: 'stockOwner', problem }] })
    }
    stockOwnerId = owner.accountId
  }
  const made = await createAccount(client, tenantId, { ...wish, stockOwnerId }, at)
  if (made === null) return refuse({ kind: 'already_exists', what: 'account', id: wish.name })
  return namedAccount(client, tenantId, wish.name)
}
