/**
 * The messages to one address that are at hand, in their order. Those about one subject go out one by one: while the
 * first of them is under way, or waits to be tried again, the others wait. Pure, but for what it remembers.
 */
import type { QueuedMessage } from '../store/webhook-messages.js'

export class MessageQueue {
  /** Of each subject, the first is the one that is next, or under way. */
  readonly #subjects = new Map<string, QueuedMessage[]>()
  #ready: QueuedMessage[] = []
  #taken = 0
  #waiting: QueuedMessage[] = []
  /** When the first of those that wait is due. */
  #nextAt = Number.POSITIVE_INFINITY
  #size = 0

  /** All that are not done. */
  get size(): number {
    return this.#size
  }

  /** When there is something to take, as far as it is known; infinite: not by itself. */
  get nextAt(): number {
    return this.#taken < this.#ready.length ? Number.NEGATIVE_INFINITY : this.#nextAt
  }

  /** Behind all that were added before. */
  add(message: QueuedMessage): void {
    this.#size += 1
    const others = this.#subjects.get(message.subject)
    if (others !== undefined) {
      others.push(message)
      return
    }
    this.#subjects.set(message.subject, [message])
    this.#place(message)
  }

  /** The next one that is due, which is then under way. Undefined: there is none. */
  take(now: number): QueuedMessage | undefined {
    if (this.#nextAt <= now) this.#wake(now)
    const message = this.#ready[this.#taken]
    if (message === undefined) return undefined
    this.#taken += 1
    if (this.#taken > 1_000 || this.#taken === this.#ready.length) {
      this.#ready = this.#ready.slice(this.#taken)
      this.#taken = 0
    }
    return message
  }

  /** It was delivered or given up: the next one of its subject comes up. */
  done({ subject }: QueuedMessage): void {
    this.#size -= 1
    const others = this.#subjects.get(subject) ?? []
    others.shift()
    const [next] = others
    if (next === undefined) this.#subjects.delete(subject)
    else this.#place(next)
  }

  /** It is to be tried again. */
  again(message: QueuedMessage): void {
    const others = this.#subjects.get(message.subject)
    if (others !== undefined) others[0] = message
    this.#place(message)
  }

  #place(message: QueuedMessage): void {
    this.#waiting.push(message)
    this.#nextAt = Math.min(this.#nextAt, message.dueAt)
  }

  #wake(now: number): void {
    const still: QueuedMessage[] = []
    this.#nextAt = Number.POSITIVE_INFINITY
    for (const message of this.#waiting) {
      if (message.dueAt <= now) {
        this.#ready.push(message)
      } else {
        still.push(message)
        this.#nextAt = Math.min(this.#nextAt, message.dueAt)
      }
    }
    this.#waiting = still
  }
}
