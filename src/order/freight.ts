/** What shipping costs and how long it takes. Whole minor units; each begun step of weight counts. */
import type { ShippingMethod, ShippingRate } from './catalogue.js'
import type { Speed } from './order.js'

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
    const key = rateKey(method.speed, rate.originCountry, rate.destinationCountry)
    const rival = bySpeed.get(key)
    // Two methods of one speed on one route: the first by code serves, whatever order they were loaded in.
    if (rival === undefined || rate.method < rival.method) bySpeed.set(key, rate)
  }
  return { methods: [...enabled.values()], byMethod, bySpeed }
}

export function rateOfSpeed(
  tariff: Tariff,
  speed: Speed,
  origin: string,
  destination: string,
): ShippingRate | undefined {
  return tariff.bySpeed.get(rateKey(speed, origin, destination))
}

export function rateOfMethod(
  tariff: Tariff,
  method: string,
  origin: string,
  destination: string,
): ShippingRate | undefined {
  return tariff.byMethod.get(rateKey(method, origin, destination))
}

/** The speeds that any route to the destination has. */
export function speedsTo(tariff: Tariff, destination: string): Speed[] {
  const found = new Set<Speed>()
  for (const key of tariff.bySpeed.keys()) {
    const [speed, , to] = key.split('>')
    if (to === destination) found.add(speed as Speed)
  }
  return [...found].sort()
}

/** Minor units for a weight in grams: more weight never costs less. */
export function freightMinor(rate: ShippingRate, weightGrams: number): number {
  const beyond = Math.max(0, weightGrams - rate.firstGrams)
  return rate.firstMinor + Math.ceil(beyond / rate.stepGrams) * rate.stepMinor
}

function rateKey(by: string, origin: string, destination: string): string {
  return `${by}>${origin}>${destination}`
}
