/** A short list as a whole, with what keeps it from being shown. */
import { useEffect, useState } from 'react'
import type { Problem } from '../api'
import { problemIn, readAll } from '../reading'

export interface AllRows<T> {
  /** Null: not read yet. What was read last stays, if a further reading fails. */
  readonly rows: readonly T[] | null
  readonly problem: Problem | null
}

/** `round`: raised when it has to be read again. */
export function useAllRows<T>(path: string, round = 0, mostRows?: number): AllRows<T> {
  const [state, setState] = useState<AllRows<T>>({ rows: null, problem: null })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads the same path again.
  useEffect(() => {
    const aborting = new AbortController()
    readAll<T>(path, aborting.signal, mostRows).then(
      (rows) => setState({ rows, problem: null }),
      (error: unknown) => {
        if (aborting.signal.aborted) return
        const problem = problemIn(error)
        setState(({ rows }) => ({ rows, problem }))
      },
    )
    return () => aborting.abort()
  }, [path, round, mostRows])
  return state
}
