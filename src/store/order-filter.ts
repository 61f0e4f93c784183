/**
 * Conditions on orders, composed with Kysely. It only writes the statements: they are sent like all others, so
 * that they can also run inside a transaction. Each is planned anew with its values, since a plan for one filter
 * is a bad one for the next.
 */
import {
  DummyDriver,
  type ExpressionBuilder,
  type ExpressionWrapper,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type SqlBool,
  sql,
} from 'kysely'
import type { OrderFilter, StatePattern } from '../order/calls.js'
import { numberArray, textArray } from './arrays.js'

/** The columns of `orders` (sql/0001) that conditions and orderings name. */
interface Tables {
  orders: {
    tenant_id: number
    order_number: number
    account_id: number
    family: string
    dialect: string
    seller_order_number: string | null
    number_scope: string
    order_status: string
    financial_status: string
    fulfilment_status: string
    refund_status: string
    created_at: Date
    updated_at: Date
  }
}

export const compose = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** Whose orders are looked at: the columns that lead every index. */
export interface OrderOwner {
  readonly tenantId: number
  readonly accountId: number
}

type OrderExpressions = ExpressionBuilder<{ o: Tables['orders'] }, 'o'>
type Condition = ExpressionWrapper<{ o: Tables['orders'] }, 'o', SqlBool>

/** For `where`, in a selection from `orders as o`. */
export function matching({ tenantId, accountId }: OrderOwner, filter: OrderFilter) {
  return (expressions: OrderExpressions): Condition => {
    const conditions: Condition[] = [
      expressions('o.tenant_id', '=', tenantId),
      expressions('o.account_id', '=', accountId),
    ]
    const { states, orderNumbers, sellerOrderNumber } = filter
    const { createdFrom, createdTo, updatedFrom, updatedTo } = filter
    if (orderNumbers !== undefined) {
      const wanted = sql<number>`any(${numberArray(orderNumbers)}::bigint[])`
      conditions.push(expressions('o.order_number', '=', wanted))
    }
    if (sellerOrderNumber !== undefined) {
      conditions.push(expressions('o.seller_order_number', '=', sellerOrderNumber))
    }
    if (filter.family !== undefined) conditions.push(expressions('o.family', '=', filter.family))
    if (filter.dialect !== undefined) conditions.push(expressions('o.dialect', '=', filter.dialect))
    if (filter.sellerOrderNumbers !== undefined) {
      const wanted = sql<string>`any(${textArray(filter.sellerOrderNumbers)}::text[])`
      conditions.push(expressions('o.seller_order_number', '=', wanted))
    }
    if (filter.numberScope !== undefined) {
      conditions.push(expressions('o.number_scope', '=', filter.numberScope))
    }
    if (filter.storeNumbers !== undefined) {
      const wanted = sql<SqlBool>`((o.details ->> 'storeNumber')::integer = any(${numberArray(filter.storeNumbers)}::integer[]))`
      conditions.push(expressions(wanted, '=', true))
    }
    if (filter.storeDays !== undefined) conditions.push(onDays(expressions, filter.storeDays))
    if (createdFrom !== undefined) conditions.push(expressions('o.created_at', '>=', new Date(createdFrom)))
    if (createdTo !== undefined) conditions.push(expressions('o.created_at', '<=', new Date(createdTo)))
    if (updatedFrom !== undefined) conditions.push(expressions('o.updated_at', '>=', new Date(updatedFrom)))
    if (updatedTo !== undefined) conditions.push(expressions('o.updated_at', '<=', new Date(updatedTo)))
    // No pattern at all matches no order.
    if (states !== undefined) {
      conditions.push(expressions.or(states.map((pattern) => inState(expressions, pattern))))
    }
    return expressions.and(conditions)
  }
}

function onDays(
  expressions: OrderExpressions,
  { from, to, zones }: NonNullable<OrderFilter['storeDays']>,
): Condition {
  const [marketplaces, names] = [textArray([...zones.keys()]), textArray([...zones.values()])]
  const made = sql<SqlBool>`exists (
    select from stores s
    join unnest(${marketplaces}::text[], ${names}::text[]) z(marketplace, zone) on z.marketplace = s.marketplace
    where s.tenant_id = o.tenant_id and s.store_number = (o.details ->> 'storeNumber')::integer
      and (o.created_at at time zone z.zone)::date between ${from}::date and ${to}::date)`
  return expressions(made, '=', true)
}

const AXES = [
  ['orderStatus', 'o.order_status'],
  ['financialStatus', 'o.financial_status'],
  ['fulfilmentStatus', 'o.fulfilment_status'],
  ['refundStatus', 'o.refund_status'],
] as const satisfies readonly (readonly [keyof StatePattern, string])[]

function inState(expressions: OrderExpressions, pattern: StatePattern): Condition {
  const conditions: Condition[] = []
  for (const [axis, column] of AXES) {
    const words = pattern[axis]
    if (words === undefined) continue
    conditions.push(expressions(column, '=', sql<string>`any(${textArray(words)}::text[])`))
  }
  const { part, withoutPart, loss } = pattern
  if (part !== undefined) conditions.push(expressions(hasPart(part), '=', true))
  if (withoutPart !== undefined) conditions.push(expressions(hasPart(withoutPart), '=', false))
  if (loss !== undefined) {
    conditions.push(expressions(sql<string>`loss_of(o)`, '=', sql<string>`any(${textArray(loss)}::text[])`))
  }
  return expressions.and(conditions)
}

function hasPart(statuses: readonly string[]) {
  return sql<SqlBool>`exists (select from fulfilment_orders f where f.tenant_id = o.tenant_id
    and f.order_number = o.order_number and f.status = any(${textArray(statuses)}::text[]))`
}
