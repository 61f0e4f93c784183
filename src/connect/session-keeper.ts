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

export interface KeptSession extends OpenedSession {
  /** Milliseconds since 1970. */
  readonly until: number
}

/** Where a session lies that several processes use. */
export interface SessionShelf {
  load(): Promise<KeptSession | null>
  save(session: KeptSession): Promise<void>
  /** Does it while nobody else does; null: somebody does. */
  alone<T>(work: () => Promise<T>): Promise<T | null>
}

/** A session is renewed so long before its end, or half-way if it is shorter than that. */
const RENEWED_BEFORE_MS = 300_000
/** While somebody else opens one. */
const LOOK_EVERY_MS = 100
const MOST_LOOKS = 100

export class SessionKeeper {
  readonly #session: UpstreamSession
  readonly #credential: Credential
  readonly #open: OpenSession
  readonly #clock: Clock
  readonly #shelf: SessionShelf
  #kept: KeptSession | null = null
  /** Whoever comes while it is being opened waits for the same one. */
  #opening: Promise<SessionCredential | Setback> | null = null
  /** Tokens that the platform doesn't take any more. */
  readonly #over = new Set<string>()

  constructor(
    session: UpstreamSession,
    credential: Credential,
    open: OpenSession,
    clock: Clock,
    shelf: SessionShelf = ownShelf(),
  ) {
    this.#session = session
    this.#credential = credential
    this.#open = open
    this.#clock = clock
    this.#shelf = shelf
  }

  /** The credential of a call, or why there is none. */
  async credential(): Promise<SessionCredential | Setback> {
    const kept = this.#kept
    if (kept !== null && this.#isGood(kept)) return this.#within(kept)
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
    if (!Object.keys(current).every((name) => current[name] === credential[name])) return
    this.#over.add(kept.accessToken)
    this.#kept = null
  }

  /** The one on the shelf, if it is good; or else whoever is first opens one for all. */
  async #renew(): Promise<SessionCredential | Setback> {
    for (let look = 0; look < MOST_LOOKS; look++) {
      const shelved = await this.#shelf.load()
      if (shelved !== null && this.#isGood(shelved)) return this.#keep(shelved)
      const done = await this.#shelf.alone(() => this.#openAnew())
      if (done !== null) return done
      await this.#clock.wait(LOOK_EVERY_MS)
    }
    return { kind: 'try_later', reason: 'another process is opening a session' }
  }

  async #openAnew(): Promise<SessionCredential | Setback> {
    // Somebody may have been quicker.
    const shelved = await this.#shelf.load()
    if (shelved !== null && this.#isGood(shelved)) return this.#keep(shelved)
    const isOver = shelved === null || this.#over.has(shelved.accessToken)
    const refreshToken = isOver ? null : shelved.refreshToken
    const renewed = refreshToken === null ? null : await this.#open({ ...this.#credential, refreshToken })
    const opened = renewed?.kind === 'opened' ? renewed : await this.#open(this.#credential)
    if (opened.kind !== 'opened') return opened
    const session = { ...opened, until: this.#clock.now() + opened.lifeSeconds * 1000 }
    await this.#shelf.save(session)
    return this.#keep(session)
  }

  #isGood({ accessToken, until, lifeSeconds }: KeptSession): boolean {
    const left = until - this.#clock.now()
    return !this.#over.has(accessToken) && left > Math.min(RENEWED_BEFORE_MS, lifeSeconds * 500)
  }

  #keep(session: KeptSession): SessionCredential {
    this.#kept = session
    return this.#within(session)
  }

  #within(session: OpenedSession): SessionCredential {
    return { kind: 'credential', credential: this.#session.credential(this.#credential, session) }
  }
}

/** Of one process: nobody else comes to it. */
function ownShelf(): SessionShelf {
  let kept: KeptSession | null = null
  return {
    load: () => Promise.resolve(kept),
    save: async (session) => {
      kept = session
    },
    alone: (work) => work(),
  }
}
