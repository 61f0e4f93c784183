/** The engine's calls for orders and stock in bulk. */
import { hash } from 'node:crypto'
import { namedAccount } from '../commit/calls/setup-accounts.js'
import { once } from '../commit/once.js'
import type { BulkCalls, ImportRecord } from '../order/bulk-calls.js'
import type { CommandKey } from '../order/caller.js'
import type { AccountContext, Serving } from '../order/calls.js'
import { accept, type Result, refuse } from '../order/rejection.js'
import { completeImportFile, forgetImport } from '../store/import-pieces.js'
import {
  cancelImport,
  countOpenImports,
  listImportFaults,
  listImports,
  readImport,
} from '../store/import-records.js'
import { beginImport } from '../store/imports.js'
import type { Database, Pool } from '../store/pool.js'
import { exportOrders, exportStock } from './exports.js'
import { type Received, receiveFile } from './receive-file.js'

/** Files of one tenant that are kept at once. */
export const MOST_OPEN = 20
const RETRY_AFTER_SECONDS = 10

/** `soon` is told that there is an import to be worked on. */
export function bulkCalls(pool: Pool, clock: () => number, soon: () => void): Serving<BulkCalls> {
  return {
    startImport: async (caller, { kind, account: name, dryRun, content, key }) => {
      const { tenantId } = caller
      const account = await accountOf(pool, caller, name)
      if (!account.ok) return account
      if ((await countOpenImports(pool, tenantId)) >= MOST_OPEN) {
        const limit = `${MOST_OPEN} imports that are not over`
        return refuse({ kind: 'rate_limited', of: 'account', limit, retryAfterSeconds: RETRY_AFTER_SECONDS })
      }
      const { accountId } = account.value
      const wish = { tenantId, accountId, kind, dryRun, keptHere: true, digest: null, sizeBytes: 0 }
      const importId = await beginImport(pool, wish, clock())
      const file = { tenantId, importId }
      try {
        const received = await receiveFile(pool, file, content, clock)
        if (!received.ok) return received
        if (received.value === null) return recordOf(pool, tenantId, importId)
        const asked = [kind, accountId, dryRun]
        const kept = await complete(
          pool,
          caller,
          file,
          received.value,
          keyOf(key, asked, received.value),
          clock(),
        )
        if (!kept.ok) return kept
        soon()
        return recordOf(pool, tenantId, kept.value.importId)
      } finally {
        // Nothing happens to one whose file is here.
        await forgetImport(pool, file).catch(() => {})
      }
    },
    readImport: ({ tenantId }, { importId }) => recordOf(pool, tenantId, importId),
    listImports: async ({ tenantId }, slice) => accept(await listImports(pool, tenantId, slice)),
    listImportFaults: async ({ tenantId }, { importId, ...slice }) => {
      const found = await recordOf(pool, tenantId, importId)
      return found.ok ? accept(await listImportFaults(pool, tenantId, importId, slice)) : found
    },
    cancelImport: async ({ tenantId }, { importId }) => {
      await cancelImport(pool, tenantId, importId, clock())
      const found = await recordOf(pool, tenantId, importId)
      if (!found.ok || found.value.state === 'cancelled') return found
      const { state } = found.value
      return refuse({ kind: 'not_allowed_in_state', what: 'import', id: String(importId), state })
    },
    exportOrders: async ({ tenantId }, { search }) => accept(await exportOrders(pool, tenantId, search)),
    exportStock: async (caller, { account: name, ...search }) => {
      const account = await accountOf(pool, caller, name)
      return account.ok ? accept(await exportStock(pool, account.value, search)) : account
    },
  }
}

async function accountOf(
  pool: Pool,
  caller: AccountContext,
  name: string | null,
): Promise<Result<AccountContext>> {
  if (name === null) return accept(caller)
  const named = await namedAccount(pool, caller.tenantId, name)
  if (!named.ok) return named
  const { accountId, stockOwnerId, currency } = named.value
  return accept({ tenantId: caller.tenantId, accountId, ownerId: stockOwnerId, currency })
}

async function recordOf(pool: Database, tenantId: number, importId: number): Promise<Result<ImportRecord>> {
  const found = await readImport(pool, tenantId, importId)
  return found === null ? refuse({ kind: 'not_found', what: 'import', id: String(importId) }) : accept(found)
}

/** A key counts for a file, too: its content is known only now. */
function keyOf(key: CommandKey | null, asked: readonly unknown[], { digest }: Received): CommandKey | null {
  if (key === null) return null
  const content = JSON.stringify([key.contentHash, ...asked, digest.toString('hex')])
  return { ...key, contentHash: hash('sha256', content, 'base64url') }
}

/** The file is here whole. With a key that was used for it before, it is the earlier import that counts. */
async function complete(
  pool: Pool,
  account: AccountContext,
  file: { readonly tenantId: number; readonly importId: number },
  received: Received,
  key: CommandKey | null,
  at: number,
): Promise<Result<{ readonly importId: number }>> {
  const { importId } = file
  if (key === null) {
    await completeImportFile(pool, file, received, at)
    return accept({ importId })
  }
  return once(pool, {
    account,
    key,
    at,
    work: async (client) => {
      await completeImportFile(client, file, received, at)
      return accept({ importId })
    },
  })
}
