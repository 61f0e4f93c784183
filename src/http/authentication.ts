/**
 * Who asks: a secret's hash is looked up, and the answer is remembered for a second, so that a revoked
 * credential is refused within a second by every server process, and at once by the one that revoked it.
 */

import { secretHash } from '../secrets.js'
import { type Credential, findCredentials, tenantOf } from '../store/credentials.js'
import type { Database } from '../store/pool.js'
import type { SecretBox } from '../store/secret-box.js'
import type { Dialect } from '../wire/dialect.js'

const REMEMBERED_MS = 1_000
const MOST_REMEMBERED = 10_000
/** Longer than any credential's. */
const MOST_IDENTITY = 256

interface Remembered {
  readonly until: number
  /** The same promise for all who ask at once: one look-up. */
  readonly found: Promise<Credential | null>
  value: Credential | null | undefined
}

type Asked = Pick<Dialect, 'family' | 'auth'>

/** Look-ups of one tenant and family that wait for the next question to the store. */
interface Desk {
  readonly tenantId: number
  readonly family: string
  wanting: Wanting[]
}

interface Wanting {
  readonly identityHash: string
  readonly resolve: (credential: Credential | null) => void
  readonly reject: (error: unknown) => void
}

export class Authentication {
  readonly #database: Database
  readonly #box: SecretBox
  readonly #clock: () => number
  readonly #remembered = new Map<string, Remembered>()
  readonly #desks = new Map<string, Desk>()

  constructor(database: Database, box: SecretBox, clock: () => number) {
    this.#database = database
    this.#box = box
    this.#clock = clock
  }

  /** At once where the answer is known. Null: no such credential. Rejects if the store can't be asked. */
  find({ family, auth }: Asked, identity: string): Credential | null | Promise<Credential | null> {
    // A secret is keyed by its hash: how long the look-up takes says nothing of it. Public names are keyed as they are.
    if (identity.length > MOST_IDENTITY) return null
    const key = `${family}:${auth.keeps === 'nothing' ? secretHash(identity) : identity}`
    const now = this.#clock()
    const known = this.#remembered.get(key)
    if (known !== undefined && known.until > now) return known.value === undefined ? known.found : known.value
    const tenantId = tenantOf(auth, identity)
    return tenantId === null
      ? null
      : this.#remember(key, now, this.#lookUp(tenantId, family, secretHash(identity)))
  }

  /** After a change of credentials by this process. */
  forget(): void {
    this.#remembered.clear()
  }

  async #remember(key: string, now: number, found: Promise<Credential | null>): Promise<Credential | null> {
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear()
    const entry: Remembered = { until: now + REMEMBERED_MS, found, value: undefined }
    this.#remembered.set(key, entry)
    try {
      const value = await found
      entry.value = value
      return value
    } catch (error) {
      this.#remembered.delete(key)
      throw error
    }
  }

  #lookUp(tenantId: number, family: string, identityHash: string): Promise<Credential | null> {
    const key = `${tenantId}:${family}`
    let desk = this.#desks.get(key)
    if (desk === undefined) {
      desk = { tenantId, family, wanting: [] }
      this.#desks.set(key, desk)
      void this.#ask(key, desk)
    }
    const { wanting } = desk
    return new Promise((resolve, reject) => {
      wanting.push({ identityHash, resolve, reject })
    })
  }

  /** Who comes in one turn, or while the store is being asked, shares the next question. */
  async #ask(key: string, desk: Desk): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    while (desk.wanting.length > 0) {
      const wanting = desk.wanting.splice(0)
      try {
        const hashes = wanting.map((one) => one.identityHash)
        const found = await findCredentials(this.#database, this.#box, desk.tenantId, desk.family, hashes)
        for (const one of wanting) one.resolve(found.get(one.identityHash) ?? null)
      } catch (error) {
        for (const one of wanting) one.reject(error)
      }
    }
    this.#desks.delete(key)
  }
}
