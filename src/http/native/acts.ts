/** What is done with orders, their fulfilment orders and their after-sales, as a table of operations. */
import type { Operation } from '../../wire/dialect.js'
import { ON_AFTER_SALES } from './acts-on-after-sales.js'
import { ON_ORDERS } from './acts-on-orders.js'
import { ON_PARTS } from './acts-on-parts.js'

export const ACTS: readonly Operation[] = [...ON_ORDERS, ...ON_PARTS, ...ON_AFTER_SALES]
