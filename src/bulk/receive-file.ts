/** An import's file as it comes in: kept in pieces, and counted and hashed on the way. */
import { createHash } from 'node:crypto'
import { accept, type Result, refuse } from '../order/rejection.js'
import { addImportPiece } from '../store/import-pieces.js'
import type { Pool } from '../store/pool.js'

export const MOST_FILE_BYTES = 256 * 1024 * 1024
const PIECE_BYTES = 1024 * 1024

export interface Received {
  readonly digest: Buffer
  readonly sizeBytes: number
}

/** Null: the import was cancelled meanwhile. */
export async function receiveFile(
  pool: Pool,
  file: { readonly tenantId: number; readonly importId: number },
  content: AsyncIterable<Uint8Array>,
  clock: () => number,
): Promise<Result<Received | null>> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  let ordinal = 0
  let gathered: Uint8Array[] = []
  let gatheredBytes = 0
  const keep = async (): Promise<boolean> => {
    const piece = Buffer.concat(gathered)
    gathered = []
    gatheredBytes = 0
    ordinal += 1
    return addImportPiece(pool, file, ordinal, piece, clock())
  }
  const chunks = content[Symbol.asyncIterator]()
  for (;;) {
    let next: IteratorResult<Uint8Array>
    try {
      next = await chunks.next()
    } catch {
      return refuse({ kind: 'unreadable_body', reason: 'the body was cut off' })
    }
    if (next.done) break
    sizeBytes += next.value.length
    if (sizeBytes > MOST_FILE_BYTES) {
      const reason = `the body is larger than the limit of ${MOST_FILE_BYTES} bytes`
      return refuse({ kind: 'unreadable_body', reason })
    }
    hash.update(next.value)
    gathered.push(next.value)
    gatheredBytes += next.value.length
    if (gatheredBytes >= PIECE_BYTES && !(await keep())) return accept(null)
  }
  if (sizeBytes === 0) return refuse({ kind: 'unreadable_body', reason: 'the body is empty' })
  if (gatheredBytes > 0 && !(await keep())) return accept(null)
  return accept({ digest: hash.digest(), sizeBytes })
}
