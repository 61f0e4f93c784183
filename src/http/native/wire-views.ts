/** The native API on the wire: views, which everybody keeps for themselves. */
import { Type } from 'typebox'
import { code } from '../../wire/fields.js'
import { paging } from './paging.js'
import { time } from './wire.js'
import { orderFilters } from './wire-orders.js'

const MOST_COLUMNS = 40

export const ListViews = Type.Object(paging)

export const ViewPath = Type.Object({
  name: code(60, { description: 'What its owner calls it', check: (name) => blankProblem(name) }),
})

function blankProblem(name: string): string | null {
  return name.trim() === name ? null : 'begins or ends with a blank'
}

export const PutOrderView = Type.Object({
  filters: Type.Object(orderFilters, { description: 'As the list of orders takes them' }),
  columns: Type.Array(code(40), {
    minItems: 1,
    maxItems: MOST_COLUMNS,
    description: 'What is shown of each order; the hub only keeps their names',
  }),
})

export const OrderView = Type.Object({
  name: Type.String(),
  filters: Type.Unsafe<Record<string, string>>({ type: 'object' }),
  columns: Type.Array(Type.String()),
  updatedAt: time(),
})
