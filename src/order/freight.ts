/** What shipping costs and how long it takes. Whole minor units; each begun step of weight counts. */
import type { ShippingMethod, ShippingRate, StockLocation } from './catalogue.js'
import type { Speed } from './order.js'

/** From the slowest to the fastest. */
export const SPEEDS = ['standard', 'express', 'expedited'] as const satisfies readonly Speed[]

/** Where a basket goes, how fast, and in which currency freight is paid. */
export interface Shipping {
  readonly country: string
  readonly speed: Speed
  readonly currency: string
}

/** Which rates exist, ready to be asked by method and by speed. Built once for a tenant's settings. */
export interface Tariff {
  readonly methods: readonly ShippingMethod[]
  readonly byMethod: ReadonlyMap<string, ShippingRate>
  readonly bySpeed: ReadonlyMap<string, ShippingRate>
}

export function buildTariff(methods: readonly ShippingMethod[], rates: readonly ShippingRate[]): Tariff {
  const byMethod = new Map<string, ShippingRate>()
  const bySpeed = new Map<string, ShippingRate>()
  const enabled = new Map(methods.filter((method) => method.enabled).map((method) => [method.code, method]))
  for (const rate of rates) {
    const method = enabled.get(rate.method)
    if (method === undefined) continue
    byMethod.set(rateKey(rate.method, rate.originCountry, rate.destinationCountry), rate)
    if (method.purpose !== 'order') continue
    const key = speedKey(method.speed, rate.currency, rate.originCountry, rate.destinationCountry)
    const rival = bySpeed.get(key)
    // Two methods of one speed on one route: the first by code serves, whatever order they were loaded in.
    if (rival === undefined || rate.method < rival.method) bySpeed.set(key, rate)
  }
  return { methods: [...enabled.values()], byMethod, bySpeed }
}

/** Only a rate in the payer's currency counts: amounts of two currencies are never added up. */
export function rateFrom(
  tariff: Tariff,
  { country, speed, currency }: Shipping,
  location: Pick<StockLocation, 'country'>,
): ShippingRate | undefined {
  return tariff.bySpeed.get(speedKey(speed, currency, location.country, country))
}

export function rateOfMethod(
  tariff: Tariff,
  method: string,
  origin: string,
  destination: string,
): ShippingRate | undefined {
  return tariff.byMethod.get(rateKey(method, origin, destination))
}

/** The speed that an enabled method's code stands for. */
export function speedOfMethod(tariff: Tariff, code: string): Speed | undefined {
  return tariff.methods.find((method) => method.code === code)?.speed
}

/** Minor units for a weight in grams: more weight never costs less. */
export function freightMinor(rate: ShippingRate, weightGrams: number): number {
  const beyond = Math.max(0, weightGrams - rate.firstGrams)
  return rate.firstMinor + Math.ceil(beyond / rate.stepGrams) * rate.stepMinor
}

function rateKey(by: string, origin: string, destination: string): string {
  return `${by}>${origin}>${destination}`
}

function speedKey(speed: Speed, currency: string, origin: string, destination: string): string {
  return `${speed}>${currency}>${origin}>${destination}`
}
