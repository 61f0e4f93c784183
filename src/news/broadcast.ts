/**
 * Tells listeners what has changed. The store is looked at a few times a second, as long as anybody listens, so that
 * nothing is written for it, what other processes do is told as well, and a commit costs what it costs without it.
 */

import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { accept, type Result, refuse } from '../order/rejection.js'
import { laneVersions } from '../store/callback-feed.js'
import type { Database } from '../store/pool.js'
import type { Listening } from '../wire/news.js'
import type { Topic } from '../wire/topics.js'
import { Listener } from './listener.js'
import { EVERYTHING, type NewsItem, TenantNews, UNNUMBERED } from './tenant-news.js'

export interface NewsSettings {
  /** How often commits are looked for, and how often all else. */
  readonly lookEveryMs: number
  readonly standingsEveryMs: number
  readonly heartbeatMs: number
  /** How often it is asked whether listeners still may listen. */
  readonly checkEveryMs: number
  /** How many may listen at once: as one caller, of one tenant, and in all. */
  readonly mostOfCaller: number
  readonly mostOfTenant: number
  readonly most: number
  /** Whoever lets more than this wait is cut off. */
  readonly mostWaitingBytes: number
}

export const NEWS_SETTINGS: NewsSettings = {
  lookEveryMs: 400,
  standingsEveryMs: 1_000,
  heartbeatMs: 15_000,
  checkEveryMs: 5_000,
  mostOfCaller: 50,
  mostOfTenant: 200,
  most: 1_000,
  mostWaitingBytes: 65_536,
}

/** While commands wait for their commit, it is looked at less often. */
const BUSY_FACTOR = 4
const RETRY_MS = 2_000
const RETRY_AFTER_SECONDS = 15
const MOST_TRIES = 3

export interface BroadcastParts {
  readonly database: Database
  /** Whether commands wait for their commit in this process. */
  readonly isBusy: () => boolean
  readonly failed: (error: unknown) => void
}

export class Broadcast {
  readonly #parts: BroadcastParts
  readonly #settings: NewsSettings
  readonly #listeners = new Set<Listener>()
  readonly #tenants = new Map<number, Promise<TenantNews>>()
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined
  #beating: NodeJS.Timeout | undefined
  #checking: Promise<void> | undefined
  #mayCheckAgain = false
  #standingsAt = 0
  #checkedAt = 0

  constructor(parts: BroadcastParts, settings: NewsSettings = NEWS_SETTINGS) {
    this.#parts = parts
    this.#settings = settings
  }

  async listen(listening: Listening): Promise<Result<Readable>> {
    const { tenantId, topics, after } = listening
    const refused = this.#refusalOf(listening)
    if (refused !== null) return refused
    const listener = new Listener(listening, this.#settings.mostWaitingBytes, (one) => this.#forget(one))
    this.#listeners.add(listener)
    try {
      const tenant = await this.#tenantOf(tenantId)
      await tenant.notice(new Set(topics))
      const missed = after === null ? null : await missedOf(tenant, after)
      // From here on in one turn, so that no look tells anything newer in between.
      listener.begin(tenant.version, RETRY_MS, this.#settings.heartbeatMs)
      if (missed !== null) {
        // Where commits have outrun the reading of them, all is to be read again.
        listener.tell(missed.version === tenant.version ? missed.news : EVERYTHING, tenant.version)
      }
      if (listener.destroyed) return refuse({ kind: 'unavailable', retryAfterSeconds: 1 })
      // A stream may be over by now, since the hub stops or they may not listen as they did. Like any other that ends, it
      // makes a client come back at once; a refusal would keep it away.
      if (!listener.isOver) this.#start()
      return accept(listener)
    } catch (error) {
      listener.destroy()
      throw error
    }
  }

  /** This process has changed who may listen. */
  check(): void {
    this.#mayCheckAgain = true
    this.#checking ??= this.#checkAll().finally(() => {
      this.#checking = undefined
    })
  }

  /** Whoever listens is told no more, and comes back when the hub does. */
  async close(): Promise<void> {
    this.#stopping.abort()
    for (const listener of [...this.#listeners]) listener.end()
    clearInterval(this.#beating)
    await this.#running
    await this.#checking
  }

  #refusalOf({ tenantId, caller }: Listening): ReturnType<typeof refuse> | null {
    if (this.#stopping.signal.aborted) return refuse({ kind: 'unavailable', retryAfterSeconds: 1 })
    const { most, mostOfTenant, mostOfCaller } = this.#settings
    if (this.#listeners.size >= most) {
      return refuse({ kind: 'overloaded', retryAfterSeconds: RETRY_AFTER_SECONDS })
    }
    const ofTenant = [...this.#listeners].filter((one) => one.listening.tenantId === tenantId)
    const own = ofTenant.filter((one) => one.listening.caller === caller)
    const isTooMany = ofTenant.length >= mostOfTenant || own.length >= mostOfCaller
    if (!isTooMany) return null
    const limit = `${mostOfCaller} streams of one caller, and ${mostOfTenant} of a tenant`
    return refuse({ kind: 'rate_limited', of: 'listener', limit, retryAfterSeconds: RETRY_AFTER_SECONDS })
  }

  #tenantOf(tenantId: number): Promise<TenantNews> {
    const known = this.#tenants.get(tenantId)
    if (known !== undefined) return known
    const begun = this.#begin(tenantId)
    this.#tenants.set(tenantId, begun)
    begun.catch(() => {
      if (this.#tenants.get(tenantId) === begun) this.#tenants.delete(tenantId)
    })
    return begun
  }

  async #begin(tenantId: number): Promise<TenantNews> {
    const { database } = this.#parts
    const versions = await laneVersions(database, [tenantId])
    return new TenantNews(database, tenantId, versions.get(tenantId) ?? 0)
  }

  #forget(listener: Listener): void {
    this.#listeners.delete(listener)
    const { tenantId } = listener.listening
    if ([...this.#listeners].some((one) => one.listening.tenantId === tenantId)) return
    this.#tenants.delete(tenantId)
  }

  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
    this.#beating ??= setInterval(() => {
      for (const listener of [...this.#listeners]) listener.beat()
    }, this.#settings.heartbeatMs).unref()
  }

  /** For as long as anybody listens. */
  async #run(): Promise<void> {
    const { signal } = this.#stopping
    const { lookEveryMs, checkEveryMs } = this.#settings
    while (this.#listeners.size > 0 && !signal.aborted) {
      const restMs = this.#parts.isBusy() ? lookEveryMs * BUSY_FACTOR : lookEveryMs
      await sleep(restMs, undefined, { signal, ref: false }).catch(() => {})
      if (signal.aborted) break
      try {
        await this.#look()
      } catch (error) {
        this.#parts.failed(error)
      }
      if (performance.now() - this.#checkedAt >= checkEveryMs) this.check()
    }
    clearInterval(this.#beating)
    this.#beating = undefined
  }

  async #look(): Promise<void> {
    const now = performance.now()
    const isTurn = now - this.#standingsAt >= this.#settings.standingsEveryMs
    if (isTurn) this.#standingsAt = now
    const versions = await laneVersions(this.#parts.database, [...this.#tenants.keys()])
    for (const [tenantId, begun] of [...this.#tenants]) {
      try {
        await this.#tellOf(tenantId, await begun, versions.get(tenantId) ?? 0, isTurn)
      } catch (error) {
        // The others are told all the same, and this one with the next look.
        this.#parts.failed(error)
      }
    }
  }

  async #tellOf(tenantId: number, tenant: TenantNews, version: number, isTurn: boolean): Promise<void> {
    const news = version > tenant.version ? [...(await tenant.commits(tenant.version, version))] : []
    const standings = isTurn ? await tenant.standings(() => this.#topicsOf(tenantId)) : null
    // Only now is it as good as told: had anything failed before, the next look would find it again.
    if (standings !== null) news.push(...standings.told())
    tenant.version = Math.max(tenant.version, version)
    const isFirst = ({ topic, names }: NewsItem, at: number) =>
      names !== null || news.findIndex((other) => other.topic === topic && other.names === null) === at
    const once = news.filter(isFirst)
    // Whoever has begun meanwhile, too: what they hear twice, they read twice.
    for (const one of [...this.#listeners]) {
      if (one.hasBegun && one.listening.tenantId === tenantId) one.tell(once, tenant.version)
    }
  }

  #topicsOf(tenantId: number): ReadonlySet<Topic> {
    const listening = [...this.#listeners].map((one) => one.listening)
    return new Set(listening.flatMap((one) => (one.tenantId === tenantId ? one.topics : [])))
  }

  async #checkAll(): Promise<void> {
    while (this.#mayCheckAgain && !this.#stopping.signal.aborted) {
      this.#mayCheckAgain = false
      this.#checkedAt = performance.now()
      for (const listener of [...this.#listeners]) {
        try {
          if (!(await listener.listening.stands())) listener.end()
        } catch (error) {
          // The database is away: nobody can be told anything, either.
          this.#parts.failed(error)
          break
        }
      }
    }
  }
}

/** What whoever has heard all up to `after` has missed, up to this version: the tenant's own, if that stands still. */
async function missedOf(
  tenant: TenantNews,
  after: number,
): Promise<{ readonly news: readonly NewsItem[]; readonly version: number }> {
  for (let tries = 1; ; tries += 1) {
    const { version } = tenant
    // Behind another database's numbers, nobody knows what is new.
    const news = await tenant.commits(after > version ? 0 : after, version)
    if (tenant.version === version || tries === MOST_TRIES) return { news: [...news, ...UNNUMBERED], version }
  }
}
