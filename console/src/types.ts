/** What the native API answers with, by the server's own shapes. */
import type { Static, TSchema } from 'typebox'
import type * as stock from '../../src/http/native/wire.js'
import type * as acts from '../../src/http/native/wire-acts.js'
import type * as connections from '../../src/http/native/wire-connections.js'
import type * as history from '../../src/http/native/wire-history.js'
import type * as imports from '../../src/http/native/wire-imports.js'
import type * as notices from '../../src/http/native/wire-notices.js'
import type * as orders from '../../src/http/native/wire-orders.js'
import type * as oversight from '../../src/http/native/wire-oversight.js'
import type * as people from '../../src/http/native/wire-people.js'
import type * as playground from '../../src/http/native/wire-playground.js'
import type * as queues from '../../src/http/native/wire-queues.js'
import type * as requests from '../../src/http/native/wire-requests.js'
import type * as tenants from '../../src/http/native/wire-tenant.js'
import type * as views from '../../src/http/native/wire-views.js'
import type * as webhooks from '../../src/http/native/wire-webhooks.js'

export interface List<T> {
  readonly data: readonly T[]
  readonly nextCursor: string | null
}

type Of<S extends TSchema> = Static<S>

export type Session = Of<typeof people.Session>
export type Account = Of<typeof stock.Account>
export type LedgerEntry = Of<typeof stock.LedgerEntry>
export type ShippingMethod = Of<typeof stock.Method>
export type ShippingRate = Of<typeof stock.Rate>
export type Tenant = Of<typeof tenants.Tenant>
export type Credential = Of<typeof stock.Credential>
export type NewCredential = Of<typeof stock.NewCredential>
export type ServedDialect = Of<typeof requests.ServedDialect>
export type Example = Of<typeof playground.Example>
export type Played = Of<typeof playground.Played>
export type LoggedRequest = Of<typeof requests.LoggedRequest>
export type LoggedRequestDetails = Of<typeof requests.LoggedRequestDetails>
export type Item = Of<typeof stock.Item>
export type ItemNames = Of<typeof stock.ItemNames>
export type StockLevel = Of<typeof stock.StockLevel>
export type StockLocation = Of<typeof stock.Location>
export type StockMovement = Of<typeof history.StockMovement>
export type Order = Of<typeof orders.Order>
export type OrderEvent = Of<typeof orders.OrderEvent>
export type FulfilmentOrder = Of<typeof orders.FulfilmentOrder>
export type Shipment = FulfilmentOrder['shipments'][number]
export type QueuedPart = Of<typeof queues.QueuedPart>
export type QueueCounts = Of<typeof queues.QueueCounts>
export type Notice = Of<typeof notices.Notice>
export type NoticeSummary = Of<typeof notices.NoticeSummary>
export type ImportRecord = Of<typeof imports.Import>
export type ImportFault = Of<typeof imports.ImportFault>
export type Forwarding = Of<typeof connections.Forwarding>
export type ForwardingCall = Of<typeof connections.ForwardingCall>
export type ForwardingCallDetails = Of<typeof connections.ForwardingCallDetails>
export type AfterSale = Of<typeof acts.AfterSale>
export type OrderView = Of<typeof views.OrderView>
export type Connection = Of<typeof connections.Connection>
export type ConnectionTest = Of<typeof connections.ConnectionTest>
export type RoutingRule = Of<typeof connections.RoutingRule>
export type Problem = Of<typeof oversight.Problem>
export type Problems = Of<typeof oversight.Problems>
export type Overview = Of<typeof oversight.Overview>
export type WebhookEndpoint = Of<typeof webhooks.Endpoint>
export type NewWebhookEndpoint = Of<typeof webhooks.NewEndpoint>
export type TestedEndpoint = Of<typeof webhooks.TestedEndpoint>
export type WebhookDialect = Of<typeof webhooks.WebhookDialect>
export type Delivery = Of<typeof webhooks.Delivery>
export type User = Of<typeof people.User>
export type AuditRecord = Of<typeof people.AuditRecord>
