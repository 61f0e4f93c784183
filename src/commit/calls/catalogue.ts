/** What an account can see of the catalogue and the stock that it draws on. */
import type { CatalogueCalls, Serving } from '../../order/calls.js'
import type { Pool } from '../../store/pool.js'

export function catalogueCalls(_pool: Pool): Serving<CatalogueCalls> {
  return {
    listLocations: () => Promise.reject(new Error('to be written')),
    listCategories: () => Promise.reject(new Error('to be written')),
    listProducts: () => Promise.reject(new Error('to be written')),
    listStock: () => Promise.reject(new Error('to be written')),
  }
}
