/** POST /apicenter/api/inventory: what a warehouse has of each SKU, and what it expects (facts/apicenter.md §12). */
import { Type } from 'typebox'
import type { Page } from '../../order/calls.js'
import { accept, type Result, refuse } from '../../order/rejection.js'
import type { InventoryRow, WarehouseCalls } from '../../order/warehouse-calls.js'
import type { WireRequest } from '../../wire/dialect.js'
import { text, wholeNumber } from '../../wire/fields.js'
import { compileReader } from '../../wire/shape.js'
import { Client, outOfScope } from './client.js'

const MOST_CODES = 200

export const Inventory = Type.Object({
  ...Client,
  centre_code: text(128, { fromText: true }),
  sku_list: Type.Optional(Type.Array(text(128, { fromText: true }), { minItems: 1, maxItems: MOST_CODES })),
  page_no: Type.Optional(wholeNumber(1, 1_000_000, { fromText: true })),
  page_size: Type.Optional(wholeNumber(1, MOST_CODES, { fromText: true })),
})

const readShape = compileReader(Inventory)

export function readInventory(request: WireRequest): Result<WarehouseCalls['listInventory']['input']> {
  const { value, faults } = readShape(request.body ?? {})
  const [first, ...others] = faults
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const denied = outOfScope(request, value)
  if (denied !== null) return refuse(denied)
  const { centre_code: location, sku_list: skus } = value
  return accept({
    filter: { location, ...(skus === undefined ? {} : { skus: skus.map((sku) => sku.trim()) }) },
    // All that are named stand on one page, unless another one is asked for.
    paging: {
      pageNumber: value.page_no ?? 1,
      pageSize: value.page_size ?? (skus === undefined ? 50 : MOST_CODES),
    },
  })
}

export function writeInventory({ total, rows }: Page<InventoryRow>, location: string) {
  return {
    total,
    list: rows.map(({ sku, onHand, reserved, pending, defective }) => ({
      code: sku,
      centre_code: location,
      on_hand: onHand,
      allocated: reserved,
      available: onHand - reserved,
      inbound: pending,
      defective,
    })),
  }
}
