/** What operators ask of connections to other platforms, of the rules that use them, and of what was forwarded. */
import type { CommandKey } from './caller.js'
import type { ForwardingState, RoutingRule } from './forwarding.js'
import type { Slice, Sliced } from './setup-calls.js'

type Text = Readonly<Record<string, string>>

/** Our words, and the other platform's for them. */
export interface ConnectionMappings {
  /** A SKU that is not named is the same there. */
  readonly skus: Text
  /** A location that is not named is not told there. */
  readonly locations: Text
  /** By our carrier's service, or by the speed. A service that is not named is the same there. */
  readonly shippingMethods: Text
}

export interface ConnectionWish {
  readonly name: string
  readonly family: string
  /** Without a slash at its end. */
  readonly baseUrl: string
  /** As the platform handed it out. */
  readonly credentials: Text
  /** What the platform signs its own calls with, where that is a secret besides; kept with the credentials. */
  readonly pushSecret?: string
  readonly mappings: ConnectionMappings
  /** Fields that only this platform's requests have, under their names there. */
  readonly settings: Readonly<Record<string, string | number | boolean>>
  /** The store there that it sells for. */
  readonly store: { readonly name: string; readonly marketplace: string } | null
  /** Stands before our numbers, where several hubs share a credential. */
  readonly numberPrefix: string
  /** Calls a second; null: what the platform documents. */
  readonly perSecond: number | null
  readonly enabled: boolean
}

/** Credentials are never shown again. Times are milliseconds since 1970. */
export interface ConnectionRecord extends Omit<ConnectionWish, 'credentials' | 'pushSecret'> {
  readonly connectionId: number
  /** Where the platform may tell by itself what becomes of orders; null: it tells nothing. */
  readonly callbackPath: string | null
  /** What keeps it from working; null: nothing known. */
  readonly problem: string | null
  /** Until when nothing is asked of it. */
  readonly pausedUntil: number | null
  /** What has changed there is known until here. */
  readonly polledUntil: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** `mapped` is what the connection's mappings say; null: they say nothing, so that it is the same there. */
export interface SkuThere {
  readonly connectionId: number
  readonly connection: string
  readonly family: string
  readonly mapped: string | null
}

/** `reason` says why it is not alive. */
export interface ConnectionTest {
  readonly alive: boolean
  readonly reason: string | null
  readonly elapsedMs: number
}

/** As a caller words a rule: the connection by its number or its name, the account by its name. */
export interface RoutingRuleWish extends Omit<RoutingRule, 'ruleId' | 'connectionId' | 'accountId'> {
  readonly connection: string
  readonly account: string | null
}

export interface RoutingRuleRecord extends Omit<RoutingRule, 'accountId'> {
  /** By their names. */
  readonly connection: string
  readonly account: string | null
}

export interface ForwardingName {
  readonly orderNumber: number
  readonly sequence: number
}

/** Times are milliseconds since 1970. */
export interface ForwardingRecord extends ForwardingName {
  readonly connectionId: number
  readonly connection: string
  readonly state: ForwardingState
  /** The number that it has been given there. */
  readonly number: string
  readonly upstreamNumber: string | null
  /** How it stands there, in our words and in theirs. */
  readonly upstreamStatus: string | null
  readonly upstreamWord: string | null
  /** How often it was sent. */
  readonly attempts: number
  readonly problem: string | null
  /** The field that can't be carried. */
  readonly field: string | null
  readonly nextAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** What is null excludes none. */
export interface ForwardingFilter {
  readonly state: ForwardingState | null
  readonly connectionId: number | null
  readonly orderNumber: number | null
}

/** What a person has found out: it is there, or it is not and shall not be. */
export type Settlement =
  | { readonly kind: 'sent'; readonly upstreamNumber: string | null }
  | { readonly kind: 'given_up'; readonly reason: string | null }

/** What is asked of a platform for a fulfilment order. */
export type ForwardingPurpose = 'place' | 'find' | 'read' | 'trail' | 'cancel' | 'pay'

/** A call to a platform and its answer, without secrets and what is personal. */
export interface NewForwardingCall {
  readonly purpose: ForwardingPurpose
  readonly at: number
  readonly tookMs: number
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly query: string | null
  /** HTTP; null: no answer came. */
  readonly status: number | null
  /** What the answer, or its lack, was taken for. */
  readonly outcome: string
  /** What the platform, or the network, said about it; null: nothing. */
  readonly reason: string | null
  /** The body as it was sent; null: there was none, or it is not kept. */
  readonly request: string | null
  readonly requestBytes: number
  readonly answer: string | null
  readonly answerBytes: number
}

export interface ForwardingCall extends NewForwardingCall {
  readonly callNumber: number
}

export type ForwardingCallSummary = Omit<ForwardingCall, 'query' | 'request' | 'answer'>

type Keyed<T> = T & { readonly key: CommandKey | null }
type ConnectionName = { readonly connectionId: number }

export interface ConnectionCalls {
  createConnection: { input: Keyed<{ wish: ConnectionWish }>; output: ConnectionRecord }
  /** What is not given stays as it is. */
  changeConnection: {
    input: ConnectionName & { change: Partial<Omit<ConnectionWish, 'family'>> }
    output: ConnectionRecord
  }
  readConnection: { input: ConnectionName; output: ConnectionRecord }
  listConnections: { input: Slice; output: Sliced<ConnectionRecord> }
  /** What our SKU is called there, connection by connection: the first 250. */
  readSkusThere: { input: { sku: string }; output: readonly SkuThere[] }
  /** Asks the platform something that only works with a good credential. */
  testConnection: { input: ConnectionName; output: ConnectionTest }
  /** Has what changed there asked for now, instead of at its next time. */
  pollConnection: { input: ConnectionName; output: ConnectionRecord }
  createRoutingRule: { input: Keyed<{ wish: RoutingRuleWish }>; output: RoutingRuleRecord }
  readRoutingRule: { input: { ruleId: number }; output: RoutingRuleRecord }
  /** For what happens from then on; what is not given stays as it is. */
  changeRoutingRule: {
    input: { ruleId: number; change: Partial<RoutingRuleWish> }
    output: RoutingRuleRecord
  }
  listRoutingRules: { input: Slice; output: Sliced<RoutingRuleRecord> }
  /** Answers with the rule as it was. */
  deleteRoutingRule: { input: { ruleId: number }; output: RoutingRuleRecord }
  readForwarding: { input: ForwardingName; output: ForwardingRecord }
  /** By order number. */
  listForwardings: {
    input: Slice & ForwardingFilter
    output: Sliced<ForwardingRecord>
  }
  /** What was asked of its platform, newest first. */
  listForwardingCalls: { input: Slice & ForwardingName; output: Sliced<ForwardingCallSummary> }
  readForwardingCall: { input: ForwardingName & { callNumber: number }; output: ForwardingCall }
  /** Of a parked one: it is placed again, under the same number. */
  retryForwarding: { input: ForwardingName; output: ForwardingRecord }
  settleForwarding: { input: ForwardingName & { settlement: Settlement }; output: ForwardingRecord }
}
