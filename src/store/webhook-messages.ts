/** The messages to addresses that are told what happens: a queue each, kept until they are delivered or given up. */
import { documentArray, numberArray, textArray } from './arrays.js'
import type { Database } from './pool.js'

export interface EndpointName {
  readonly tenantId: number
  readonly endpointId: number
}

export interface NewMessage {
  readonly id: string
  readonly kind: string
  readonly subject: string
  readonly commitVersion: number
  readonly body: string
}

export interface QueuedMessage extends Omit<NewMessage, 'commitVersion'> {
  readonly number: number
  readonly attempts: number
  /** Milliseconds since 1970. */
  readonly dueAt: number
}

interface QueuedRow {
  message_number: number
  message_id: string
  kind: string
  subject: string
  body: string
  attempts: number
  due_at: Date
}

/** Adds what the commits up to `to` mean, and notes that. Null: the address has been changed, or told further. */
export async function addMessages(
  database: Database,
  endpoint: EndpointName & { readonly revision: number },
  { from, to }: { readonly from: number; readonly to: number },
  messages: readonly NewMessage[],
  marks: ReadonlyMap<string, string>,
  at: number,
): Promise<QueuedMessage[] | null> {
  const { rows } = await database.query<{ moved: number; added: { number: number; id: string }[] | null }>({
    name: 'add_webhook_messages',
    text: `
      with moved as (
        update webhook_endpoints set told_to = $5, last_message = last_message + cardinality($6::text[]),
          replay_from = case when replay_to > $5 then replay_from end,
          replay_to = case when replay_to > $5 then replay_to end
        where tenant_id = $1 and endpoint_id = $2 and revision = $3 and told_to = $4
        returning last_message - cardinality($6::text[]) as base
      ), added as (
        insert into webhook_messages (tenant_id, endpoint_id, message_number, message_id, kind, subject,
          commit_version, body, state, due_at, created_at)
        select $1, $2, moved.base + m.ordinal, m.id, m.kind, m.subject, m.commit_version, m.body, 'due', $13, $13
        from moved, unnest($6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[])
          with ordinality as m(id, kind, subject, commit_version, body, ordinal)
        on conflict (tenant_id, endpoint_id, message_id) do nothing
        returning message_number, message_id
      ), marked as (
        insert into webhook_marks (tenant_id, endpoint_id, subject, marks)
        select $1, $2, k.subject, k.marks from moved, unnest($11::text[], $12::text[]) as k(subject, marks)
        on conflict (tenant_id, endpoint_id, subject) do update set marks = excluded.marks
      )
      select (select count(*)::integer from moved) as moved,
        (select json_agg(json_build_object('number', message_number, 'id', message_id) order by message_number)
         from added) as added`,
    values: [
      endpoint.tenantId,
      endpoint.endpointId,
      endpoint.revision,
      from,
      to,
      textArray(messages.map((one) => one.id)),
      textArray(messages.map((one) => one.kind)),
      textArray(messages.map((one) => one.subject)),
      numberArray(messages.map((one) => one.commitVersion)),
      documentArray(messages.map((one) => one.body)),
      textArray([...marks.keys()]),
      textArray([...marks.values()]),
      new Date(at),
    ],
  })
  const [row] = rows
  if (row === undefined || row.moved === 0) return null
  const byId = new Map(messages.map((one) => [one.id, one]))
  return (row.added ?? []).flatMap(({ number, id }) => {
    const message = byId.get(id)
    return message === undefined ? [] : [{ ...message, number, attempts: 0, dueAt: at }]
  })
}

/** What is still to be delivered behind a number, in their order. */
export async function readDueMessages(
  database: Database,
  { tenantId, endpointId }: EndpointName,
  behind: number,
  limit: number,
): Promise<QueuedMessage[]> {
  const { rows } = await database.query<QueuedRow>({
    name: 'read_due_messages',
    text: `
      select message_number, message_id, kind, subject, body, attempts, due_at from webhook_messages
      where tenant_id = $1 and endpoint_id = $2 and state = 'due' and message_number > $3
      order by message_number limit $4`,
    values: [tenantId, endpointId, behind, limit],
  })
  return rows.map((row) => ({
    number: row.message_number,
    id: row.message_id,
    kind: row.kind,
    subject: row.subject,
    body: row.body,
    attempts: row.attempts,
    dueAt: row.due_at.getTime(),
  }))
}

export async function readMarks(
  database: Database,
  { tenantId, endpointId }: EndpointName,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await database.query<{ subject: string; marks: string }>({
    name: 'read_webhook_marks',
    text: `
      select subject, marks from webhook_marks
      where tenant_id = $1 and endpoint_id = $2 and subject = any($3::text[])`,
    values: [tenantId, endpointId, textArray(subjects)],
  })
  return new Map(rows.map((row) => [row.subject, row.marks]))
}

export interface AttemptLog {
  /** When it was sent, milliseconds since 1970. */
  readonly at: number
  readonly tookMs: number
  readonly url: string
  /** Null: there was no answer. */
  readonly status: number | null
  /** The beginning of the answer. */
  readonly answer: string | null
  readonly problem: string | null
}

export interface Attempted extends EndpointName {
  readonly number: number
  /** How many came before this one: if there are others by now, it counts for nothing. */
  readonly attempts: number
  readonly state: 'due' | 'delivered' | 'undelivered'
  readonly dueAt: number
  readonly entry: AttemptLog
}

/** The oldest entries of a log make room. */
const LONGEST_LOG = 40

/**
 * All of one tenant. The plan is made anew each time, by how large the table is then, and none may go through the index
 * of what is due, which is full of what no longer is: `ended_at` says the same as `state`.
 */
export async function recordAttempts(
  database: Database,
  tenantId: number,
  attempts: readonly Attempted[],
  at: number,
): Promise<void> {
  await database.query({
    text: `
      update webhook_messages m set state = n.state, attempts = n.attempts + 1,
        due_at = to_timestamp(n.due_at / 1000.0), ended_at = case when n.state <> 'due' then $8::timestamptz end,
        log = (case when jsonb_array_length(m.log) >= ${LONGEST_LOG} then m.log - 0 else m.log end)
          || n.entry::jsonb
      from unnest($2::integer[], $3::bigint[], $4::integer[], $5::text[], $6::bigint[], $7::text[])
        as n(endpoint_id, message_number, attempts, state, due_at, entry)
      where m.tenant_id = $1 and m.endpoint_id = n.endpoint_id and m.message_number = n.message_number
        and m.ended_at is null and m.attempts = n.attempts`,
    values: [
      tenantId,
      numberArray(attempts.map((one) => one.endpointId)),
      numberArray(attempts.map((one) => one.number)),
      numberArray(attempts.map((one) => one.attempts)),
      textArray(attempts.map((one) => one.state)),
      numberArray(attempts.map((one) => one.dueAt)),
      documentArray(attempts.map((one) => JSON.stringify(one.entry))),
      new Date(at),
    ],
  })
}

/** Forgets what ended before then; a few at a time. True: there may be more. */
export async function dropOldMessages(database: Database, before: number, most: number): Promise<boolean> {
  const { rowCount } = await database.query(
    `delete from webhook_messages where ctid = any(array(
       select ctid from webhook_messages where ended_at < $1 limit $2))`,
    [new Date(before), most],
  )
  return rowCount === most
}
