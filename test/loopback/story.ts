// What happens to one order of each scenario, all of them at once: what is seen on the way, and how each ends.
import type { Fate } from '../support/wire.js'
import type { ApiName } from './near.js'
import { type Ending, type Forwarded, openPair, type Pair } from './pair.js'
import type { Stage } from './stage.js'

const FATES = ['lost', 'wait', 'garbage', 'half', 'repeat', 'cut'] as const satisfies readonly Fate[]
const IMPATIENT_MS = 400
const POLLS_MIN = 15

export interface Told {
  /** Both answers to the order that was sent twice. */
  readonly twice: readonly [string, string]
  /** After the first try, by scenario. */
  readonly tried: Readonly<Record<string, Forwarded>>
  readonly lostOnItsWay: Forwarded
  readonly isCancelTaken: boolean
  readonly isLateCancelTaken: boolean
  /** While it is short over there. */
  readonly whileShort: Ending | null
  readonly ends: Readonly<Record<string, Ending>>
  /** What it is to be found by, in two parcels. */
  readonly parcelsOf: (number: string) => Promise<readonly string[]>
}

/** Orders that are shipped over there at the end. */
export const SHIPPED = ['create', 'duplicate', 'refusal', ...FATES, 'slow', 'late', 'parcels'] as const

export async function tell(stage: Stage, from: ApiName, to: ApiName): Promise<{ told: Told; pair: Pair }> {
  const pair = await openPair(stage, from, to)
  const { wire, far, overThere } = pair
  const tried: Record<string, Forwarded> = {}
  const place = async (number: string): Promise<void> => {
    await pair.place(number)
    await stage.forward()
    tried[number] = await pair.forwarded(number)
  }

  await pair.place('parcels', 3)
  await pair.place('late')
  await pair.place('create')
  const twice: [string, string] = [await pair.place('duplicate'), await pair.place('duplicate')]
  await stage.forward()
  for (const fate of FATES) {
    wire.next(fate)
    await place(fate)
  }
  await pair.place('slow')
  wire.next('slow')
  await stage.forwardImpatiently(IMPATIENT_MS)
  await wire.idle()
  tried.slow = await pair.forwarded('slow')
  await pair.soldAs(far.unknownSku, () => place('refusal'))
  await pair.soldAs(far.scarce.sku, () => place('shortage'))
  let isCancelTaken = false
  await pair.unpaid(async () => {
    await place('cancel')
    isCancelTaken = await pair.cancel('cancel')
    await stage.forward()
  })

  await stage.pass(POLLS_MIN)
  await pair.retry('refusal')
  await stage.pass(POLLS_MIN)
  const lostOnItsWay = await pair.forwarded('cut')
  await pair.retry('cut')
  await stage.pass(POLLS_MIN)
  const whileShort = await pair.ending('shortage')
  await restock(pair)
  if (whileShort.forwarding.state === 'parked') {
    await pair.soldAs(far.scarce.sku, async () => {
      await pair.retry('shortage')
      await stage.forward()
    })
  }
  // What waits for its payment there is paid by now.
  await stage.pass(1)
  for (const number of SHIPPED) await overThere.shipInTwo(await pair.numberThere(number))
  const isLateCancelTaken = await pair.cancel('late')
  await stage.pass(POLLS_MIN)
  await stage.pass(POLLS_MIN)

  const ends: Record<string, Ending> = {}
  for (const number of [...SHIPPED, 'cancel', 'shortage']) ends[number] = await pair.ending(number)
  const parcelsOf = async (number: string) => {
    const name = await pair.numberThere(number)
    return [`${name}-P1`, `${name}-P2`]
  }
  const told = { twice, tried, lostOnItsWay, isCancelTaken, isLateCancelTaken, whileShort, ends, parcelsOf }
  return { told, pair }
}

/** Where the order waits for it, or where it is usually kept. */
async function restock({ overThere, far, numberThere }: Pair): Promise<void> {
  const number = await numberThere('shortage')
  const { sku, location: usual } = far.scarce
  const isThere = (await overThere.howMany(number)) > 0
  const path = isThere ? `/v1/orders/${await overThere.orderNumberOf(number)}` : null
  const parts = path === null ? [] : (await overThere.native.get(path)).body.fulfilmentOrders
  const [part] = parts as readonly { readonly location: string }[]
  const movement = { sku, location: part?.location ?? usual, quantity: 10, reason: 'at last' }
  await overThere.post('/v1/stock-movements', movement)
}
