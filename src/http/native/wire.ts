/** The native API on the wire: accounts, credentials, items, stock and shipping. Orders are in wire-orders.ts. */
import { Type } from 'typebox'
import type { AccountPolicies, ItemStatus } from '../../order/catalogue.js'
import type { Speed } from '../../order/order.js'
import { ROUTING_POLICIES } from '../../order/routing.js'
import { code, country, flag, oneOf, orNull, text, wholeNumber } from '../../wire/fields.js'
import { filter, paging } from './paging.js'

export const SPEEDS = ['standard', 'express', 'expedited'] as const satisfies readonly Speed[]

const ITEM_STATUSES = [
  'off_shelf',
  'on_shelf',
  'deleted',
  'discontinued',
  'clearance',
  'partial_clearance',
  'out_of_stock',
] as const satisfies readonly ItemStatus[]

const OUT_OF_STOCK = ['refuse', 'shortage'] as const satisfies readonly AccountPolicies['outOfStock'][]

const MOST_PRICE_MINOR = 100_000_000
const MOST_WEIGHT_GRAMS = 1_000_000
const MOST_TOP_UP_MINOR = 1_000_000_000_000
const MOST_MOVED = 100_000_000
/** Ten years. */
const MOST_SECONDS = 315_360_000
const MOST_NUMBER = 2_147_483_647

export const sku = () => code(64, { description: 'Stock keeping unit' })
export const locationCode = () => code(32, { description: 'Code of a stock location' })
export const accountName = () => code(64, { description: 'Name of an account' })

const currency = () =>
  code(3, {
    description: 'ISO 4217',
    check: (value: string) =>
      /^[A-Z]{3}$/.test(value) ? null : `is "${value}", but must be three capital letters, such as USD`,
  })

export const maybe = <S extends Parameters<typeof Type.Union>[0][number]>(shape: S) =>
  Type.Union([shape, Type.Null()])
/** A point in time, ISO 8601. */
export const time = () => Type.String({ format: 'date-time' })

// Accounts

export const AccountPath = Type.Object({ name: accountName() })

const policies = {
  routingPolicy: Type.Optional(
    oneOf(ROUTING_POLICIES, { description: 'Which stock location ships an order' }),
  ),
  outOfStock: Type.Optional(
    oneOf(OUT_OF_STOCK, {
      description:
        'What becomes of an order that finds too little stock: `refuse`, or `shortage`: it waits for its stock',
    }),
  ),
  refundReviewSeconds: Type.Optional(
    orNull(
      wholeNumber(0, MOST_SECONDS, {
        description:
          'How long after it is asked for a refund of goods that have not left is granted; null: by a person',
      }),
    ),
  ),
  unpaidExpirySeconds: Type.Optional(
    orNull(
      wholeNumber(1, MOST_SECONDS, {
        description: 'How long an order waits for its money before it is cancelled; null: for ever',
      }),
    ),
  ),
}

/** Those that are not given are `fewest_splits`, `refuse`, 0 and null. */
export const CreateAccount = Type.Object({
  name: accountName(),
  stockOwner: Type.Optional(
    code(64, { description: 'The account whose items and stock it uses; its own if not given' }),
  ),
  payment: Type.Optional(
    oneOf(['balance', 'none'], { description: '`balance` (the default): orders are paid from the balance' }),
  ),
  currency: currency(),
  ...policies,
})

/** Those that are not given stay as they are. */
export const ChangePolicies = Type.Object(policies)

export const Account = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  stockOwner: Type.String(),
  payment: Type.String(),
  currency: Type.String(),
  routingPolicy: Type.String(),
  outOfStock: Type.String(),
  refundReviewSeconds: maybe(Type.Integer()),
  unpaidExpirySeconds: maybe(Type.Integer()),
  balanceMinor: Type.Integer(),
})

export const TopUp = Type.Object({
  amountMinor: wholeNumber(1, MOST_TOP_UP_MINOR),
  note: Type.Optional(text(200)),
})

export const ToppedUp = Type.Object({
  account: Type.String(),
  amountMinor: Type.Integer(),
  balanceMinor: Type.Integer({
    description: 'After the top-up and the orders that were paid with it at once',
  }),
  currency: Type.String(),
})

export const List = Type.Object(paging)

export const LedgerEntry = Type.Object({
  entryNumber: Type.Integer(),
  kind: Type.String({ description: '`top_up`, `payment` or `refund`' }),
  amountMinor: Type.Integer({ description: 'Signed: payments are negative' }),
  balanceMinor: Type.Integer({ description: 'After it' }),
  orderNumber: maybe(Type.Integer()),
  note: maybe(Type.String()),
  createdAt: time(),
})

// Credentials

export const Limit = Type.Object({
  capacity: wholeNumber(1, 1_000_000),
  perSecond: wholeNumber(1, 1_000_000),
})

export const CreateCredential = Type.Object({
  account: accountName(),
  dialect: code(32, { description: 'A family of dialects, or native' }),
  limit: Type.Optional(
    Type.Union([Type.Literal('none'), Limit], { description: "The dialect's documented limit if not given" }),
  ),
  sandbox: Type.Optional(flag({ description: 'Whether it may ask for faults, order by order' })),
})

export const CredentialPath = Type.Object({ id: wholeNumber(1, MOST_NUMBER, { fromText: true }) })
export const ListCredentials = Type.Object({
  ...paging,
  account: filter(64, 'Only of the account of this name'),
})

export const Credential = Type.Object({
  id: Type.Integer(),
  account: Type.String(),
  dialect: Type.String(),
  hint: Type.String({ description: 'The last characters of the secret' }),
  limit: Type.Union([Type.Null(), Type.Literal('none'), Limit]),
  sandbox: Type.Boolean(),
  createdAt: time(),
  revokedAt: maybe(time()),
})

export const NewCredential = Type.Object({
  ...Credential.properties,
  credential: Type.Unsafe<Record<string, string> | null>({
    type: ['object', 'null'],
    description: "The secret in the dialect's own words: shown once",
  }),
  detail: Type.Optional(Type.String()),
})

// Items and stock

/** The account whose items and stock are meant. */
export const OfAccount = Type.Object({
  account: filter(64, "Whose items or stock, or of the account whose it uses; the caller's own if not given"),
})

export const whoseStock = () => Type.String({ description: 'Name of the account whose stock it is' })

export const ItemPath = Type.Object({ sku: sku() })

export const PutItem = Type.Object({
  sku: Type.Optional(sku()),
  name: text(200),
  priceMinor: wholeNumber(0, MOST_PRICE_MINOR),
  currency: currency(),
  weightGrams: wholeNumber(0, MOST_WEIGHT_GRAMS),
  status: Type.Optional(oneOf(ITEM_STATUSES, { description: '`on_shelf` if not given' })),
})

export const Item = Type.Object({
  sku: Type.String(),
  name: Type.String(),
  priceMinor: Type.Integer(),
  currency: Type.String(),
  weightGrams: Type.Integer(),
  status: Type.String(),
})

export const ItemNames = Type.Object({
  sku: Type.String(),
  dialects: Type.Array(
    Type.Object({
      dialect: Type.String(),
      title: Type.String(),
      names: Type.Array(Type.Object({ field: Type.String(), value: Type.String() }), {
        description: 'None: callers of this API have no words for it',
      }),
    }),
  ),
  connections: maybe(
    Type.Array(
      Type.Object({
        id: Type.Integer(),
        name: Type.String(),
        dialect: Type.String(),
        sku: Type.String({ description: 'As it is called there' }),
        mapped: Type.Boolean({ description: 'false: its mappings say nothing of it' }),
      }),
      { description: 'The first 250; null: the caller may not read connections' },
    ),
  ),
})

export const ListItems = Type.Object({
  ...paging,
  ...OfAccount.properties,
  status: Type.Optional(oneOf(ITEM_STATUSES, { blankIsAbsent: false })),
  search: filter(100, 'What its SKU begins with, or words of its name, each from its beginning'),
})

export const MoveStock = Type.Object({
  sku: sku(),
  location: locationCode(),
  quantity: wholeNumber(-MOST_MOVED, MOST_MOVED, { description: 'Signed, and not 0' }),
  reason: text(200),
  account: Type.Optional(
    code(64, { description: "Whose stock, or of the account whose it uses; the caller's own if not given" }),
  ),
})

/** After a movement. */
export const MovedLevel = Type.Object({
  account: whoseStock(),
  sku: Type.String(),
  location: Type.String(),
  onHand: Type.Integer(),
  reserved: Type.Integer(),
  available: Type.Integer(),
})

export const StockLevel = Type.Object({
  ...MovedLevel.properties,
  defective: Type.Integer({
    description: 'Came, or came back, and can not be sold; no part of what is on hand',
  }),
})

export const ListStockLevels = Type.Object({
  ...paging,
  ...OfAccount.properties,
  sku: filter(64, 'Only of this SKU'),
  location: filter(32, 'Only at the location of this code'),
})

// Where and how orders ship

export const LocationPath = Type.Object({ code: locationCode() })

export const PutLocation = Type.Object({
  code: Type.Optional(locationCode()),
  number: Type.Optional(
    wholeNumber(1, MOST_NUMBER, { description: 'For dialects whose locations are numbers' }),
  ),
  name: text(100),
  country: country(),
  region: Type.Optional(text(32)),
  priority: Type.Optional(wholeNumber(0, 1_000_000, { description: 'Lowest first; 100 if not given' })),
  enabled: Type.Optional(flag({ description: 'true if not given' })),
})

export const Location = Type.Object({
  code: Type.String(),
  number: Type.Integer(),
  name: Type.String(),
  country: Type.String(),
  region: maybe(Type.String()),
  priority: Type.Integer(),
  enabled: Type.Boolean(),
})

export const MethodPath = Type.Object({ code: code(32) })

export const PutMethod = Type.Object({
  code: Type.Optional(code(32)),
  name: text(100),
  speed: oneOf(SPEEDS),
  purpose: Type.Optional(
    oneOf(['order', 'quote', 'carrier'], {
      description:
        '`order` (the default) prices and ships orders; `quote` is shown; `carrier` is named by orders, and prices none',
    }),
  ),
  enabled: Type.Optional(flag({ description: 'true if not given' })),
})

export const Method = Type.Object({
  code: Type.String(),
  name: Type.String(),
  speed: Type.String(),
  purpose: Type.String(),
  enabled: Type.Boolean(),
})

export const RatePath = Type.Object({ code: code(32), origin: country(), destination: country() })

export const PutRate = Type.Object({
  method: Type.Optional(code(32)),
  origin: Type.Optional(country()),
  destination: Type.Optional(country()),
  currency: currency(),
  firstMinor: wholeNumber(0, MOST_PRICE_MINOR, { description: 'Price of the first `firstGrams`' }),
  firstGrams: wholeNumber(1, MOST_WEIGHT_GRAMS),
  stepMinor: wholeNumber(0, MOST_PRICE_MINOR, { description: 'Price of each begun `stepGrams` beyond' }),
  stepGrams: wholeNumber(1, MOST_WEIGHT_GRAMS),
  daysMin: wholeNumber(0, 365),
  daysMax: wholeNumber(0, 365),
})

export const ListRates = Type.Object({
  ...paging,
  destination: Type.Optional(country({ blankIsAbsent: false, description: 'Only to this country' })),
})

export const Rate = Type.Object({
  method: Type.String(),
  origin: Type.String(),
  destination: Type.String(),
  currency: Type.String(),
  firstMinor: Type.Integer(),
  firstGrams: Type.Integer(),
  stepMinor: Type.Integer(),
  stepGrams: Type.Integer(),
  daysMin: Type.Integer(),
  daysMax: Type.Integer(),
})
