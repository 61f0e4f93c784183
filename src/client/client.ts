/** A platform, as programs of others use it: plain answers for all that can happen, and no exceptions. */
import { Caller, type CallerSettings, type Orders } from '../connect/caller.js'
import type { Platform } from '../connect/client.js'
import type { Address } from '../order/order.js'
import type { FieldFault, Result } from '../order/rejection.js'
import type {
  CancelOutcome,
  OrderReference,
  OutgoingOrder,
  Setback,
  UpstreamOutcome,
} from '../wire/upstream.js'

/** Nothing was sent: the platform can't carry what was asked, in these fields. */
export interface Unsendable {
  readonly kind: 'unsendable'
  readonly faults: readonly FieldFault[]
}

type Optional<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>

/** What is left out is null, or nothing. */
export type OrderToPlace = Optional<
  Omit<OutgoingOrder, 'address'>,
  'currency' | 'speed' | 'location' | 'carrier' | 'store' | 'onHold' | 'remark' | 'salesChannel' | 'fields'
> & { readonly address: Pick<Address, 'country' | 'recipient'> & Partial<Address> }

/** By the number that it was given, and the platform's own where it is known. */
export type OrderToFind = Optional<OrderReference, 'upstreamNumber' | 'store' | 'fields'>

export interface ClientSettings extends CallerSettings {
  /** Where the platform is: `https://example.com`. */
  readonly baseUrl: string
}

export class Client {
  readonly #platform: Platform
  readonly #caller: Caller
  readonly #fields: OutgoingOrder['fields']
  readonly #now: () => number

  /** `fields` are sent with each call, as far as the platform has them. */
  constructor(platform: Platform, settings: CallerSettings, fields: OutgoingOrder['fields'] = {}) {
    this.#platform = { ...platform, baseUrl: platform.baseUrl.replace(/\/+$/, '') }
    this.#caller = new Caller(this.#platform, settings)
    this.#fields = fields
    this.#now = settings.clock?.now ?? Date.now
  }

  /** After `unknown` or `exists`, ask findOrder: the same order must not be sent under another number. */
  async placeOrder(order: OrderToPlace): Promise<UpstreamOutcome | Unsendable> {
    return told(await this.#caller.place(this.#outgoing(order)))
  }

  /**
   * The orders that have the number: none, one, or several where the platform has split it. `sentFrom` is when it was
   * first sent, in milliseconds since 1970; a day ago if not given.
   */
  async findOrder(
    order: OrderToFind & { readonly sentFrom?: number },
  ): Promise<Orders | Setback | Unsendable> {
    const now = this.#now()
    const search = { ...this.#reference(order), sentFrom: order.sentFrom ?? now - DAY_MS, sentUntil: now }
    return told(await this.#caller.list(this.#platform.upstream.find, search))
  }

  /** As they are now, with their parcels. */
  async readOrders(orders: readonly OrderToFind[]): Promise<Orders | Setback | Unsendable> {
    return told(await this.#caller.read(orders.map((order) => this.#reference(order))))
  }

  /**
   * What has changed from a time on, in milliseconds since 1970. Windows overlap, so an order may be told again. Where its
   * parcels are null, readOrders tells them.
   */
  async changes(from: number): Promise<Orders | Setback | Unsendable> {
    const window = { from, until: this.#now(), fields: this.#fields }
    return told(await this.#caller.list(this.#platform.upstream.changes, window))
  }

  async cancelOrder(
    order: OrderToFind & { readonly reason?: string },
  ): Promise<CancelOutcome | Setback | Unsendable> {
    const asked = { ...this.#reference(order), reason: order.reason ?? null }
    return told(await this.#caller.ask(this.#platform.upstream.cancel, asked))
  }

  /** Whether the platform is there and takes the credential. */
  async probe(): Promise<{ readonly kind: 'alive' } | Setback | Unsendable> {
    return told(await this.#caller.ask(this.#platform.upstream.probe, null))
  }

  #reference({ number, upstreamNumber = null, store = null, fields }: OrderToFind): OrderReference {
    return { number, upstreamNumber, store, fields: { ...this.#fields, ...fields } }
  }

  #outgoing(order: OrderToPlace): OutgoingOrder {
    return {
      currency: 'USD',
      speed: null,
      location: null,
      carrier: null,
      store: null,
      onHold: false,
      remark: null,
      salesChannel: null,
      ...order,
      address: { ...NOWHERE, ...order.address },
      fields: { ...this.#fields, ...order.fields },
    }
  }
}

const DAY_MS = 86_400_000

const NOWHERE: Omit<Address, 'country' | 'recipient'> = {
  phone: null,
  province: null,
  city: null,
  street1: null,
  street2: null,
  postalCode: null,
  ioss: null,
  vat: null,
}

function told<T>(answer: Result<T>): T | Unsendable {
  if (answer.ok) return answer.value
  const { rejection } = answer
  if (rejection.kind !== 'invalid_field') throw new Error(`a call is refused as ${rejection.kind}`)
  return { kind: 'unsendable', faults: rejection.faults }
}
