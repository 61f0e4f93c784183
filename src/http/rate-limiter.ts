/**
 * The leaky bucket of each credential, kept in the store for all server processes. Requests of one credential
 * that arrive while the store is being asked share the next question; while a bucket is known to be full,
 * nobody is asked.
 */

import { takePlaces } from '../store/buckets.js'
import type { Credential } from '../store/credentials.js'
import type { Database } from '../store/pool.js'
import type { RateLimit } from '../wire/dialect.js'

/** Null: let in; else the seconds to wait, at least 1. */
export type Verdict = { readonly retryAfterSeconds: number } | null

interface Bucket {
  asking: boolean
  fullUntil: number
  waiting: { resolve: (verdict: Verdict) => void; reject: (error: unknown) => void }[]
}

const MOST_BUCKETS = 10_000

export class RateLimiter {
  readonly #database: Database
  readonly #clock: () => number
  readonly #buckets = new Map<string, Bucket>()

  constructor(database: Database, clock: () => number) {
    this.#database = database
    this.#clock = clock
  }

  take(credential: Credential, limit: RateLimit): Promise<Verdict> {
    const key = `${credential.account.tenantId}:${credential.credentialId}`
    let bucket = this.#buckets.get(key)
    if (bucket === undefined) {
      if (this.#buckets.size >= MOST_BUCKETS) this.#forgetIdle()
      bucket = { asking: false, fullUntil: 0, waiting: [] }
      this.#buckets.set(key, bucket)
    }
    const wait = bucket.fullUntil - this.#clock()
    if (wait > 0) return Promise.resolve({ retryAfterSeconds: Math.max(1, Math.ceil(wait / 1000)) })
    const { waiting } = bucket
    const verdict = new Promise<Verdict>((resolve, reject) => waiting.push({ resolve, reject }))
    if (!bucket.asking) void this.#ask(bucket, credential, limit)
    return verdict
  }

  async #ask(bucket: Bucket, credential: Credential, limit: RateLimit): Promise<void> {
    bucket.asking = true
    while (bucket.waiting.length > 0) {
      const asked = bucket.waiting.splice(0)
      const at = this.#clock()
      try {
        const { granted, level } = await takePlaces(this.#database, {
          tenantId: credential.account.tenantId,
          credentialId: credential.credentialId,
          capacity: limit.capacity,
          perSecond: limit.perSecond,
          wanted: asked.length,
          at,
        })
        const waitMs = ((level + 1 - limit.capacity) / limit.perSecond) * 1000
        if (granted < asked.length) bucket.fullUntil = at + waitMs
        const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000))
        for (const [index, one] of asked.entries())
          one.resolve(index < granted ? null : { retryAfterSeconds })
      } catch (error) {
        for (const one of asked) one.reject(error)
      }
    }
    bucket.asking = false
  }

  #forgetIdle(): void {
    for (const [key, bucket] of this.#buckets) if (!bucket.asking) this.#buckets.delete(key)
  }
}
