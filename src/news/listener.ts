/** One who listens: what is told waits here until it has been read, but not without end. */
import { Readable } from 'node:stream'
import type { Listening } from '../wire/news.js'
import type { NewsItem } from './tenant-news.js'

export class Listener extends Readable {
  readonly listening: Listening
  readonly #mostWaitingBytes: number
  readonly #gone: (listener: Listener) => void
  /** Before it has been begun, it is told nothing. */
  hasBegun = false
  #isOver = false
  #version = 0
  #wasWaiting = false

  constructor(listening: Listening, mostWaitingBytes: number, gone: (listener: Listener) => void) {
    super()
    this.listening = listening
    this.#mostWaitingBytes = mostWaitingBytes
    this.#gone = gone
    // What goes wrong with one stream ends that one, and nothing else.
    this.on('error', () => {})
  }

  /** It has been ended, or whoever listened has gone: what is told now reaches nobody. */
  get isOver(): boolean {
    return this.#isOver || this.destroyed
  }

  /** `retryMs`: after how long a client comes back that was cut off; `heartbeatMs`: how often it is told that it isn't. */
  begin(version: number, retryMs: number, heartbeatMs: number): void {
    this.hasBegun = true
    const { topics, after } = this.listening
    // Whoever comes back still has to be told what came before.
    const id = after === null ? `id: ${version}\n` : ''
    this.#version = after === null ? version : Math.min(after, version)
    const ready = JSON.stringify({ topics, heartbeatMs })
    this.#say(`retry: ${retryMs}\nevent: ready\n${id}data: ${ready}\n\n`)
  }

  /** All that has changed up to this version: the last event carries it, so that none before it is lost. */
  tell(news: readonly NewsItem[], version: number): void {
    const wanted = news.filter(({ topic }) => this.listening.topics.includes(topic))
    const events = wanted.map(({ topic, names }) => `event: ${topic}\ndata: ${JSON.stringify({ names })}\n`)
    const last = events.pop()
    if (last === undefined) return
    this.#version = Math.max(this.#version, version)
    this.#say([...events, `${last}id: ${this.#version}\n`].map((one) => `${one}\n`).join(''))
  }

  /**
   * By which both sides notice that the other one is gone: whoever has read nothing since the last one is. No comment,
   * since browsers tell a page of none.
   */
  beat(): void {
    if (this.isOver) return
    if (this.#wasWaiting && this.readableLength > 0) {
      this.destroy()
      return
    }
    this.#say('event: ping\ndata: {}\n\n')
    this.#wasWaiting = this.readableLength > 0
  }

  end(): void {
    if (this.isOver) return
    this.#isOver = true
    this.push(null)
    this.#gone(this)
  }

  override _read(): void {}

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#gone(this)
    done(error)
  }

  #say(text: string): void {
    if (this.isOver) return
    this.push(text)
    if (this.readableLength > this.#mostWaitingBytes) this.destroy()
  }
}
