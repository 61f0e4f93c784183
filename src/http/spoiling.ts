/** Answers that are spoiled on purpose: none, one that comes late, or half of one. What they answer for has been done. */
import type { FastifyReply } from 'fastify'
import type { Sandbox } from '../order/calls.js'

export type AnswerFault = Parameters<Sandbox['spoil']>[0]

export interface SpoilingSettings {
  /** How long a caller may wait for an answer that will not come. */
  readonly silentMs: number
  readonly lateMs: number
}

const SPOILING: SpoilingSettings = { silentMs: 60_000, lateMs: 15_000 }

/** Beyond so many that wait, the oldest is let go. */
const MOST_HELD = 200

export class Spoiling {
  readonly #settings: SpoilingSettings
  readonly #held = new Set<() => void>()
  #isClosed = false

  constructor(settings: SpoilingSettings = SPOILING) {
    this.#settings = settings
  }

  /** `reply` has its status and its headers. */
  send(reply: FastifyReply, text: string, fault: AnswerFault): void {
    const { silentMs, lateMs } = this.#settings
    if (fault === 'garbled') {
      reply.send(text.slice(0, Math.ceil(text.length / 2)))
    } else if (fault === 'late') {
      this.#hold(reply, lateMs, () => reply.send(text))
    } else {
      reply.hijack()
      this.#hold(reply, silentMs, () => reply.raw.destroy())
    }
  }

  /** Lets all go that wait; nobody waits any more. */
  close(): void {
    this.#isClosed = true
    for (const release of [...this.#held]) release()
  }

  #hold(reply: FastifyReply, milliseconds: number, end: () => void): void {
    const release = (): void => {
      clearTimeout(timer)
      if (this.#held.delete(release)) end()
    }
    const timer = setTimeout(release, milliseconds)
    this.#held.add(release)
    if (this.#isClosed) {
      release()
      return
    }
    // Its caller has gone.
    reply.raw.once('close', release)
    if (this.#held.size > MOST_HELD) this.#held.values().next().value?.()
  }
}
