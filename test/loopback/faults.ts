// Many orders of one pair, on a wire that loses, spoils, delays and repeats at random; then the wire is mended, and
// everything has to come right.
import { expect } from 'vitest'
import type { Fate } from '../support/wire.js'
import type { ApiName } from './near.js'
import { openPair, type Pair } from './pair.js'
import type { Stage } from './stage.js'

const FATES: readonly Fate[] = ['lost', 'half', 'garbage', 'repeat', 'late', 'cut', 'wait', 'lost', 'slow']
const FAULTY = 0.25
const LOT = 50
const IMPATIENT_MS = 1_000
/** Once nothing goes wrong any more: more is stuck. */
const MOST_PASSES = 12

/** What an order is to come to, whatever becomes of the calls. */
export interface Fortune {
  readonly number: string
  readonly there: string
  isShipped: boolean
}

/** Numbers from 0 up to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export async function runFaults(
  stage: Stage,
  from: ApiName,
  to: ApiName,
  { orders, seed }: { readonly orders: number; readonly seed: number },
): Promise<Readonly<Record<string, number>>> {
  const random = randomFrom(seed)
  let isFaulty = false
  const fateOf = () =>
    isFaulty && random() < FAULTY ? FATES[Math.floor(random() * FATES.length)] : undefined
  const pair = await openPair(stage, from, to, { fateOf })
  await stock(pair, orders)
  isFaulty = true
  const all: Fortune[] = []
  for (let count = 0; count < orders; ) {
    for (const last = Math.min(orders, count + LOT); count < last; count++) {
      const number = `F-${count}`
      await pair.place(number, 1 + Math.floor(random() * 2))
      all.push({ number, there: await pair.numberThere(number), isShipped: false })
    }
    await stage.forwardImpatiently(IMPATIENT_MS)
    for (const one of all) if (random() < 0.1) await pair.cancel(one.number)
    for (const one of all) if (random() < 0.3) await ship(pair, one)
    await stage.pass(1 + Math.floor(random() * 20), IMPATIENT_MS)
  }
  isFaulty = false
  let passes = 0
  for (; passes < MOST_PASSES; passes++) {
    await stage.pass(16)
    const left = (await standings(stage, pair, all)).filter((one) => !isOver(one))
    if (left.length === 0) break
    for (const { number } of left.filter((one) => one.state === 'parked')) await pair.retry(number)
    await stage.forward()
    for (const one of all) await ship(pair, one)
  }
  await pair.wire.idle()
  const ends = await standings(stage, pair, all)
  for (const end of ends) {
    expect(isOver(end), JSON.stringify(end)).toBe(true)
    expect(end.copies, JSON.stringify(end)).toBe(end.isWithdrawn ? 0 : 1)
    expect(end.parcelsHere, end.number).toEqual(end.parcelsThere)
  }
  // Also by the API through which they came.
  for (const end of ends.filter((_, index) => index % 10 === 0)) {
    const { standing, trackingNumbers } = await pair.read(end.number)
    expect(standing, end.number).toBe(end.here === 'cancelled' ? 'cancelled' : 'shipped')
    expect([...trackingNumbers].sort(), end.number).toEqual(end.parcelsThere)
  }
  await pair.close()
  const cancelled = ends.filter((one) => one.here === 'cancelled').length
  return { orders, calls: pair.wire.calls.length, shipped: orders - cancelled, cancelled, passes }
}

export async function stock({ near, far, atHome, overThere }: Pair, orders: number): Promise<void> {
  const quantity = 3 * orders + 100
  const reason = 'for many orders'
  await atHome.post('/v1/stock-movements', { sku: near.sku, location: near.location, quantity, reason })
  const location =
    far.location ?? { kakaclo: 'G007', pandapon: 'G006', lingxing: 'H008' }[familyOf(far.dialect)]
  await overThere.post('/v1/stock-movements', { sku: far.sku, location, quantity, reason })
}

function familyOf(dialect: string): 'kakaclo' | 'pandapon' | 'lingxing' {
  return dialect.startsWith('kakaclo') ? 'kakaclo' : dialect === 'pandapon' ? 'pandapon' : 'lingxing'
}

/** Whoever works there ships what is there and can be shipped. */
export async function ship({ overThere }: Pair, one: Fortune): Promise<void> {
  if (one.isShipped || (await overThere.howMany(one.there)) === 0) return
  const { body } = await overThere.native.get(`/v1/orders/${await overThere.orderNumberOf(one.there)}`)
  const [part] = body.fulfilmentOrders as readonly { number: string; status: string }[]
  if (part === undefined || body.orderStatus !== 'processing') return
  const path = `/v1/fulfilment-orders/${part.number}`
  // Whoever was interrupted behind the packing goes on with it.
  if (part.status === 'allocated' && (await overThere.native.post(`${path}/pack`, {})).status >= 300) return
  if (part.status !== 'allocated' && part.status !== 'packed') return
  await overThere.post(`${path}/hand-over`, { carrier: 'DHL', trackingNumber: `T-${one.there}` })
  one.isShipped = true
}

interface Stand {
  readonly number: string
  readonly here: string
  readonly there: string | null
  /** Null: it was never to be forwarded. */
  readonly state: string | null
  readonly isWithdrawn: boolean
  readonly problem: string | null
  readonly copies: number
  readonly parcelsHere: readonly string[]
  readonly parcelsThere: readonly string[]
}

/** It is over where both say the same. */
export function isOver({ here, there, state }: Stand): boolean {
  if (state === 'parked' || state === 'unknown' || state === 'due') return false
  if (here === 'cancelled') return there === null || there === 'cancelled'
  return here === 'fully_shipped' && there === 'fully_shipped'
}

const PARTS = `
  select o.seller_order_number as number, o.order_number, o.order_status, o.fulfilment_status,
    (select coalesce(array_agg(s->>'trackingNumber' order by s->>'trackingNumber'), '{}')
     from fulfilment_orders p, json_array_elements(coalesce(p.shipments::json, '[]')) s
     where p.tenant_id = o.tenant_id and p.order_number = o.order_number) as parcels
  from orders o where o.tenant_id = $1`

interface Row {
  number: string
  order_number: number
  order_status: string
  fulfilment_status: string
  parcels: string[]
}

export async function standings(
  { here, there }: Pick<Stage, 'here' | 'there'>,
  pair: Pair,
  all: readonly Fortune[],
): Promise<Stand[]> {
  const [near, far] = [pair.near.tenantId, pair.far.tenantId]
  const atHome = new Map((await here.pool.query<Row>(PARTS, [near])).rows.map((row) => [row.number, row]))
  const overThere = new Map<string, Row[]>()
  for (const row of (await there.pool.query<Row>(PARTS, [far])).rows) {
    overThere.set(row.number, [...(overThere.get(row.number) ?? []), row])
  }
  const { rows: jobs } = await here.pool.query<{
    number: string
    state: string
    attempts: number
    problem: string
  }>('select number, state, attempts, problem from forwardings where tenant_id = $1', [near])
  const byNumber = new Map(jobs.map((one) => [one.number, one]))
  return all.map(({ number, there: name }) => {
    const mine = atHome.get(number)
    const theirs = overThere.get(name) ?? []
    const job = byNumber.get(name)
    const wordOf = (row: Row) => (row.order_status === 'cancelled' ? 'cancelled' : row.fulfilment_status)
    return {
      number,
      here: mine === undefined ? '' : wordOf(mine),
      there: theirs[0] === undefined ? null : wordOf(theirs[0]),
      state: job?.state ?? null,
      isWithdrawn: job === undefined || (job.state !== 'sent' && theirs.length === 0),
      problem: job?.problem ?? null,
      copies: theirs.length,
      parcelsHere: mine?.parcels ?? [],
      parcelsThere: theirs.flatMap((row) => row.parcels),
    }
  })
}
