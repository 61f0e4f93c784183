/** Who asks for something, and the key that makes asking twice harmless. */

/** Who asks. An account's catalogue and stock belong to `ownerId`, which never changes. */
export interface Caller {
  readonly accountId: number
  readonly ownerId: number
}

/** A key of the caller's own, that makes a command's retry harmless. */
export interface CommandKey {
  readonly key: string
  /** A hash of what was asked: the same key with another content is refused. */
  readonly contentHash: string
}
