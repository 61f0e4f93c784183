/** What the native API serves in bulk: files of orders and stock, in and out. */
import { type Operation, operation } from '../../wire/dialect.js'
import * as bulk from './map-imports.js'
import { listOf, writeList } from './paging.js'
import { List } from './wire.js'
import * as wire from './wire-imports.js'

const ACCEPTED = 202

export const IMPORTS: readonly Operation[] = [
  operation({
    name: 'startImport',
    method: 'POST',
    paths: ['/v1/imports'],
    summary: 'Send a CSV file of orders or stock, which is then taken in row by row; see docs/import.md.',
    call: 'startImport',
    status: ACCEPTED,
    query: wire.StartImport,
    upload: true,
    reply: wire.Import,
    readRequest: bulk.readStartImport,
    writeReply: bulk.writeImport,
  }),
  operation({
    name: 'listImports',
    method: 'GET',
    paths: ['/v1/imports'],
    summary: 'List imports, newest first.',
    call: 'listImports',
    query: List,
    reply: listOf(wire.Import),
    readRequest: bulk.readImportList,
    writeReply: (found) => writeList(found, bulk.writeImport),
  }),
  operation({
    name: 'readImport',
    method: 'GET',
    paths: ['/v1/imports/:id'],
    summary: 'Read how far an import has come.',
    call: 'readImport',
    reply: wire.Import,
    readRequest: bulk.readImportId,
    writeReply: bulk.writeImport,
  }),
  operation({
    name: 'listImportFaults',
    method: 'GET',
    paths: ['/v1/imports/:id/faults'],
    summary: "List an import's faults, row by row; the first 1,000 are kept.",
    call: 'listImportFaults',
    query: List,
    reply: listOf(wire.ImportFault),
    readRequest: bulk.readFaultList,
    writeReply: (found) => writeList(found, bulk.writeFault),
  }),
  operation({
    name: 'cancelImport',
    method: 'POST',
    paths: ['/v1/imports/:id/cancel'],
    summary: 'Stop an import; what has been taken in stays.',
    call: 'cancelImport',
    reply: wire.Import,
    readRequest: bulk.readImportId,
    writeReply: bulk.writeImport,
  }),
  operation({
    name: 'exportOrders',
    method: 'GET',
    paths: ['/v1/exports/orders'],
    summary: 'Download orders as CSV, a row for each line, in the columns that an import reads, and more.',
    call: 'exportOrders',
    query: wire.ExportOrders,
    file: true,
    readRequest: bulk.readExportOrders,
    writeReply: (file) => file,
  }),
  operation({
    name: 'exportStock',
    method: 'GET',
    paths: ['/v1/exports/stock'],
    summary: 'Download stock levels as CSV, in the columns that an import reads, and more.',
    call: 'exportStock',
    query: wire.ExportStock,
    file: true,
    readRequest: bulk.readExportStock,
    writeReply: (file) => file,
  }),
]
