// One way in and one way out: an account at the first hub, a shop at the second one, and a connection between them.
import { expect } from 'vitest'
import { type Person, personOf } from '../support/loopback.js'
import { openWire, type Wire, type WireSettings } from '../support/wire.js'
import { FAR, type Far } from './far.js'
import { type ApiName, NEAR, type Near } from './near.js'
import type { Stage } from './stage.js'

export interface Forwarded {
  readonly state: string
  readonly problem: string | null
  readonly field: string | null
  readonly attempts: number
}

/** How an order stands at the end. */
export interface Ending {
  /** By the API through which it came, and natively. */
  readonly standing: string
  readonly trackingNumbers: readonly string[]
  readonly fulfilmentStatus: string
  readonly part: string
  readonly forwarding: Forwarded
  /** How many there are over there. */
  readonly copies: number
}

export interface Pair {
  readonly near: Near
  readonly far: Far
  readonly wire: Wire
  /** Whoever works at either hub. */
  readonly atHome: Person
  readonly overThere: Person
  /** Places it by the API through which it comes in. */
  place(number: string, quantity?: number): Promise<string>
  /** By the number with which it was placed. */
  read(number: string): ReturnType<Near['read']>
  cancel(number: string): Promise<boolean>
  forwarded(number: string): Promise<Forwarded>
  retry(number: string): Promise<void>
  /** The number that it has over there. */
  numberThere(number: string): Promise<string>
  ending(number: string): Promise<Ending>
  /** While the work is done, the account's SKU is another one over there. */
  soldAs(sku: string, work: () => Promise<void>): Promise<void>
  /** What is placed meanwhile is not paid over there. */
  unpaid(work: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

export async function openPair(
  { here, there }: Pick<Stage, 'here' | 'there'>,
  from: ApiName,
  to: ApiName,
  settings: WireSettings = {},
): Promise<Pair> {
  const far = await FAR[to](there)
  const near = await NEAR[from](here, far.country)
  const atHome = await personOf(here, near)
  const overThere = await personOf(there, far)
  const { native } = atHome
  const wire = await openWire(there, { only: far.placing, ...settings })
  const mappings = (sku: string) => ({
    skus: { [near.sku]: sku },
    locations: far.location === null ? {} : { [near.location]: far.location },
    shippingMethods: { standard: 'DHL' },
  })
  const { dialect, credentials, store } = far
  const made = await native.post('/v1/connections', {
    ...{ name: 'far', dialect, baseUrl: wire.url, credentials, store, settings: far.settings },
    mappings: mappings(far.sku),
    // The pace is tried elsewhere.
    callsPerSecond: 1_000,
  })
  expect(made.status, made.text).toBe(201)
  const tested = await native.post('/v1/connections/1/test')
  expect(tested.body).toMatchObject({ alive: true, reason: null })
  const rule = await native.post('/v1/routing-rules', { connection: 'far', location: near.location })
  expect(rule.status, rule.text).toBe(201)
  const change = async (what: object): Promise<void> => {
    const { status, text } = await native.patch('/v1/connections/1', what)
    expect(status, text).toBe(200)
  }
  const ids = new Map<string, string>()
  const idOf = (number: string): string => {
    const id = ids.get(number)
    if (id === undefined) throw new Error(`${number} was never placed`)
    return id
  }
  const partOf = async (number: string) => `${await atHome.orderNumberOf(number)}-1`
  const pair: Pair = {
    near,
    far,
    wire,
    atHome,
    overThere,
    place: async (number, quantity = 2) => {
      const id = await near.place(number, quantity)
      ids.set(number, id)
      return id
    },
    read: (number) => near.read(number, idOf(number)),
    cancel: (number) => near.cancel(number, idOf(number)),
    forwarded: async (number) => {
      const { status, text, body } = await native.get(`/v1/forwardings/${await partOf(number)}`)
      expect(status, text).toBe(200)
      return body as unknown as Forwarded
    },
    retry: async (number) => {
      await atHome.post(`/v1/forwardings/${await partOf(number)}/retry`)
    },
    numberThere: partOf,
    ending: async (number) => {
      const { body } = await native.get(`/v1/orders/${await atHome.orderNumberOf(number)}`)
      const [part] = body.fulfilmentOrders as readonly { readonly status: string }[]
      return {
        ...(await pair.read(number)),
        fulfilmentStatus: String(body.fulfilmentStatus),
        part: part?.status ?? '',
        forwarding: await pair.forwarded(number),
        copies: await overThere.howMany(await partOf(number)),
      }
    },
    soldAs: async (sku, work) => {
      await change({ mappings: mappings(sku) })
      await work()
      await change({ mappings: mappings(far.sku) })
    },
    unpaid: async (work) => {
      const { payment: _, ...others } = far.settings
      await change({ settings: others })
      await work()
      await change({ settings: far.settings })
    },
    close: async () => {
      await change({ enabled: false })
      await wire.close()
    },
  }
  return pair
}
