/** Connections, routing rules and forwardings to the engine's words and back. */
import { isLosslessNumber, type LosslessNumber } from 'lossless-json'
import type { AccountContext } from '../../order/calls.js'
import type {
  ConnectionCalls,
  ConnectionRecord,
  ConnectionWish,
  ForwardingCall,
  ForwardingCallSummary,
  ForwardingName,
  ForwardingRecord,
  RoutingRuleRecord,
} from '../../order/connection-calls.js'
import { accept, type Result } from '../../order/rejection.js'
import type { WireRequest } from '../../wire/dialect.js'
import type { JsonValue } from '../../wire/json.js'
import { textProblem } from '../../wire/json.js'
import { within } from '../../wire/upstream.js'
import { writeTime } from './map-orders.js'
import { readSlice } from './paging.js'
import { fault, mapped, requestReader } from './reading.js'
import { List } from './wire.js'
import {
  ChangeConnection,
  ChangeRoutingRule,
  ConnectionPath,
  CreateConnection,
  CreateRoutingRule,
  ForwardingCallPath,
  ForwardingPath,
  ListForwardingCalls,
  ListForwardings,
  RoutingRulePath,
  SettleForwarding,
} from './wire-connections.js'

type Input<N extends keyof ConnectionCalls> = Result<ConnectionCalls[N]['input']>
type Members = Readonly<Record<string, JsonValue>>

const MOST_MEMBERS = 5_000
const LONGEST_NAME = 128
const LONGEST_VALUE = 4_096
const DEFAULT_PRIORITY = 100

const createConnection = requestReader({ route: 'POST /v1/connections', body: CreateConnection })

export function readCreateConnection(
  request: WireRequest,
  account: AccountContext,
): Input<'createConnection'> {
  const asked = createConnection(request, account)
  if (!asked.ok) return asked
  const { body, key } = asked.value
  const read = readFields({ ...body, ...settingsOf(request) })
  return mapped(read, (change) => ({
    key,
    wish: {
      name: body.name,
      family: body.dialect,
      baseUrl: '',
      credentials: {},
      mappings: { skus: {}, locations: {}, shippingMethods: {} },
      settings: {},
      store: null,
      numberPrefix: '',
      perSecond: null,
      enabled: true,
      ...change,
    },
  }))
}

const changeConnection = requestReader({ params: ConnectionPath, body: ChangeConnection })

export function readChangeConnection(
  request: WireRequest,
  account: AccountContext,
): Input<'changeConnection'> {
  const asked = changeConnection(request, account)
  if (!asked.ok) return asked
  const { params, body } = asked.value
  return mapped(readFields({ ...body, ...settingsOf(request) }), (change) => ({
    connectionId: params.id,
    change: { ...change, ...(body.name !== undefined && { name: body.name }) },
  }))
}

interface Sent {
  readonly baseUrl?: string | undefined
  readonly credentials?: unknown
  readonly pushSecret?: string | undefined
  readonly mappings?:
    | { readonly skus?: unknown; readonly locations?: unknown; readonly shippingMethods?: unknown }
    | undefined
  readonly settings?: unknown
  readonly store?: ConnectionWish['store'] | undefined
  readonly numberPrefix?: string | undefined
  readonly callsPerSecond?: number | null | undefined
  readonly enabled?: boolean | undefined
}

/** As they were sent: a reading has no numbers in what it doesn't know. */
function settingsOf({ body }: WireRequest): Pick<Sent, 'settings'> {
  const settings = within(body, 'settings')
  return settings === undefined ? {} : { settings }
}

/** Those that were sent. */
function readFields(sent: Sent): Result<Partial<Omit<ConnectionWish, 'name' | 'family'>>> {
  const credentials = readMembers(sent.credentials, 'credentials', false)
  if (!credentials.ok) return credentials
  const settings = readMembers(sent.settings, 'settings', true)
  if (!settings.ok) return settings
  const { skus, locations, shippingMethods } = sent.mappings ?? {}
  const bySku = readMembers(skus, 'mappings.skus', false)
  if (!bySku.ok) return bySku
  const byLocation = readMembers(locations, 'mappings.locations', false)
  if (!byLocation.ok) return byLocation
  const byMethod = readMembers(shippingMethods, 'mappings.shippingMethods', false)
  if (!byMethod.ok) return byMethod
  const mappings = {
    skus: asTexts(bySku.value),
    locations: asTexts(byLocation.value),
    shippingMethods: asTexts(byMethod.value),
  }
  return accept({
    ...(sent.baseUrl !== undefined && { baseUrl: sent.baseUrl.replace(/\/+$/, '') }),
    ...(sent.credentials !== undefined && { credentials: asTexts(credentials.value) }),
    ...(sent.pushSecret !== undefined && { pushSecret: sent.pushSecret }),
    ...(sent.mappings !== undefined && { mappings }),
    ...(sent.settings !== undefined && { settings: settings.value }),
    ...(sent.store !== undefined && { store: sent.store }),
    ...(sent.numberPrefix !== undefined && { numberPrefix: sent.numberPrefix }),
    ...(sent.callsPerSecond !== undefined && { perSecond: sent.callsPerSecond }),
    ...(sent.enabled !== undefined && { enabled: sent.enabled }),
  })
}

/** Members of any name, each a text; with `plain`, also a number or a flag. */
function readMembers(
  sent: unknown,
  path: string,
  plain: boolean,
): Result<Readonly<Record<string, string | number | boolean>>> {
  const members = Object.entries((sent ?? {}) as Members)
  if (members.length > MOST_MEMBERS) return fault(path, `has more than ${MOST_MEMBERS} members`)
  const read: [string, string | number | boolean][] = []
  for (const [name, value] of members) {
    const at = `${path}.${name.slice(0, LONGEST_NAME)}`
    if (name.length > LONGEST_NAME) return fault(at, `has a name of more than ${LONGEST_NAME} characters`)
    const badName = textProblem(name)
    if (badName !== null) return fault(path, `has a member whose name ${badName}`)
    if (typeof value === 'string') {
      const problem = value.length > LONGEST_VALUE ? `is longer than ${LONGEST_VALUE}` : textProblem(value)
      if (problem !== null) return fault(at, problem)
      read.push([name, value])
    } else if (plain && (typeof value === 'boolean' || typeof value === 'number')) {
      read.push([name, value])
    } else if (plain && isNumber(value) && Number.isFinite(Number(value.toString()))) {
      read.push([name, Number(value.toString())])
    } else {
      return fault(at, plain ? 'must be a text, a number or a flag' : 'must be a text')
    }
  }
  return accept(Object.fromEntries(read))
}

/** One of many digits comes as it was written. */
function isNumber(value: unknown): value is number | LosslessNumber {
  return typeof value === 'number' || isLosslessNumber(value)
}

function asTexts(members: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, String(value)]))
}

const connectionPath = requestReader({ params: ConnectionPath })

export function readConnectionId(request: WireRequest, account: AccountContext): Input<'readConnection'> {
  return mapped(connectionPath(request, account), ({ params }) => ({ connectionId: params.id }))
}

const list = requestReader({ query: List })

export function readNumberedList(request: WireRequest, account: AccountContext): Input<'listConnections'> {
  const asked = list(request, account)
  return asked.ok ? readSlice(asked.value.query, ['number']) : asked
}

/** `request` null: nobody asked over HTTP, so the callbacks' address has no host. */
export function writeConnection(connection: ConnectionRecord, request: WireRequest | null) {
  const { callbackPath } = connection
  const origin = request === null ? '' : originOf(request)
  return {
    id: connection.connectionId,
    name: connection.name,
    dialect: connection.family,
    baseUrl: connection.baseUrl,
    mappings: connection.mappings,
    settings: connection.settings,
    store: connection.store,
    numberPrefix: connection.numberPrefix,
    callsPerSecond: connection.perSecond,
    enabled: connection.enabled,
    callbackUrl: callbackPath === null ? null : origin + callbackPath,
    problem: connection.problem,
    pausedUntil: timeOrNull(connection.pausedUntil),
    polledUntil: timeOrNull(connection.polledUntil),
    createdAt: writeTime(connection.createdAt),
    updatedAt: writeTime(connection.updatedAt),
  }
}

/** As the hub was asked; whoever stands before it may have been asked in another way. */
function originOf({ headers }: WireRequest): string {
  const host = String(headers['x-forwarded-host'] ?? headers.host ?? '')
  const isSecure = headers['x-forwarded-proto'] === 'https'
  return `${isSecure ? 'https' : 'http'}://${host}`
}

const createRule = requestReader({ route: 'POST /v1/routing-rules', body: CreateRoutingRule })

export function readCreateRule(request: WireRequest, account: AccountContext): Input<'createRoutingRule'> {
  return mapped(createRule(request, account), ({ body, key }) => ({
    key,
    wish: {
      connection: body.connection,
      location: body.location ?? null,
      skuPrefix: body.skuPrefix ?? null,
      country: body.country?.toUpperCase() ?? null,
      account: body.account ?? null,
      priority: body.priority ?? DEFAULT_PRIORITY,
    },
  }))
}

const rulePath = requestReader({ params: RoutingRulePath })

export function readRuleId(request: WireRequest, account: AccountContext): Input<'readRoutingRule'> {
  return mapped(rulePath(request, account), ({ params }) => ({ ruleId: params.id }))
}

const changeRule = requestReader({ params: RoutingRulePath, body: ChangeRoutingRule })

export function readChangeRule(request: WireRequest, account: AccountContext): Input<'changeRoutingRule'> {
  return mapped(changeRule(request, account), ({ params, body }) => {
    const { country, ...same } = body
    const change = { ...same, ...(country !== undefined && { country: country?.toUpperCase() ?? null }) }
    return { ruleId: params.id, change }
  })
}

export function writeRule({ ruleId, connectionId, connection, ...rule }: RoutingRuleRecord) {
  const { location, skuPrefix, country, account, priority } = rule
  return {
    id: ruleId,
    connection: { id: connectionId, name: connection },
    location,
    skuPrefix,
    country,
    account,
    priority,
  }
}

const forwardingPath = requestReader({ params: ForwardingPath })

export function readForwardingName(request: WireRequest, account: AccountContext): Input<'readForwarding'> {
  const asked = forwardingPath(request, account)
  return asked.ok ? nameOf(asked.value.params.number) : asked
}

function nameOf(number: string): Result<ForwardingName> {
  const match = /^([1-9]\d{0,14})-([1-9]\d{0,3})$/.exec(number)
  if (match === null) return fault('number', 'is no number of a fulfilment order, such as 1000000000001-1')
  return accept({ orderNumber: Number(match[1]), sequence: Number(match[2]) })
}

const forwardings = requestReader({ query: ListForwardings })

export function readForwardingList(request: WireRequest, account: AccountContext): Input<'listForwardings'> {
  const asked = forwardings(request, account)
  if (!asked.ok) return asked
  const { limit, cursor, state, connection, order } = asked.value.query
  if (connection !== undefined && !/^[1-9]\d{0,8}$/.test(connection)) {
    return fault('connection', 'is no id of a connection')
  }
  return mapped(readSlice({ limit, cursor }, ['number', 'number']), (slice) => ({
    ...slice,
    state: state ?? null,
    connectionId: connection === undefined ? null : Number(connection),
    orderNumber: order ?? null,
  }))
}

const forwardingCalls = requestReader({ params: ForwardingPath, query: ListForwardingCalls })

export function readForwardingCallList(
  request: WireRequest,
  account: AccountContext,
): Input<'listForwardingCalls'> {
  const asked = forwardingCalls(request, account)
  if (!asked.ok) return asked
  const name = nameOf(asked.value.params.number)
  if (!name.ok) return name
  return mapped(readSlice(asked.value.query, ['number']), (slice) => ({ ...slice, ...name.value }))
}

const forwardingCallPath = requestReader({ params: ForwardingCallPath })

export function readForwardingCallPath(
  request: WireRequest,
  account: AccountContext,
): Input<'readForwardingCall'> {
  const asked = forwardingCallPath(request, account)
  if (!asked.ok) return asked
  const { number, id } = asked.value.params
  return mapped(nameOf(number), (name) => ({ ...name, callNumber: id }))
}

export function writeForwardingCall({ callNumber, at, ...call }: ForwardingCallSummary) {
  const { purpose, tookMs, method, path, status, outcome, reason, requestBytes, answerBytes } = call
  const answered = { status, outcome, reason, requestBytes, answerBytes }
  return { id: callNumber, purpose, at: writeTime(at), tookMs, method, path, ...answered }
}

export function writeForwardingCallDetails({ query, request, answer, ...call }: ForwardingCall) {
  return { ...writeForwardingCall(call), query, request, answer }
}

const settle = requestReader({ params: ForwardingPath, body: SettleForwarding })

export function readSettle(request: WireRequest, account: AccountContext): Input<'settleForwarding'> {
  const asked = settle(request, account)
  if (!asked.ok) return asked
  const { params, body } = asked.value
  const { outcome, upstreamNumber, reason } = body
  if (outcome === 'given_up' && upstreamNumber !== undefined) {
    return fault('upstreamNumber', 'is only for what was sent')
  }
  if (outcome === 'sent' && reason !== undefined) return fault('reason', 'is only for what is given up')
  return mapped(nameOf(params.number), (name) => ({
    ...name,
    settlement:
      outcome === 'sent'
        ? { kind: outcome, upstreamNumber: upstreamNumber ?? null }
        : { kind: outcome, reason: reason ?? null },
  }))
}

export function writeForwarding(forwarding: ForwardingRecord) {
  return {
    fulfilmentOrder: `${forwarding.orderNumber}-${forwarding.sequence}`,
    connection: { id: forwarding.connectionId, name: forwarding.connection },
    state: forwarding.state,
    number: forwarding.number,
    upstreamNumber: forwarding.upstreamNumber,
    upstreamStatus: forwarding.upstreamStatus,
    upstreamWord: forwarding.upstreamWord,
    attempts: forwarding.attempts,
    problem: forwarding.problem,
    field: forwarding.field,
    nextAt: timeOrNull(forwarding.nextAt),
    createdAt: writeTime(forwarding.createdAt),
    updatedAt: writeTime(forwarding.updatedAt),
  }
}

function timeOrNull(at: number | null): string | null {
  return at === null ? null : writeTime(at)
}
