/**
 * Rows of carts. Whatever changes them locks the account's carts first, in the same transaction, so that two who
 * change them take turns. See sql/0014.
 */
import type { CartRow, CartWish } from '../order/shopping-calls.js'
import { numberArray, textArray } from './arrays.js'
import type { Database } from './pool.js'

/** Whose carts. */
export interface CartOwner {
  readonly tenantId: number
  readonly accountId: number
}

export interface StoredCartRow extends CartRow {
  /** Counts what has happened to it besides a change of its pieces. */
  readonly revision: number
  /** The key of the order that is being made of it. */
  readonly claimedBy: string | null
  readonly orderNumber: number | null
}

/** The last row number that was given out. */
export async function lockCarts(database: Database, owner: CartOwner): Promise<number> {
  const { rows } = await database.query<{ last_row: number }>({
    name: 'lock_carts',
    text: `insert into carts as c (tenant_id, account_id, last_row) values ($1, $2, 0)
      on conflict (tenant_id, account_id) do update set last_row = c.last_row
      returning last_row`,
    values: [owner.tenantId, owner.accountId],
  })
  return rows[0]?.last_row ?? 0
}

const ROW = `row_number as "rowNumber", sku, quantity, price_limit_minor as "priceLimitMinor", seller, details,
  revision, claimed_by as "claimedBy", order_number as "orderNumber"`

/** What is in a cart, in the order in which it was put in. */
export async function readCart(database: Database, owner: CartOwner, cart: string): Promise<StoredCartRow[]> {
  const { rows } = await database.query<StoredCartRow>({
    name: 'read_cart',
    text: `select ${ROW} from cart_rows
      where tenant_id = $1 and account_id = $2 and cart = $3 and order_number is null
      order by row_number`,
    values: [owner.tenantId, owner.accountId, cart],
  })
  return rows
}

/** Also those that have been ordered, as long as they are kept. */
export async function readCartRows(
  database: Database,
  owner: CartOwner,
  cart: string,
  rowNumbers: readonly number[],
): Promise<StoredCartRow[]> {
  const { rows } = await database.query<StoredCartRow>({
    name: 'read_cart_rows',
    text: `select ${ROW} from cart_rows
      where tenant_id = $1 and account_id = $2 and row_number = any($4::bigint[]) and cart = $3
      order by row_number`,
    values: [owner.tenantId, owner.accountId, cart, numberArray(rowNumbers)],
  })
  return rows
}

/** The carts must be locked. Answers with the number of the new row. */
export async function insertCartRow(
  database: Database,
  owner: CartOwner,
  cart: string,
  wish: CartWish,
  at: number,
): Promise<number> {
  const { rows } = await database.query<{ row_number: number }>({
    name: 'insert_cart_row',
    text: `with next as (
        update carts set last_row = last_row + 1 where tenant_id = $1 and account_id = $2 returning last_row)
      insert into cart_rows (tenant_id, account_id, row_number, cart, sku, quantity, price_limit_minor, seller,
        details, updated_at)
      select $1, $2, next.last_row, $3, $4, $5, $6, $7, $8, $9 from next
      returning row_number`,
    values: [
      owner.tenantId,
      owner.accountId,
      cart,
      wish.sku,
      wish.quantity,
      wish.priceLimitMinor,
      wish.seller,
      JSON.stringify(wish.details),
      new Date(at),
    ],
  })
  const [row] = rows
  if (row === undefined) throw new Error('the carts are locked, so they are there')
  return row.row_number
}

/** Sets how many pieces, and with a wish also what else there is to a row. */
export async function changeCartRow(
  database: Database,
  owner: CartOwner,
  rowNumber: number,
  quantity: number,
  wish: CartWish | null,
  at: number,
): Promise<void> {
  await database.query({
    name: 'change_cart_row',
    text: `update cart_rows set quantity = $4, updated_at = $5,
        price_limit_minor = case when $6 then $7 else price_limit_minor end,
        seller = case when $6 then $8 else seller end, details = case when $6 then $9 else details end
      where tenant_id = $1 and account_id = $2 and row_number = $3 and order_number is null`,
    values: [
      owner.tenantId,
      owner.accountId,
      rowNumber,
      quantity,
      new Date(at),
      wish !== null,
      wish?.priceLimitMinor ?? null,
      wish?.seller ?? '',
      JSON.stringify(wish?.details ?? {}),
    ],
  })
}

export async function deleteCartRows(
  database: Database,
  owner: CartOwner,
  rowNumbers: readonly number[],
): Promise<void> {
  await database.query({
    name: 'delete_cart_rows',
    text: `delete from cart_rows
      where tenant_id = $1 and account_id = $2 and row_number = any($3::bigint[]) and order_number is null`,
    values: [owner.tenantId, owner.accountId, numberArray(rowNumbers)],
  })
}

/** Rows that were ordered before a time: nobody repeats that request any more. */
export async function forgetOrderedRows(database: Database, owner: CartOwner, before: number): Promise<void> {
  await database.query({
    name: 'forget_ordered_rows',
    text: `delete from cart_rows
      where tenant_id = $1 and account_id = $2 and order_number is not null and updated_at < $3`,
    values: [owner.tenantId, owner.accountId, new Date(before)],
  })
}

export async function claimCartRows(
  database: Database,
  owner: CartOwner,
  rowNumbers: readonly number[],
  claim: string,
  at: number,
): Promise<void> {
  await database.query({
    name: 'claim_cart_rows',
    text: `update cart_rows set claimed_by = $4, claimed_at = $5
      where tenant_id = $1 and account_id = $2 and row_number = any($3::bigint[])`,
    values: [owner.tenantId, owner.accountId, numberArray(rowNumbers), claim, new Date(at)],
  })
}

/** Claims whose requests should have ended before a time. */
export async function readOldClaims(database: Database, owner: CartOwner, before: number): Promise<string[]> {
  const { rows } = await database.query<{ claimed_by: string }>({
    name: 'read_old_claims',
    text: `select distinct claimed_by from cart_rows
      where tenant_id = $1 and account_id = $2 and claimed_by is not null and claimed_at < $3
      order by claimed_by`,
    values: [owner.tenantId, owner.accountId, new Date(before)],
  })
  return rows.map((row) => row.claimed_by)
}

/** Of the rows claimed, those with these SKUs have become an order; the others are in the cart again. */
export async function endClaim(
  database: Database,
  owner: CartOwner,
  claim: string,
  ordered: { readonly orderNumber: number; readonly skus: readonly string[] } | null,
  at: number,
): Promise<void> {
  await database.query({
    name: 'end_claim',
    text: `update cart_rows set claimed_by = null, claimed_at = null, revision = revision + 1, updated_at = $6,
        order_number = case when sku = any($4::text[]) then $5::bigint end
      where tenant_id = $1 and account_id = $2 and claimed_by = $3`,
    values: [
      owner.tenantId,
      owner.accountId,
      claim,
      textArray(ordered?.skus ?? []),
      ordered?.orderNumber ?? null,
      new Date(at),
    ],
  })
}
