/** The two calls of a commit lane: load what a batch names, write what was decided. See sql/0002. */
import type {
  Account,
  Item,
  ShippingMethod,
  ShippingRate,
  StockLevel,
  StockLocation,
  Store,
} from '../order/catalogue.js'
import type { Needs } from '../order/needs.js'
import type { InboundNotice } from '../order/notice.js'
import type { Order } from '../order/order.js'
import type { Outcome } from '../order/outcome.js'
import { numberArray, textArray } from './arrays.js'
import type { Database } from './pool.js'
import { readStoredNotice, type StoredNotice } from './stored-notice.js'
import { readOrder, type StoredOrder } from './stored-order.js'

/** One load: the state that a batch names, all of it as of `version`. */
export interface Loaded {
  readonly version: number
  /** Which of the batches asked about were committed. */
  readonly committed: readonly string[]
  readonly locations: readonly StockLocation[]
  readonly methods: readonly ShippingMethod[]
  readonly rates: readonly ShippingRate[]
  readonly accounts: readonly Account[]
  readonly stores: readonly Store[]
  readonly items: readonly Item[]
  readonly levels: readonly StockLevel[]
  readonly placed: readonly {
    accountId: number
    family: string
    sellerOrderNumber: string
    numberScope: string
    orderNumber: number
    contentHash: string
  }[]
  readonly keys: readonly { accountId: number; key: string; contentHash: string; outcome: Outcome }[]
  readonly orders: readonly Order[]
  readonly notices: readonly InboundNotice[]
}

interface LoadDocument {
  version: number
  committed: string[] | null
  locations: StockLocation[] | null
  methods: ShippingMethod[] | null
  rates: ShippingRate[] | null
  accounts: Account[] | null
  stores: Store[] | null
  items: Item[] | null
  levels: StockLevel[] | null
  placed: Loaded['placed'] | null
  keys: { accountId: number; key: string; contentHash: string; result: Outcome }[] | null
  orders: StoredOrder[] | null
}

export interface LoadRequest {
  readonly tenantId: number
  readonly needs: Needs
  /** Lock the tenant's lane until the transaction ends. */
  readonly lock: boolean
  /** Batches of whose commit nothing is known. */
  readonly batches: readonly string[]
  readonly unpaidLimit: number
}

/** Undefined: there is no such tenant. */
export async function loadBatch(database: Database, request: LoadRequest): Promise<Loaded | undefined> {
  const { needs } = request
  const skus = [...needs.skus.values()]
  const sellers = [...needs.sellers.values()]
  const keys = [...needs.keys.values()]
  const notices = [...needs.notices.values()]
  const values = [
    request.tenantId,
    request.lock,
    textArray(request.batches),
    numberArray([...needs.accounts]),
    numberArray(skus.map((one) => one.ownerId)),
    textArray(skus.map((one) => one.sku)),
    numberArray([...needs.orders]),
    numberArray(sellers.map((one) => one.accountId)),
    textArray(sellers.map((one) => one.family)),
    textArray(sellers.map((one) => one.sellerOrderNumber)),
    textArray(sellers.map((one) => one.numberScope)),
    numberArray(keys.map((one) => one.accountId)),
    textArray(keys.map((one) => one.key)),
    numberArray([...needs.unpaid]),
    request.unpaidLimit,
  ]
  const found =
    notices.length === 0
      ? { batch: await load(database, values), notices: null }
      : await loadWithNotices(database, [
          ...values,
          numberArray(notices.map((one) => one.accountId)),
          textArray(notices.map((one) => one.scope)),
          textArray(notices.map((one) => one.number)),
        ])
  const loaded = found?.batch
  if (loaded === null || loaded === undefined) return undefined
  return {
    version: loaded.version,
    committed: loaded.committed ?? [],
    locations: loaded.locations ?? [],
    methods: loaded.methods ?? [],
    rates: loaded.rates ?? [],
    accounts: loaded.accounts ?? [],
    stores: loaded.stores ?? [],
    items: loaded.items ?? [],
    levels: loaded.levels ?? [],
    placed: loaded.placed ?? [],
    keys: (loaded.keys ?? []).map(({ result: outcome, ...key }) => ({ ...key, outcome })),
    orders: (loaded.orders ?? []).map(readOrder),
    notices: (found?.notices ?? []).map(readStoredNotice),
  }
}

async function load(
  database: Database,
  values: readonly unknown[],
): Promise<LoadDocument | null | undefined> {
  const result = await database.query<{ loaded: LoadDocument | null }>({
    name: 'load_batch',
    text: `select load_batch(${placeholders(values.length)}) as loaded`,
    values: [...values],
  })
  return result.rows[0]?.loaded
}

interface WithNotices {
  batch: LoadDocument
  notices: StoredNotice[] | null
}

async function loadWithNotices(
  database: Database,
  values: readonly unknown[],
): Promise<WithNotices | null | undefined> {
  const result = await database.query<{ loaded: WithNotices | null }>({
    name: 'load_batch_and_notices',
    text: `select load_batch_and_notices(${placeholders(values.length)}) as loaded`,
    values: [...values],
  })
  return result.rows[0]?.loaded
}

/** The parameters of commit_batch behind tenant, version, batch before, batch and time, in its order. */
export type BatchRows = readonly (string | null)[]
const BATCH_ROW_COUNT = 44

/** Raises STALE or UNIQUE_VIOLATION, and then has written nothing. */
export async function commitBatch(
  database: Database,
  batch: {
    tenantId: number
    version: number
    /** The batch that must have made this version, or null if the version was read from the store. */
    after: string | null
    batchId: string
    at: number
    rows: BatchRows
  },
): Promise<void> {
  await database.query({
    name: 'commit_batch',
    text: COMMIT,
    values: [batch.tenantId, batch.version, batch.after, batch.batchId, new Date(batch.at), ...batch.rows],
  })
}

const COMMIT = `select commit_batch(${placeholders(5 + BATCH_ROW_COUNT)})`

function placeholders(count: number): string {
  return Array.from({ length: count }, (_, index) => `$${index + 1}`).join(', ')
}
