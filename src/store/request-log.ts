/** The request log: rows are added in batches, read, and removed after some days. */
import type { FieldFault, RejectionKind } from '../order/rejection.js'
import type { RequestEntry, RequestRecord, RequestSearch, RequestSummary } from '../order/request-calls.js'
import type { Slice, Sliced } from '../order/setup-calls.js'
import type { Subject } from '../order/subjects.js'
import { documentArray, numberArray, textArray } from './arrays.js'
import type { Database } from './pool.js'
import { rowsToRead, sliced } from './slices.js'

/** An entry with the credential that it came by, or the hash of what named one. */
export interface NewRequestEntry extends RequestEntry {
  readonly credentialId: number | null
  readonly family: string
  /** In hex; null: the credential is known. */
  readonly identityHash: string | null
  readonly about: readonly Subject[]
}

/** Stands between the subjects of one entry. */
const BETWEEN = '\x1f'

/**
 * Of one tenant, in their order. A credential that was revoked is found by what named it. It is not waited until they
 * are on disk: orders wait for the same disk, and what a crash of the database may take is less than a second.
 */
export async function addRequests(
  database: Database,
  tenantId: number,
  entries: readonly NewRequestEntry[],
): Promise<void> {
  const texts = (read: (entry: NewRequestEntry) => string | null) => textArray(entries.map(read))
  const numbers = (read: (entry: NewRequestEntry) => number | null) => numberArray(entries.map(read))
  const documents = (read: (entry: NewRequestEntry) => unknown) =>
    documentArray(
      entries.map((entry) => {
        const value = read(entry)
        return value === null ? null : JSON.stringify(value)
      }),
    )
  await database.query({
    name: 'add_requests',
    text: `
      insert into request_log (tenant_id, request_id, at, took_ms, dialect, operation, credential_id, method, path,
        query, status, code, refusal, reason, faults, request, request_bytes, answer, answer_bytes, about)
      select $1, e.request_id, to_timestamp(e.at / 1000), e.took_ms, e.dialect, e.operation,
        coalesce(e.credential_id, (
          select c.credential_id from credentials c
          where c.tenant_id = $1 and c.dialect = e.family and c.secret_hash = decode(e.identity_hash, 'hex'))),
        e.method, e.path, e.query, e.status, e.code, e.refusal, e.reason, e.faults, e.request, e.request_bytes,
        e.answer, e.answer_bytes, string_to_array(e.about, chr(31))
      from unnest($2::text[], $3::float8[], $4::float4[], $5::text[], $6::text[], $7::int[], $8::text[], $9::text[],
          $10::text[], $11::text[], $12::text[], $13::int[], $14::text[], $15::text[], $16::json[], $17::json[],
          $18::text[], $19::int[], $20::text[], $21::int[], $22::text[])
        with ordinality as e(request_id, at, took_ms, dialect, operation, credential_id, family, identity_hash,
          method, path, query, status, code, refusal, reason, faults, request, request_bytes, answer, answer_bytes,
          about, ordinal)
      where (select set_config('synchronous_commit', 'off', true)) is not null
      order by e.ordinal`,
    values: [
      tenantId,
      texts((entry) => entry.requestId),
      numbers((entry) => entry.at),
      numbers((entry) => entry.tookMs),
      texts((entry) => entry.dialect),
      texts((entry) => entry.operation),
      numbers((entry) => entry.credentialId),
      texts((entry) => entry.family),
      texts((entry) => entry.identityHash),
      texts((entry) => entry.method),
      texts((entry) => entry.path),
      texts((entry) => entry.query),
      numbers((entry) => entry.status),
      texts((entry) => entry.code),
      texts((entry) => entry.refusal),
      documents((entry) => entry.reason),
      documents((entry) => entry.faults),
      texts((entry) => entry.request),
      numbers((entry) => entry.requestBytes),
      texts((entry) => entry.answer),
      numbers((entry) => entry.answerBytes),
      texts(({ about }) => (about.length === 0 ? null : about.join(BETWEEN))),
    ],
  })
}

/** Of these, those that there are. */
export async function tenantsAmong(
  database: Database,
  tenantIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const { rows } = await database.query<{ tenant_id: number }>(
    'select tenant_id from tenants where tenant_id = any($1::int[])',
    [numberArray(tenantIds)],
  )
  return new Set(rows.map((row) => row.tenant_id))
}

interface SummaryRow {
  request_number: number
  request_id: string
  at: Date
  took_ms: number
  dialect: string
  operation: string | null
  credential_id: number | null
  method: string
  path: string
  status: number
  code: string | null
  refusal: RejectionKind | null
  faults: FieldFault[]
  request_bytes: number
  answer_bytes: number
}

interface RecordRow extends SummaryRow {
  query: string | null
  reason: Record<string, unknown> | null
  request: string | null
  answer: string | null
}

const SUMMARY = `request_number, request_id, at, took_ms, dialect, operation, credential_id, method, path, status, code,
  refusal, faults, request_bytes, answer_bytes`

/** Few, whatever else is asked for: they are found before it is looked at. */
const ABOUT =
  '(select * from request_log where tenant_id = $1 and about && $12::text[] offset 0) as request_log'

/** Newest first. `about`: only what one of these was the subject of; null: whatever it was about. */
export async function listRequests(
  database: Database,
  tenantId: number,
  { credentialId, dialect, operation, code, isRefused, refusal, from, to }: RequestSearch,
  about: readonly Subject[] | null,
  slice: Slice,
): Promise<Sliced<RequestSummary>> {
  const { rows } = await database.query<SummaryRow>(
    `select ${SUMMARY} from ${about === null ? 'request_log' : ABOUT}
     where tenant_id = $1 and ($2::bigint is null or request_number < $2)
       and ($3::int is null or credential_id = $3) and ($4::text is null or dialect = $4)
       and ($5::text is null or operation = $5) and ($6::text is null or code = $6)
       and ($7::boolean is null or (refusal is not null) = $7)
       and ($8::timestamptz is null or at >= $8) and ($9::timestamptz is null or at <= $9)
       and ($10::text is null or refusal = $10)
     order by request_number desc limit $11`,
    [
      tenantId,
      slice.after?.[0] ?? null,
      credentialId ?? null,
      dialect ?? null,
      operation ?? null,
      code ?? null,
      isRefused ?? null,
      from === undefined ? null : new Date(from),
      to === undefined ? null : new Date(to),
      refusal ?? null,
      rowsToRead(slice),
      ...(about === null ? [] : [textArray(about)]),
    ],
  )
  return sliced(rows.map(readSummary), slice, (entry) => [entry.requestNumber])
}

export async function readRequest(
  database: Database,
  tenantId: number,
  requestNumber: number,
): Promise<RequestRecord | null> {
  const { rows } = await database.query<RecordRow>(
    `select ${SUMMARY}, query, reason, request, answer from request_log
     where tenant_id = $1 and request_number = $2`,
    [tenantId, requestNumber],
  )
  const [row] = rows
  if (row === undefined) return null
  const { query, reason, request, answer } = row
  return { ...readSummary(row), query, reason, request, answer }
}

function readSummary(row: SummaryRow): RequestSummary {
  return {
    requestNumber: row.request_number,
    requestId: row.request_id,
    at: row.at.getTime(),
    tookMs: row.took_ms,
    dialect: row.dialect,
    operation: row.operation,
    credentialId: row.credential_id,
    method: row.method,
    path: row.path,
    status: row.status,
    code: row.code,
    refusal: row.refusal,
    faults: row.faults,
    requestBytes: row.request_bytes,
    answerBytes: row.answer_bytes,
  }
}
