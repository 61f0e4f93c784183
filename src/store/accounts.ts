/** Reading accounts and their ledgers. */
import type { Account } from '../order/catalogue.js'
import type { AccountRecord, LedgerRecord, Slice, Sliced } from '../order/setup-calls.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

interface AccountRow {
  account_id: number
  name: string
  stock_owner_id: number
  stock_owner: string
  out_of_stock: Account['outOfStock']
  routing_policy: Account['routingPolicy']
  payment: Account['payment']
  currency: string
  balance_minor: number
  entry_count: number
  refund_review_ms: number | null
  unpaid_expiry_ms: number | null
}

const SELECT_ACCOUNTS = `
  select a.account_id, a.name, a.stock_owner_id, o.name as stock_owner, a.out_of_stock, a.routing_policy, a.payment,
    a.currency, a.balance_minor, a.entry_count,
    a.refund_review_ms, a.unpaid_expiry_ms
  from accounts a
  join accounts o on o.tenant_id = a.tenant_id and o.account_id = a.stock_owner_id
  where a.tenant_id = $1`

export async function readAccount(
  database: Database,
  tenantId: number,
  name: string,
): Promise<AccountRecord | null> {
  const { rows } = await database.query<AccountRow>(`${SELECT_ACCOUNTS} and a.name = $2`, [tenantId, name])
  return rows[0] === undefined ? null : readRow(rows[0])
}

/** Accounts are never deleted. */
export async function readAccountName(
  database: Database,
  tenantId: number,
  accountId: number,
): Promise<string> {
  const { rows } = await database.query<{ name: string }>({
    name: 'read_account_name',
    text: 'select name from accounts where tenant_id = $1 and account_id = $2',
    values: [tenantId, accountId],
  })
  const [row] = rows
  if (row === undefined) throw new Error('an account that is referred to is there')
  return row.name
}

/** In the order in which they were made. */
export async function listAccounts(
  database: Database,
  tenantId: number,
  slice: Slice,
): Promise<Sliced<AccountRecord>> {
  const { rows } = await database.query<AccountRow>(
    `${SELECT_ACCOUNTS} and ($2::bigint is null or a.account_id > $2) order by a.account_id limit $3`,
    [tenantId, slice.after?.[0] ?? null, rowsToRead(slice)],
  )
  return sliced(rows.map(readRow), slice, (account) => [account.accountId])
}

function readRow(row: AccountRow): AccountRecord {
  return {
    accountId: row.account_id,
    name: row.name,
    stockOwnerId: row.stock_owner_id,
    stockOwner: row.stock_owner,
    outOfStock: row.out_of_stock,
    routingPolicy: row.routing_policy,
    payment: row.payment,
    currency: row.currency,
    balanceMinor: row.balance_minor,
    entryCount: row.entry_count,
    refundReviewMs: row.refund_review_ms,
    unpaidExpiryMs: row.unpaid_expiry_ms,
  }
}

/** Newest first. */
export async function listLedger(
  database: Database,
  tenantId: number,
  accountId: number,
  slice: Slice,
): Promise<Sliced<LedgerRecord>> {
  const { rows } = await database.query<{
    account_id: number
    entry_number: number
    kind: LedgerRecord['kind']
    amount_minor: number
    balance_minor: number
    order_number: number | null
    at: Date
    note: string | null
  }>(
    `select account_id, entry_number, kind, amount_minor, balance_minor, order_number, at, note
     from account_entries
     where tenant_id = $1 and account_id = $2 and ($3::bigint is null or entry_number < $3)
     order by entry_number desc limit $4`,
    [tenantId, accountId, slice.after?.[0] ?? null, rowsToRead(slice)],
  )
  const entries = rows.map((row) => ({
    accountId: row.account_id,
    entryNumber: row.entry_number,
    kind: row.kind,
    amountMinor: row.amount_minor,
    balanceMinor: row.balance_minor,
    orderNumber: row.order_number,
    at: row.at.getTime(),
    note: row.note,
  }))
  return sliced(entries, slice, (entry) => [entry.entryNumber])
}

/** What a person wrote about an entry; decisions don't read it. */
export async function saveEntryNote(
  database: Database,
  tenantId: number,
  accountId: number,
  entryNumber: number,
  note: string,
): Promise<void> {
  await database.query(
    `update account_entries set note = $4
     where tenant_id = $1 and account_id = $2 and entry_number = $3`,
    [tenantId, accountId, entryNumber, note],
  )
}
