/** What a stretch of commits means for an address: read, put into messages, and queued in one statement. */
import type { Order } from '../order/order.js'
import {
  type Commits,
  type FedNoticeEvent,
  type FedOrderEvent,
  readNoticeEvents,
  readOrderEvents,
  readOrdersOf,
} from '../store/callback-feed.js'
import type { Pool } from '../store/pool.js'
import type { ServedEndpoint } from '../store/webhook-endpoints.js'
import { addMessages, type NewMessage, type QueuedMessage, readMarks } from '../store/webhook-messages.js'
import type { CallbackMessage, Callbacks, TellingSettings } from '../wire/callbacks.js'

interface News {
  readonly orderEvents: readonly FedOrderEvent[]
  readonly noticeEvents: readonly FedNoticeEvent[]
}

/** Reads each stretch once for all addresses that are told of it. */
export class Feed {
  readonly #pool: Pool
  readonly #news = new Map<string, Promise<News>>()

  constructor(pool: Pool) {
    this.#pool = pool
  }

  read(commits: Commits): Promise<News> {
    const key = `${commits.tenantId}/${commits.from}/${commits.to}`
    const known = this.#news.get(key) ?? this.#read(commits)
    this.#news.set(key, known)
    return known
  }

  async #read(commits: Commits): Promise<News> {
    const orderEvents = await readOrderEvents(this.#pool, commits)
    return { orderEvents, noticeEvents: await readNoticeEvents(this.#pool, commits) }
  }
}

/** Null: the address has been changed meanwhile. `read`: how many events there were. */
export async function tell(
  pool: Pool,
  feed: Feed,
  endpoint: ServedEndpoint,
  callbacks: Callbacks,
  to: number,
  at: number,
): Promise<{ readonly added: readonly QueuedMessage[]; readonly read: number } | null> {
  const { tenantId, toldTo: from } = endpoint
  const news = await feed.read({ tenantId, from, to })
  const orderEvents = news.orderEvents.filter((one) => concerns(endpoint, callbacks, one))
  const settings = { at, options: endpoint.options }
  const { messages, marks } = await tellOrders(pool, endpoint, callbacks, orderEvents, settings)
  const { tellNotice } = callbacks
  if (tellNotice !== null) {
    for (const { event, notice, commitVersion } of news.noticeEvents) {
      if (endpoint.accountId !== null && notice.accountId !== endpoint.accountId) continue
      const subject = `notice ${notice.accountId} ${notice.scope} ${notice.number}`
      for (const one of tellNotice({ event, notice }, settings)) {
        messages.push(queued(one, subject, commitVersion))
      }
    }
  }
  const kinds = new Set(endpoint.kinds ?? callbacks.usualKinds)
  const wanted = messages.filter((one) => kinds.has(one.kind))
  const added = await addMessages(pool, endpoint, { from, to }, wanted, marks, at)
  return added === null ? null : { added, read: news.orderEvents.length + news.noticeEvents.length }
}

function concerns(
  { accountId, family }: ServedEndpoint,
  { scope }: Callbacks,
  event: FedOrderEvent,
): boolean {
  if (accountId !== null && event.accountId !== accountId) return false
  return scope === 'tenant' || event.family === family
}

async function tellOrders(
  pool: Pool,
  endpoint: ServedEndpoint,
  { needsOrder, tellOrder }: Callbacks,
  events: readonly FedOrderEvent[],
  settings: TellingSettings,
): Promise<{ messages: NewMessage[]; marks: Map<string, string> }> {
  const numbers = needsOrder ? [...new Set(events.map((one) => one.orderNumber))] : []
  const none: ReadonlyMap<number, Order> = new Map()
  const orders = numbers.length === 0 ? none : await readOrdersOf(pool, endpoint.tenantId, numbers)
  const subjects = numbers.map(String)
  const known = subjects.length === 0 ? new Map() : await readMarks(pool, endpoint, subjects)
  const marks = new Map<string, string>()
  const messages: NewMessage[] = []
  for (const { commitVersion, ...event } of events) {
    const subject = String(event.orderNumber)
    const before = marks.get(subject) ?? known.get(subject) ?? ''
    const order = orders.get(event.orderNumber) ?? null
    const news = { event: { ...event, commitVersion }, order }
    const told = tellOrder(news, before === '' ? [] : before.split(' '), settings)
    messages.push(...told.messages.map((one) => queued(one, subject, commitVersion)))
    const after = told.marks.join(' ')
    if (after !== before) marks.set(subject, after)
  }
  return { messages, marks }
}

function queued({ id, kind, body }: CallbackMessage, subject: string, commitVersion: number): NewMessage {
  return { id, kind, body, subject, commitVersion }
}
