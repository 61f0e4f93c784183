/** KakaClo's product queries to the engine's filters, with the rules that join several fields (facts §5). */
import type { Calls } from '../../../order/calls.js'
import { accept, type FieldFault, type Result, refuse } from '../../../order/rejection.js'
import type { WireRequest } from '../../../wire/dialect.js'
import { listed, readQuery } from '../../../wire/query.js'
import { compileReader } from '../../../wire/shape.js'
import { readInstant } from '../../../wire/time.js'
import { PAGE_SIZE, ProductQuery, SORT_TYPES, StockQuery } from './product-wire.js'

const readProductQuery = compileReader(ProductQuery)
const readStockQuery = compileReader(StockQuery)

export function readProductsRequest(request: WireRequest): Result<Calls['listProducts']['input']> {
  const read = readQuery(readProductQuery, request)
  if (!read.ok) return read
  const asked = read.value
  const fault = productFault(asked)
  if (fault !== null) return refuse({ kind: 'invalid_field', faults: [fault] })
  const { spus, skus, categoryId, sortType = 'updateTime', sortBy = 'desc' } = asked
  return accept({
    filter: {
      ...(spus === undefined ? {} : { spus: listed(spus) }),
      ...(skus === undefined ? {} : { skus: listed(skus) }),
      ...(categoryId === undefined ? {} : { categoryId }),
      ...readWindow(asked),
    },
    paging: { pageNumber: asked.pageNumber ?? 1, pageSize: PAGE_SIZE },
    sort: { by: SORT_TYPES[sortType], descending: sortBy === 'desc' },
  })
}

export function readStocksRequest(request: WireRequest): Result<Calls['listStock']['input']> {
  const read = readQuery(readStockQuery, request)
  if (!read.ok) return read
  const asked = read.value
  const fault = stockFault(asked)
  if (fault !== null) return refuse({ kind: 'invalid_field', faults: [fault] })
  const { skus, warehouseCode } = asked
  return accept({
    filter: {
      ...(skus === undefined ? {} : { skus: listed(skus) }),
      ...(warehouseCode === undefined ? {} : { location: warehouseCode }),
      ...readWindow(asked),
    },
    paging: { pageNumber: asked.pageNumber ?? 1, pageSize: PAGE_SIZE },
  })
}

function productFault(asked: ProductQuery): FieldFault | null {
  const { spus, skus, categoryId, dateStartTime, dateEndTime, pageNumber } = asked
  if ([spus, skus, categoryId, dateStartTime, dateEndTime].every((one) => one === undefined)) {
    const others = 'skus, categoryId, and the pair dateStartTime and dateEndTime'
    return { path: 'spus', problem: `is missing, and so are ${others}: one of the four is required` }
  }
  const inWindow = windowFault(asked)
  if (inWindow !== null) return inWindow
  if (categoryId !== undefined && pageNumber === undefined) return pageNumberFault('categoryId')
  return null
}

function stockFault(asked: StockQuery): FieldFault | null {
  if ([asked.skus, asked.dateStartTime, asked.dateEndTime].every((one) => one === undefined)) {
    const other = 'the pair dateStartTime and dateEndTime'
    return { path: 'skus', problem: `is missing, and so is ${other}: one of the two is required` }
  }
  return windowFault(asked)
}

type Window = Pick<ProductQuery, 'dateStartTime' | 'dateEndTime' | 'pageNumber'>

function windowFault({ dateStartTime, dateEndTime, pageNumber }: Window): FieldFault | null {
  if (dateStartTime === undefined && dateEndTime === undefined) return null
  if (dateStartTime === undefined) return missing('dateStartTime', 'dateEndTime')
  if (dateEndTime === undefined) return missing('dateEndTime', 'dateStartTime')
  if ((readInstant(dateStartTime) ?? 0) > (readInstant(dateEndTime) ?? 0)) {
    return {
      path: 'dateStartTime',
      problem: `is ${dateStartTime}, which is later than dateEndTime ${dateEndTime}`,
    }
  }
  return pageNumber === undefined ? pageNumberFault('dateStartTime') : null
}

function pageNumberFault(selector: string): FieldFault {
  return missing('pageNumber', selector)
}

function missing(path: string, companion: string): FieldFault {
  return { path, problem: `is required with ${companion}, but is missing` }
}

/**
 * Both ends count. Times are printed in whole seconds, and a window holds all of its last one: adjoining windows
 * overlap, and nothing falls between them. A future end needs no cut: nothing has been changed there yet.
 */
function readWindow({ dateStartTime, dateEndTime }: Window): { updatedFrom?: number; updatedTo?: number } {
  const from = dateStartTime === undefined ? null : readInstant(dateStartTime)
  const to = dateEndTime === undefined ? null : readInstant(dateEndTime)
  return {
    ...(from === null ? {} : { updatedFrom: from }),
    ...(to === null ? {} : { updatedTo: Math.floor(to / 1000) * 1000 + 999 }),
  }
}
