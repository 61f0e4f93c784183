/** Messages that are sent anew, and from which commit on. */
import { type Database, isTransient } from './pool.js'
import type { EndpointName } from './webhook-messages.js'

/** Rows that are looked at in one step: few enough for one statement, whatever is kept. */
const ROWS_A_STEP = 10_000
const MOST_FAILURES = 5

/** The messages of an endpoint as they were when this began: newer ones are left alone. */
interface Begun {
  readonly lastMessage: number
  /** How many times the opposite had begun: once it does again, this one ends. */
  readonly opposed: number
}

/**
 * What was given up is due again; or all that was ended and whose commit came behind `behind`, and where `anew` says
 * so, events are told from there on that were not told before. How many messages are due again. It is done in steps,
 * each of which stands by itself; to begin again goes on with what is left. Giving up ends it.
 */
export async function replayMessages(
  database: Database,
  endpoint: EndpointName,
  { behind, anew }: { readonly behind: number | null; readonly anew: boolean },
  at: number,
  rowsAStep = ROWS_A_STEP,
): Promise<number> {
  const begun = await beginReplay(database, endpoint, anew ? behind : null, at)
  return inSteps(begun, (step) => takeStep(database, endpoint, REQUEUE, { ...step, rowsAStep, at }, [behind]))
}

/** `anewBehind`: the commit behind which the feed is told again; null: it is told on from where it is. */
async function beginReplay(
  database: Database,
  { tenantId, endpointId }: EndpointName,
  anewBehind: number | null,
  at: number,
): Promise<Begun | null> {
  const { rows } = await database.query<{ last_message: number; give_ups_begun: number }>(
    `update webhook_endpoints set revision = revision + 1, updated_at = $4, replays_begun = replays_begun + 1,
       told_to = case when told_to > $3::bigint then $3 else told_to end,
       replay_from = case when told_to > $3 then $3 else replay_from end,
       replay_to = case when told_to > $3 then greatest(told_to, replay_to) else replay_to end
     where tenant_id = $1 and endpoint_id = $2
     returning last_message, give_ups_begun`,
    [tenantId, endpointId, anewBehind, new Date(at)],
  )
  const [row] = rows
  return row === undefined ? null : { lastMessage: row.last_message, opposed: row.give_ups_begun }
}

interface Step extends Begun {
  /** Messages up to this number have been looked at. */
  readonly after: number
  readonly rowsAStep: number
  readonly at: number
}

interface Stepped {
  readonly changed: number
  /** Null: there are no more, or the opposite has begun. */
  readonly upTo: number | null
}

async function inSteps(
  begun: Begun | null,
  take: (step: Begun & { readonly after: number }) => Promise<Stepped>,
): Promise<number> {
  let changed = 0
  let failures = 0
  let after: number | null = begun === null ? null : 0
  while (begun !== null && after !== null) {
    try {
      const stepped = await take({ ...begun, after })
      changed += stepped.changed
      after = stepped.upTo
    } catch (error) {
      // Attempts are recorded meanwhile, in an order of their own: the two may have waited for each other.
      failures += 1
      if (!isTransient(error) || failures > MOST_FAILURES) throw error
    }
  }
  return changed
}

const REQUEUE = {
  opposite: 'give_ups_begun',
  isLocked: false,
  lookedAt: 'true',
  change: "state = 'due', attempts = 0, due_at = $7, ended_at = null",
  changed: "m.state <> 'due' and (m.commit_version > $8 or $8::bigint is null and m.state = 'undelivered')",
} as const

/** Locked as they are found: to the planner, hardly anything ever is due. */
const GIVE_UP = {
  opposite: 'replays_begun',
  isLocked: true,
  lookedAt: "state = 'due'",
  change: "state = 'undelivered', ended_at = $7",
  changed: 'true',
} as const

/**
 * Looks at the next messages, and changes of them what is to be changed. Each step is a change that whoever sends must
 * know of, since they have read what was due.
 */
async function takeStep(
  database: Database,
  { tenantId, endpointId }: EndpointName,
  { opposite, isLocked, lookedAt, change, changed }: typeof REQUEUE | typeof GIVE_UP,
  { lastMessage, opposed, after, rowsAStep, at }: Step,
  more: readonly unknown[] = [],
): Promise<Stepped> {
  const { rows } = await database.query<{ changed: number; up_to: number | null }>(
    `with moved as (
       update webhook_endpoints set revision = revision + 1
       where tenant_id = $1 and endpoint_id = $2 and ${opposite} = $4
       returning endpoint_id
     ), step as materialized (
       select message_number from webhook_messages
       where tenant_id = $1 and endpoint_id = $2 and message_number > $5 and message_number <= $3 and ${lookedAt}
       order by message_number limit $6 ${isLocked ? 'for update' : ''}
     ), changed as (
       update webhook_messages m set ${change}
       where exists (select from moved) and m.tenant_id = $1 and m.endpoint_id = $2
         and m.message_number = any(array(select message_number from step)) and ${changed}
       returning 1
     )
     select (select count(*) from changed) as changed,
       (select max(message_number) from step where exists (select from moved)) as up_to`,
    [tenantId, endpointId, lastMessage, opposed, after, rowsAStep, new Date(at), ...more],
  )
  const [row] = rows
  return { changed: row?.changed ?? 0, upTo: row?.up_to ?? null }
}

/** The commit that left an event; null: there is none. */
export async function commitOfEvent(
  database: Database,
  tenantId: number,
  { orderNumber, version }: { readonly orderNumber: number; readonly version: number },
): Promise<number | null> {
  const { rows } = await database.query<{ commit_version: number }>(
    'select commit_version from order_events where tenant_id = $1 and order_number = $2 and version = $3',
    [tenantId, orderNumber, version],
  )
  return rows[0]?.commit_version ?? null
}

/** The last commit that left an event before the moment (milliseconds since 1970); 0: there is none. */
export async function commitBefore(database: Database, tenantId: number, moment: number): Promise<number> {
  const { rows } = await database.query<{ commit: number }>('select commit_before($1, $2) as commit', [
    tenantId,
    new Date(moment),
  ])
  return rows[0]?.commit ?? 0
}

/**
 * What is due is given up, and what was being told again is told no more; how many messages. An attempt that is under
 * way counts for nothing any more. In steps like a replay, which ends it.
 */
export async function giveUpMessages(
  database: Database,
  endpoint: EndpointName,
  at: number,
  rowsAStep = ROWS_A_STEP,
): Promise<number> {
  const begun = await beginGivingUp(database, endpoint, at)
  return inSteps(begun, (step) => takeStep(database, endpoint, GIVE_UP, { ...step, rowsAStep, at }))
}

/** What was never told is not left out. */
async function beginGivingUp(
  database: Database,
  { tenantId, endpointId }: EndpointName,
  at: number,
): Promise<Begun | null> {
  const { rows } = await database.query<{ last_message: number; replays_begun: number }>(
    `update webhook_endpoints set revision = revision + 1, updated_at = $3, give_ups_begun = give_ups_begun + 1,
       told_to = greatest(told_to, replay_to), replay_from = null, replay_to = null
     where tenant_id = $1 and endpoint_id = $2
     returning last_message, replays_begun`,
    [tenantId, endpointId, new Date(at)],
  )
  const [row] = rows
  return row === undefined ? null : { lastMessage: row.last_message, opposed: row.replays_begun }
}
