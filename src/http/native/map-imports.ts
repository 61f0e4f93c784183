/** Imports and exports to the engine's words and back. */
import type { BulkCalls, ImportRecord, RowFault } from '../../order/bulk-calls.js'
import type { AccountContext } from '../../order/calls.js'
import type { Result } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import { readSearch } from './map-orders.js'
import { readSlice } from './paging.js'
import { mapped, requestReader } from './reading.js'
import { List } from './wire.js'
import { ExportOrders, ExportStock, ImportPath, StartImport } from './wire-imports.js'

type Input<N extends keyof BulkCalls> = Result<BulkCalls[N]['input']>

const startImport = requestReader({ route: 'POST /v1/imports', query: StartImport })

export function readStartImport(request: WireRequest, account: AccountContext): Input<'startImport'> {
  const { content } = request
  if (content === undefined) throw new Error('an import is asked for with its file')
  return mapped(startImport(request, account), ({ query, key }) => ({
    kind: query.kind,
    account: query.account ?? null,
    dryRun: query.dryRun ?? false,
    content,
    key,
  }))
}

const importList = requestReader({ query: List })

export function readImportList(request: WireRequest, account: AccountContext): Input<'listImports'> {
  const asked = importList(request, account)
  return asked.ok ? readSlice(asked.value.query, ['number']) : asked
}

const importPath = requestReader({ params: ImportPath })

export function readImportId(request: WireRequest, account: AccountContext): Input<'readImport'> {
  return mapped(importPath(request, account), ({ params }) => ({ importId: params.id }))
}

const faultList = requestReader({ params: ImportPath, query: List })

export function readFaultList(request: WireRequest, account: AccountContext): Input<'listImportFaults'> {
  const asked = faultList(request, account)
  if (!asked.ok) return asked
  const { params, query } = asked.value
  return mapped(readSlice(query, ['number']), (slice) => ({ ...slice, importId: params.id }))
}

const orderExport = requestReader({ query: ExportOrders })

export function readExportOrders(request: WireRequest, account: AccountContext): Input<'exportOrders'> {
  return mapped(orderExport(request, account), ({ query }) => ({ search: readSearch(query) }))
}

const stockExport = requestReader({ query: ExportStock })

export function readExportStock(request: WireRequest, account: AccountContext): Input<'exportStock'> {
  return mapped(stockExport(request, account), ({ query }) => ({
    account: query.account ?? null,
    sku: query.sku ?? null,
    location: query.location ?? null,
  }))
}

export function writeImport(record: ImportRecord) {
  const { importId, createdAt, updatedAt, endedAt, ...same } = record
  return {
    id: importId,
    ...same,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
  }
}

export function writeFault({ line, column, value, problem }: RowFault) {
  return { line, column, value, problem }
}
