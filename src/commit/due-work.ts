/**
 * What the hub itself has to do with orders: reviewing drafts, at once as they are taken by this process, and whatever
 * was left undone by any process that is no more; granting refunds and giving up unpaid orders when it is time. One
 * process at a time looks, by a lease. It is not needed for being right: an order's own state says what is due, so the
 * first command counts, and whoever comes second finds nothing to do.
 */
import { randomUUID } from 'node:crypto'
import type { Order } from '../order/order.js'
import { type DueOrder, readDueOrders } from '../store/due-orders.js'
import { holdLease, releaseLease } from '../store/leases.js'
import type { Pool } from '../store/pool.js'
import { act } from './acts.js'
import type { Lanes } from './lanes.js'

export interface DueWorkSettings {
  /** How often it looks for what is due. */
  readonly everyMs: number
  /** For how long a process that looks keeps the others from looking. */
  readonly leaseMs: number
  /** Younger drafts are left to the process that took them. */
  readonly olderThanMs: number
}

const DUE_WORK_SETTINGS: DueWorkSettings = {
  everyMs: 1_000,
  leaseMs: 4_000,
  olderThanMs: 1_000,
}

/** Beyond this many under way, drafts wait to be found. */
const MOST_UNDER_WAY = 2_000
const PAGE = 500
const LEASE = 'due work'

export class DueWork {
  readonly #pool: Pool
  readonly #lanes: Lanes
  readonly #clock: () => number
  readonly #failed: (error: unknown) => void
  readonly #underWay = new Set<Promise<void>>()
  readonly #holder = randomUUID()
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(pool: Pool, lanes: Lanes, clock: () => number, failed: (error: unknown) => void) {
    this.#pool = pool
    this.#lanes = lanes
    this.#clock = clock
    this.#failed = failed
  }

  /** Starts to look for what is due. */
  start({ everyMs, leaseMs, olderThanMs }: DueWorkSettings = DUE_WORK_SETTINGS): void {
    const mayLook = () => holdLease(this.#pool, LEASE, this.#holder, leaseMs)
    const look = async (): Promise<void> => {
      try {
        while (!this.#stopped && (await mayLook()) && (await this.#doDue(olderThanMs)) === PAGE);
      } catch (error) {
        this.#failed(error)
      }
      if (this.#stopped) return
      this.#timer = setTimeout(() => this.#follow(look()), everyMs)
    }
    this.#follow(look())
  }

  /** Of a draft that has just been taken. */
  soon(tenantId: number, { orderNumber, accountId, fulfilmentOrders, details }: Order): void {
    if (this.#stopped || this.#underWay.size >= MOST_UNDER_WAY) return
    const ownerId = fulfilmentOrders[0]?.ownerId ?? accountId
    const skus = details.lines.map((line) => line.sku)
    this.#follow(this.#review({ tenantId, kind: 'review', orderNumber, accountId, ownerId, skus }))
  }

  /** All that is due by now; younger drafts are left alone. */
  async doAllDue(olderThanMs = 0): Promise<void> {
    while ((await this.#doDue(olderThanMs)) === PAGE && !this.#stopped);
  }

  /** Stops, and waits for what is under way. */
  async close(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
    // A database that is away needs no thanks: the lease ends by itself.
    await releaseLease(this.#pool, LEASE, this.#holder).catch(this.#failed)
  }

  async #doDue(olderThanMs: number): Promise<number> {
    const at = this.#clock()
    const due = await readDueOrders(this.#pool, at, at - olderThanMs, PAGE)
    await Promise.all(due.map((one) => (one.kind === 'review' ? this.#review(one) : this.#settle(one))))
    return due.length
  }

  /** A refusal (such as a full lane) leaves the draft as it is: it is found again. */
  async #review({ tenantId, orderNumber, accountId, ownerId, skus }: DueOrder): Promise<void> {
    const caller = { accountId, ownerId }
    await this.#lanes.of(tenantId).submit({ kind: 'review', caller, key: null, orderNumber, skus })
  }

  async #settle({ tenantId, kind, orderNumber, accountId, ownerId }: DueOrder): Promise<void> {
    const wish = {
      kind: kind === 'refund_review' ? 'review_refunds' : kind === 'rehearsal' ? 'rehearse' : 'expire',
    } as const
    const caller = { accountId, ownerId }
    await act(this.#pool, this.#lanes.of(tenantId), { tenantId, caller, orderNumber, wish, key: null })
  }

  #follow(work: Promise<void>): void {
    const followed = work.finally(() => this.#underWay.delete(followed))
    this.#underWay.add(followed)
  }
}
