/** Passwords: what one must be like, and their hashes by argon2id. */
import { hash, verify } from '@node-rs/argon2'

const SHORTEST_PASSWORD = 10
export const LONGEST_PASSWORD = 200

/** 19 MiB and two passes: about 20 ms, in a thread of its own. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** What a name that nobody has is tried on, so that it takes as long as the others; it is no password's. */
const NOBODYS = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** What is wrong with a password for this user, or null. */
export function passwordProblem(password: string, username: string): string | null {
  const { length } = [...password]
  if (length < SHORTEST_PASSWORD) return `must have at least ${SHORTEST_PASSWORD} characters`
  if (length > LONGEST_PASSWORD) return `must have at most ${LONGEST_PASSWORD} characters`
  const plain = password.trim().toLowerCase()
  if (plain === '') return 'must not be blank'
  return plain === username.toLowerCase() ? 'must not be the username' : null
}

export function hashPassword(password: string): Promise<string> {
  return hash(composed(password), COST)
}

/** Null stands for a user who isn't there: it takes as long, and is never right. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const isRight = await verify(passwordHash ?? NOBODYS, composed(password))
  return isRight && passwordHash !== null
}

/** The same text, whichever way a keyboard composes its accents. */
function composed(password: string): string {
  return password.normalize('NFKC')
}

/** So many hashes are made at once, and so many wait: each takes memory, and a thread that others need as well. */
const MOST_AT_ONCE = 2
const MOST_WAITING = 32

/** Lets a few in at a time; null: too many are waiting. */
export class Gate {
  #inside = 0
  readonly #waiting: (() => void)[] = []

  async pass<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.#inside >= MOST_AT_ONCE) {
      if (this.#waiting.length >= MOST_WAITING) return null
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else {
      this.#inside++
    }
    try {
      return await work()
    } finally {
      // Whoever is next takes the place over.
      const next = this.#waiting.shift()
      if (next === undefined) this.#inside--
      else next()
    }
  }
}
