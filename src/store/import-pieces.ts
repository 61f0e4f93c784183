/** The files of imports, in pieces, from the moment they come in until the import is over. */
import type { Database } from './pool.js'

interface FileOf {
  readonly tenantId: number
  readonly importId: number
}

/** False: the import is over, and its file is not wanted any more. */
export async function addImportPiece(
  database: Database,
  { tenantId, importId }: FileOf,
  ordinal: number,
  content: Buffer,
  at: number,
): Promise<boolean> {
  const { rowCount } = await database.query({
    name: 'add_import_piece',
    text: `
      with wanted as (
        update imports set updated_at = $5
        where tenant_id = $1 and import_id = $2 and state = 'receiving'
        returning tenant_id, import_id
      )
      insert into import_pieces (tenant_id, import_id, ordinal, content)
      select tenant_id, import_id, $3, $4 from wanted`,
    values: [tenantId, importId, ordinal, content, new Date(at)],
  })
  return rowCount === 1
}

/** The whole file is here: it waits to be taken in. False: the import is over. */
export async function completeImportFile(
  database: Database,
  { tenantId, importId }: FileOf,
  file: { readonly digest: Buffer; readonly sizeBytes: number },
  at: number,
): Promise<boolean> {
  const { rowCount } = await database.query(
    `update imports set state = 'waiting', digest = $3, size_bytes = $4, updated_at = $5
     where tenant_id = $1 and import_id = $2 and state = 'receiving'`,
    [tenantId, importId, file.digest, file.sizeBytes, new Date(at)],
  )
  return rowCount === 1
}

/** Undefined: there are no more. */
export async function readImportPiece(
  database: Database,
  { tenantId, importId }: FileOf,
  ordinal: number,
): Promise<Buffer | undefined> {
  const { rows } = await database.query<{ content: Buffer }>({
    name: 'read_import_piece',
    text: `select content from import_pieces where tenant_id = $1 and import_id = $2 and ordinal = $3`,
    values: [tenantId, importId, ordinal],
  })
  return rows[0]?.content
}

/** An import whose file never came is as if it had not been asked for. */
export async function forgetImport(database: Database, { tenantId, importId }: FileOf): Promise<void> {
  await database.query(
    `with gone as (delete from imports where tenant_id = $1 and import_id = $2 and state = 'receiving'
       returning tenant_id, import_id)
     delete from import_pieces p using gone g where p.tenant_id = g.tenant_id and p.import_id = g.import_id`,
    [tenantId, importId],
  )
}

/** Ends those whose file stopped coming before `before` (milliseconds since 1970): whoever received it is no more. */
export async function endAbandonedImports(database: Database, before: number, at: number): Promise<void> {
  await database.query(
    `update imports set state = 'failed', problem = 'its file has never come whole', ended_at = $2, updated_at = $2
     where state = 'receiving' and ended_at is null and updated_at < $1`,
    [new Date(before), new Date(at)],
  )
}

/** Of imports that are over. */
export async function dropImportPieces(database: Database): Promise<void> {
  await database.query(
    `delete from import_pieces p using imports i
     where i.tenant_id = p.tenant_id and i.import_id = p.import_id and i.ended_at is not null`,
  )
}
