/** What a page shows of the hub: read when its path changes, and again when asked. */
import { useCallback, useEffect, useState } from 'react'
import { type Problem, Refused, read } from './api'
import type { List } from './types'

export interface Reading<T> {
  /** Of the path before, while the next is being read. */
  readonly value: T | null
  readonly problem: Problem | null
  readonly busy: boolean
  again(): void
}

/** Null: nothing is read. */
export function useReading<T>(path: string | null): Reading<T> {
  const [state, setState] = useState<Omit<Reading<T>, 'again'>>({ value: null, problem: null, busy: true })
  const [round, setRound] = useState(0)
  const again = useCallback(() => setRound((before) => before + 1), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads the same path again.
  useEffect(() => {
    if (path === null) {
      setState({ value: null, problem: null, busy: false })
      return
    }
    const aborting = new AbortController()
    setState(({ value }) => ({ value, problem: null, busy: true }))
    read<T>(path, aborting.signal).then(
      (value) => setState({ value, problem: null, busy: false }),
      (error: unknown) => {
        if (aborting.signal.aborted) return
        setState({ value: null, problem: problemIn(error), busy: false })
      },
    )
    return () => aborting.abort()
  }, [path, round])
  return { ...state, again }
}

/** What can be shown of an error; a bug is thrown on, to the page's boundary. */
export function problemIn(error: unknown): Problem {
  if (error instanceof Refused) return error.problem
  throw error
}

const ROWS = 250
/** Of a list that is read as a whole. */
const MOST_ROWS = 2_000

/** A short list as a whole, such as that of locations: at most 2,000 rows, if not told otherwise. */
export async function readAll<T>(
  path: string,
  signal?: AbortSignal,
  mostRows = MOST_ROWS,
): Promise<readonly T[]> {
  const rows: T[] = []
  let cursor: string | null = null
  while (rows.length < mostRows) {
    const joint = path.includes('?') ? '&' : '?'
    const page: List<T> = await read(
      `${path}${joint}limit=${ROWS}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      signal,
    )
    rows.push(...page.data)
    cursor = page.nextCursor
    if (cursor === null) break
  }
  return rows
}

/** As `readAll`, for what a page offers to choose from: nothing, until it is there or if it may not be seen. */
export function useChoices<T>(path: string): readonly T[] {
  const [rows, setRows] = useState<readonly T[]>([])
  useEffect(() => {
    const aborting = new AbortController()
    readAll<T>(path, aborting.signal).then(setRows, (error: unknown) => {
      if (!aborting.signal.aborted) problemIn(error)
    })
    return () => aborting.abort()
  }, [path])
  return rows
}
