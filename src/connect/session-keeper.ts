/** One token for all callers of a platform: opened when it is first needed, and renewed before it ends. */
import type { OpenedSession, Setback, UpstreamSession } from '../wire/upstream.js'
import type { Clock } from './pacer.js'

type Credential = Readonly<Record<string, string>>

/** Sends the call by which a session is opened, and reads its answer. */
export type OpenSession = (credential: Credential) => Promise<OpenedSession | Setback>

export interface SessionCredential {
  readonly kind: 'credential'
  readonly credential: Credential
}

interface Kept {
  readonly opened: OpenedSession
  /** From then on it is renewed. */
  readonly staleAt: number
}

const RENEWED_BEFORE_MS = 300_000

export class SessionKeeper {
  readonly #session: UpstreamSession
  readonly #credential: Credential
  readonly #open: OpenSession
  readonly #clock: Clock
  #kept: Kept | null = null
  /** Whoever comes while it is being opened waits for the same one. */
  #opening: Promise<SessionCredential | Setback> | null = null

  constructor(session: UpstreamSession, credential: Credential, open: OpenSession, clock: Clock) {
    this.#session = session
    this.#credential = credential
    this.#open = open
    this.#clock = clock
  }

  /** The credential of a call, or why there is none. */
  async credential(): Promise<SessionCredential | Setback> {
    const kept = this.#kept
    if (kept !== null && this.#clock.now() < kept.staleAt) return this.#within(kept)
    this.#opening ??= this.#renew().finally(() => {
      this.#opening = null
    })
    return this.#opening
  }

  /** The platform knows it no more; a newer one is kept. */
  drop(credential: Credential): void {
    const kept = this.#kept
    if (kept === null) return
    const current = this.#within(kept).credential
    if (Object.keys(current).every((name) => current[name] === credential[name])) this.#kept = null
  }

  async #renew(): Promise<SessionCredential | Setback> {
    const refreshToken = this.#kept?.opened.refreshToken ?? null
    this.#kept = null
    const renewed = refreshToken === null ? null : await this.#open({ ...this.#credential, refreshToken })
    const opened = renewed?.kind === 'opened' ? renewed : await this.#open(this.#credential)
    if (opened.kind !== 'opened') return opened
    const staleAt = this.#clock.now() + opened.lifeSeconds * 1000 - RENEWED_BEFORE_MS
    this.#kept = { opened, staleAt }
    return this.#within(this.#kept)
  }

  #within({ opened }: Kept): SessionCredential {
    return { kind: 'credential', credential: this.#session.credential(this.#credential, opened) }
  }
}
