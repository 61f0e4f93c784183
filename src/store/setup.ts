/**
 * Setting up a tenant: accounts, credentials, locations, shipping, catalogue. Each statement also moves the
 * tenant's lane on by one version, so that no batch is decided on what it has changed.
 */
import type {
  Account,
  ItemStatus,
  ShippingMethod,
  ShippingRate,
  StockLocation,
  Store,
} from '../order/catalogue.js'
import type { Category } from '../order/catalogue-calls.js'
import type { RateName } from '../order/setup-calls.js'
import { secretHash } from '../secrets.js'
import type { ItemDocument, ProductDocument } from './catalogue.js'
import { type CredentialForm, newSecret, TOKEN } from './credentials.js'
import { MOVE_ON } from './moving-on.js'
import { type Database, sqlState, UNIQUE_VIOLATION } from './pool.js'
import type { SecretBox } from './secret-box.js'

const MOST_TRIES = 20

/** Two who take the next number at once: one is too late, and takes the one after. */
export async function withNextNumber<T>(insert: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await insert()
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION || attempt === MOST_TRIES) throw error
    }
  }
}

/** Null: a tenant of that name exists. */
export async function createTenant(database: Database, name: string, at: number): Promise<number | null> {
  const result = await withNextNumber(() =>
    database.query<{ tenant_id: number }>(
      `with made as (
       insert into tenants (tenant_id, name, created_at)
       select coalesce(max(tenant_id), 0) + 1, $1, $2 from tenants
       on conflict (name) do nothing
       returning tenant_id
     ), lane as (insert into lanes (tenant_id) select tenant_id from made)
     select tenant_id from made`,
      [name, new Date(at)],
    ),
  )
  return result.rows[0]?.tenant_id ?? null
}

export async function findTenant(database: Database, name: string): Promise<number | null> {
  const result = await database.query<{ tenant_id: number }>(
    'select tenant_id from tenants where name = $1',
    [name],
  )
  return result.rows[0]?.tenant_id ?? null
}

export type NewAccount = Pick<
  Account,
  'name' | 'outOfStock' | 'routingPolicy' | 'payment' | 'currency' | 'refundReviewMs' | 'unpaidExpiryMs'
> & {
  /** Whose catalogue and stock it draws on; null: its own. */
  readonly stockOwnerId: number | null
}

/** Null: the tenant has an account of that name. */
export async function createAccount(
  database: Database,
  tenantId: number,
  account: NewAccount,
  at: number,
): Promise<number | null> {
  const result = await withNextNumber(() =>
    database.query<{ account_id: number }>(
      `${MOVE_ON}, next as (select coalesce(max(account_id), 0) + 1 as id from accounts where tenant_id = $1)
     insert into accounts (tenant_id, account_id, name, stock_owner_id, out_of_stock, routing_policy, payment,
       currency, refund_review_ms, unpaid_expiry_ms, created_at)
     select $1, next.id, $2, coalesce($3, next.id), $4, $5, $6, $7, $8, $9, $10 from next
     on conflict (tenant_id, name) do nothing
     returning account_id`,
      [
        tenantId,
        account.name,
        account.stockOwnerId,
        account.outOfStock,
        account.routingPolicy,
        account.payment,
        account.currency,
        account.refundReviewMs,
        account.unpaidExpiryMs,
        new Date(at),
      ],
    ),
  )
  return result.rows[0]?.account_id ?? null
}

export async function findAccount(
  database: Database,
  tenantId: number,
  name: string,
): Promise<{ accountId: number; ownerId: number } | null> {
  const result = await database.query<{ account_id: number; stock_owner_id: number }>(
    'select account_id, stock_owner_id from accounts where tenant_id = $1 and name = $2',
    [tenantId, name],
  )
  const row = result.rows[0]
  return row === undefined ? null : { accountId: row.account_id, ownerId: row.stock_owner_id }
}

export interface NewCredential {
  readonly accountId: number
  /** A dialect family, or `native`. */
  readonly family: string
  /** Null: the dialect's documented limit; a capacity of 0: none. */
  readonly limit: { readonly capacity: number; readonly perSecond: number } | null
  readonly sandbox: boolean
  /** How it is found and proved; a token if not given. */
  readonly form?: CredentialForm
  readonly settings?: Readonly<Record<string, unknown>>
}

/** The secret is returned here and nowhere else. Only a form that keeps it sealed needs the box. */
export async function createCredential(
  database: Database,
  tenantId: number,
  credential: NewCredential,
  at: number,
  box?: SecretBox,
): Promise<{ credentialId: number; secret: string }> {
  const secret = newSecret(tenantId)
  const { identity, keeps } = credential.form ?? TOKEN
  if (keeps === 'sealed' && box === undefined) throw new Error('a secret is kept sealed, and there is no box')
  const result = await withNextNumber(() =>
    database.query<{ credential_id: number }>(
      `insert into credentials (tenant_id, credential_id, account_id, dialect, secret_hash, hint, rate_capacity,
       rate_per_second, sandbox, created_at, proof_hash, proof_sealed, settings)
     select $1, coalesce(max(credential_id), 0) + 1, $2, $3, decode($4, 'hex'), $5, $6, $7, $8, $9,
       decode($10, 'hex'), $11, $12
     from credentials where tenant_id = $1
     returning credential_id`,
      [
        tenantId,
        credential.accountId,
        credential.family,
        secretHash(identity(secret)),
        identity(secret).slice(-4),
        credential.limit?.capacity ?? null,
        credential.limit?.perSecond ?? null,
        credential.sandbox,
        new Date(at),
        keeps === 'hash' ? secretHash(secret) : null,
        keeps === 'sealed' ? (box?.seal(secret) ?? null) : null,
        credential.settings ?? null,
      ],
    ),
  )
  const row = result.rows[0]
  if (row === undefined) throw new Error('a credential is made or the statement fails')
  return { credentialId: row.credential_id, secret }
}

/** False: there is none, or it was revoked before. */
export async function revokeCredential(
  database: Database,
  tenantId: number,
  credentialId: number,
  at: number,
): Promise<boolean> {
  const result = await database.query(
    `update credentials set revoked_at = $3
     where tenant_id = $1 and credential_id = $2 and revoked_at is null`,
    [tenantId, credentialId, new Date(at)],
  )
  return result.rowCount === 1
}

/** Without a number, a new store gets the next one; a known one keeps its own. */
export async function putStore(
  database: Database,
  tenantId: number,
  store: Omit<Store, 'storeNumber'> & { readonly storeNumber: number | null },
): Promise<void> {
  await database.query(
    `${MOVE_ON}
     insert into stores (tenant_id, store_number, account_id, name, marketplace, seller_id, status)
     values ($1, coalesce($2, (select coalesce(max(store_number), 0) + 1 from stores where tenant_id = $1)),
       $3, $4, $5, $6, $7)
     on conflict (tenant_id, account_id, name, marketplace) do update
       set seller_id = excluded.seller_id, status = excluded.status`,
    [
      tenantId,
      store.storeNumber,
      store.accountId,
      store.name,
      store.marketplace,
      store.sellerId,
      store.status,
    ],
  )
}

/** Without a number, a new location gets the next one. */
export async function putLocation(
  database: Database,
  tenantId: number,
  location: Omit<StockLocation, 'number'> & { readonly number: number | null },
): Promise<StockLocation> {
  const result = await database.query<{ number: number }>(
    `${MOVE_ON}
     insert into stock_locations as l (tenant_id, code, number, name, country, region, priority, enabled)
     values ($1, $2, coalesce($3, (select coalesce(max(number), 0) + 1 from stock_locations where tenant_id = $1)),
       $4, $5, $6, $7, $8)
     on conflict (tenant_id, code) do update set number = coalesce($3, l.number), name = excluded.name,
       country = excluded.country, region = excluded.region, priority = excluded.priority,
       enabled = excluded.enabled
     returning number`,
    [
      tenantId,
      location.code,
      location.number,
      location.name,
      location.country,
      location.region,
      location.priority,
      location.enabled,
    ],
  )
  return { ...location, number: result.rows[0]?.number ?? 0 }
}

export async function putShippingMethod(
  database: Database,
  tenantId: number,
  method: ShippingMethod,
): Promise<void> {
  await database.query(
    `${MOVE_ON}
     insert into shipping_methods (tenant_id, code, name, speed, purpose, enabled)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, code) do update set name = excluded.name, speed = excluded.speed,
       purpose = excluded.purpose, enabled = excluded.enabled`,
    [tenantId, method.code, method.name, method.speed, method.purpose, method.enabled],
  )
}

export async function putShippingRate(
  database: Database,
  tenantId: number,
  rate: ShippingRate,
): Promise<void> {
  await database.query(
    `${MOVE_ON}
     insert into shipping_rates (tenant_id, method, origin_country, destination_country, currency, first_minor,
       first_grams, step_minor, step_grams, days_min, days_max)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (tenant_id, method, origin_country, destination_country) do update set
       currency = excluded.currency, first_minor = excluded.first_minor, first_grams = excluded.first_grams,
       step_minor = excluded.step_minor, step_grams = excluded.step_grams, days_min = excluded.days_min,
       days_max = excluded.days_max`,
    [
      tenantId,
      rate.method,
      rate.originCountry,
      rate.destinationCountry,
      rate.currency,
      rate.firstMinor,
      rate.firstGrams,
      rate.stepMinor,
      rate.stepGrams,
      rate.daysMin,
      rate.daysMax,
    ],
  )
}

export async function deleteShippingRate(
  database: Database,
  tenantId: number,
  { method, originCountry, destinationCountry }: RateName,
): Promise<void> {
  await database.query(
    `${MOVE_ON}
     delete from shipping_rates
     where tenant_id = $1 and method = $2 and origin_country = $3 and destination_country = $4`,
    [tenantId, method, originCountry, destinationCountry],
  )
}

/** What an item is, to be set as a whole. */
export interface NewItem {
  readonly sku: string
  readonly spu: string | null
  readonly name: string
  readonly priceMinor: number
  readonly costMinor: number | null
  readonly currency: string
  readonly weightGrams: number
  readonly status: ItemStatus
  readonly details: ItemDocument
}

export async function putItem(
  database: Database,
  tenantId: number,
  ownerId: number,
  item: NewItem,
  at: number,
): Promise<void> {
  await database.query({
    name: 'put_item',
    text: `${MOVE_ON}
      insert into items (tenant_id, owner_id, sku, spu, name, price_minor, cost_minor, currency, weight_grams,
        status, details, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
      on conflict (tenant_id, owner_id, sku) do update set spu = excluded.spu, name = excluded.name,
        price_minor = excluded.price_minor, cost_minor = excluded.cost_minor, currency = excluded.currency,
        weight_grams = excluded.weight_grams, status = excluded.status, details = excluded.details,
        updated_at = excluded.updated_at`,
    values: [
      tenantId,
      ownerId,
      item.sku,
      item.spu,
      item.name,
      item.priceMinor,
      item.costMinor,
      item.currency,
      item.weightGrams,
      item.status,
      JSON.stringify(item.details),
      new Date(at),
    ],
  })
}

export interface NewProduct {
  readonly spu: string
  readonly productNumber: number
  readonly name: string
  readonly categoryId: number | null
  readonly salesVolume: number
  readonly details: ProductDocument
}

export async function putProduct(
  database: Database,
  tenantId: number,
  ownerId: number,
  product: NewProduct,
  at: number,
): Promise<void> {
  await database.query(
    `${MOVE_ON}
     insert into products (tenant_id, owner_id, spu, product_number, name, category_id, sales_volume, details,
       created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
     on conflict (tenant_id, owner_id, spu) do update set product_number = excluded.product_number,
       name = excluded.name, category_id = excluded.category_id, sales_volume = excluded.sales_volume,
       details = excluded.details, updated_at = excluded.updated_at`,
    [
      tenantId,
      ownerId,
      product.spu,
      product.productNumber,
      product.name,
      product.categoryId,
      product.salesVolume,
      JSON.stringify(product.details),
      new Date(at),
    ],
  )
}

export async function putCategory(
  database: Database,
  tenantId: number,
  ownerId: number,
  category: Category,
): Promise<void> {
  await database.query(
    `${MOVE_ON}
     insert into categories (tenant_id, owner_id, category_id, parent_id, name, image_url)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, owner_id, category_id) do update set parent_id = excluded.parent_id,
       name = excluded.name, image_url = excluded.image_url`,
    [tenantId, ownerId, category.categoryId, category.parentId, category.name, category.imageUrl],
  )
}
