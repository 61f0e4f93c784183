/** Whether the hub is heard, and since when it isn't: neither by its stream nor by an answer. */
import { useSyncExternalStore } from 'react'

interface Standing {
  /** In milliseconds; null: it is heard. */
  readonly lostAt: number | null
  /** How many parts of the page follow what the hub tells. */
  readonly followers: number
}

let standing: Standing = { lostAt: null, followers: 0 }
let heardAt = Date.now()
const watchers = new Set<() => void>()

function put(changes: Partial<Standing>): void {
  standing = { ...standing, ...changes }
  for (const tell of watchers) tell()
}

export function hubHeard(): void {
  heardAt = Date.now()
  if (standing.lostAt !== null) put({ lostAt: null })
}

export function hubLost(): void {
  if (standing.lostAt === null) put({ lostAt: heardAt })
}

/** Until the function that it gives is called. */
export function follow(): () => void {
  put({ followers: standing.followers + 1 })
  return () => put({ followers: standing.followers - 1 })
}

/** Null: it is heard, or nothing on the page follows it. */
export function useLostSince(): number | null {
  const { lostAt, followers } = useSyncExternalStore(watch, () => standing)
  return followers === 0 ? null : lostAt
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}
