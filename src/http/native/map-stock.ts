/** Items, stock, locations, shipping methods and rates to the engine's words and back. */
import type { AccountContext } from '../../order/calls.js'
import type { ShippingRate, StockLocation } from '../../order/catalogue.js'
import type { Result } from '../../order/rejection.js'
import type { SetupCalls } from '../../order/setup-calls.js'
import type { WireRequest } from '../../wire/dialect.js'
import { readSlice } from './paging.js'
import { fault, mapped, requestReader } from './reading.js'
import {
  ItemPath,
  List,
  ListItems,
  ListRates,
  ListStockLevels,
  LocationPath,
  MethodPath,
  MoveStock,
  OfAccount,
  PutItem,
  PutLocation,
  PutMethod,
  PutRate,
  RatePath,
} from './wire.js'

type Input<N extends keyof SetupCalls> = Result<SetupCalls[N]['input']>

const putItem = requestReader({ params: ItemPath, query: OfAccount, body: PutItem })

export function readPutItem(request: WireRequest, account: AccountContext): Input<'putItem'> {
  const asked = putItem(request, account)
  if (!asked.ok) return asked
  const { params, query, body } = asked.value
  return (
    differs('sku', params.sku, body.sku) ??
    mapped(asked, () => ({
      account: query.account ?? null,
      item: {
        sku: params.sku,
        name: body.name,
        priceMinor: body.priceMinor,
        currency: body.currency,
        weightGrams: body.weightGrams,
        status: body.status ?? 'on_shelf',
      },
    }))
  )
}

/** What an answer shows may be sent back: a name in the body is fine if it is the path's. */
function differs(field: string, path: string, sent: string | undefined) {
  if (sent === undefined || sent === path) return null
  return fault(field, `is "${sent}", but the path says "${path}"`)
}

const itemPath = requestReader({ params: ItemPath, query: OfAccount })

export function readItemPath(request: WireRequest, account: AccountContext): Input<'readItem'> {
  return mapped(itemPath(request, account), ({ params, query }) => ({
    sku: params.sku,
    account: query.account ?? null,
  }))
}

const itemList = requestReader({ query: ListItems })

export function readItemList(request: WireRequest, account: AccountContext): Input<'listItems'> {
  const asked = itemList(request, account)
  if (!asked.ok) return asked
  const { status = null, search = null, account: of = null, ...query } = asked.value.query
  return mapped(readSlice(query, ['text']), (slice) => ({ ...slice, status, search, account: of }))
}

const moveStock = requestReader({ route: 'POST /v1/stock-movements', body: MoveStock })

export function readMoveStock(request: WireRequest, account: AccountContext): Input<'moveStock'> {
  const asked = moveStock(request, account)
  if (!asked.ok) return asked
  const { body, key } = asked.value
  if (body.quantity === 0) return fault('quantity', 'is 0, which moves nothing')
  return mapped(asked, () => ({ ...body, account: body.account ?? null, key }))
}

const levelList = requestReader({ query: ListStockLevels })

export function readLevelList(request: WireRequest, account: AccountContext): Input<'listStockLevels'> {
  const asked = levelList(request, account)
  if (!asked.ok) return asked
  const { sku = null, location = null, account: of = null, ...query } = asked.value.query
  return mapped(readSlice(query, ['text', 'text']), (slice) => ({ ...slice, sku, location, account: of }))
}

const putLocation = requestReader({ params: LocationPath, body: PutLocation })

export function readPutLocation(request: WireRequest, account: AccountContext): Input<'putStockLocation'> {
  const asked = putLocation(request, account)
  if (!asked.ok) return asked
  const { params, body } = asked.value
  return (
    differs('code', params.code, body.code) ??
    mapped(asked, () => ({
      code: params.code,
      number: body.number ?? null,
      name: body.name,
      country: body.country.toUpperCase(),
      region: body.region ?? null,
      priority: body.priority ?? 100,
      enabled: body.enabled ?? true,
    }))
  )
}

const locationPath = requestReader({ params: LocationPath })

export function readLocationPath(request: WireRequest, account: AccountContext): Input<'readStockLocation'> {
  return mapped(locationPath(request, account), ({ params }) => params)
}

const list = requestReader({ query: List })

/** Of locations and of methods, which both go by their codes. */
export function readListByCode(request: WireRequest, account: AccountContext): Input<'listStockLocations'> {
  const asked = list(request, account)
  return asked.ok ? readSlice(asked.value.query, ['text']) : asked
}

export function writeLocation(location: StockLocation) {
  const { code, number, name, country, region, priority, enabled } = location
  return { code, number, name, country, region, priority, enabled }
}

const putMethod = requestReader({ params: MethodPath, body: PutMethod })

export function readPutMethod(request: WireRequest, account: AccountContext): Input<'putShippingMethod'> {
  const asked = putMethod(request, account)
  if (!asked.ok) return asked
  const { params, body } = asked.value
  return (
    differs('code', params.code, body.code) ??
    mapped(asked, () => ({
      code: params.code,
      name: body.name,
      speed: body.speed,
      purpose: body.purpose ?? 'order',
      enabled: body.enabled ?? true,
    }))
  )
}

const methodPath = requestReader({ params: MethodPath })

export function readMethodPath(request: WireRequest, account: AccountContext): Input<'readShippingMethod'> {
  return mapped(methodPath(request, account), ({ params }) => params)
}

const putRate = requestReader({ params: RatePath, body: PutRate })

export function readPutRate(request: WireRequest, account: AccountContext): Input<'putShippingRate'> {
  const asked = putRate(request, account)
  if (!asked.ok) return asked
  const { params, body } = asked.value
  const origin = params.origin.toUpperCase()
  const destination = params.destination.toUpperCase()
  if (body.daysMax < body.daysMin) {
    return fault('daysMax', `is ${body.daysMax}, less than daysMin, which is ${body.daysMin}`)
  }
  return (
    differs('method', params.code, body.method) ??
    differs('origin', origin, body.origin?.toUpperCase()) ??
    differs('destination', destination, body.destination?.toUpperCase()) ??
    mapped(asked, () => ({
      method: params.code,
      originCountry: origin,
      destinationCountry: destination,
      currency: body.currency,
      firstMinor: body.firstMinor,
      firstGrams: body.firstGrams,
      stepMinor: body.stepMinor,
      stepGrams: body.stepGrams,
      daysMin: body.daysMin,
      daysMax: body.daysMax,
    }))
  )
}

const ratePath = requestReader({ params: RatePath })

export function readRatePath(request: WireRequest, account: AccountContext): Input<'readShippingRate'> {
  return mapped(ratePath(request, account), ({ params }) => ({
    method: params.code,
    originCountry: params.origin.toUpperCase(),
    destinationCountry: params.destination.toUpperCase(),
  }))
}

const rateList = requestReader({ params: MethodPath, query: ListRates })

export function readRateList(request: WireRequest, account: AccountContext): Input<'listShippingRates'> {
  const asked = rateList(request, account)
  if (!asked.ok) return asked
  const { params, query } = asked.value
  const destination = query.destination?.toUpperCase() ?? null
  return mapped(readSlice(query, ['text', 'text']), (slice) => ({
    ...slice,
    method: params.code,
    destination,
  }))
}

export function writeRate({ originCountry, destinationCountry, method, ...rate }: ShippingRate) {
  return { method, origin: originCountry, destination: destinationCountry, ...rate }
}
