/**
 * Who asks: a secret's hash is looked up, and the answer is remembered for a second, so that a revoked
 * credential is refused within a second by every server process, and at once by the one that revoked it.
 */

import { secretHash } from '../secrets.js'
import { type Credential, findCredential } from '../store/credentials.js'
import type { Database } from '../store/pool.js'
import type { SecretBox } from '../store/secret-box.js'
import type { Dialect } from '../wire/dialect.js'

const REMEMBERED_MS = 1_000
const MOST_REMEMBERED = 10_000

interface Remembered {
  readonly until: number
  /** The same promise for all who ask at once: one look-up. */
  readonly found: Promise<Credential | null>
  value: Credential | null | undefined
}

type Asked = Pick<Dialect, 'family' | 'auth'>

export class Authentication {
  readonly #database: Database
  readonly #box: SecretBox
  readonly #clock: () => number
  readonly #remembered = new Map<string, Remembered>()

  constructor(database: Database, box: SecretBox, clock: () => number) {
    this.#database = database
    this.#box = box
    this.#clock = clock
  }

  /** At once where the answer is known. Null: no such credential. Rejects if the store can't be asked. */
  find({ family, auth }: Asked, identity: string): Credential | null | Promise<Credential | null> {
    // Keyed by hash: how long the look-up takes says nothing of a secret.
    const key = `${family}:${secretHash(identity)}`
    const now = this.#clock()
    const known = this.#remembered.get(key)
    if (known !== undefined && known.until > now) return known.value === undefined ? known.found : known.value
    return this.#lookUp(key, now, family, auth, identity)
  }

  /** After a change of credentials by this process. */
  forget(): void {
    this.#remembered.clear()
  }

  async #lookUp(
    key: string,
    now: number,
    family: string,
    auth: Asked['auth'],
    identity: string,
  ): Promise<Credential | null> {
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear()
    const found = findCredential(this.#database, this.#box, family, auth, identity)
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
}
