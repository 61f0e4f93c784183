/** The session of a connection, as all processes share it: sealed in the store, and opened by one of them at a time. */
import { randomUUID } from 'node:crypto'
import type { KeptSession, SessionShelf } from '../connect/session-keeper.js'
import { type Connection, readConnection, saveSession } from '../store/connections.js'
import { holdLease, releaseLease } from '../store/leases.js'
import type { ForwardParts } from './parts.js'

/** It may take two calls: one that renews it, and one that opens another. */
const CALLS = 2
const MARGIN_MS = 5_000

export function shelfOf(
  { pool, box }: ForwardParts,
  connection: Connection,
  timeoutMs: number,
): SessionShelf {
  const { tenantId, connectionId } = connection
  const lease = `session ${tenantId}/${connectionId}`
  return {
    load: async () => {
      const found = await readConnection(pool, tenantId, connectionId)
      return found?.sessionSealed ? opened(box, found.sessionSealed) : null
    },
    save: (session) => saveSession(pool, connection, box.seal(JSON.stringify(session))),
    alone: async (work) => {
      const holder = randomUUID()
      // Waiting for a turn takes as long as a call at most.
      const holdMs = CALLS * 2 * timeoutMs + MARGIN_MS
      if (!(await holdLease(pool, lease, holder, holdMs))) return null
      try {
        return await work()
      } finally {
        await releaseLease(pool, lease, holder).catch(() => {})
      }
    },
  }
}

/** Null: it was sealed with another key, and another one is opened. */
function opened(box: ForwardParts['box'], sealed: Buffer): KeptSession | null {
  try {
    return JSON.parse(box.open(sealed))
  } catch {
    return null
  }
}
