/** Leaky buckets in the store, so that all server processes share them. See sql/0003. */
import type { Database } from './pool.js'

export interface BucketRequest {
  readonly tenantId: number
  readonly credentialId: number
  readonly capacity: number
  readonly perSecond: number
  readonly wanted: number
  readonly at: number
}

/** How many of the wanted places were granted, and how full the bucket is then. */
export async function takePlaces(
  database: Database,
  request: BucketRequest,
): Promise<{ granted: number; level: number }> {
  const result = await database.query<{ granted: number; level_after: number }>({
    name: 'take_places',
    text: 'select granted, level_after from take_places($1, $2, $3, $4, $5, $6)',
    values: [
      request.tenantId,
      request.credentialId,
      request.capacity,
      request.perSecond,
      request.wanted,
      new Date(request.at),
    ],
  })
  const row = result.rows[0]
  if (row === undefined) throw new Error('take_places answers with one row')
  return { granted: row.granted, level: row.level_after }
}
