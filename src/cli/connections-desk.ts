/**
 * What the native API does with connections and routing rules, for commands: the same shapes, checks and calls, on the
 * database itself.
 */
import { Lanes } from '../commit/lanes.js'
import type { Config } from '../config.js'
import { targetRulesOf } from '../connect/private-targets.js'
import { dialects } from '../dialects/index.js'
import { connectionCalls } from '../forward/calls.js'
import { platformsOf } from '../forward/platforms.js'
import { native } from '../http/native/index.js'
import * as map from '../http/native/map-connections.js'
import type { AccountContext } from '../order/calls.js'
import type { ConnectionRecord, ConnectionTest, RoutingRuleRecord } from '../order/connection-calls.js'
import type { Rejection, Result } from '../order/rejection.js'
import type { Slice, Sliced } from '../order/setup-calls.js'
import { findConnection } from '../store/connections.js'
import type { Pool } from '../store/pool.js'
import { claimSealing, openSecretBox } from '../store/secret-box.js'
import { type WireRequest, writeError } from '../wire/dialect.js'
import { readJson, writeJson } from '../wire/json.js'
import { chooseTenant, operatorOf } from './tenants.js'

const ROWS = 250

export interface ConnectionsDesk {
  /** `body` as the native API takes it. */
  connect(body: JsonObject): Promise<ConnectionRecord>
  /** `named` by its number or its name, here and below. */
  change(named: string, body: JsonObject): Promise<ConnectionRecord>
  /** Null: there is none of that name. */
  find(named: string): Promise<ConnectionRecord | null>
  list(): Promise<ConnectionRecord[]>
  test(named: string): Promise<ConnectionTest>
  poll(named: string): Promise<ConnectionRecord>
  addRule(body: JsonObject): Promise<RoutingRuleRecord>
  listRules(): Promise<RoutingRuleRecord[]>
  removeRule(id: string): Promise<RoutingRuleRecord>
}

type JsonObject = Readonly<Record<string, unknown>>

/** Refusals are thrown, in the words of the native API. */
export async function openDesk(
  config: Config,
  pool: Pool,
  tenantName: string | undefined,
): Promise<ConnectionsDesk> {
  const tenant = await chooseTenant(pool, tenantName)
  const account = await operatorOf(pool, tenant)
  const box = await openSecretBox(config.dataDir, config.secretKey)
  const sealing = await claimSealing(pool, box)
  if (sealing !== null) throw new Error(sealing)
  const clock = () => Date.now()
  // Nothing of this goes through a lane.
  const lanes = new Lanes(pool, clock, { committed: () => {}, failed: () => {} })
  const rules = targetRulesOf(config)
  const calls = connectionCalls({ pool, lanes, clock, box, platforms: platformsOf(dialects), rules })

  const idOf = async (named: string): Promise<string> => {
    const id = await findConnection(pool, tenant.tenantId, named)
    if (id === null) throw new Error(`Tenant "${tenant.name}" has no connection "${named}"`)
    return String(id)
  }
  const nameOf = async (named: string) =>
    accepted(map.readConnectionId(requestOf({ id: await idOf(named) }), account))
  const listAll = async <T>(list: (context: AccountContext, slice: Slice) => Promise<Result<Sliced<T>>>) => {
    const rows: T[] = []
    for (let after: Slice['after'] = null; ; ) {
      const slice: Sliced<T> = accepted(await list(account, { after, limit: ROWS }))
      rows.push(...slice.rows)
      after = slice.next
      if (after === null) return rows
    }
  }
  return {
    connect: async (body) => {
      const asked = accepted(map.readCreateConnection(requestOf({}, body), account))
      return accepted(await calls.createConnection(account, asked))
    },
    change: async (named, body) => {
      const asked = accepted(map.readChangeConnection(requestOf({ id: await idOf(named) }, body), account))
      return accepted(await calls.changeConnection(account, asked))
    },
    find: async (named) => {
      const connectionId = await findConnection(pool, tenant.tenantId, named)
      return connectionId === null ? null : accepted(await calls.readConnection(account, { connectionId }))
    },
    list: () => listAll(calls.listConnections),
    test: async (named) => accepted(await calls.testConnection(account, await nameOf(named))),
    poll: async (named) => accepted(await calls.pollConnection(account, await nameOf(named))),
    addRule: async (body) => {
      const asked = accepted(map.readCreateRule(requestOf({}, body), account))
      return accepted(await calls.createRoutingRule(account, asked))
    },
    listRules: () => listAll(calls.listRoutingRules),
    removeRule: async (id) => {
      const asked = accepted(map.readRuleId(requestOf({ id }), account))
      return accepted(await calls.deleteRoutingRule(account, asked))
    },
  }
}

/** What is not given is left out; numbers are as a body's are. */
function requestOf(params: Readonly<Record<string, string>>, body?: JsonObject): WireRequest {
  const parsed = body === undefined ? undefined : accepted(readJson(Buffer.from(writeJson(body))))
  return { params, query: {}, headers: {}, address: '', at: Date.now(), settings: null, body: parsed }
}

export function accepted<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Error(inWords(result.rejection))
}

function inWords(rejection: Rejection): string {
  const context = { requestId: '', at: 0, account: null, lines: '', operation: undefined, path: '' }
  const { body } = writeError(native.errors, rejection, context)
  return (body as { readonly detail: string }).detail
}
