/** Connections, the rules that use them, and what was forwarded, for operators. */
import { once } from '../commit/once.js'
import { sentAt } from '../connect/outcomes.js'
import { targetProblem } from '../connect/targets.js'
import type { AccountContext, Serving } from '../order/calls.js'
import type {
  ConnectionCalls,
  ConnectionRecord,
  ConnectionWish,
  ForwardingName,
  ForwardingRecord,
  RoutingRuleRecord,
  RoutingRuleWish,
} from '../order/connection-calls.js'
import { accept, type Result, refuse } from '../order/rejection.js'
import {
  beginPolling,
  type Connection,
  createConnection,
  findConnection,
  hastenPolling,
  listConnections,
  noteConnection,
  readConnection,
  readSkusThere,
  updateConnection,
} from '../store/connections.js'
import { listForwardingCalls, readForwardingCall } from '../store/forwarding-calls.js'
import {
  changeForwarding,
  type ForwardingChange,
  listForwardings,
  readForwarding,
  readForwardingRecord,
} from '../store/forwardings.js'
import { type Client, type Database, sqlState, UNIQUE_VIOLATION } from '../store/pool.js'
import {
  createRule,
  deleteRule,
  listRules,
  type RuleRow,
  readRule,
  updateRule,
} from '../store/routing-rules.js'
import { findAccount } from '../store/setup.js'
import { reasonOf } from './following.js'
import { NO_LINK, openLink } from './link.js'
import type { ForwardParts } from './parts.js'
import { callbackPath } from './receiving.js'
import { openCredential } from './secrets.js'

const TEST_TIMEOUT_MS = 10_000

export function connectionCalls(parts: ForwardParts): Serving<ConnectionCalls> {
  const { pool, clock, box } = parts
  return {
    createConnection: async (account, { wish, key }) => {
      const at = clock()
      const fault = wishFault(parts, wish)
      if (fault !== null) return fault
      const sealed = box.seal(JSON.stringify(withPushSecret(wish.credentials, wish.pushSecret)))
      const work = async (client: Client): Promise<Result<ConnectionRecord>> => {
        const made = await createConnection(client, account.tenantId, { ...wish, sealed }, at)
        return connectionRecord(parts, client, account.tenantId, made)
      }
      return nameTaken(wish.name, () => once(pool, { account, key, at, work }))
    },
    changeConnection: async (account, { connectionId, change }) => {
      const { tenantId } = account
      const work = async (client: Client): Promise<Result<ConnectionRecord>> => {
        const found = await readConnection(client, tenantId, connectionId)
        if (found === null) return noConnection(connectionId)
        const { credentials, pushSecret, ...rest } = change
        const wish = { ...found, ...rest }
        const fault = wishFault(parts, wish)
        if (fault !== null) return fault
        const secrets = secretsAfter(box, found, { credentials, pushSecret })
        if (!secrets.ok) return secrets
        const sealed = secrets.value === null ? null : box.seal(JSON.stringify(secrets.value))
        await updateConnection(client, tenantId, connectionId, { ...wish, sealed }, clock())
        return connectionRecord(parts, client, tenantId, connectionId)
      }
      return nameTaken(change.name ?? '', () => once(pool, { account, key: null, at: clock(), work }))
    },
    readConnection: ({ tenantId }, { connectionId }) => connectionRecord(parts, pool, tenantId, connectionId),
    listConnections: async ({ tenantId }, slice) => {
      const { rows, next } = await listConnections(pool, tenantId, slice)
      return accept({ rows: rows.map((one) => recordOf(parts, one)), next })
    },
    readSkusThere: async ({ tenantId }, { sku }) => accept(await readSkusThere(pool, tenantId, sku)),
    testConnection: async ({ tenantId }, { connectionId }) => {
      const connection = await readConnection(pool, tenantId, connectionId)
      if (connection === null) return noConnection(connectionId)
      return accept(await probe(parts, connection))
    },
    pollConnection: async ({ tenantId }, { connectionId }) => {
      await hastenPolling(pool, { tenantId, connectionId }, clock())
      return connectionRecord(parts, pool, tenantId, connectionId)
    },

    createRoutingRule: async (account, { wish, key }) => {
      const { tenantId } = account
      const at = clock()
      const work = async (client: Client): Promise<Result<RoutingRuleRecord>> => {
        const rule = await ruleOf(client, tenantId, wish)
        if (!rule.ok) return rule
        return ruleRecord(client, tenantId, await createRule(client, tenantId, rule.value, at))
      }
      return once(pool, { account, key, at, work })
    },
    readRoutingRule: ({ tenantId }, { ruleId }) => ruleRecord(pool, tenantId, ruleId),
    changeRoutingRule: async (account, { ruleId, change }) => {
      const { tenantId } = account
      const work = async (client: Client): Promise<Result<RoutingRuleRecord>> => {
        const found = await ruleRecord(client, tenantId, ruleId)
        if (!found.ok) return found
        // By its number: a name of digits is none.
        const before = { ...found.value, connection: String(found.value.connectionId) }
        const rule = await ruleOf(client, tenantId, { ...before, ...change })
        if (!rule.ok) return rule
        await updateRule(client, tenantId, ruleId, rule.value)
        return ruleRecord(client, tenantId, ruleId)
      }
      return once(pool, { account, key: null, at: clock(), work })
    },
    listRoutingRules: async ({ tenantId }, slice) => accept(await listRules(pool, tenantId, slice)),
    deleteRoutingRule: async ({ tenantId }, { ruleId }) => {
      const found = await ruleRecord(pool, tenantId, ruleId)
      if (found.ok) await deleteRule(pool, tenantId, ruleId)
      return found
    },

    readForwarding: ({ tenantId }, name) => forwardingRecord(pool, tenantId, name),
    listForwardings: async ({ tenantId }, { limit, after, ...filter }) =>
      accept(await listForwardings(pool, tenantId, filter, { limit, after })),
    listForwardingCalls: async ({ tenantId }, { orderNumber, sequence, ...slice }) => {
      const found = await forwardingRecord(pool, tenantId, { orderNumber, sequence })
      if (!found.ok) return found
      return accept(await listForwardingCalls(pool, tenantId, { orderNumber, sequence }, slice))
    },
    readForwardingCall: async ({ tenantId }, { callNumber, ...name }) => {
      const found = await readForwardingCall(pool, tenantId, name, callNumber)
      const id = String(callNumber)
      return found === null ? refuse({ kind: 'not_found', what: 'call of forwarding', id }) : accept(found)
    },
    retryForwarding: (account, name) =>
      changed(parts, account, name, ['parked'], ({ upstreamNumber, upstreamStatus }) => ({
        // What is there already is looked at once more, and not placed.
        state: upstreamNumber === null && upstreamStatus === null ? 'due' : 'sent',
        ...AFRESH,
        nextAt: clock(),
      })),
    settleForwarding: (account, { settlement, ...name }) =>
      settlement.kind === 'sent'
        ? changed(parts, account, name, ['parked', 'unknown'], () => ({
            ...sentAt(clock()),
            nextAt: clock(),
            upstreamNumber: settlement.upstreamNumber,
          }))
        : changed(parts, account, name, ['parked', 'unknown', 'due', 'sent', 'withdrawn'], () => ({
            state: 'done',
            ...AFRESH,
            nextAt: null,
            problem: settlement.reason,
          })),
  }
}

const AFRESH = { looks: 0, delays: 0, problem: null, field: null }

function wishFault(
  { platforms, rules }: ForwardParts,
  { family, baseUrl }: Pick<ConnectionWish, 'family' | 'baseUrl'>,
): ReturnType<typeof refuse> | null {
  if (!platforms.has(family)) {
    const problem = `is "${family}", but must be one of ${[...platforms.keys()].join(', ')}`
    return refuse({ kind: 'invalid_field', faults: [{ path: 'dialect', problem }] })
  }
  const problem = targetProblem(baseUrl, rules)
  return problem === null ? null : refuse({ kind: 'invalid_field', faults: [{ path: 'baseUrl', problem }] })
}

async function nameTaken<T>(name: string, work: () => Promise<T>) {
  try {
    return await work()
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error
    return refuse({ kind: 'already_exists', what: 'connection', id: name })
  }
}

async function probe(parts: ForwardParts, connection: Connection) {
  const { pool, clock, rules } = parts
  const began = performance.now()
  const elapsed = () => Math.round(performance.now() - began)
  const link = openLink(parts, connection, { timeoutMs: TEST_TIMEOUT_MS, rules })
  if (link === null) return { alive: false, reason: NO_LINK, elapsedMs: 0 }
  const { outcome } = await link.call(link.upstream.probe, null)
  if (outcome.kind !== 'alive') return { alive: false, reason: reasonOf(outcome), elapsedMs: elapsed() }
  // Whatever kept it from being used is over.
  if (connection.pausedUntil !== null && connection.pausedUntil > clock()) {
    await noteConnection(pool, connection, { problem: null, pausedUntil: null })
  }
  return { alive: true, reason: null, elapsedMs: elapsed() }
}

async function changed(
  { pool, clock }: ForwardParts,
  { tenantId }: AccountContext,
  name: ForwardingName,
  from: readonly ForwardingRecord['state'][],
  change: (before: ForwardingRecord) => ForwardingChange,
): Promise<Result<ForwardingRecord>> {
  const record = await forwardingRecord(pool, tenantId, name)
  const found = await readForwarding(pool, tenantId, name)
  if (!record.ok || found === null) return record
  const id = `${name.orderNumber}-${name.sequence}`
  const wrong = (state: string) => refuse({ kind: 'not_allowed_in_state', what: 'forwarding', id, state })
  if (!from.includes(found.state)) return wrong(found.state)
  const at = clock()
  const after = await changeForwarding(pool, found, change(record.value), at)
  if (after === null) return wrong('being worked on')
  if (after.state === 'sent') await beginPolling(pool, after, after.firstSentAt ?? at)
  return forwardingRecord(pool, tenantId, name)
}

async function connectionRecord(
  parts: ForwardParts,
  database: Database,
  tenantId: number,
  connectionId: number,
): Promise<Result<ConnectionRecord>> {
  const found = await readConnection(database, tenantId, connectionId)
  return found === null ? noConnection(connectionId) : accept(recordOf(parts, found))
}

/** Without its secrets. */
function recordOf(parts: ForwardParts, connection: Connection): ConnectionRecord {
  const { tenantId: _, credentialSealed, sessionSealed, pollAt, ...record } = connection
  return { ...record, callbackPath: callbackPath(parts, connection) }
}

type Secrets = ConnectionWish['credentials']

function withPushSecret(credentials: Secrets, pushSecret: string | undefined): Secrets {
  return pushSecret === undefined ? credentials : { ...credentials, pushSecret }
}

/** Of the two, what is not given stays as it was. Null: both do. */
function secretsAfter(
  box: ForwardParts['box'],
  before: Connection,
  given: { readonly credentials: Secrets | undefined; readonly pushSecret: string | undefined },
): Result<Secrets | null> {
  const { credentials, pushSecret } = given
  if (credentials === undefined && pushSecret === undefined) return accept(null)
  const kept = openCredential(box, before)
  if (credentials !== undefined) return accept(withPushSecret(credentials, pushSecret ?? kept?.pushSecret))
  if (kept !== null) return accept(withPushSecret(kept, pushSecret))
  const problem = 'are needed, since those that are kept were sealed with another key'
  return refuse({ kind: 'invalid_field', faults: [{ path: 'credentials', problem }] })
}

function noConnection(connectionId: number) {
  return refuse({ kind: 'not_found', what: 'connection', id: String(connectionId) })
}

/** With the numbers of what it names. */
async function ruleOf(database: Database, tenantId: number, wish: RoutingRuleWish): Promise<Result<RuleRow>> {
  const connectionId = await findConnection(database, tenantId, wish.connection)
  if (connectionId === null) return refuse({ kind: 'not_found', what: 'connection', id: wish.connection })
  const named = wish.account === null ? null : await findAccount(database, tenantId, wish.account)
  if (wish.account !== null && named === null) {
    return refuse({ kind: 'not_found', what: 'account', id: wish.account })
  }
  return accept({ ...wish, connectionId, accountId: named?.accountId ?? null })
}

async function ruleRecord(
  database: Database,
  tenantId: number,
  ruleId: number,
): Promise<Result<RoutingRuleRecord>> {
  const found = await readRule(database, tenantId, ruleId)
  if (found === null) return refuse({ kind: 'not_found', what: 'routing rule', id: String(ruleId) })
  return accept(found)
}

async function forwardingRecord(
  database: Database,
  tenantId: number,
  name: ForwardingName,
): Promise<Result<ForwardingRecord>> {
  const found = await readForwardingRecord(database, tenantId, name)
  if (found !== null) return accept(found)
  const id = `${name.orderNumber}-${name.sequence}`
  return refuse({ kind: 'not_found', what: 'forwarding', id })
}
