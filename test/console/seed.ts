// What the tests of the console look at: a tenant in which something of every kind has happened.
import type { NativeClient } from '../http/native-client.js'

export interface Seeded {
  /** Allocated at one location. */
  readonly allocated: number
  /** At two locations. */
  readonly split: number
  /** With a parcel on its way, whose tracking number is `TRACKED`, and something of it asked back. */
  readonly shipped: number
  readonly held: number
  readonly cancelled: number
  /** Waits for `SCARCE`, of which there is nothing at all. */
  readonly short: number
  /** Every text of it looks like markup. */
  readonly hostile: number
}

export const TRACKED = 'YT2601150000017'
export const SCARCE = 'LAMP-OAK'
export const LOCATION = 'RENO'
export const HOSTILE = `<img src=x onerror="document.title='broken in'">`

type Client = Omit<NativeClient, 'tenantId'>

const ITEMS = [
  ['MUG-WHITE', 'Mug, white, 350 ml', 1290, 380],
  ['MUG-BLUE', '马克杯 蓝色 350 毫升', 1290, 380],
  ['CHAIR-FOLD', 'Folding chair, beech', 4900, 3200],
  ['LAMP-OAK', 'Table lamp with an oak foot and a linen shade', 7900, 1450],
  ['TOWEL-SET', 'Towels, set of four', 2450, 900],
] as const

const PEOPLE = [
  ['Ann Miller', 'US', 'Reno', '1 Main Street', '89501'],
  ['Jürgen Groß', 'DE', 'Köln', 'Lange Straße 12', '50667'],
  ['李小龙', 'CN', '深圳', '深南大道 1 号', '518000'],
  ['Siobhán O’Neill', 'IE', 'Galway', '4 Shop Street', 'H91 A2C3'],
  ['Maria dos Santos', 'BR', 'São Paulo', 'Rua Augusta 900', '01304-001'],
] as const

/** Longer ones before those that are in them. */
export const SEEDED_TEXTS: readonly string[] = [
  'One leg is broken',
  'Air parcel',
  HOSTILE,
  ...ITEMS.map(([, name]) => name),
  ...PEOPLE.flatMap(([recipient, , city, street]) => [recipient, street, city]),
  ...['Vase, the old one', 'Reno, Nevada', '深圳仓', 'First delivery', 'Two cartons by sea', 'Yanwen'],
  ...['Please wrap as a gift', 'The address is being checked', 'Ordered twice', 'Picked up'],
  ...['Left the sorting centre', '海运小包', 'depot', 'shop', 'native', 'apicenter'],
].sort((one, other) => other.length - one.length)

/** `client` speaks for an account named `shop`, in USD; `spare`: how many plain orders there are besides. */
export async function seed(client: Client, spare = 60): Promise<Seeded> {
  await setUp(client)
  const [first, , , , last] = PEOPLE
  for (let index = 0; index < spare; index += 1) {
    const person = PEOPLE[index % PEOPLE.length] ?? first
    const [item] = ITEMS[index % 3] ?? ITEMS[0]
    await place(client, `A-${10_000 + index}`, person, [[item, 1 + (index % 4)]])
  }
  const allocated = await place(client, 'B-1', first, [['MUG-WHITE', 2]], { remark: 'Please wrap as a gift' })
  const split = await place(client, 'B-2', last, [
    ['MUG-WHITE', 1],
    ['TOWEL-SET', 3],
  ])
  const shipped = await place(client, 'B-3', PEOPLE[1], [['CHAIR-FOLD', 2]])
  await done(client.post(`/v1/fulfilment-orders/${shipped}-1/pack`))
  await done(
    client.post(`/v1/fulfilment-orders/${shipped}-1/hand-over`, {
      carrier: 'Yanwen',
      trackingNumber: TRACKED,
    }),
  )
  await done(client.post(`/v1/orders/${shipped}/tracking`, { trackingNumber: TRACKED, events: NEWS }))
  const back = {
    kind: 'return',
    goods: 'shipped',
    reason: 'One leg is broken',
    lines: [{ lineNumber: 1, quantity: 1 }],
  }
  await done(client.post(`/v1/orders/${shipped}/after-sales`, back))
  const held = await place(client, 'B-4', PEOPLE[3], [['MUG-BLUE', 1]])
  await done(client.post(`/v1/fulfilment-orders/${held}-1/hold`, { reason: 'The address is being checked' }))
  const cancelled = await place(client, 'B-5', PEOPLE[2], [['MUG-BLUE', 4]])
  await done(client.post(`/v1/orders/${cancelled}/cancel`, { reason: 'Ordered twice' }))
  const short = await place(client, 'B-6', first, [[SCARCE, 2]])
  const hostile = await place(client, 'B-7', [HOSTILE, 'US', HOSTILE, HOSTILE, '1'], [['MUG-WHITE', 1]], {
    remark: HOSTILE,
    salesChannel: HOSTILE,
    somethingElse: HOSTILE,
  })
  await connect(client)
  return { allocated, split, shipped, held, cancelled, short, hostile }
}

/** With another platform and an address that is told, both turned off: nothing leaves the machine. */
async function connect(client: Client): Promise<void> {
  const depot = {
    name: 'depot',
    dialect: 'apicenter',
    baseUrl: 'https://depot.example',
    credentials: { token: 'none' },
    mappings: {
      skus: { 'MUG-WHITE': 'CUP-0001-W', 'MUG-BLUE': 'CUP-0001-B' },
      locations: { [LOCATION]: 'US-WEST-2' },
    },
    settings: { client_code: 'CK2023' },
    enabled: false,
  }
  await done(client.post('/v1/connections', depot))
  await done(client.post('/v1/routing-rules', { connection: 'depot', skuPrefix: 'NOTHING-', country: 'DE' }))
  await done(client.post('/v1/webhook-endpoints', { url: 'https://shop.example/hooks' }))
  await done(client.patch('/v1/webhook-endpoints/1', { enabled: false }))
}

async function setUp(client: Client): Promise<void> {
  await done(client.patch('/v1/accounts/shop', { outOfStock: 'shortage' }))
  await done(
    client.put(`/v1/stock-locations/${LOCATION}`, { name: 'Reno, Nevada', country: 'US', priority: 1 }),
  )
  await done(client.put('/v1/stock-locations/SZX', { name: '深圳仓', country: 'CN', priority: 2 }))
  await done(client.put('/v1/shipping-methods/AIR', { name: 'Air parcel', speed: 'express' }))
  await done(
    client.put('/v1/shipping-methods/SEA', { name: '海运小包', speed: 'expedited', purpose: 'quote' }),
  )
  for (const way of ['US/DE', 'US/US', 'CN/DE']) {
    await done(client.put(`/v1/shipping-methods/AIR/rates/${way}`, AIR_RATE))
  }
  for (const [sku, name, priceMinor, weightGrams] of ITEMS) {
    await done(client.put(`/v1/items/${sku}`, { name, priceMinor, currency: 'USD', weightGrams }))
  }
  await done(
    client.put('/v1/items/OLD-VASE', { ...PLAIN, name: 'Vase, the old one', status: 'discontinued' }),
  )
  for (const [sku, location, quantity] of STOCK) {
    await done(client.post('/v1/stock-movements', { sku, location, quantity, reason: 'First delivery' }))
  }
  await done(
    client.put('/v1/inbound-notices/IN-1', {
      location: LOCATION,
      expectedOn: '2026-02-01',
      remark: 'Two cartons by sea',
      rows: [
        { sku: 'MUG-BLUE', quantity: 24, box: 'C-1' },
        { sku: 'TOWEL-SET', quantity: 10, box: 'C-2' },
      ],
    }),
  )
  await done(client.post('/v1/accounts/shop/top-ups', { amountMinor: 100_000_000 }))
}

const PLAIN = { priceMinor: 990, currency: 'USD', weightGrams: 500 }

const AIR_RATE = {
  currency: 'USD',
  firstMinor: 1_250,
  firstGrams: 500,
  stepMinor: 480,
  stepGrams: 500,
  daysMin: 4,
  daysMax: 9,
}

const STOCK = [
  ['MUG-WHITE', LOCATION, 5000],
  ['MUG-BLUE', LOCATION, 1200],
  ['CHAIR-FOLD', LOCATION, 340],
  ['CHAIR-FOLD', 'SZX', 900],
  ['TOWEL-SET', 'SZX', 75],
] as const

const NEWS = [
  { at: '2026-01-15T09:10:00Z', status: 'picked_up', description: 'Picked up', city: 'Reno', country: 'US' },
  { at: '2026-01-16T18:40:00Z', status: 'in_transit', description: 'Left the sorting centre', country: 'US' },
]

type Person = (typeof PEOPLE)[number] | readonly [string, string, string, string, string]

async function place(
  client: Client,
  sellerOrderNumber: string,
  [recipient, country, city, street1, postalCode]: Person,
  lines: readonly (readonly [sku: string, quantity: number])[],
  more: object = {},
): Promise<number> {
  const address = { recipient, country, city, street1, postalCode }
  const body = await done(
    client.post('/v1/orders', {
      sellerOrderNumber,
      address,
      lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
      ...more,
    }),
  )
  return Number(body.orderNumber)
}

async function done(answer: ReturnType<Client['get']>) {
  const { status, text, body } = await answer
  if (status >= 300) throw new Error(text)
  return body
}
