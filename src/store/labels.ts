/** Labels that callers bring along: kept once a tenant, by the SHA-256 of their content. */
import { createHash } from 'node:crypto'
import type { Label } from '../order/order.js'
import type { Database } from './pool.js'

export interface LabelFile {
  readonly contentType: string
  readonly content: Uint8Array
}

/** Harmless to repeat: the same content is the same label. */
export async function keepLabel(
  database: Database,
  tenantId: number,
  { contentType, content }: LabelFile,
): Promise<Label> {
  const digest = createHash('sha256').update(content).digest()
  await database.query({
    name: 'keep_label',
    text: `insert into labels (tenant_id, digest, content_type, content, created_at)
      values ($1, $2, $3, $4, now()) on conflict do nothing`,
    values: [tenantId, digest, contentType, Buffer.from(content.buffer, content.byteOffset, content.length)],
  })
  return { digest: digest.toString('hex'), contentType, sizeBytes: content.length }
}

/** Undefined: there is no label of that digest. */
export async function readLabel(
  database: Database,
  tenantId: number,
  digest: string,
): Promise<LabelFile | undefined> {
  const { rows } = await database.query<{ content_type: string; content: Buffer }>({
    name: 'read_label',
    text: `select content_type, content from labels where tenant_id = $1 and digest = decode($2, 'hex')`,
    values: [tenantId, digest],
  })
  const [row] = rows
  return row === undefined ? undefined : { contentType: row.content_type, content: row.content }
}
