/** Stock locations, shipping methods and rates. */
import type { AccountContext, Serving } from '../../order/calls.js'
import { accept, refuse } from '../../order/rejection.js'
import type { LocationWish, RateName, SetupCalls } from '../../order/setup-calls.js'
import type { Pool } from '../../store/pool.js'
import { type Client, sqlState, UNIQUE_VIOLATION } from '../../store/pool.js'
import { deleteShippingRate, putLocation, putShippingMethod, putShippingRate } from '../../store/setup.js'
import {
  listLocations,
  listMethods,
  listRates,
  readLocation,
  readMethod,
  readRate,
} from '../../store/shipping.js'
import { once } from '../once.js'

type ShippingCalls = Pick<
  SetupCalls,
  | 'putStockLocation'
  | 'readStockLocation'
  | 'listStockLocations'
  | 'putShippingMethod'
  | 'readShippingMethod'
  | 'listShippingMethods'
  | 'putShippingRate'
  | 'readShippingRate'
  | 'deleteShippingRate'
  | 'listShippingRates'
>

export function shippingCalls(pool: Pool, clock: () => number): Serving<ShippingCalls> {
  return {
    putStockLocation: async (account, wish) => {
      try {
        return await setLocation(pool, account, wish, clock())
      } catch (error) {
        if (sqlState(error) !== UNIQUE_VIOLATION || wish.number === null) throw error
        return refuse({ kind: 'already_exists', what: 'stock location with number', id: String(wish.number) })
      }
    },
    readStockLocation: async ({ tenantId }, { code }) => {
      const location = await readLocation(pool, tenantId, code)
      if (location === null) return refuse({ kind: 'not_found', what: 'stock location', id: code })
      return accept(location)
    },
    listStockLocations: async ({ tenantId }, slice) => accept(await listLocations(pool, tenantId, slice)),

    putShippingMethod: async ({ tenantId }, method) => {
      await putShippingMethod(pool, tenantId, method)
      return accept(method)
    },
    readShippingMethod: ({ tenantId }, { code }) => method(pool, tenantId, code),
    listShippingMethods: async ({ tenantId }, slice) => accept(await listMethods(pool, tenantId, slice)),

    putShippingRate: async ({ tenantId }, rate) => {
      const found = await method(pool, tenantId, rate.method)
      if (!found.ok) return found
      await putShippingRate(pool, tenantId, rate)
      return accept(rate)
    },
    readShippingRate: async ({ tenantId }, name) => {
      const rate = await readRate(pool, tenantId, name)
      return rate === null ? noRate(name) : accept(rate)
    },
    deleteShippingRate: async (account, name) => {
      const { tenantId } = account
      const work = async (client: Client) => {
        const rate = await readRate(client, tenantId, name)
        if (rate === null) return noRate(name)
        await deleteShippingRate(client, tenantId, name)
        return accept(rate)
      }
      return once(pool, { account, key: null, at: clock(), work })
    },
    listShippingRates: async ({ tenantId }, { method: code, destination, ...slice }) => {
      const found = await method(pool, tenantId, code)
      if (!found.ok) return found
      return accept(await listRates(pool, tenantId, { method: code, destination }, slice))
    },
  }
}

function noRate({ method: code, originCountry, destinationCountry }: RateName) {
  const id = `of ${code} from ${originCountry} to ${destinationCountry}`
  return refuse({ kind: 'not_found', what: 'shipping rate', id })
}

/** In a transaction that holds the tenant's lane, so that two new locations don't get the same number. */
function setLocation(pool: Pool, account: AccountContext, wish: LocationWish, at: number) {
  const work = async (client: Client) => accept(await putLocation(client, account.tenantId, wish))
  return once(pool, { account, key: null, at, work })
}

async function method(pool: Pool, tenantId: number, code: string) {
  const found = await readMethod(pool, tenantId, code)
  return found === null ? refuse({ kind: 'not_found', what: 'shipping method', id: code }) : accept(found)
}
